from collections.abc import Mapping
from datetime import timedelta
from typing import Self

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from incidents.enums import Answer, Status, Verdict

LEASE = timedelta(minutes=10)


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
        return (
            self.candidates()
            .filter(Q(links__verdict=Verdict.ACCEPTED))
            .exclude(links__verdict=Verdict.PENDING)
            .distinct()
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

    def with_evidence(self) -> Self:
        """Add ``claim_count`` and ``document_count`` of the claims that nobody rejected."""
        standing = Q(links__verdict__in=[Verdict.PENDING, Verdict.ACCEPTED, Verdict.UNSURE])
        return self.annotate(
            claim_count=Count("links", filter=standing, distinct=True),
            document_count=Count("links__claim__document", filter=standing, distinct=True),
        )


class IncidentClaimQuerySet(QuerySet):
    def pending(self) -> Self:
        return self.filter(verdict=Verdict.PENDING)

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
        """Claims that nobody else is judging right now."""
        return self.filter(Q(leased_to=None) | Q(leased_to=user) | Q(leased_until__lt=Now()))

    def for_review(self) -> Self:
        """Everything a claim's card shows, in a fixed number of queries."""
        return self.select_related(
            "incident", "claim__run", "claim__document__source", "decided_by", "leased_to"
        ).prefetch_related("claim__counts", "claim__speakers")

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
