"""How sure each field of a claim is: how often the rule that filled it was right."""

from dataclasses import replace
from functools import cache

from sources.extraction.lexicon import read_data
from sources.extraction.types import Claim

UNKNOWN_RULE = 0.5


def with_scores(claim: Claim, support: str) -> Claim:
    """Return the claim with a score for every field that a rule filled, and one for the whole.

    ``support`` is what made the trigger an event, such as ``verb`` or ``light verb``.
    """
    scores = {"event_type": score("event_type", support), "stance": _stance(claim)}
    if claim.place is not None:
        scores["place"] = score("place", claim.rules["place"]) * (claim.place.score or 1.0)
    if claim.when is not None and claim.when.start is not None:
        scores["date"] = score("date", claim.rules["date"])
    if claim.perpetrator is not None:
        scores["perpetrator"] = score("perpetrator", _first_word(claim.rules["perpetrator"]))
    if claim.speakers:
        rules = claim.rules["speakers"].split("; ")
        scores["speakers"] = min(score("speakers", rule) for rule in rules)
    if claim.counts:
        scores["counts"] = min(score("counts", count.qualifier) for count in claim.counts)
    rounded = {name: round(value, 2) for name, value in scores.items()}
    return replace(claim, confidence=rounded["event_type"], scores=rounded)


def score(field: str, rule: str) -> float:
    """Return how often a rule fills a field rightly.

    >>> score("speakers", "according to") > score("speakers", "running speaker")
    True
    """
    return _scores()[field].get(rule, UNKNOWN_RULE)


def _stance(claim: Claim) -> float:
    rule = claim.rules["stance"]
    return score("stance", rule) if rule in _scores()["stance"] else score("speakers", rule)


def _first_word(rule: str) -> str:
    known = _scores()["perpetrator"]
    return rule if rule in known else rule.split()[0]


@cache
def _scores() -> dict[str, dict[str, float]]:
    return read_data("confidence.toml")
