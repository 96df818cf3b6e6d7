"""Whether one event bears on another that it is not: a grave on the killings that it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .dates import days, event_interval
from .evidence import compare_actors, compare_words, logistic, number_worth
from .model import table, weight
from .places import compare_places
from .types import CountRange, IncidentFacts, Reason, Similarity

SOON, YEAR = 31, 365  # Days.
NUMBERS = {"bodies_found": "killed"}


@dataclass(frozen=True, slots=True)
class Bearing:
    """How likely one event bears on another, by what kind of relation, and why."""

    kind: Literal["evidence_of"]
    likelihood: Similarity


def bears_on(event_type: str) -> tuple[str, ...]:
    """Return the types of event that one of this type may be evidence of.

    >>> bears_on("mass_grave"), bears_on("pillage")
    (('unlawful_killing',), ())
    """
    return tuple(table("relations")["evidence_of"].get(event_type, ()))


def borne_by(event_type: str) -> tuple[str, ...]:
    """Return the types of event that may be evidence of one of this type.

    >>> borne_by("unlawful_killing")
    ('mass_grave',)
    """
    return tuple(
        one for one, others in table("relations")["evidence_of"].items() if event_type in others
    )


def bearing(one: IncidentFacts, other: IncidentFacts) -> Bearing | None:
    """Return how the first bears on the second; None where it cannot."""
    if other.event_type not in bears_on(one.event_type):
        return None
    place, when = compare_places(one.place, other.place), _found_after(one, other)
    if place is None or place.weight <= 0 or when is None:
        return None
    reasons = [
        Reason("type.evidence_of", "one may be evidence of the other", weight("bearing.type")),
        place,
        when,
        compare_actors(one.perpetrators, other.perpetrators),
        _same_number(one.counts, other.counts),
        compare_words(one.words, other.words),
    ]
    found = [reason for reason in reasons if reason and reason.weight]
    total = weight("priors.bearing") + sum(reason.weight for reason in found)
    found.sort(key=lambda reason: (-abs(reason.weight), reason.code))
    return Bearing("evidence_of", Similarity(logistic(total), tuple(found)))


def _found_after(found: IncidentFacts, event: IncidentFacts) -> Reason | None:
    """Say how long after an event its evidence was found; None if that was before."""
    shown, happened = event_interval(found) or found.reported, event_interval(event)
    if shown is None or happened is None:
        return Reason("date.unsaid", "no date tells against it", weight("bearing.date_unsaid"))
    if shown[1] < happened[0]:
        return None
    after = max(0, days((happened[1], shown[0])) - 1)
    if after <= SOON:
        return Reason("date.soon_after", "found within a month", weight("bearing.soon"))
    if after <= YEAR:
        return Reason("date.year_after", "found within a year", weight("bearing.year"))
    return Reason("date.long_after", "found more than a year after", weight("bearing.later"))


def _same_number(found: Iterable[CountRange], killed: Iterable[CountRange]) -> Reason | None:
    """Say whether as many bodies were found as people were killed."""
    bodies = _numbers(found, NUMBERS.keys())
    shared = bodies & _numbers(killed, NUMBERS.values())
    if not shared:
        return None
    number = max(shared)
    return Reason("counts.equal", f"{number:,} bodies and {number:,} killed", number_worth(number))


def _numbers(counts: Iterable[CountRange], effects: Iterable[str]) -> set[int]:
    wanted = set(effects)
    exact = (c for c in counts if c.effect in wanted and c.qualifier != "vague" and not c.part)
    return {n for c in exact for n in (c.lower, c.upper) if n is not None}
