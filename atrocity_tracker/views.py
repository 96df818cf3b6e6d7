"""Home: the work to do. And the door knocker for load balancers."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from incidents.enums import Verdict
from incidents.models import Incident, IncidentClaim, Mention, Release, Suggestion
from incidents.overview import overview
from sources.actions.samples import add_samples
from sources.enums import SENSITIVE, RunStatus
from sources.http import UserRequest
from sources.models import Claim, Document, ExtractionRun

SHOWN = 4
COUNTED = 1000  # a lane counts no further: "1000+" says enough


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of work: how much of it there is, and the first of it."""

    title: str
    empty: str
    url: str
    action: str
    rows: list[tuple[str, str, str]]
    count: int
    urgent: bool = False
    work: bool = False

    @property
    def more(self) -> bool:
        return self.count >= COUNTED


@require_safe
@permission_required("incidents.view_incident", raise_exception=True)
def home(request: UserRequest) -> HttpResponse:
    """Show the work in lanes, each to those who may do it, and failures that need a person."""
    review = [_claims, _candidates, _suggestions, _help_wanted]
    lanes = [_failures, *review, _documents, _confirmed, _releases]
    if not request.user.has_perm("incidents.review_incident"):
        lanes = [lane for lane in lanes if lane not in review]
    shown = [lane() for lane in lanes]
    if request.user.has_perm("incidents.review_incident"):
        shown = [lane for lane in [_disputed(request.user)] if lane.count] + shown
    if Mention.objects.waiting_for(request.user).exists():
        shown.insert(0, _mentions(request.user))
    empty = not Document.objects.exists()
    said = {"lanes": shown, "empty": empty, "overview": overview()}
    return render(request, "home.html", said)


@require_POST
@permission_required("sources.add_document", raise_exception=True)
def load_samples(request: UserRequest) -> HttpResponse:
    """Upload the sample articles in the name of this person."""
    documents = add_samples(by=request.user)
    messages.success(request, f"{len(documents)} sample articles are being read.")
    return redirect("sources:documents")


@login_not_required
@require_safe
def healthz(request: UserRequest) -> HttpResponse:
    """Say that the web process is up and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _claims() -> Lane:
    rows = IncidentClaim.objects.to_judge()
    return Lane(
        title="Claims to judge",
        empty="Every claim is judged.",
        url=reverse("incidents:queue"),
        action="Open the queue",
        rows=[
            (
                _words(link.claim),
                reverse("incidents:judge", args=[link.pk]),
                link.claim.get_event_type_display(),
            )
            for link in rows.select_related("claim").order_by("pk")[:SHOWN]
        ],
        count=_count(rows),
        work=True,
    )


def _words(claim: Claim) -> str:
    """Return what a lane says of a claim: nobody meets the hardest text where they did not ask."""
    if claim.event_type in SENSITIVE:
        return f"Text about {claim.get_event_type_display().lower()}"
    return claim.quote


def _candidates() -> Lane:
    rows = Incident.objects.ready_to_confirm()
    return _incidents(
        rows,
        title="Candidates to confirm",
        empty="No candidate has all its claims judged.",
        url=reverse("incidents:incidents") + "?status=candidate",
        action="All candidates",
        work=True,
    )


def _confirmed() -> Lane:
    return _incidents(
        Incident.objects.confirmed(),
        title="Confirmed incidents",
        empty="Nothing is confirmed yet.",
        url=reverse("incidents:incidents") + "?status=confirmed",
        action="All confirmed",
    )


def _incidents(
    rows: QuerySet[Incident], *, title: str, empty: str, url: str, action: str, work: bool = False
) -> Lane:
    return Lane(
        title=title,
        empty=empty,
        url=url,
        action=action,
        rows=[
            (row.title, row.get_absolute_url(), row.reference)
            for row in rows.order_by("-pk")[:SHOWN]
        ],
        count=_count(rows),
        work=work,
    )


def _suggestions() -> Lane:
    rows = Suggestion.objects.open().select_related("older", "newer")
    return Lane(
        title="Suggested merges",
        empty="No two incidents look like one.",
        url=reverse("incidents:suggestions"),
        action="All suggestions",
        rows=[
            (
                f"{row.older.title} · {row.newer.title}",
                reverse("incidents:merge", args=[row.older.reference, row.newer.reference]),
                f"{row.score:.0%} alike",
            )
            for row in rows[:SHOWN]
        ],
        count=_count(rows),
        work=True,
    )


def _help_wanted() -> Lane:
    rows = IncidentClaim.objects.live().filter(verdict=Verdict.UNSURE).select_related("claim")
    return Lane(
        title="Help wanted",
        empty="Nobody is unsure of anything.",
        url=reverse("incidents:claims") + "?verdict=unsure",
        action="All unsure claims",
        rows=[
            (
                _words(row.claim),
                reverse("incidents:judge", args=[row.pk]),
                row.claim.get_event_type_display(),
            )
            for row in rows.order_by("-pk")[:SHOWN]
        ],
        count=_count(rows),
    )


def _disputed(person: User) -> Lane:
    """Return what two readers differ on and this person may settle."""
    rows = IncidentClaim.objects.disputed_for(person)
    return Lane(
        title="Two readers differ",
        empty="No two readers differ.",
        url=reverse("incidents:adjudicate_next"),
        action="Settle them",
        rows=[
            (
                _words(link.claim),
                reverse("incidents:adjudicate", args=[link.pk]),
                link.claim.get_event_type_display(),
            )
            for link in rows.select_related("claim")[:SHOWN]
        ],
        count=_count(rows),
        work=True,
    )


def _mentions(person: User) -> Lane:
    rows = Mention.objects.waiting_for(person)
    return Lane(
        title="Notes for me",
        empty="No open note calls you.",
        url=reverse("incidents:mentions"),
        action="All notes for me",
        rows=[
            (
                mention.note.text,
                f"{mention.note.incident.get_absolute_url()}#note-{mention.note_id}",
                f"{mention.note.by} on {mention.note.incident.reference}",
            )
            for mention in rows[:SHOWN]
        ],
        count=_count(rows),
        work=True,
    )


def _documents() -> Lane:
    rows = Document.objects.without_text().order_by("-pk")
    waiting = ExtractionRun.objects.unfinished()
    return Lane(
        title="Being read" if waiting.exists() else "Newest documents",
        empty="No article has been uploaded.",
        url=reverse("sources:documents"),
        action="All documents",
        rows=[
            (row.title, row.get_absolute_url(), f"{row.published or 'no date'}")
            for row in rows[:SHOWN]
        ],
        count=_count(waiting) or _count(rows),
    )


def _failures() -> Lane:
    failed = ExtractionRun.objects.newest().filter(status=RunStatus.FAILED)
    return Lane(
        title="Could not be read",
        empty="Every document could be read.",
        url=reverse("sources:documents") + "?status=failed",
        action="All failures",
        rows=[
            (run.document.title, run.document.get_absolute_url(), run.error)
            for run in failed.select_related("document").order_by("-pk")[:SHOWN]
        ],
        count=_count(failed),
        urgent=True,
    )


def _releases() -> Lane:
    rows = Release.objects.all()
    return Lane(
        title="Releases",
        empty="Nothing is released yet.",
        url=reverse("incidents:releases"),
        action="All releases",
        rows=[(str(row), row.get_absolute_url(), row.get_status_display()) for row in rows[:SHOWN]],
        count=_count(rows),
    )


def _count(rows: QuerySet) -> int:
    return rows.order_by()[:COUNTED].count()
