"""Grade an incident. A rule suggests, a person decides and says why."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from accounts.models import User
from incidents import matching
from incidents.actions.decisions import decide_on_incident, lock
from incidents.actions.prints import Print, Prints, prints_of
from incidents.enums import Action, Grade, Status, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident, IncidentClaim
from sources.likeness import agency_named


@transaction.atomic
def grade(incident: Incident, value: Grade, *, by: User, version: int, reason: str) -> Decision:
    """Say how well an incident is borne out, with or against the rule.

    Raises:
        ReviewError: no reason is given, or the incident does not stand.
        StaleError: somebody decided first.
    """
    if not reason.strip():
        raise ReviewError("Say why: a grade without a reason convinces nobody.")
    incident = lock(incident.pk)[incident.pk]
    if incident.version == version and incident.status in (Status.REJECTED, Status.MERGED):
        state = incident.get_status_display().lower()
        raise ReviewError(f"{incident.reference} is {state}: there is nothing to grade.")
    return decide_on_incident(
        incident,
        Action.GRADE,
        by=by,
        version=version,
        reason=reason.strip(),
        changes={"grade": value},
    )


def suggested(
    links: Iterable[IncidentClaim], prints: Prints | None = None
) -> matching.SuggestedGrade:
    """Return the grade that the rule gives to what bears an incident: its accepted claims, or
    while none is accepted, all that stand. ``prints`` spares queries where many are asked for."""
    standing = [x for x in links if x.verdict not in (Verdict.REJECTED, Verdict.REPLACED)]
    accepted = [link for link in standing if link.verdict == Verdict.ACCEPTED]
    bearing = accepted or standing
    if prints is None:
        prints = prints_of({link.claim.document_id for link in bearing})
    return matching.suggest_grade(list(voices_of(bearing, prints)))


def voices_of(links: Iterable[IncidentClaim], prints: Prints) -> Iterator[matching.Voice]:
    """Yield every voice of these claims. Expects documents, sources and speakers prefetched."""
    for link in links:
        claim = link.claim
        source = claim.document.source
        printed = prints.get(claim.document_id, Print())
        agency = agency_named(source.name) if source and source.is_wire else printed.agency
        accused = claim.perpetrator or claim.perpetrator_actor
        named = [matching.Party(one.name, one.actor) for one in claim.speakers.all()]
        speakers: list[matching.Party | None] = [*named] or [None]
        for speaker in speakers:
            yield matching.Voice(
                claim=claim.pk,
                stance=claim.stance,
                speaker=speaker,
                publisher=source.name if source else None,
                accused=matching.Party(accused, claim.perpetrator_actor) if accused else None,
                reported=claim.document.published,
                quote=claim.quote,
                text=printed.text,
                agency=agency,
            )
