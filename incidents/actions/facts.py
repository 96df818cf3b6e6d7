"""Work out an incident's facts from the claims behind it, but for those a person has set."""

from collections.abc import Iterable, Sequence
from typing import Any

from incidents import matching
from incidents.enums import Verdict
from incidents.models import Incident, IncidentClaim, IncidentCount
from sources.models import Claim

PLACE_FIELDS = (
    "place_name",
    "place_precision",
    "place_gazetteer_id",
    "place_admin1",
    "place_country",
    "place_latitude",
    "place_longitude",
)
WRITTEN = 200  # incidents in one statement
DATE_FIELDS = ("date_start", "date_end", "date_precision")

# The facts that a person may set or choose, and the columns that hold each.
FACTS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "event_type": ("event_type",),
    "place": PLACE_FIELDS,
    "date": DATE_FIELDS,
    "perpetrators": ("perpetrators",),
}


def claim_facts(claim: Claim) -> matching.ClaimFacts:
    """Return what matching needs to know of a claim. Expects counts and speakers prefetched."""
    said_by = list(claim.speakers.all())
    speakers = tuple(speaker.name for speaker in said_by)
    return matching.ClaimFacts(
        key=claim.pk,
        document=claim.document_id,
        start=claim.start,
        end=claim.end,
        quote=claim.quote,
        event_type=claim.event_type,
        place=_place(claim),
        date_start=claim.date_start,
        date_end=claim.date_end,
        date_precision=claim.date_precision,
        counts=tuple(
            matching.Count(
                effect=count.effect,
                lower=count.lower,
                upper=count.upper,
                qualifier=count.qualifier,
                unit=count.unit,
                victim_class=matching.class_counted(count.victim_class),
                part=count.part,
                claim=claim.pk,
                speaker=said_by[0].name if said_by else None,
                actor=said_by[0].actor if said_by else None,
                reported=claim.document.published,
            )
            for count in claim.counts.all()
        ),
        perpetrator=claim.perpetrator_actor or claim.perpetrator,
        speakers=speakers,
        stance=claim.stance,
        reported=claim.document.published,
        confidence=claim.confidence,
        publisher=claim.document.source.name if claim.document.source else None,
    )


def facts_of(*incidents: Incident) -> dict[int, matching.IncidentFacts]:
    """Return what the claims of each incident say together, in a fixed number of queries.

    An incident for which no claim stands is left out.
    """
    return {
        pk: matching.summarise([claim_facts(link.claim) for link in strongest(own)], key=pk)
        for pk, own in _by_incident(standing_claims(*incidents)).items()
    }


def evidence(*incidents: Incident) -> list[IncidentClaim]:
    """Return the claims that speak for incidents as one: the accepted, or while none is, all."""
    return strongest(standing_claims(*incidents))


def standing_claims(*incidents: Incident) -> list[IncidentClaim]:
    """Return the claims that nobody rejected or replaced, with all that facts are made of."""
    return list(
        IncidentClaim.objects.standing()
        .filter(incident__in=incidents)
        .select_related("claim__document__source")
        .defer("claim__document__text", "claim__document__search")
        .prefetch_related("claim__counts", "claim__speakers")
        .order_by("pk")
    )


def _by_incident(links: Iterable[IncidentClaim]) -> dict[int, list[IncidentClaim]]:
    found: dict[int, list[IncidentClaim]] = {}
    for link in links:
        found.setdefault(link.incident_id, []).append(link)
    return found


def strongest(links: list[IncidentClaim]) -> list[IncidentClaim]:
    """Return the accepted claims, or while there is none, all."""
    return [link for link in links if link.verdict == Verdict.ACCEPTED] or links


def refresh(*incidents: Incident) -> None:
    """Bring the facts, ranges and matching keys of locked incidents up to date.

    However many there are, it takes a fixed number of queries.
    """
    columns = [name for names in FACTS.values() for name in names] + ["blocks"]
    links = _by_incident(standing_claims(*incidents))
    ranges: list[IncidentCount] = []
    changed = []
    for incident in incidents:
        before = [getattr(incident, name) for name in columns]
        ranges += work_out(incident, strongest(links.get(incident.pk, [])))
        if before != [getattr(incident, name) for name in columns]:
            changed.append(incident)
    Incident.objects.bulk_update(changed, columns, batch_size=WRITTEN)
    IncidentCount.objects.filter(incident__in=incidents).delete()
    IncidentCount.objects.bulk_create(ranges)


def work_out(incident: Incident, links: Sequence[IncidentClaim]) -> list[IncidentCount]:
    """Set the facts of an incident by these claims and its overrides; return its ranges.

    Nothing is saved. Without any claim it keeps what it is known by: title, type, place and date.
    """
    columns: dict[str, Any] = {"perpetrators": [], "blocks": []}
    ranges: Iterable[matching.CountRange] = ()
    if links:
        facts = matching.summarise([claim_facts(link.claim) for link in links], key=incident.pk)
        columns = columns_of(facts) | {"blocks": sorted(matching.blocks(facts))}
        ranges = facts.counts
    for fact, override in incident.overrides.items():
        columns |= dict(zip(FACTS[fact], override["value"], strict=True))
    for name, value in columns.items():
        setattr(incident, name, value)
    return list(ranges_of(incident, ranges))


def columns_of(facts: matching.IncidentFacts) -> dict[str, Any]:
    """Return the columns of an incident that hold these facts."""
    place = facts.place
    return {
        "title": facts.title[:300],
        "event_type": facts.event_type,
        "place_name": place.name if place else None,
        "place_precision": place.precision if place else None,
        "place_gazetteer_id": place.gazetteer_id if place else None,
        "place_admin1": place.admin1 if place else None,
        "place_country": place.country if place else None,
        "place_latitude": place.latitude if place else None,
        "place_longitude": place.longitude if place else None,
        "date_start": facts.date_start,
        "date_end": facts.date_end,
        "date_precision": facts.date_precision,
        "perpetrators": list(facts.perpetrators),
    }


def ranges_of(incident: Incident, ranges: Iterable[matching.CountRange]) -> Iterable[IncidentCount]:
    """Yield the rows, unsaved, that hold these ranges."""
    for found in ranges:
        yield IncidentCount(
            incident=incident,
            effect=found.effect,
            unit=found.unit,
            victim_class=found.victim_class,
            part=found.part,
            lower=found.lower,
            upper=found.upper,
            qualifier=found.qualifier,
            rule=found.rule,
            claims=list(found.claims),
        )


def range_of(count: IncidentCount) -> matching.CountRange:
    """Return a range as matching takes it."""
    return matching.CountRange(
        effect=count.effect,
        victim_class=count.victim_class,
        unit=count.unit,
        lower=count.lower,
        upper=count.upper,
        qualifier=count.qualifier,
        rule=count.rule,
        claims=tuple(count.claims),
        part=count.part,
    )


def facts_in(incident: Incident, counts: Iterable[matching.CountRange]) -> matching.IncidentFacts:
    """Return what the columns of an incident say: all but its words, articles and their dates."""
    return matching.IncidentFacts(
        key=incident.pk,
        event_type=incident.event_type,
        place=_place(incident),
        date_start=incident.date_start,
        date_end=incident.date_end,
        date_precision=incident.date_precision,
        counts=tuple(counts),
        perpetrators=tuple(incident.perpetrators),
        words=frozenset(),
        documents=frozenset(),
        reported=None,
        title=incident.title,
    )


def _place(claim: Claim | Incident) -> matching.Place | None:
    if claim.place_name is None:
        return None
    return matching.Place(
        name=claim.place_name,
        country=claim.place_country,
        latitude=claim.place_latitude,
        longitude=claim.place_longitude,
        precision=claim.place_precision,
        admin1=claim.place_admin1,
        gazetteer_id=claim.place_gazetteer_id,
    )
