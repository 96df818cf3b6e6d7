"""What the claims of one article lend one another: its day, and the town that others leave out."""

from dataclasses import replace
from datetime import date

from sources.extraction.linking import ATTACKS
from sources.extraction.setting import OWN_PLACE, lies_in
from sources.extraction.timing import HABIT, SO_FAR
from sources.extraction.types import Claim, Place, When

LEAD_CLAIMS = 9
NEWS_DAYS = 31
BESIDE = 250  # characters
LENT_TO = ATTACKS | {"unlawful_killing", "abduction", "casualty"}
WIDE = frozenset({"country", "region"})
TOWNS = frozenset({"site", "settlement", "district"})


def with_told_day(claims: list[Claim], published: date | None) -> list[Claim]:
    """Return the claims; those of an attack that give no day take the one that others give.

    News tells the event first and its day a sentence later: a headline and lead take the day given
    next, if it is of the last month. Anywhere in the article a claim takes the only day that claims
    of the same kind and place give; "last month" takes the only such day of that month.
    """
    if published is None:
        return claims
    told = (i for i, claim in enumerate(claims[:LEAD_CLAIMS]) if _is_news(claim.when, published))
    first = next(told, 0)
    lent = [
        _dated(claim, claims[first]) if i < first and _is_open(claim) else claim
        for i, claim in enumerate(claims)
    ]
    return [_with_only_day(claim, lent) for claim in lent]


def _dated(claim: Claim, other: Claim) -> Claim:
    apart = claim.place and other.place and not _is_same_place(claim.place, other.place)
    if claim.event_type not in LENT_TO or apart or claim.rules["date"] == SO_FAR:
        return claim
    return replace(claim, when=other.when, rules={**claim.rules, "date": "told next"})


def _with_only_day(claim: Claim, claims: list[Claim]) -> Claim:
    if claim.aggregate or not (claim.rules["date"] == "none" or _is_loose(claim)):
        return claim
    givers = [other for other in claims if _gives_day(other) and _is_same_scene(claim, other)]
    if len({other.when.start for other in givers if other.when is not None}) != 1:
        return claim
    return replace(claim, when=givers[0].when, rules={**claim.rules, "date": "told elsewhere"})


def _gives_day(claim: Claim) -> bool:
    own = claim.rules["date"] == "in the sentence"
    return own and claim.when is not None and claim.when.precision == "day"


def _is_loose(claim: Claim) -> bool:
    """Whether it gives a month, in which one day may be told elsewhere."""
    own = claim.rules["date"] == "in the sentence"
    return own and claim.when is not None and claim.when.precision == "month"


def _is_same_scene(claim: Claim, other: Claim) -> bool:
    """Whether two claims are of one kind and place, and the day of one fits the other's date."""
    kinds = {claim.event_type, other.event_type}
    if len(kinds) > 1 and not kinds <= LENT_TO:
        return False
    if claim.place is None or other.place is None or not _is_same_place(claim.place, other.place):
        return False
    when, day = claim.when, other.when
    if when is None or when.start is None or when.end is None or day is None or day.start is None:
        return True
    return when.start <= day.start <= when.end


def _is_same_place(one: Place, other: Place) -> bool:
    return one.name == other.name or lies_in(one, other) or lies_in(other, one)


def _is_news(when: When | None, published: date) -> bool:
    if when is None or when.start is None or when.precision != "day":
        return False
    return 0 <= (published - when.start).days <= NEWS_DAYS


def _is_open(claim: Claim) -> bool:
    return (claim.when is None or claim.when.start is None) and claim.rules["date"] != HABIT


def with_told_town(claims: list[Claim], places: list[Place]) -> list[Claim]:
    """Return the claims; an attack in a country or region takes the only town told of there.

    News tells of an attack "in northern Zambia" first and names the town once. It is the town of
    the claims of that day, or the one named beside the region.
    """
    return [_in_told_town(claim, claims, places) for claim in claims]


def _in_told_town(claim: Claim, claims: list[Claim], places: list[Place]) -> Claim:
    area = claim.place
    if area is None or area.precision not in WIDE or not _is_one_event(claim):
        return claim
    named = [place for place in places if place.precision in TOWNS and lies_in(place, area)]
    scenes = [c for c in claims if c.place in named and c.rules["place"] in OWN_PLACE]
    told = [c.place for c in scenes if _is_one_event(c) and _is_same_day(c.when, claim.when)]
    elsewhere = {c.place.name for c in scenes if c.place is not None}
    beside = [
        town
        for town in named
        if abs(town.span.start - area.span.start) < BESIDE and town.name not in elsewhere
    ]
    towns = [town for town in told or beside if town is not None]
    if len({town.name for town in towns}) != 1:
        return claim
    return replace(claim, place=towns[0], rules={**claim.rules, "place": "town told elsewhere"})


def _is_one_event(claim: Claim) -> bool:
    """Whether it tells of one attack, not of a war, a habit or a sum."""
    counted = not claim.aggregate and claim.rules["date"] != HABIT
    long = claim.when is not None and claim.when.precision in ("month", "year", "range")
    return counted and not long and claim.event_type in LENT_TO


def _is_same_day(one: When | None, other: When | None) -> bool:
    return one is not None and other is not None and one.start == other.start is not None
