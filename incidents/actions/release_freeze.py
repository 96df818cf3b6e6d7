"""The frozen content of a release: taken once, in one snapshot, and read ever after."""

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from incidents.actions.release_progress import Progress, report
from incidents.actions.release_withholding import plan
from incidents.exceptions import ReleaseError
from incidents.models import Release, ReleasePart
from incidents.models.withholding import new_salt
from incidents.releases.frozen import Freezer, Part, Parts
from incidents.releases.info import ReleaseInfo
from incidents.releases.privacy.profiles import profiles


@transaction.atomic
def freeze(release: Release) -> None:
    """Store every row of every table as it is now; nothing to do if that was done before.

    Raises ReleaseError of `incidents.releases` at the first row that must not be released.
    """
    if release.frozen_at:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    salt = release.line.salt if release.line else new_salt()
    planned = plan(release.filters, profiles()[release.profile], salt=salt)
    snapshot = planned.snapshot
    freezer = Freezer()
    numbers: Counter[str] = Counter()
    total, done = snapshot.incidents.count(), 0
    for batch, rows in planned.batches():
        for table, part in freezer.parts(batch, rows):
            ReleasePart.objects.create(
                release=release, table=table, number=numbers[table], rows=part.rows, text=part.text
            )
            numbers[table] += 1
        if batch == "incidents":
            done += len(rows)
            report(release.pk, Progress("Freezing", done, total))
    release.software_version = settings.VERSION
    release.pipelines = snapshot.pipelines()
    release.frozen_at = timezone.now()
    release.withheld = dict(planned.withholding.counted)
    release.save(update_fields=["software_version", "pipelines", "withheld", "frozen_at"])


def parts_of(release: Release) -> Parts:
    """Return the frozen parts of each table of a release, for the writers."""

    def parts(table: str) -> Iterator[Part]:
        of_table = release.parts.filter(table=table)
        for number in of_table.order_by("number").values_list("number", flat=True):
            text, rows = of_table.values_list("text", "rows").get(number=number)
            yield Part(text, rows)

    return parts


def info_of(release: Release) -> ReleaseInfo:
    """Return what the files of a frozen release say of it."""
    if release.frozen_at is None:
        raise ReleaseError("This release is not frozen yet.")
    return ReleaseInfo(
        number=release.number,
        name=release.name,
        notes=release.notes,
        created_at=release.frozen_at,
        software_version=release.software_version,
        pipelines=tuple(release.pipelines),
        filters=release.filters,
        profile=profiles()[release.profile],
        withheld=release.withheld,
    )
