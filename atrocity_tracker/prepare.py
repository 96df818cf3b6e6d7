"""What must be done before the first page: migrations, static files, the first account.

    python -m atrocity_tracker.prepare

Says nothing when there is nothing to do.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from .embedded import DataDir, explain


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def migrate() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Bringing the database up to date ({len(plan)} migrations) ...")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    stamp = settings.DATA_DIR / "static.sha256"
    wanted = _static_state()
    if Path(settings.STATIC_ROOT).exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    say("Collecting the static files ...")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _static_state() -> str:
    """Return what changes whenever a static file does."""
    state = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            state.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return state.hexdigest()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrocity_tracker.settings")
    django.setup()
    try:
        migrate()
        collect_static()
        call_command("create_first_admin")
    except OperationalError as error:
        say(f"The database cannot be used: {str(error).strip().splitlines()[0]}")
        return 1
    except OSError as error:
        say(explain(error, DataDir.from_environment().path))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
