"""The numbers of one incident, brought together without inventing or losing any."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from .speakers import is_anonymous, same_speaker
from .types import Count, CountRange, Key, Party

PHRASES = {"at_least": "at least {}", "at_most": "at most {}", "about": "about {}"}


def reconcile(counts: Sequence[Count]) -> tuple[CountRange, ...]:
    """Return one range for each effect, unit and victim class; parts stay apart from wholes.

    The range encloses every number that stands, and an open bound wins: "440" and "at least 440"
    give 440 and upwards. A count without any bound says nothing beside one that has a bound.
    A number that its speaker has replaced by a later one stands no more; see ``supersessions``.

    >>> first = Count("bodies_found", 440, 440, "exact", "bodies", claim=1, speaker="Police")
    >>> second = Count("bodies_found", 440, None, "at_least", "bodies", claim=2, speaker="Ministry")
    >>> (found,) = reconcile([first, second])
    >>> found.lower, found.upper, found.qualifier
    (440, None, 'at_least')
    >>> found.rule
    '440 (Police); at least 440 (Ministry): from 440, open above as a number is a minimum.'
    """
    groups: dict[tuple[str, str, str | None, bool], list[Count]] = {}
    for count in counts:
        groups.setdefault(_kind(count), []).append(count)
    ordered = sorted(groups.items(), key=lambda item: (*item[0][:2], item[0][2] or "", item[0][3]))
    return tuple(_range(group) for _, group in ordered)


def supersessions(counts: Sequence[Count]) -> list[Count | None]:
    """Return for each number the last one by which its own speaker replaced it, if any did.

    A number gives way to a later one of the same speaker (without one: of the same publisher) on
    the same thing that is higher, or lies within it: "40", then "at least 58". One that is lower
    or vaguer replaces nothing: it may be an old number, quoted late. Later is by the day of
    publication. Another speaker's number never replaces anything, nor does one that may be
    another person's ("a witness"); what several speakers say together stays.

    >>> forty = Count("killed", 40, 40, "exact", speaker="the mayor", reported=date(2024, 3, 1))
    >>> more = Count("killed", 58, 58, "exact", speaker="the mayor", reported=date(2024, 3, 4))
    >>> other = Count("killed", 60, 60, "exact", speaker="the army", reported=date(2024, 3, 5))
    >>> [by and by.lower for by in supersessions([forty, more, other])]
    [58, None, None]
    """
    return [_superseding(count, counts) for count in counts]


def key_order(key: Key) -> tuple[bool, str]:
    """Sort keys of either kind: numbers by value, then words."""
    return isinstance(key, str), f"{key:>20}"


def _superseding(earlier: Count, counts: Sequence[Count]) -> Count | None:
    later = [one for one in counts if _updates(one, earlier)]
    return max(later, key=lambda one: (one.reported or date.min, _by_size(one)), default=None)


def _updates(later: Count, earlier: Count) -> bool:
    if not (later.reported and earlier.reported and later.reported > earlier.reported):
        return False
    if _kind(later) != _kind(earlier) or (earlier.lower, earlier.upper) == (None, None):
        return False
    updating = _rises(earlier, later) or _narrows(earlier, later)
    return updating and _same_voice(later, earlier)


def _same_voice(one: Count, other: Count) -> bool:
    if one.joint or other.joint:
        return False
    if one.speaker and other.speaker:
        first, second = Party(one.speaker, one.actor), Party(other.speaker, other.actor)
        return not is_anonymous(first) and same_speaker(first, second)
    if one.speaker or other.speaker:
        return False
    return one.publisher is not None and one.publisher == other.publisher


def _rises(earlier: Count, later: Count) -> bool:
    if earlier.lower is None or later.lower is None or later.lower <= earlier.lower:
        return False
    return later.upper is None or (earlier.upper is not None and later.upper >= earlier.upper)


def _narrows(earlier: Count, later: Count) -> bool:
    bounds = later.lower, later.upper
    if bounds in ((None, None), (earlier.lower, earlier.upper)):
        return False
    above = earlier.lower is None or (later.lower is not None and later.lower >= earlier.lower)
    below = earlier.upper is None or (later.upper is not None and later.upper <= earlier.upper)
    return above and below


def _kind(count: Count) -> tuple[str, str, str | None, bool]:
    return count.effect, count.unit, count.victim_class, count.part


def _range(group: list[Count]) -> CountRange:
    replaced = supersessions(group)
    standing = [count for count, by in zip(group, replaced, strict=True) if by is None]
    bounded = [c for c in standing if c.lower is not None or c.upper is not None]
    counts = bounded or standing
    lower = _bound(min, (c.lower for c in counts))
    upper = _bound(max, (c.upper for c in counts))
    qualifier = _qualifier(counts, lower, upper)
    first = group[0]
    rule = f"{_statements(counts)}: {_outcome(counts, lower, upper, qualifier)}."
    return CountRange(
        effect=first.effect,
        victim_class=first.victim_class,
        unit=first.unit,
        lower=lower,
        upper=upper,
        qualifier=qualifier,
        rule=f"{rule}{_replacements(group, replaced)}",
        claims=tuple(sorted({c.claim for c in standing if c.claim is not None}, key=key_order)),
        part=first.part,
    )


def _replacements(group: list[Count], replaced: list[Count | None]) -> str:
    """Say which numbers were left out, and for which later ones of the same speakers."""
    told = sorted(
        {
            (count.reported or date.min, _by_size(count), _replacement(count, by))
            for count, by in zip(group, replaced, strict=True)
            if by is not None
        }
    )
    return (
        f" Replaced by a later number of the same speaker: {'; '.join(t[-1] for t in told)}."
        if told
        else ""
    )


def _replacement(count: Count, by: Count) -> str:
    speaker = count.speaker or count.publisher
    days = [f" of {day.day} {day:%B %Y}" if day else "" for day in (count.reported, by.reported)]
    return f"{number(count)} ({speaker}){days[0]}, by {number(by)}{days[1]}"


def _by_size(count: Count) -> tuple[int, int, str]:
    return count.lower or 0, count.upper or 10**12, count.qualifier


def _bound(pick: Callable[[list[int]], int], values: Iterable[int | None]) -> int | None:
    stated = list(values)
    known = [value for value in stated if value is not None]
    return pick(known) if len(known) == len(stated) else None


def _qualifier(counts: list[Count], lower: int | None, upper: int | None) -> str:
    if lower is None:
        return "vague" if upper is None else "at_most"
    if upper is None:
        return "at_least"
    stated = {(c.lower, c.upper, c.qualifier) for c in counts}
    if len(stated) == 1 and lower == upper and counts[0].qualifier == "exact":
        return "exact"
    deciding = {c.qualifier for c in counts if c.lower == lower or c.upper == upper}
    for qualifier in ("vague", "about"):
        if qualifier in deciding:
            return qualifier
    return "between" if lower != upper or deciding != {"exact"} else "exact"


def _statements(counts: list[Count]) -> str:
    speakers: dict[str, set[str]] = {}
    for count in sorted(counts, key=_by_size):
        speakers.setdefault(number(count), set()).update({count.speaker} if count.speaker else ())
    return "; ".join(
        f"{stated} ({', '.join(sorted(names))})" if names else stated
        for stated, names in speakers.items()
    )


def number(count: Count) -> str:
    """Return a number in the words of the rule: "at least 440", "about 60"."""
    lower, upper = count.lower, count.upper
    if lower is None and upper is None:
        return "no number"
    if upper is None:
        return f"at least {lower:,}"
    if lower is None:
        return f"at most {upper:,}"
    stated = f"{lower:,}" if lower == upper else f"{lower:,} to {upper:,}"
    if count.qualifier == "vague":
        return f"a vague number ({stated})"
    return PHRASES.get(count.qualifier, "{}").format(stated)


def _outcome(counts: list[Count], lower: int | None, upper: int | None, qualifier: str) -> str:
    if lower is None and upper is None:
        if all(c.lower is None and c.upper is None for c in counts):
            return "how many is not said"
        return "open below and above, as one number is a minimum and another a maximum"
    if upper is None:
        return f"from {lower:,}, open above as a number is a minimum"
    if lower is None:
        return f"up to {upper:,}, open below as a number is a maximum"
    if qualifier == "exact":
        return f"{lower:,}, the only number stated"
    if lower == upper:
        return f"about {lower:,}, as a number is approximate"
    span = f"{lower:,} to {upper:,}, the lowest and the highest number stated"
    endings = {"vague": ", one of them vague", "about": ", one of them approximate"}
    return span + endings.get(qualifier, "")
