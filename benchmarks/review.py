"""What the review pages take, with many claims in the database: on the server, in a browser."""

import statistics
import time
from collections.abc import Callable
from functools import partial

from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import LEAD
from benchmarks.rows import fill
from incidents.models import Incident, IncidentClaim
from incidents.orders import ORDERS
from sources.models import Claim, Document

# One page of each filter: one that lets much through, and one that lets nothing through.
QUEUE_FILTERS = ["event_type=torture", "event_type=pillage", "source=5", "place=gao", "words=zzz"]
QUEUE_FILTERS += ["confidence=0.9", "since=2020-01-01", "mine=unsure", "state=unsure"]
CLAIM_FILTERS = ["verdict=unsure", "event_type=pillage", "source=5", "place=gao", "words=nurse"]
CLAIM_FILTERS += ["words=zzz", "speaker=governor", "speaker=zzz", "confidence=0.97"]
INCIDENT_FILTERS = ["status=confirmed", "words=gao", "words=zzz", "country=ua", "until=2015-02-01"]
DOCUMENT_FILTERS = ["words=market", "words=zzz", "source=5", "status=failed", "status=queued"]
LAST = "after=31"  # the newest come first, so the last page lies before a small key


def measure(*, size: int, rounds: int, browser: bool) -> dict[str, object]:
    """Return the time of each page in milliseconds: median, 95th percentile, processor, queries."""
    user = User.objects.create_user("bench")
    user.groups.add(Group.objects.get(name=LEAD))
    started = time.perf_counter()
    fill(size, by=user)
    filled = time.perf_counter() - started
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    rows = [_row(name, rounds, partial(_get, client, url)) for name, url in _pages().items()]
    rows.append(_row("verdict and next claim", rounds, lambda: _decide(client)))
    report: dict[str, object] = {"size": size, "filled_s": round(filled), "n": rounds}
    report |= {"pages": rows, "worst_p95_ms": max(float(str(row["p95_ms"])) for row in rows)}
    if browser:
        from benchmarks.browser import key_to_next  # noqa: PLC0415 -- Playwright is for developers

        report["key_to_next_claim"] = key_to_next(client, rounds=rounds)
    return report


def _pages() -> dict[str, str]:
    """Return the addresses by name: first and last pages, long and short ones, every filter."""
    pending = IncidentClaim.objects.to_judge().order_by("pk")
    ends = {"first": pending.first(), "last": pending.last()}
    by_length = Claim.objects.values("document").annotate(n=Count("pk")).order_by("-n")
    lists = {
        "claims": (reverse("incidents:claims"), CLAIM_FILTERS),
        "incidents": (reverse("incidents:incidents"), INCIDENT_FILTERS),
        "documents": (reverse("sources:documents"), DOCUMENT_FILTERS),
    }
    queue = reverse("incidents:queue")
    pages = {"home": reverse("home")}
    pages |= {
        f"queue, {name} claim": reverse("incidents:judge", args=[link.pk])
        for name, link in ends.items()
        if link
    }
    pages |= {f"queue, {name}": f"{queue}?sort={name}" for name in ORDERS}
    pages |= {f"queue, {chosen}": f"{queue}?{chosen}" for chosen in QUEUE_FILTERS}
    for name, (url, filters) in lists.items():
        pages |= {f"{name}, first page": url, f"{name}, last page": f"{url}?{LAST}"}
        pages |= {f"{name}, {chosen}": f"{url}?{chosen}" for chosen in filters}
    pages |= {
        "my decisions": reverse("incidents:decisions"),
        "incident": Incident.objects.earliest("pk").get_absolute_url(),
        "document": Document.objects.only("pk").earliest("pk").get_absolute_url(),
        "document of 60 claims": reverse("sources:document", args=[by_length[0]["document"]]),
    }
    return pages


def _row(name: str, rounds: int, request: Callable[[], None]) -> dict[str, object]:
    """Measure one page. The processor's time is what it would take on an idle machine."""
    request()
    queries = _queries(request)
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        request()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    return {
        "page": name,
        "median_ms": round(statistics.median(walls), 1),
        "p95_ms": round(statistics.quantiles(walls, n=20)[-1], 1),
        "python_ms": round(statistics.median(cpus), 1),
        "queries": queries,
    }


def _queries(request: Callable[[], None]) -> int:
    seen: list[str] = []

    def note(execute: Callable, sql: str, *rest: object) -> object:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        request()
    return len(seen)


def _get(client: Client, url: str) -> None:
    status = client.get(url).status_code
    if status not in (200, 302):
        raise RuntimeError(f"{url} answers {status}")


def _decide(client: Client) -> None:
    link = IncidentClaim.objects.to_judge().filter(leased_to=None).order_by("pk")[0]
    response = client.post(
        reverse("incidents:decide", args=[link.pk]),
        {"verdict": "accepted", "version": link.version},
        headers={"HX-Request": "true"},
    )
    if response.status_code != 200:
        raise RuntimeError(f"the verdict is answered with {response.status_code}")
