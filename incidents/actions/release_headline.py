"""The one range that an incident's row gives for an effect, out of all that its claims count."""

from collections.abc import Iterable

from incidents.models import IncidentCount

# Units that may stand for an effect: the second only where nothing is said in the first.
UNITS = {"bodies_found": ("bodies", "persons"), "sites": ("sites", "objects")}
PERSONS = ("persons",)


def headline(ranges: Iterable[IncidentCount], effect: str) -> IncidentCount | None:
    """Return the range of an incident that stands for an effect as a whole, None if none does.

    A share of another number never does, nor does another unit: graves are not bodies. No class
    of victims may say more than the whole, so where one does, the whole is raised to it.
    """
    whole = behind_headline(ranges, effect)
    if len(whole) <= 1:
        return next(iter(whole), None)
    lower = max((r.lower for r in whole if r.lower is not None), default=None)
    upper = _bound_of_all(whole)
    qualifier = "vague" if lower is None else "at_least"
    end = "open above" if upper is None else f"at most the {upper:,} stated for everyone"
    return IncidentCount(
        effect=effect,
        unit=whole[0].unit,
        lower=lower,
        upper=upper,
        qualifier=qualifier if upper is None else "between",
        claims=sorted({pk for r in whole for pk in r.claims}),
        rule="At least the largest number stated for everyone or for one class of victims, "
        f"{end}; classes are not added: " + " ".join(_named(r) for r in whole),
    )


def behind_headline(ranges: Iterable[IncidentCount], effect: str) -> list[IncidentCount]:
    """Return the ranges that stand behind the headline, the one for everyone first."""
    whole = _of_one_unit([r for r in ranges if r.effect == effect and not r.part], effect)
    whole.sort(key=lambda r: r.victim_class or "")
    everyone = [r for r in whole if r.victim_class is None]
    if everyone and all(_covers(everyone[0], r) for r in whole):
        return everyone
    return whole


def _of_one_unit(ranges: list[IncidentCount], effect: str) -> list[IncidentCount]:
    units = UNITS.get(effect, PERSONS)
    by_unit = [[r for r in ranges if r.unit == unit] for unit in units]
    saying = (found for found in by_unit if any(_says_anything(r) for r in found))
    return next(saying, None) or next((found for found in by_unit if found), [])


def _says_anything(found: IncidentCount) -> bool:
    return found.lower is not None or found.upper is not None


def _bound_of_all(whole: list[IncidentCount]) -> int | None:
    """Return the upper end for everyone if no class can pass it, else None."""
    upper = None if whole[0].victim_class else whole[0].upper
    passing = (r.upper is None or upper is None or r.upper > upper for r in whole)
    return None if any(passing) else upper


def _covers(whole: IncidentCount, other: IncidentCount) -> bool:
    """Return whether a range says all that another one says: no less below, no less above."""
    below = other.lower is None or (whole.lower is not None and other.lower <= whole.lower)
    above = whole.upper is None or (other.upper is not None and other.upper <= whole.upper)
    return below and above


def _named(found: IncidentCount) -> str:
    return f"[{found.victim_class or 'everyone'}] {found.rule}"
