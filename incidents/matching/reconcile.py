"""The numbers of one incident, brought together without inventing or losing any."""

from collections.abc import Callable, Iterable, Sequence

from .types import Count, CountRange, Key

PHRASES = {"at_least": "at least {}", "at_most": "at most {}", "about": "about {}"}


def reconcile(counts: Sequence[Count]) -> tuple[CountRange, ...]:
    """Return one range for each effect, unit and victim class; parts stay apart from wholes.

    The range encloses every number stated, and an open bound wins: "440" and "at least 440"
    give 440 and upwards. A count without any bound says nothing beside one that has a bound.

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
        kind = count.effect, count.unit, count.victim_class, count.part
        groups.setdefault(kind, []).append(count)
    ordered = sorted(groups.items(), key=lambda item: (*item[0][:2], item[0][2] or "", item[0][3]))
    return tuple(_range(group) for _, group in ordered)


def key_order(key: Key) -> tuple[bool, str]:
    """Sort keys of either kind: numbers by value, then words."""
    return isinstance(key, str), f"{key:>20}"


def _range(group: list[Count]) -> CountRange:
    bounded = [c for c in group if c.lower is not None or c.upper is not None]
    counts = bounded or group
    lower = _bound(min, (c.lower for c in counts))
    upper = _bound(max, (c.upper for c in counts))
    qualifier = _qualifier(counts, lower, upper)
    first = group[0]
    return CountRange(
        effect=first.effect,
        victim_class=first.victim_class,
        unit=first.unit,
        lower=lower,
        upper=upper,
        qualifier=qualifier,
        rule=f"{_statements(counts)}: {_outcome(counts, lower, upper, qualifier)}.",
        claims=tuple(sorted({c.claim for c in group if c.claim is not None}, key=key_order)),
        part=first.part,
    )


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
    for count in sorted(counts, key=lambda c: (c.lower or 0, c.upper or 10**12, c.qualifier)):
        speakers.setdefault(_number(count), set()).update({count.speaker} if count.speaker else ())
    return "; ".join(
        f"{number} ({', '.join(sorted(names))})" if names else number
        for number, names in speakers.items()
    )


def _number(count: Count) -> str:
    lower, upper = count.lower, count.upper
    if lower is None and upper is None:
        return "no number"
    if upper is None:
        return f"at least {lower:,}"
    if lower is None:
        return f"at most {upper:,}"
    number = f"{lower:,}" if lower == upper else f"{lower:,} to {upper:,}"
    if count.qualifier == "vague":
        return f"a vague number ({number})"
    return PHRASES.get(count.qualifier, "{}").format(number)


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
