"""An incident's facts, from what its claims agree on."""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sources.taxonomy import event_types

from . import dates, places
from .reconcile import reconcile
from .types import ClaimFacts, Count, IncidentFacts, Key, Place
from .words import same_party, telling_words

T = TypeVar("T")
UNSPECIFIED = "unspecified_abuse"


def summarise(claims: Sequence[ClaimFacts], *, key: Key | None = None) -> IncidentFacts:
    """Return what the claims of one incident say together, in any order of the claims.

    Denials feed nothing; an incident known only from denials keeps what is denied (type, place
    and date), without counts and perpetrators.
    """
    ordered = sorted(claims, key=lambda c: (str(c.document), c.start, c.end, str(c.key)))
    if not ordered:
        raise ValueError("An incident needs at least one claim.")
    stated = [claim for claim in ordered if claim.stance != "denied"]
    basis = stated or ordered
    event_type = _event_type(basis)
    place = _place(basis)
    start, end, precision = _date(basis)
    reported = sorted(claim.reported for claim in ordered if claim.reported)
    period = (reported[0], reported[-1]) if reported else None
    return IncidentFacts(
        key=key,
        event_type=event_type,
        place=place,
        date_start=start,
        date_end=end,
        date_precision=precision,
        counts=reconcile([count for claim in stated for count in with_voice(claim)]),
        perpetrators=_perpetrators(stated),
        words=_words(basis),
        documents=frozenset(claim.document for claim in ordered),
        reported=period,
        title=_title(event_type, place, start, end, period),
    )


def _words(claims: Sequence[ClaimFacts]) -> frozenset[str]:
    """Return the telling words, less names and numbers that are judged by themselves."""
    names = {claim.place.name for claim in claims if claim.place}
    names |= {name for claim in claims for name in (*claim.speakers, claim.perpetrator) if name}
    numbers = {str(n) for claim in claims for c in claim.counts for n in (c.lower, c.upper)}
    return telling_words(claim.quote for claim in claims) - telling_words(names) - numbers


def _event_type(claims: Sequence[ClaimFacts]) -> str:
    votes: Counter[str] = Counter()
    for claim in claims:
        votes[claim.event_type] += 1
    if len(votes) > 1:
        del votes[UNSPECIFIED]
    return votes.most_common(1)[0][0]


def _place(claims: Sequence[ClaimFacts]) -> Place | None:
    said = [claim.place for claim in claims if claim.place]
    return _agreed(said, same=places.agree, width=places.level)


def _date(claims: Sequence[ClaimFacts]) -> tuple[date | None, date | None, str | None]:
    said = [
        (start, end, claim.date_precision)
        for claim in claims
        if (start := claim.date_start or claim.date_end)
        and (end := claim.date_end or claim.date_start)
    ]
    best = _agreed(
        said,
        same=lambda a, b: dates.agree(a[:2], b[:2]),
        width=lambda when: dates.days(when[:2]),
    )
    return best or (None, None, None)


def _agreed(
    said: Sequence[T], *, same: Callable[[T, T], bool], width: Callable[[T], int]
) -> T | None:
    """Return the narrowest value that most others agree with, unless a rival has as many."""
    votes = Counter(said)
    support = {
        value: sum(n for other, n in votes.items() if other == value or same(value, other))
        for value in votes
    }
    ranked = sorted(votes, key=lambda v: (width(v), -support[v], -votes[v]))
    for value in ranked:
        rivals = [v for v in votes if v != value and not same(value, v)]
        rival = max((support[v] for v in rivals if width(v) <= width(value)), default=0)
        if support[value] * 2 > len(said) and rival < support[value]:
            return value
    return max(ranked, key=lambda v: (support[v], votes[v]), default=None)


def with_voice(claim: ClaimFacts) -> list[Count]:
    """Return the numbers of a claim, each with the claim, its voice and its day."""
    speaker = claim.speakers[0] if claim.speakers else None
    return [
        replace(
            count,
            claim=count.claim if count.claim is not None else claim.key,
            speaker=count.speaker or speaker,
            reported=count.reported or claim.reported,
            publisher=count.publisher or claim.publisher,
            joint=count.joint or len(claim.speakers) > 1,
        )
        for count in claim.counts
    ]


def _perpetrators(claims: Sequence[ClaimFacts]) -> tuple[str, ...]:
    named: list[str] = []
    for claim in claims:
        phrase = claim.perpetrator
        if phrase and not any(phrase == seen or same_party(phrase, seen) for seen in named):
            named.append(phrase)
    return tuple(named)


def _title(
    event_type: str,
    place: Place | None,
    start: date | None,
    end: date | None,
    reported: tuple[date, date] | None,
) -> str:
    kind = event_types().get(event_type)
    title = kind.label if kind else event_type.replace("_", " ").capitalize()
    if place:
        title += f" {'at' if place.precision == 'site' else 'in'} {place.name}"
    when = None
    if start and end:
        when = spell(start, end)
    elif reported:
        when = f"reported {spell(reported[0].replace(day=1), _last_of_month(reported[0]))}"
    parts = [title, *([] if place else ["place not said"]), *([when] if when else [])]
    return ", ".join(parts)


def spell(start: date, end: date) -> str:
    """Return an interval as people write it.

    >>> spell(date(2022, 9, 1), date(2022, 9, 30)), spell(date(2022, 2, 27), date(2022, 2, 27))
    ('September 2022', '27 February 2022')
    >>> spell(date(2019, 1, 14), date(2019, 1, 20)), spell(date(2020, 1, 1), date(2020, 12, 31))
    ('14 to 20 January 2019', '2020')
    """
    if start == end:
        return f"{start.day} {start:%B %Y}"
    if start.day == 1 and end == _last_of_month(end):
        if (start.year, start.month) == (end.year, end.month):
            return f"{start:%B %Y}"
        if start.month == 1 and end.month == 12:
            return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {end.day} {end:%B %Y}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {end.day} {end:%B %Y}"
    return f"{start.day} {start:%B %Y} to {end.day} {end:%B %Y}"


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
