"""Real servers in temporary folders: who starts them, who shares them, who stops them."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from atrocity_tracker.embedded import DataDir, ServiceError, join
from atrocity_tracker.embedded.data_dir import BASE_DIR
from atrocity_tracker.embedded.postgres import Postgres
from atrocity_tracker.embedded.process import (
    become_nobody,
    command_line,
    enter_user_namespace,
    wait_until,
)
from atrocity_tracker.embedded.services import POSTGRES, VALKEY, addresses, is_kept

BOTH = [POSTGRES, VALKEY]
HOLD = "import sys; from atrocity_tracker.embedded import *; from pathlib import Path; " + (
    "s = join(DataDir(Path(sys.argv[1])), ['valkey']); print('joined', flush=True); input(); "
)


@pytest.fixture
def no_addresses(monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path, no_addresses):
    return DataDir(tmp_path)


def ask_postgres(folder: DataDir, question: str) -> object:
    url = addresses(folder.secret, folder)["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()


def valkey(folder: DataDir) -> redis.Redis:
    return redis.Redis.from_url(addresses(folder.secret, folder)["REDIS_URL"])


def pid_of_postgres(folder: DataDir) -> int:
    return int((folder.cluster / "postmaster.pid").read_text().split("\n")[0])


def another_process(folder: DataDir) -> "subprocess.Popen[str]":
    """Another command that uses Valkey until it is told to end or gets a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.path)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "joined\n"
    return process


def end(process: "subprocess.Popen[str]", number: int) -> None:
    with process:
        process.send_signal(number)


def test_trigrams_know_cyrillic_and_arabic_and_the_role_is_no_superuser(folder):
    services = join(folder, [POSTGRES], throwaway=True)
    ask = (
        "SELECT cardinality(show_trgm('Ізюм')), cardinality(show_trgm('سوريا')), "
        "current_setting('is_superuser'), current_setting('listen_addresses')"
    )
    try:
        with psycopg.connect(addresses(folder.secret, folder)["DATABASE_URL"]) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            answer = connection.execute(ask).fetchone()
    finally:
        services.leave()

    assert answer == (5, 6, "off", "")


def test_a_wrong_password_opens_nothing(folder):
    services = join(folder, [POSTGRES], throwaway=True)
    url = addresses(lambda name: "wrong", folder)["DATABASE_URL"]
    try:
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url)
    finally:
        services.leave()


def test_data_survives_a_restart_and_the_servers_end_with_their_last_user(folder):
    services = join(folder, BOTH)
    with psycopg.connect(addresses(folder.secret, folder)["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    with valkey(folder) as client:
        client.set("kept", "7")
    services.leave()
    assert (is_kept(folder), list(folder.sockets.iterdir())) == (False, [])

    services = join(folder, BOTH)
    with valkey(folder) as client:
        found = (ask_postgres(folder, "SELECT value FROM kept"), client.get("kept"))
    services.leave()

    assert found == ((7,), b"7")


def test_services_outlive_their_starter_while_another_command_uses_them(folder):
    services = join(folder, [VALKEY])
    other = another_process(folder)
    services.leave()

    with valkey(folder) as client:
        answered = client.ping()
    end(other, signal.SIGTERM)

    assert answered is True
    assert wait_until(lambda: not is_kept(folder), 10)


def test_a_killed_user_leaves_nothing_running(folder):
    other = another_process(folder)

    end(other, signal.SIGKILL)

    assert wait_until(lambda: not is_kept(folder), 10)
    assert list(folder.sockets.iterdir()) == []


def test_a_throwaway_folder_vanishes_with_a_killed_user(folder):
    other = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from atrocity_tracker.embedded import *; import os; t = throwaway_services(); "
            "t.__enter__(); print(os.environ['DATA_DIR'], flush=True); input()",
        ],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    path = Path(other.stdout.readline().strip())
    assert path.is_dir()

    end(other, signal.SIGKILL)

    assert wait_until(lambda: not path.exists(), 10)


def test_a_killed_server_is_started_again(folder):
    services = join(folder, BOTH, throwaway=True)
    killed = pid_of_postgres(folder)
    try:
        os.kill(killed, signal.SIGKILL)
        assert wait_until(lambda: _answers(folder), 20)
        assert pid_of_postgres(folder) != killed
    finally:
        services.leave()


def _answers(folder: DataDir) -> bool:
    try:
        return ask_postgres(folder, "SELECT 1") == (1,)
    except psycopg.OperationalError:
        return False


def test_a_killed_keeper_takes_its_servers_along_and_the_next_one_starts(folder):
    services = join(folder, BOTH)
    postgres = pid_of_postgres(folder)
    os.kill(json.loads((folder.path / "services.lock").read_text())["pid"], signal.SIGKILL)
    assert wait_until(lambda: not is_kept(folder), 10)

    services.ensure(BOTH)
    found = ask_postgres(folder, "SELECT 1")
    services.leave()

    assert found == (1,)
    assert command_line(postgres) == ""


def test_files_that_a_power_cut_left_do_not_hinder_a_start(folder):
    join(folder, BOTH).leave()
    pid_file = folder.cluster / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{folder.cluster}\n")  # the number belongs to another now
    (folder.path / "services.lock").write_text('{"pid": 1, "services": ["postgres"]}')
    (folder.path / "postgres.new").mkdir()
    for name in ("valkey.sock", ".s.PGSQL.5432"):
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(str(folder.sockets / name))
    (folder.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")

    services = join(folder, BOTH)
    with valkey(folder) as client:
        found = (ask_postgres(folder, "SELECT 1"), client.ping())
    services.leave()

    assert found == ((1,), True)


def test_damaged_queue_is_put_aside(folder):
    join(folder, [VALKEY]).leave()
    for file in (folder.valkey / "appendonlydir").iterdir():
        file.write_bytes(b"not what Valkey wrote")

    services = join(folder, [VALKEY])
    with valkey(folder) as client:
        assert client.ping() is True
    services.leave()

    assert len(list(folder.path.glob("valkey.damaged-*"))) == 1


def test_data_of_another_postgresql_is_one_sentence(folder):
    folder.prepare()
    folder.cluster.mkdir()
    (folder.cluster / "PG_VERSION").write_text("12\n")

    with pytest.raises(ServiceError, match=r"was made by PostgreSQL 12 and this is PostgreSQL 18"):
        join(folder, [POSTGRES])

    assert wait_until(lambda: not is_kept(folder), 10)


def test_a_command_that_wants_more_than_runs_is_told(folder):
    services = join(folder, [VALKEY])
    try:
        with pytest.raises(ServiceError, match="Another command runs only valkey in"):
            join(folder, BOTH)
    finally:
        services.leave()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another identity to take")
def test_root_may_change_between_its_two_identities(folder):
    folder.prepare()
    for identity in (become_nobody, enter_user_namespace, become_nobody):
        server = Postgres(folder, throwaway=True, identity=identity)
        server.start()
        assert ask_postgres(folder, "SELECT 1") == (1,)
        server.stop()
