from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import MD5, Abs, Cast, Coalesce, Concat, Now

from accounts.models import User
from incidents.double_querysets import AssessmentQuerySet
from incidents.enums import Answer, Awaited, Sensitivity, Status, Verdict
from incidents.releases.privacy.sensitive import telling_kinds

LEASE = timedelta(minutes=10)
RECENTLY = timedelta(hours=12)  # what a person did since then is offered to be taken back
LISTED = (
    "quote",
    "event_type",
    "stance",
    "place_name",
    "place_admin1",
    "place_country",
    "date_start",
    "date_end",
    "date_precision",
    "document__title",
)


class IncidentQuerySet(QuerySet):
    def candidates(self) -> Self:
        return self.filter(status=Status.CANDIDATE)

    def confirmed(self) -> Self:
        return self.filter(status=Status.CONFIRMED)

    def live(self) -> Self:
        """Incidents that still stand for an event of their own."""
        return self.filter(status__in=[Status.CANDIDATE, Status.CONFIRMED])

    def ready_to_confirm(self) -> Self:
        """Candidates of which every claim is judged and at least one accepted."""
        links = _links().filter(incident=OuterRef("pk"))
        return self.candidates().filter(
            Exists(links.filter(verdict=Verdict.ACCEPTED)), ~Exists(links.pending())
        )

    def selected(self, filters: Mapping[str, str]) -> Self:
        """Incidents that pass the filters of a release: event_type, country, since, until."""
        rows = self
        if code := filters.get("event_type"):
            rows = rows.filter(event_type=code)
        if country := filters.get("country"):
            rows = rows.filter(place_country__iexact=country)
        if since := filters.get("since"):
            rows = rows.filter(date_end__gte=since)
        if until := filters.get("until"):
            rows = rows.filter(date_start__lte=until)
        return rows

    def perhaps_sensitive(self) -> Self:
        """Incidents that a person marked as sensitive, or that a rule of privacy may concern."""
        kinds = telling_kinds()
        counts = apps.get_model("incidents", "IncidentCount").objects
        counted = counts.filter(
            Q(effect__in=kinds["effects"]) | Q(victim_class__in=kinds["victim_classes"]),
            incident=OuterRef("pk"),
        )
        told = _links().filter(incident=OuterRef("pk"), event_type__in=kinds["event_types"])
        concerned = Q(event_type__in=kinds["event_types"]) | Exists(counted) | Exists(told)
        return self.filter(Q(sensitivity=Sensitivity.SENSITIVE) | (Q(sensitivity=None) & concerned))

    def near(self, incident: Any) -> Self:
        """Other incidents that stand and share a place and a time with this one, nearest first."""
        latitude, longitude = incident.place_latitude, incident.place_longitude
        rows = self.live().filter(blocks__overlap=incident.blocks).exclude(pk=incident.pk)
        away = Abs(F("place_latitude") - latitude) + Abs(F("place_longitude") - longitude)
        return rows.order_by(away if latitude is not None else "-pk", "-pk")

    def with_evidence(self) -> Self:
        """Add ``claim_count`` and ``document_count`` of the claims that nobody rejected.

        Counted row by row, so that a page pays for the incidents that it shows and no others.
        """
        standing = _links().standing().filter(incident=OuterRef("pk")).order_by()
        return self.annotate(
            claim_count=_number(standing, Count("pk")),
            document_count=_number(standing, Count("document", distinct=True)),
        )


class IncidentClaimQuerySet(QuerySet):
    def pending(self) -> Self:
        return self.filter(verdict=Verdict.PENDING)

    def open(self) -> Self:
        """Claims that still ask for a verdict: nobody gave one, or somebody was unsure."""
        return self.filter(verdict__in=[Verdict.PENDING, Verdict.UNSURE])

    def live(self) -> Self:
        """Claims of incidents that still stand for an event of their own."""
        return self.filter(incident__status__in=[Status.CANDIDATE, Status.CONFIRMED])

    def to_judge(self) -> Self:
        """Pending claims of incidents that still stand: the queue."""
        return self.pending().live()

    def standing(self) -> Self:
        """Claims that speak for their incident: neither rejected nor replaced."""
        return self.exclude(verdict__in=[Verdict.REJECTED, Verdict.REPLACED])

    def locked(self) -> Self:
        """Lock them for the rest of the transaction, always in the order of their keys."""
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

    def free_for(self, user: User) -> Self:
        """Claims that nobody else is judging right now, and that wait for this person."""
        return self.unread_by(user).not_leased_to_others(user)

    def not_leased_to_others(self, user: User) -> Self:
        return self.filter(Q(leased_to=None) | Q(leased_to=user) | Q(leased_until__lt=Now()))

    def unread_by(self, user: User) -> Self:
        """Leave out what this person has read blind, and what two have: a third one settles it."""
        second = Q(awaits=Awaited.SECOND) & ~Q(first_reader=user)
        return self.filter(Q(awaits=None) | Q(awaits=Awaited.FIRST) | second)

    def disputed_for(self, person: User) -> Self:
        """Claims on which two readers differ and that this person may settle, by set."""
        disputed = self.filter(awaits=Awaited.THIRD).live().order_by("double_set", "pk")
        if person.has_perm("incidents.lead_review"):
            return disputed
        return disputed.filter(~Exists(_readings(person)))

    def drawable(self) -> Self:
        """Claims that two people may read: nobody has judged them, and no set holds them."""
        return self.to_judge().filter(double_set=None)

    def by_lot(self, seed: int) -> Self:
        """Put them in an order that nobody chose; the same seed gives the same order again."""
        lot = MD5(Concat(Value(f"{seed}:"), Cast("claim_id", TextField())))
        return self.order_by(lot, "pk")

    def skipped_by(self, user: User) -> Self:
        """Claims that this person has put off, the longest ago first."""
        return self.filter(skips__by=user).order_by("skips__at", "skips__pk")

    def not_skipped_by(self, user: User) -> Self:
        return self.filter(~Exists(_skips(user)))

    def mentioning(self, user: User) -> Self:
        """Claims of incidents on which a note that waits for an answer names this person."""
        mentions = apps.get_model("incidents", "Mention").objects
        waiting = mentions.filter(person=user, note__resolved_by=None)
        return self.filter(incident__in=waiting.values("note__incident"))

    def for_review(self) -> Self:
        """Everything a claim's card shows, in a fixed number of queries."""
        return (
            self.select_related(
                "incident", "claim__made_by", "claim__document__source", "decided_by", "leased_to"
            )
            .defer("claim__document__search")
            .prefetch_related("claim__counts", "claim__speakers")
        )

    def for_reviewer(self, user: User) -> Self:
        """The same with ``skipped``: whether this person has put the claim off, and ``reads``:
        whether they lately read one blind that nobody else has read since.
        """
        waiting = _assessments().waiting_of(user).recent(RECENTLY)
        return self.for_review().annotate(skipped=Exists(_skips(user)), reads=Exists(waiting))

    def for_list(self) -> Self:
        """What a line of a list shows of a claim, and no more."""
        return (
            self.select_related("claim__document")
            .only(*(f"claim__{name}" for name in LISTED), "verdict", "incident")
            .prefetch_related("claim__counts", "claim__speakers")
        )

    def in_incident(self) -> Self:
        """What the page of an incident shows of its claims: no article, in three queries."""
        return (
            self.select_related("claim__document__source", "decided_by")
            .prefetch_related("claim__counts", "claim__speakers")
            .defer("claim__scores", "claim__rules", "claim__document__warnings")
            .without_text()
        )

    def judged_readings(self) -> Self:
        """Claims of the machine that people accepted, rejected or put a correction in place of."""
        corrected = Q(verdict=Verdict.REPLACED, claim__corrections__isnull=False)
        judged = Q(verdict__in=[Verdict.ACCEPTED, Verdict.REJECTED]) | corrected
        return self.filter(judged, claim__run__isnull=False).distinct().order_by("pk")

    def for_learning(self) -> Self:
        """All of the claims and of what was put in their place, in a fixed number of queries."""
        slots = ("counts", "speakers", "corrections__counts", "corrections__speakers")
        return self.select_related("claim").prefetch_related(*(f"claim__{slot}" for slot in slots))

    def without_text(self) -> Self:
        """Leave the articles in the database: lists never show them."""
        return self.defer("claim__document__text", "claim__document__search")


class SuggestionQuerySet(QuerySet):
    def open(self) -> Self:
        """Unanswered guesses about two incidents that both still stand, best first."""
        live = [Status.CANDIDATE, Status.CONFIRMED]
        return self.filter(
            answer=Answer.OPEN, older__status__in=live, newer__status__in=live
        ).order_by("-score", "pk")

    def about(self, incident_id: int) -> Self:
        return self.filter(Q(older=incident_id) | Q(newer=incident_id))


def _links() -> IncidentClaimQuerySet:
    return apps.get_model("incidents", "IncidentClaim").objects.all()


def _skips(user: User) -> QuerySet:
    return apps.get_model("incidents", "Skip").objects.filter(link=OuterRef("pk"), by=user)


def _assessments() -> AssessmentQuerySet:
    return apps.get_model("incidents", "Assessment").objects.all()


def _readings(user: User) -> QuerySet:
    return _assessments().in_force().filter(link=OuterRef("pk"), reader=user)


def _number(rows: QuerySet, number: Count) -> Coalesce:
    counted = rows.values("incident").annotate(n=number).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
