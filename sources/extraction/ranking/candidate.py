"""What there is to know of a claim that the machine made, wherever the claim is kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sources.extraction.types import Claim

SLOTS = ("event_type", "place", "date", "counts", "perpetrator", "speakers", "stance")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim as the ranker sees it, whether it comes from the extractor or from the database.

    ``quote`` is what states it, ``trigger`` the word in it that names the event. ``rules`` says how
    each field came about; ``filled`` names the fields that have a value. ``place`` and ``date`` are
    precisions. ``position`` is the share of the article that comes before, ``alike`` the number of
    other claims of this type in the article.
    """

    event_type: str
    quote: str
    trigger: str = ""
    stance: str = "asserted"
    rules: Mapping[str, str] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    qualifiers: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    aggregate: bool = False
    position: float = 0.0
    alike: int = 0


def candidates(claims: Sequence[Claim], text: str) -> list[Candidate]:
    """Return the claims of one article as the ranker sees them."""
    types = Counter(claim.event_type for claim in claims)
    return [
        Candidate(
            event_type=claim.event_type,
            quote=text[claim.start : claim.end],
            trigger=text[claim.trigger.start : claim.trigger.end],
            stance=claim.stance,
            rules=claim.rules,
            filled=_filled(claim),
            qualifiers=tuple(count.qualifier for count in claim.counts),
            place=claim.place.precision if claim.place else None,
            date=claim.when.precision if claim.when else None,
            aggregate=claim.aggregate,
            position=claim.start / max(1, len(text)),
            alike=types[claim.event_type] - 1,
        )
        for claim in claims
    ]


def _filled(claim: Claim) -> frozenset[str]:
    values = {
        "event_type": claim.event_type,
        "place": claim.place,
        "date": claim.when is not None and claim.when.start is not None,
        "counts": claim.counts,
        "perpetrator": claim.perpetrator,
        "victims": claim.victims,
        "weapon": claim.weapon,
        "speakers": claim.speakers,
        "stance": claim.stance,
    }
    return frozenset(name for name, value in values.items() if value)


def reasons(candidate: Candidate, slot: str) -> list[str]:
    """Return what made the value of a slot, as the tables of rules name it.

    >>> reasons(Candidate("torture", "", rules={"perpetrator": "verb tortured"}), "perpetrator")
    ['verb']
    """
    rule = candidate.rules.get(slot, "")
    if slot == "event_type":
        return [candidate.rules.get("support", rule.partition(":")[0])]
    if slot == "counts":
        return list(candidate.qualifiers)
    if slot == "perpetrator":
        # "verb shot" and "noun raid" name the word too; the others are whole phrases.
        kind, _, word = rule.partition(" ")
        return [kind if word and kind in ("verb", "noun", "adjective") else rule]
    if slot == "speakers":
        return rule.split("; ")
    return [rule]
