"""What it takes to find the articles that a new one has text in common with, among many."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection

from accounts.models import User
from benchmarks.rows import copy_rows
from sources.actions.likeness import CANDIDATES, SHARED, compare
from sources.likeness import VERSION, fingerprint
from sources.models import Document, DocumentLikeness, Fingerprint, Signature

WORDS = 400  # of an article
LINE = 40
REAL = 1000  # articles with a text of their own; the others have numbers alone
NUMBERS = 40  # of an article without a text
STOCK = 4  # numbers of the lines that every fifth article ends with
VOCABULARY = 20_000


def measure(*, size: int, rounds: int) -> dict[str, object]:
    """Return what a look-up and a whole comparison take, in milliseconds.

    Half of the new articles are edited copies of one that is there, half are unlike any.
    """
    chance = random.Random(7)
    user = User.objects.create_user("bench")
    texts = [_text(chance) for _ in range(REAL)]
    started = time.perf_counter()
    _fill(size, texts, by=user, chance=chance)
    filled = time.perf_counter() - started
    new = [_edited(texts[n], chance) if n % 2 else _text(chance) for n in range(rounds)]
    numbers = [fingerprint(text) for text in new]
    lookups = [_timed(partial(_look_up, own)) for own in numbers]
    stock = [_timed(partial(_look_up, [*own, *range(STOCK)])) for own in numbers]
    first = size + 1
    _documents(new, first, by=user)
    whole = [_timed(partial(compare, first + n)) for n in range(rounds)]
    return {
        "size": size,
        "filled_s": round(filled),
        "n": rounds,
        "copies_found": DocumentLikeness.objects.filter(document__gte=first).count(),
        "copies_made": rounds // 2,
        "table_and_index_mb": _megabytes(),
        "steps": [
            _row("look-up", lookups),
            _row("look-up of an article that ends with stock phrases", stock),
            _row("whole comparison", whole),
        ],
    }


def _fill(size: int, texts: list[str], *, by: User, chance: random.Random) -> None:
    _documents([*texts, *("" for _ in range(size - len(texts)))], 1, by=by)
    copy_rows(
        Signature, "document_id version agency", ((n, VERSION, "") for n in range(1, size + 1))
    )
    copy_rows(Fingerprint, "number document_id", _numbers(size, texts, chance))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _numbers(size: int, texts: list[str], chance: random.Random) -> Iterator[tuple[int, int]]:
    for document in range(1, size + 1):
        if document <= len(texts):
            own = set(fingerprint(texts[document - 1]))
        else:
            own = {chance.randrange(-(2**31), 2**31) for _ in range(NUMBERS)}
        if document % 5 == 0:
            own |= set(range(STOCK))
        yield from ((number, document) for number in own)


def _documents(texts: list[str], first: int, *, by: User) -> None:
    copy_rows(
        Document,
        "id sha256 filename media_type encoding size text text_sha256 warnings uploaded_by_id "
        "title url language",
        (
            (
                *(n, f"{n:064x}", f"{n}.txt", "text/plain", "utf-8", len(text), text),
                *(f"{n:064x}", "[]", by.pk, f"Report {n}", "", "en"),
            )
            for n, text in enumerate(texts, first)
        ),
    )


def _text(chance: random.Random) -> str:
    lines = (
        " ".join(f"w{int(VOCABULARY ** chance.random())}" for _ in range(LINE))
        for _ in range(WORDS // LINE)
    )
    return "\n".join(lines)


def _edited(text: str, chance: random.Random) -> str:
    """Return two thirds of a text in another order of its lines, under another headline."""
    lines = text.splitlines()
    return "\n".join(["Another headline", *chance.sample(lines, len(lines) * 2 // 3)])


def _look_up(numbers: list[int]) -> list[int]:
    return Fingerprint.objects.sharing(numbers, at_least=SHARED, most=CANDIDATES)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def _row(name: str, times: list[float]) -> dict[str, object]:
    ordered = sorted(times)
    return {
        "name": name,
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
    }


def _megabytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [Fingerprint._meta.db_table])
        return int(cursor.fetchone()[0]) // 1024**2
