"""From the claims of an incident to what its charts and its ledger show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from incidents import charts, matching
from incidents.actions.facts import claim_facts
from incidents.enums import Verdict
from incidents.models import Incident, IncidentClaim, IncidentCount
from sources.enums import EFFECTS, UNITS
from sources.templatetags.facts import count_words, day

EFFECT_LABELS, UNIT_LABELS = dict(EFFECTS), dict(UNITS)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One voice towards a party, with the claim that records it."""

    entry: matching.Entry
    link: IncidentClaim


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """What is said about the part of one party."""

    party: str
    lines: tuple[LedgerLine, ...]


def numbers(
    standing: Sequence[IncidentClaim], ranges: Sequence[IncidentCount]
) -> tuple[charts.NumberChart, ...]:
    """Return every number that a standing claim states, on an axis for each effect and unit."""
    accepted = any(link.verdict == Verdict.ACCEPTED for link in standing)
    weights = {link.pk: _weight(link, only_accepted=accepted) for link in standing}
    replaced = _replaced([link for link in standing if weights[link.pk] == "counted"])
    said = [one for link in standing for one in _statements(link, weights[link.pk], replaced)]
    return charts.draw_numbers(said, [_band(found) for found in ranges])


def reports(incident: Incident, standing: Sequence[IncidentClaim]) -> charts.ReportChart:
    """Return when each article behind an incident appeared, against the days of the event."""
    by_document: dict[int, list[IncidentClaim]] = {}
    for link in standing:
        by_document.setdefault(link.claim.document_id, []).append(link)
    event = None
    if incident.date_start and incident.date_end:
        event = (incident.date_start, incident.date_end)
    return charts.draw_reports([_report(own) for own in by_document.values()], event)


def ledger(
    standing: Sequence[IncidentClaim], voices: Sequence[matching.Voice]
) -> list[LedgerAccount]:
    """Return who accuses, concedes and denies, party by party."""
    links: Mapping[matching.Key, IncidentClaim] = {link.claim_id: link for link in standing}
    return [
        LedgerAccount(
            account.party.name if account.party else "",
            tuple(LedgerLine(entry, links[entry.voice.claim]) for entry in account.entries),
        )
        for account in matching.ledger(voices)
    ]


def _replaced(counted: Sequence[IncidentClaim]) -> dict[tuple[int, int], str]:
    """Return the later number that stands for another one, by claim and place in it."""
    facts = [matching.with_voice(claim_facts(link.claim)) for link in counted]
    places = [
        (link.claim_id, n)
        for link, own in zip(counted, facts, strict=True)
        for n in range(len(own))
    ]
    later = matching.supersessions([count for own in facts for count in own])
    return {
        place: f"{count_words(by)}, {day(by.reported)}" if by.reported else count_words(by)
        for place, by in zip(places, later, strict=True)
        if by
    }


def _statements(
    link: IncidentClaim, weight: charts.Weight, replaced: Mapping[tuple[int, int], str]
) -> Iterator[charts.Statement]:
    claim = link.claim
    speakers = [speaker.name for speaker in claim.speakers.all()]
    source = _source(link)
    itself = f"{source} itself" if claim.document.source else "The article itself"
    for place, count in enumerate(claim.counts.all()):
        by = replaced.get((claim.pk, place), "")
        yield charts.Statement(
            effect=count.effect,
            unit=count.unit,
            speaker=speakers[0] if speakers else itself,
            lower=count.lower,
            upper=count.upper,
            qualifier=count.qualifier,
            victim_class=matching.class_counted(count.victim_class) or "",
            part=count.part,
            weight="replaced" if by else weight,
            claims=(claim.pk,),
            reported=(claim.document.published,) if claim.document.published else (),
            sources=(source,),
            by=by,
        )


def _weight(link: IncidentClaim, *, only_accepted: bool) -> charts.Weight:
    """Return whether the numbers of a claim feed the range, and if not, why."""
    if link.claim.stance == "denied":
        return "denied"
    if link.verdict == Verdict.ACCEPTED or not only_accepted:
        return "counted"
    return "unsure" if link.verdict == Verdict.UNSURE else "waiting"


def _band(found: IncidentCount) -> charts.Band:
    return charts.Band(
        effect=found.effect,
        unit=found.unit,
        lower=found.lower,
        upper=found.upper,
        qualifier=found.qualifier,
        rule=found.rule,
        victim_class=found.victim_class or "",
        part=found.part,
    )


def _report(links: Sequence[IncidentClaim]) -> charts.Report:
    document = links[0].claim.document
    speakers = (one.name for link in links for one in link.claim.speakers.all())
    return charts.Report(
        document=document.pk,
        title=document.title,
        source=_source(links[0]),
        published=document.published,
        speakers=tuple(dict.fromkeys(speakers)),
        claims=len(links),
    )


def _source(link: IncidentClaim) -> str:
    source = link.claim.document.source
    return source.name if source else "Source not known"
