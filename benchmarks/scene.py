"""The samples read, judged and released by three people: rows for a picture of every page."""

from io import StringIO

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts import tokens
from accounts.models import Scope, User
from accounts.roles import LEAD, REVIEWER
from incidents.actions import double, notes, reference_sets, releases, review
from incidents.enums import Action, Verdict
from incidents.models import DoubleSet, Incident, IncidentClaim, Release, Suggestion
from sources.models import Document

BLIND = 8  # claims that two people read; on the first they differ


def stage() -> tuple[dict[str, str], dict[str, str]]:
    """Make the rows; return the cookie of a lead and the addresses of the pages by name."""
    call_command("load_demo", reviewed=True, stdout=StringIO())
    lead, ben, eve = _person("ana", LEAD), _person("ben", REVIEWER), _person("eve", REVIEWER)
    first = _released("First release", by=lead)
    _go_on(lead)
    second = _released("Second release", by=lead)
    reference = _compared(second, by=lead)
    blind = _read_blind(lead, ben, eve)
    tokens.issue(user=lead, name="notebook", scopes=[Scope.values[0]], days=90)
    client = Client()
    client.force_login(lead)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    pages = _articles() | _judging() | _incidents() | _double(blind)
    pages |= _releases(first, second) | {
        "reference-sets": reverse("incidents:reference_sets"),
        "reference-set": reverse("incidents:reference_set", args=[reference]),
        "preferences": reverse("preferences"),
        "tokens": reverse("tokens"),
        "api": reverse("api:docs"),
    }
    return cookie, pages


def _person(name: str, role: str) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=role))
    return user


def _released(name: str, *, by: User) -> Release:
    release = releases.order(name=name, filters={}, by=by)
    releases.build(release.pk)
    release.refresh_from_db()
    releases.publish(release, by=by)
    return release


def _go_on(lead: User) -> None:
    """Confirm one more and change another, so that two releases differ."""
    tied = Suggestion.objects.open()
    free = Incident.objects.candidates().exclude(pk__in=tied.values("older"))
    candidate = free.exclude(pk__in=tied.values("newer")).order_by("pk")[0]
    review.confirm(candidate, by=lead, version=candidate.version, accept_pending=True, reason="")
    confirmed = Incident.objects.confirmed().order_by("pk")[0]
    notes.annotate(confirmed, by=lead, text="The toll of the second day is still open. @ben")
    title = f"{confirmed.title}, second day"
    review.override(
        confirmed,
        "title",
        [title],
        by=lead,
        version=confirmed.version,
        reason="The first is apart.",
    )


def _compared(release: Release, *, by: User) -> int:
    """Load a release as somebody's reference set, and match it."""
    content = (releases.folder(release) / "incidents.csv").read_bytes()
    row = reference_sets.upload(content, filename="partner.csv", name="A partner", by=by)
    reference_sets.compare(row.pk)
    return row.pk


def _read_blind(lead: User, *readers: User) -> DoubleSet:
    claims = IncidentClaim.objects.to_judge().order_by("pk")
    some = IncidentClaim.objects.filter(pk__in=list(claims.values_list("pk", flat=True)[:BLIND]))
    made = double.make_set(some, by=lead, title="First week", share=100, seed=1)
    for number, link in enumerate(IncidentClaim.objects.filter(pk__in=some).order_by("pk")):
        for reader in readers:
            agrees = number or reader == readers[0]
            verdict = Verdict.ACCEPTED if agrees else Verdict.REJECTED
            link.refresh_from_db()
            double.assess(link, verdict, by=reader, version=link.version)
    return made


def _articles() -> dict[str, str]:
    one, other = Document.objects.order_by("pk")[:2]
    claim = IncidentClaim.objects.to_judge().order_by("pk")[0].claim_id
    return {
        "upload": reverse("sources:upload"),
        "documents": reverse("sources:documents"),
        "document": one.get_absolute_url(),
        "beside": reverse("sources:beside", args=[one.pk, other.pk]),
        "why": reverse("sources:why", args=[claim]),
    }


def _judging() -> dict[str, str]:
    waiting = IncidentClaim.objects.to_judge().filter(awaits=None).order_by("pk")[0].pk
    claims = reverse("incidents:bulk_claims")
    return {
        "home": reverse("home"),
        "queue": reverse("incidents:judge", args=[waiting]),
        "correct": reverse("incidents:correct", args=[waiting]),
        "decisions": reverse("incidents:decisions"),
        "claims": reverse("incidents:claims"),
        "bulk": f"{claims}?scope=all&act={Action.ACCEPT_CLAIM}&verdict={Verdict.PENDING}",
        "extractor": reverse("incidents:extractor"),
    }


def _incidents() -> dict[str, str]:
    confirmed = Incident.objects.confirmed().order_by("pk")[0]
    pair = Suggestion.objects.open().select_related("older", "newer")[0]
    return {
        "incidents": reverse("incidents:incidents"),
        "incident": confirmed.get_absolute_url(),
        "history": reverse("incidents:history", args=[confirmed.reference]),
        "disclosure": reverse("incidents:disclosure", args=[confirmed.reference]),
        "overview": reverse("incidents:overview"),
        "suggestions": reverse("incidents:suggestions"),
        "merge": reverse("incidents:merge", args=[pair.older.reference, pair.newer.reference]),
        "split": reverse("incidents:split", args=[confirmed.reference]),
    }


def _double(blind: DoubleSet) -> dict[str, str]:
    disputed = IncidentClaim.objects.filter(awaits="third").order_by("pk")[0].pk
    return {
        "double-sets": reverse("incidents:double_sets"),
        "adjudicate": reverse("incidents:adjudicate", args=[disputed]),
        "agreement": f"{reverse('incidents:agreement')}?set={blind.pk}",
    }


def _releases(first: Release, second: Release) -> dict[str, str]:
    numbers = [second.number, first.number]
    return {
        "releases": reverse("incidents:releases"),
        "new-release": reverse("incidents:new_release"),
        "release": reverse("incidents:release", args=[second.number]),
        "difference": reverse("incidents:difference", args=numbers),
    }
