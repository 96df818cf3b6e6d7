"""What the review pages take on the server, with many claims in the database."""

import statistics
import time
from collections.abc import Callable
from functools import partial

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import LEAD
from benchmarks.rows import fill
from incidents.models import Incident, IncidentClaim
from sources.models import Document


def measure(*, size: int, rounds: int) -> dict[str, object]:
    """Return the time of each page in milliseconds: median and 95th percentile."""
    user = User.objects.create_user("bench")
    user.groups.add(Group.objects.get(name=LEAD))
    started = time.perf_counter()
    fill(size, by=user)
    filled = time.perf_counter() - started
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    last = IncidentClaim.objects.order_by("-pk")[0].pk
    pages = {
        "home": reverse("home"),
        "queue, first claim": reverse("incidents:judge", args=[1]),
        "queue, last claim": reverse("incidents:judge", args=[last]),
        "claims, first page": reverse("incidents:claims"),
        "claims, last page": reverse("incidents:claims") + "?after=51",
        "incidents, first page": reverse("incidents:incidents"),
        "incidents, last page": reverse("incidents:incidents") + "?after=51",
        "incident": Incident.objects.earliest("pk").get_absolute_url(),
        "documents, first page": reverse("sources:documents"),
        "documents, last page": reverse("sources:documents") + "?after=51",
        "document": Document.objects.only("pk").earliest("pk").get_absolute_url(),
    }
    rows = [_row(name, rounds, partial(_get, client, url)) for name, url in pages.items()]
    rows.append(_row("verdict and next claim", rounds, lambda: _decide(client)))
    return {"size": size, "filled in seconds": round(filled, 1), "n": rounds, "pages": rows}


def _row(name: str, rounds: int, request: Callable[[], None]) -> dict[str, object]:
    request()
    times = [_milliseconds(request) for _ in range(rounds)]
    p95 = statistics.quantiles(times, n=20)[-1]
    return {"page": name, "median_ms": round(statistics.median(times), 1), "p95_ms": round(p95, 1)}


def _milliseconds(request: Callable[[], None]) -> float:
    started = time.perf_counter()
    request()
    return 1000 * (time.perf_counter() - started)


def _get(client: Client, url: str) -> None:
    status = client.get(url).status_code
    if status != 200:
        raise RuntimeError(f"{url} answers {status}")


def _decide(client: Client) -> None:
    link = IncidentClaim.objects.to_judge().order_by("pk")[0]
    response = client.post(
        reverse("incidents:decide", args=[link.pk]),
        {"verdict": "accepted", "version": link.version},
        headers={"HX-Request": "true"},
    )
    if response.status_code != 200:
        raise RuntimeError(f"the verdict is answered with {response.status_code}")
