"""Find each new claim its incident: a candidate of its document, never another one silently."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from incidents import matching
from incidents.actions.decisions import lock
from incidents.actions.facts import claim_facts, refresh
from incidents.actions.succession import pair_up
from incidents.actions.suggestions import suggest, wait_to_suggest
from incidents.enums import Awaited, Status, Verdict
from incidents.models import Incident, IncidentClaim, Proposal
from incidents.querysets import IncidentClaimQuerySet
from sources.enums import RunStatus
from sources.models import Claim, Document, ExtractionRun


@transaction.atomic
def propose(run_id: int) -> int:
    """Group the claims of a finished run into candidates and suggest merges. Safe to repeat.

    Claims of an earlier reading that nobody has judged give way to the new ones. A judged claim
    stays; the one new claim that says the same is put aside as replaced by it. Earlier readings
    of the document that still wait go first, in whatever order the messages arrive.

    Returns how many claims now wait to be judged.
    """
    wait_to_suggest()
    document = ExtractionRun.objects.values_list("document", flat=True).get(pk=run_id)
    # Not FOR UPDATE: that would block a reviewer whose new claim refers to the document.
    Document.objects.select_for_update(no_key=True).only("pk").get(pk=document)
    runs = ExtractionRun.objects.filter(
        document=document, status=RunStatus.DONE, proposal=None, pk__lte=run_id
    )
    return sum(_propose(run) for run in runs.order_by("pk"))


def _propose(run: ExtractionRun) -> int:
    Proposal.objects.create(run=run)
    claims = list(
        Claim.objects.filter(run=run)
        .select_related("document__source")
        .defer("document__text", "document__search")
        .prefetch_related("counts", "speakers")
        .in_reading_order()
    )
    lock(*_links_of(run).values_list("incident", flat=True))
    rows = _links_of(run).select_related("claim", "incident").prefetch_related("claim__counts")
    earlier = list(rows.locked())
    successors = pair_up(earlier, claims)
    _retire([link for link in earlier if not link.is_read])
    judged = {pk: link for pk, link in successors.items() if link.is_read}
    IncidentClaim.objects.bulk_create(
        IncidentClaim(incident=link.incident, claim_id=pk, verdict=Verdict.REPLACED)
        for pk, link in judged.items()
    )
    touched: dict[Incident, list[Incident]] = {}
    for group in _groups(claims):
        fresh = [claim for claim in group if claim.pk not in judged]
        if fresh:
            succeeded = [successors[c.pk].incident for c in (*fresh, *group) if c.pk in successors]
            touched[_attach(fresh, succeeded, set(touched))] = succeeded
    _read_by_two_too(successors)
    left_behind = {link.incident_id for link in earlier} - {row.pk for row in touched}
    _drop_empty(left_behind)
    for incident in Incident.objects.live().filter(pk__in=left_behind):
        refresh(incident)
    for incident, succeeded in touched.items():
        confirmed = [row for row in succeeded if row.status == Status.CONFIRMED]
        suggest(incident, succeeds=confirmed)
    return len(claims) - len(judged)


def unproposed_runs(*, older_than: timedelta, limit: int) -> list[int]:
    """Return finished runs whose claims have found no incident for this long."""
    lost = ExtractionRun.objects.filter(
        status=RunStatus.DONE, proposal=None, finished_at__lt=Now() - older_than
    )
    return list(lost.order_by("pk").values_list("pk", flat=True)[:limit])


def _links_of(run: ExtractionRun) -> IncidentClaimQuerySet:
    """Return the links of all other claims of the document, those made by hand included."""
    links = IncidentClaim.objects.filter(claim__document=run.document_id)
    return links.exclude(claim__run=run)


def _retire(links: Iterable[IncidentClaim]) -> None:
    IncidentClaim.objects.filter(pk__in=[link.pk for link in links]).update(
        verdict=Verdict.REPLACED,
        version=F("version") + 1,
        leased_to=None,
        leased_until=None,
        awaits=None,
    )


def _read_by_two_too(successors: Mapping[int, IncidentClaim]) -> None:
    """Let claims of the new reading take the places of those that two people were to read."""
    heirs: dict[int, list[int]] = {}
    for pk, link in successors.items():
        if link.double_set_id and not link.is_read:
            heirs.setdefault(link.double_set_id, []).append(pk)
    for chosen, claims in heirs.items():
        rows = IncidentClaim.objects.filter(claim__in=claims, verdict=Verdict.PENDING)
        rows.update(awaits=Awaited.FIRST, double_set=chosen)


def _groups(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Group claims on one event; a running total is about many events and stays alone."""
    single = [claim for claim in claims if not claim.aggregate]
    by_key: dict[matching.Key, Claim] = {claim.pk: claim for claim in single}
    groups = matching.group([claim_facts(claim) for claim in single])
    totals = [[claim] for claim in claims if claim.aggregate]
    return [[by_key[facts.key] for facts in group] for group in groups] + totals


def _attach(
    claims: Sequence[Claim], succeeded: Iterable[Incident], taken: Collection[Incident]
) -> Incident:
    """Link the claims of one event to the first candidate it succeeds, or to a new one.

    A candidate is taken once, so that events now told apart come apart.
    """
    known = (row for row in succeeded if row.status == Status.CANDIDATE and row not in taken)
    first = claims[0]
    incident = next(known, None) or Incident.objects.create(
        event_type=first.event_type, title=first.quote[:300]
    )
    IncidentClaim.objects.bulk_create(
        IncidentClaim(incident=incident, claim=claim) for claim in claims
    )
    incident.version += 1
    incident.save(update_fields=["version"])
    refresh(incident)
    return incident


def _drop_empty(incident_ids: set[int]) -> None:
    """Reject candidates that a new reading left without claims, so that no list shows them."""
    in_force = IncidentClaim.objects.exclude(verdict=Verdict.REPLACED)
    filled = in_force.filter(incident__in=incident_ids).values("incident")
    empty = Incident.objects.candidates().filter(pk__in=incident_ids).exclude(pk__in=filled)
    empty.update(status=Status.REJECTED, version=F("version") + 1)
