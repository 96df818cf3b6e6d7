"""Teach the ranker what reviewers decided about the machine's claims."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.db.models.functions import Length
from django.utils import timezone

from incidents.enums import Verdict
from incidents.exceptions import ReviewError
from incidents.models import IncidentClaim
from sources.extraction import ranking
from sources.extraction.ranking.reliability import Quality
from sources.extraction.ranking.training import Example, held_back, measure, scored_by, train
from sources.models import Claim, Document

FEWEST = 60
FEWEST_OF_A_KIND = 10


@dataclass(frozen=True, slots=True)
class Lesson:
    """What retraining brought: figures on held-back documents, and the ranker if it was kept."""

    before: Mapping[str, Quality]
    after: Mapping[str, Quality]
    kept: ranking.Ranker | None


def retrain(folder: Path) -> Lesson:
    """Learn from every verdict, starting from the shipped ranker, and keep what is no worse.

    Raises:
        ReviewError: there are too few verdicts to learn from, or to measure with.
    """
    examples = judged_readings()
    _refuse_too_few(examples)
    shipped = ranking.load()
    before = measure(scored_by(shipped, examples))
    after = measure(held_back(examples, shipped))
    if after["confidence"].brier > before["confidence"].brier:
        return Lesson(before, after, None)
    ranker = replace(train(examples, shipped), card=_card(shipped, examples))
    return Lesson(before, after, ranking.save(ranker, folder))


def judged_readings() -> list[Example]:
    """Return the machine's claims that people accepted, rejected or corrected, as examples."""
    links = list(IncidentClaim.objects.judged_readings().for_learning())
    documents = Document.objects.filter(pk__in={link.claim.document_id for link in links})
    lengths = dict(documents.annotate(length=Length("text")).values_list("pk", "length"))
    runs = {link.claim.run_id for link in links}
    rows = Claim.objects.filter(run__in=runs).values_list("run_id", "event_type")
    alike: Counter[tuple[int | None, str]] = Counter(rows)
    return [
        _example(
            link,
            candidate_of(
                link.claim,
                text_length=lengths[link.claim.document_id],
                alike=alike[link.claim.run_id, link.claim.event_type] - 1,
            ),
        )
        for link in links
    ]


def _example(link: IncidentClaim, candidate: ranking.Candidate) -> Example:
    claim = link.claim
    correction = next(iter(claim.corrections.all()), None)
    right = link.verdict != Verdict.REJECTED
    return Example(
        candidate,
        group=str(claim.document_id),
        right=right,
        slots=_slots(claim, correction, candidate.filled) if right else {},
        event_type=(correction or claim).event_type if right else None,
    )


def candidate_of(claim: Claim, *, text_length: int, alike: int) -> ranking.Candidate:
    """Return a claim as the ranker sees it; ``alike`` others of its type came of the same run."""
    span = claim.event_type_span
    first = span.lower - claim.start if span else 0
    return ranking.Candidate(
        event_type=claim.event_type,
        quote=claim.quote,
        trigger=claim.quote[first : span.upper - claim.start] if span and first >= 0 else "",
        stance=claim.stance,
        rules=claim.rules,
        filled=frozenset(slot for slot, value in _values(claim).items() if value),
        qualifiers=tuple(count.qualifier for count in claim.counts.all()),
        place=claim.place_precision,
        date=claim.date_precision,
        aggregate=claim.aggregate,
        position=claim.start / max(1, text_length),
        alike=alike,
    )


def _values(claim: Claim) -> dict[str, object]:
    """Return what each slot says, so that two claims can be compared; empty where it is silent."""
    place = (claim.place_name, claim.place_latitude, claim.place_longitude)
    return {
        "event_type": claim.event_type,
        "place": place if claim.place_name else None,
        "date": (claim.date_start, claim.date_end) if claim.date_start else None,
        "counts": sorted(
            (c.effect, c.unit, c.lower or 0, c.upper or 0, c.qualifier) for c in claim.counts.all()
        ),
        "perpetrator": claim.perpetrator,
        "victims": claim.victims,
        "weapon": claim.weapon,
        "speakers": sorted(speaker.name for speaker in claim.speakers.all()),
        "stance": claim.stance,
    }


def _slots(claim: Claim, correction: Claim | None, filled: frozenset[str]) -> dict[str, bool]:
    """Return which filled slots a correction left as they were; without one all of them are."""
    slots = filled.intersection(ranking.SLOTS)
    if correction is None:
        return dict.fromkeys(slots, True)
    read, stated = _values(claim), _values(correction)
    return {slot: read[slot] == stated[slot] for slot in slots}


def _refuse_too_few(examples: list[Example]) -> None:
    right = sum(bool(example.right) for example in examples)
    wrong = len(examples) - right
    if len(examples) < FEWEST or min(right, wrong) < FEWEST_OF_A_KIND:
        raise ReviewError(
            f"There are {right} accepted or corrected and {wrong} rejected claims of the machine. "
            f"To learn from them takes {FEWEST}, and at least {FEWEST_OF_A_KIND} of each."
        )


def _card(shipped: ranking.Ranker, examples: list[Example]) -> dict[str, object]:
    return {
        **shipped.card,
        "started_from": shipped.version,
        "verdicts": len(examples),
        "verdicts_right": sum(bool(example.right) for example in examples),
        "trained_at": timezone.now().isoformat(timespec="seconds"),
    }
