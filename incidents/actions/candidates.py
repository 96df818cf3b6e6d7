"""Find each new claim its incident: a candidate of its document, never another one silently."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from incidents import matching
from incidents.actions.decisions import lock
from incidents.actions.facts import claim_facts, incident_facts, refresh
from incidents.enums import Answer, Status, Verdict
from incidents.models import Incident, IncidentClaim, Proposal, Suggestion
from incidents.querysets import IncidentClaimQuerySet
from sources.enums import RunStatus
from sources.locks import wait_for_turn
from sources.models import Claim, Document, ExtractionRun

LOCK_SPACE = 0x50524F  # "PRO"
COMPARED = 200  # incidents that share a matching key, newest first


@transaction.atomic
def propose(run_id: int) -> int:
    """Group the claims of a finished run into candidates and suggest merges. Safe to repeat.

    Claims of an earlier reading that nobody has judged give way to the new ones. A judged claim
    stays; a new claim that says the same is put aside as replaced by it. Earlier readings of the
    document that still wait go first, in whatever order the messages arrive.

    Returns how many claims now wait to be judged.
    """
    wait_for_turn(LOCK_SPACE)  # or two at once would not see that they found the same event
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
    earlier = list(_links_of(run).select_related("claim", "incident").order_by("pk"))
    pinned = _pinned(earlier)
    _retire([link for link in earlier if link.verdict == Verdict.PENDING])
    fresh = []
    for claim in claims:
        same = next((link for old, link in pinned if _says_the_same(old, claim)), None)
        if same:
            IncidentClaim.objects.create(
                incident=same.incident, claim=claim, verdict=Verdict.REPLACED
            )
        else:
            fresh.append(claim)
    taken: set[int] = set()
    touched = [_attach(group, earlier, taken) for group in _groups(fresh)]
    left_behind = {link.incident_id for link in earlier} - taken
    _drop_empty(left_behind)
    for incident in Incident.objects.live().filter(pk__in=left_behind):
        refresh(incident)
    for incident in touched:
        suggest(incident)
    return len(fresh)


def unproposed_runs(*, older_than: timedelta, limit: int) -> list[int]:
    """Return finished runs whose claims have found no incident for this long."""
    lost = ExtractionRun.objects.filter(
        status=RunStatus.DONE, proposal=None, finished_at__lt=Now() - older_than
    )
    return list(lost.order_by("pk").values_list("pk", flat=True)[:limit])


def suggest(incident: Incident) -> int:
    """Write down which other incidents may be the same event. Returns how many are new.

    A pair that people have answered stays answered, also for an incident merged into this one.
    """
    facts = incident_facts(incident)
    documents = set(incident.links.values_list("claim__document", flat=True))
    others = (
        Incident.objects.live()
        .filter(blocks__overlap=incident.blocks)
        .exclude(pk__in=[incident.pk, *_answered(incident)])
        .exclude(links__claim__document__in=documents)
        .order_by("-pk")[:COMPARED]
    )
    found = []
    for other in others:
        alike = matching.similarity(facts, incident_facts(other))
        if alike.score >= matching.SUGGEST:
            older, newer = sorted((incident, other), key=lambda one: one.pk)
            reasons = [
                {"code": r.code, "label": r.label, "weight": round(r.weight, 3)}
                for r in alike.reasons
            ]
            found.append(
                Suggestion(older=older, newer=newer, score=round(alike.score, 4), reasons=reasons)
            )
    known = Suggestion.objects.about(incident.pk).count()
    Suggestion.objects.bulk_create(found, ignore_conflicts=True)
    return Suggestion.objects.about(incident.pk).count() - known


def _answered(incident: Incident) -> set[int]:
    """Return the incidents that people told apart from this one or from one merged into it."""
    ours = {incident.pk, *incident.merged_from.values_list("pk", flat=True)}
    answered = Suggestion.objects.filter(Q(older__in=ours) | Q(newer__in=ours))
    answered = answered.exclude(answer=Answer.OPEN)
    pairs = answered.values_list("older", "newer")
    return {pk for pair in pairs for pk in pair} - ours


def _links_of(run: ExtractionRun) -> IncidentClaimQuerySet:
    """Return the links of all other claims of the document, those made by hand included."""
    links = IncidentClaim.objects.filter(claim__document=run.document_id)
    return links.exclude(claim__run=run)


def _pinned(links: Sequence[IncidentClaim]) -> list[tuple[Claim, IncidentClaim]]:
    """Return what people have judged, and what they corrected with the link of the correction."""
    claims = {link.claim_id: link.claim for link in links}
    pinned = []
    for link in links:
        if link.verdict in (Verdict.PENDING, Verdict.REPLACED):
            continue
        claim: Claim | None = link.claim
        while claim:
            pinned.append((claim, link))
            claim = claims.get(claim.supersedes_id) if claim.supersedes_id else None
    return pinned


def _retire(links: Iterable[IncidentClaim]) -> None:
    IncidentClaim.objects.filter(pk__in=[link.pk for link in links]).update(
        verdict=Verdict.REPLACED, version=F("version") + 1, leased_to=None, leased_until=None
    )


def _says_the_same(old: Claim, new: Claim) -> bool:
    shared = min(old.end, new.end) - max(old.start, new.start)
    return old.event_type == new.event_type and shared > 0.5 * min(
        old.end - old.start, new.end - new.start
    )


def _groups(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Group claims on one event; a running total is about many events and stays alone."""
    single = [claim for claim in claims if not claim.aggregate]
    by_key: dict[matching.Key, Claim] = {claim.pk: claim for claim in single}
    groups = matching.group([claim_facts(claim) for claim in single])
    totals = [[claim] for claim in claims if claim.aggregate]
    return [[by_key[facts.key] for facts in group] for group in groups] + totals


def _attach(claims: Sequence[Claim], earlier: Sequence[IncidentClaim], taken: set[int]) -> Incident:
    """Link the claims of one event to the document's candidate for it, or to a new one.

    A candidate is taken once, so that events now told apart come apart.
    """
    known = (
        link.incident
        for link in earlier
        for claim in claims
        if link.incident.status == Status.CANDIDATE
        and link.incident_id not in taken
        and _says_the_same(link.claim, claim)
    )
    first = claims[0]
    incident = next(known, None) or Incident.objects.create(
        event_type=first.event_type, title=first.quote[:300]
    )
    taken.add(incident.pk)
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
