"""Single rows of a release: one incident, one claim, one number, cell by cell."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from incidents import matching
from incidents.actions.grading import suggested, voices_of
from incidents.actions.prints import Prints
from incidents.actions.release_headline import behind_headline, headline
from incidents.models import Incident, IncidentClaim, IncidentCount
from incidents.releases import precision
from incidents.releases.schema import join_list
from sources import taxonomy
from sources.models import Claim, ClaimCount

Row = dict[str, Any]


def incident_row(incident: Incident, merged_from: Sequence[str], prints: Prints) -> Row:
    """Return the row of an incident whose ranges and accepted links are prefetched.

    ``merged_from`` holds every reference that now leads to it, ``prints`` what its articles print.
    """
    claims = [link.claim for link in incident.links.all()]
    event = taxonomy.event_types()[incident.event_type]
    dates = (incident.date_precision, incident.date_start, incident.date_end)
    speakers = {speaker.name for claim in claims for speaker in claim.speakers.all()}
    voices = voices_of(incident.links.all(), prints)
    stating = matching.corroborate(voice for voice in voices if voice.stance != "denied")
    denials = (claim for claim in claims if claim.stance == "denied")
    denied_by = {speaker.name for claim in denials for speaker in claim.speakers.all()}
    return {
        "reference": incident.reference,
        "title": incident.title,
        "event_type": incident.event_type,
        "event_label": event.label,
        "status": incident.status,
        "grade": incident.grade,
        "grade_suggested": suggested(incident.links.all(), prints).grade,
        **place_cells(incident),
        **date_cells(incident),
        "perpetrators": join_list(incident.perpetrators),
        "denied_by": join_list(sorted(denied_by)),
        **_effect_cells(incident),
        "documents": len({claim.document_id for claim in claims}),
        "sources": len({claim.document.source_id for claim in claims} - {None}),
        "speakers": len(speakers),
        "independent_sources": stating.number,
        "claims": len(claims),
        "confirmed_at": incident.confirmed_at,
        "confirmed_by": pseudonym(incident.confirmed_by),
        "merged_from": join_list(list(merged_from)),
        "acled_event_type": event.acled_event,
        "acled_sub_event_type": event.acled_sub_event,
        "ucdp_type_of_violence": event.ucdp,
        "ucdp_where_prec": precision.ucdp_where_prec(incident.place_precision),
        "ucdp_date_prec": precision.ucdp_date_prec(*dates),
        "acled_geo_precision": precision.acled_geo_precision(incident.place_precision),
        "acled_time_precision": precision.acled_time_precision(*dates),
    }


def claim_row(link: IncidentClaim) -> Row:
    """Return the row of an accepted claim whose speakers are prefetched."""
    claim = link.claim
    return {
        "id": claim.pk,
        "incident": link.incident.reference,
        "document": claim.document_id,
        "document_sha256": claim.document.sha256,
        "start": claim.start,
        "end": claim.end,
        "sentence": claim.quote,
        "event_type": claim.event_type,
        **place_cells(claim),
        **date_cells(claim),
        "perpetrator": claim.perpetrator,
        "speakers": _speakers(claim),
        "stance": claim.stance,
        "confidence": claim.confidence if claim.run else None,
        "made_by": _maker(claim),
        "supersedes": claim.supersedes_id,
        "verdict": link.verdict,
        "reviewer": pseudonym(link.decided_by),
        "reviewed_at": link.decided_at,
    }


def count_row(count: ClaimCount) -> Row:
    """Return the row of a number; the ranges of its incident are prefetched."""
    claim = count.claim
    incident = claim.link.incident
    used, rule = _use_of(count, list(incident.counts.all()))
    return {
        "id": count.pk,
        "incident": incident.reference,
        "claim": claim.pk,
        "effect": count.effect,
        "lower": count.lower,
        "upper": count.upper,
        "qualifier": count.qualifier,
        "unit": count.unit,
        "victim_class": count.victim_class,
        "victims": count.victims,
        "part": count.part,
        "speakers": _speakers(claim),
        "stance": claim.stance,
        "document": claim.document_id,
        "reported": claim.document.published,
        "used": used,
        "rule": rule,
    }


def pseudonym(user: User | None) -> str | None:
    """Return what a release calls a person."""
    return user.pseudonym if user else None


def place_cells(row: Incident | Claim) -> Row:
    return {
        "place_name": row.place_name,
        "place_precision": row.place_precision,
        "admin1": row.place_admin1,
        "country": row.place_country,
        "latitude": row.place_latitude,
        "longitude": row.place_longitude,
        "gazetteer_id": row.place_gazetteer_id,
    }


def date_cells(row: Incident | Claim) -> Row:
    return {
        "date_start": row.date_start,
        "date_end": row.date_end,
        "date_precision": row.date_precision,
    }


def _effect_cells(incident: Incident) -> Row:
    cells: Row = {}
    for effect in taxonomy.codes("effects"):
        found = headline(incident.counts.all(), effect)
        cells |= {
            f"{effect}_lower": found.lower if found else None,
            f"{effect}_upper": found.upper if found else None,
            f"{effect}_qualifier": found.qualifier if found else None,
            f"{effect}_known": found is not None,
        }
    return cells


def _use_of(count: ClaimCount, ranges: list[IncidentCount]) -> tuple[bool, str]:
    """Return whether a number feeds the columns of its incident's row, and why."""
    feeds = next((r for r in ranges if _feeds(count, r)), None)
    if feeds is None and count.claim.stance == "denied":
        return False, "A denial feeds no range."
    if feeds is None:
        return False, "A later number of the same speaker took its place."
    if feeds in behind_headline(ranges, count.effect):
        return True, feeds.rule
    if count.part:
        return False, "A share of another number says nothing of the whole."
    return False, "Another unit, or the number for everyone, stands in the incident's row."


def _feeds(count: ClaimCount, found: IncidentCount) -> bool:
    return count.claim_id in found.claims and (
        (count.effect, count.unit, matching.class_counted(count.victim_class), count.part)
        == (found.effect, found.unit, found.victim_class, found.part)
    )


def _speakers(claim: Claim) -> str | None:
    return join_list([speaker.name for speaker in claim.speakers.all()])


def _maker(claim: Claim) -> str | None:
    if claim.run:
        return f"{claim.run.pipeline}, {claim.run.model}"
    return pseudonym(claim.made_by)
