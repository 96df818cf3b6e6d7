"""How alike two events are, as named reasons whose weights add up."""

from collections.abc import Iterable
from itertools import product
from math import exp, log10

from .dates import compare_dates
from .fit import SHIPPED, Fit
from .model import relation, table, weight
from .places import compare_places
from .types import CountRange, IncidentFacts, Reason, Similarity
from .words import same_party

SUGGEST = 0.4
OPEN = 1.5  # "At least 100" seldom stands for more than half as many again.
ABOUT = 0.2
EFFECT_WORDS = {"bodies_found": "bodies", "sites": "sites", "sexually_abused": "sexually abused"}


def similarity(a: IncidentFacts, b: IncidentFacts, fit: Fit = SHIPPED) -> Similarity:
    """Return how likely two incidents are one event; suggest a merge from ``SUGGEST`` upwards."""
    reasons = evidence(a, b)
    total = fit.total(log_odds_of(reasons), reasons)
    ranked = sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.code))
    return Similarity(score=logistic(total), reasons=tuple(ranked))


def log_odds_of(reasons: Iterable[Reason]) -> float:
    """Return the sum of the shipped weights of these reasons, beginning at the prior."""
    return weight("priors.incidents") + sum(reason.weight for reason in reasons)


def at_best(a: IncidentFacts, b: IncidentFacts, fit: Fit = SHIPPED) -> float:
    """Return the most that the likelihood of being one can be, whatever words two incidents share.

    Words and dates of reports do not count here, so it costs little and needs no article.
    """
    reasons = [*_by_columns(a, b), Reason("words.shared", "", weight("words.most"))]
    if not all(facts.date_start or facts.date_end for facts in (a, b)):
        reasons.append(Reason("date.reported", "", weight("date.reported_together")))
    return logistic(fit.total(log_odds_of(reasons), reasons))


def logistic(log_odds: float) -> float:
    """Return the probability that log-odds stand for."""
    return 1 / (1 + exp(-log_odds))


def evidence(a: IncidentFacts, b: IncidentFacts) -> list[Reason]:
    """Return every reason for or against a and b being one event, in the order of the fields."""
    found = [*_by_columns(a, b), compare_words(a.words, b.words)]
    return [reason for reason in found if reason and reason.weight]


def _by_columns(a: IncidentFacts, b: IncidentFacts) -> list[Reason]:
    found = [
        compare_types(a.event_type, b.event_type),
        compare_places(a.place, b.place),
        compare_dates(a, b),
        compare_actors(a.perpetrators, b.perpetrators),
        *compare_counts(a.counts, b.counts),
    ]
    return [reason for reason in found if reason]


def compare_types(one: str, other: str) -> Reason:
    """Say what two event types tell: equal, compatible, related, or others."""
    kind = relation(one, other)
    if kind == "equal":
        rows = table("relations")["equal"]
        return Reason("type.equal", "same type of event", float(rows.get(one, rows["default"])))
    labels = {
        "compatible": "compatible types of event",
        "related": "types of event that go together",
        "evidence_of": "one is evidence of the other",
        "unspecified": "one names no kind of event",
        "other": "different types of event",
    }
    return Reason(f"type.{kind}", labels[kind], weight(f"type.{kind}"))


def compare_actors(one: tuple[str, ...], other: tuple[str, ...]) -> Reason | None:
    """Say whether the same party is said to have done both."""
    verdicts = [(a, same_party(a, b)) for a in one for b in other]
    for phrase, same in verdicts:
        if same:
            return Reason("actors.same", f"both name {phrase}", weight("actors.same"))
    if verdicts and all(same is False for _, same in verdicts):
        return Reason("actors.other", "different perpetrators are named", weight("actors.other"))
    return None


def compare_words(one: frozenset[str], other: frozenset[str]) -> Reason | None:
    """Say which telling words two events share."""
    shared = sorted(one & other)
    if not shared:
        return None
    worth = min(weight("words.most"), weight("words.each") * len(shared))
    return Reason("words.shared", f"both say {', '.join(shared[:4])}", worth)


def compare_counts(one: tuple[CountRange, ...], other: tuple[CountRange, ...]) -> list[Reason]:
    """Say for each effect whether the numbers are equal, can both be true, or contradict."""
    best: dict[tuple[str, str], Reason] = {}
    for a, b in product(filter(_bounded, one), filter(_bounded, other)):
        if _comparable(a, b):
            kind, reason = (a.effect, a.unit), _compare_ranges(a, b)
            best[kind] = max(best.get(kind, reason), reason, key=lambda found: found.weight)
    return [best[kind] for kind in sorted(best)]


def _bounded(count: CountRange) -> bool:
    return count.lower is not None or count.upper is not None


def _comparable(a: CountRange, b: CountRange) -> bool:
    if (a.effect, a.unit, a.part) != (b.effect, b.unit, b.part):
        return False
    return a.victim_class == b.victim_class or None in (a.victim_class, b.victim_class)


def _compare_ranges(a: CountRange, b: CountRange) -> Reason:
    number = _same_number(a, b)
    if number is not None:
        name = EFFECT_WORDS.get(a.effect, a.effect.replace("_", " "))
        label = f"both name {number:,} {name}"
        return Reason("counts.equal", label, number_worth(number))
    both = f"{describe(a)} and {describe(b)}"
    if (a.lower, a.upper) == (b.lower, b.upper):
        return Reason("counts.same_size", f"both name {describe(a)}", weight("counts.same_size"))
    (low, high), (low_b, high_b) = _likely(a), _likely(b)
    if low <= high_b and low_b <= high:
        return Reason("counts.within", f"{both} can both be true", weight("counts.within"))
    smaller, larger = (high, low_b) if high < low_b else (high_b, low)
    code = "differs" if larger <= 2 * smaller else "contradicts"
    return Reason(f"counts.{code}", f"{both} differ", weight(f"counts.{code}"))


def number_worth(number: int) -> float:
    """Return what it is worth that both name one number: the larger it is, the more."""
    worth = weight("counts.unit_digit") + weight("counts.per_power") * log10(max(1, number))
    return min(weight("counts.most"), worth)


def _same_number(a: CountRange, b: CountRange) -> int | None:
    """Return the number both state, as a sum or as a bound, if it is no vague size."""
    if "vague" in (a.qualifier, b.qualifier):
        return None
    shared = {a.lower, a.upper} & {b.lower, b.upper} - {None}
    return max((number for number in shared if number is not None), default=None)


def _likely(count: CountRange) -> tuple[float, float]:
    """Return the range a reader would expect: an open bound is not open without end."""
    lower, upper = count.lower, count.upper
    slack = ABOUT if count.qualifier == "about" else 0.0
    if lower is None:
        return ((upper or 0) / OPEN, float("inf") if upper is None else upper)
    high = lower * OPEN if upper is None else upper
    return (lower * (1 - slack), high * (1 + slack))


def describe(count: CountRange) -> str:
    """Return a range that has a bound with its effect, in words: "at least 12 killed"."""
    name = EFFECT_WORDS.get(count.effect, count.effect.replace("_", " "))
    if count.upper is None:
        return f"at least {count.lower:,} {name}"
    if count.lower is None:
        return f"at most {count.upper:,} {name}"
    if count.lower == count.upper:
        return f"{count.lower:,} {name}"
    return f"{count.lower:,} to {count.upper:,} {name}"
