"""Which incidents are too sensitive to be released unasked."""

from collections.abc import Collection
from dataclasses import dataclass

from .rules import SensitiveRule, sensitive_rules


@dataclass(frozen=True, slots=True)
class Harm:
    """One number of an incident: to how many at most, and the class of those it befell."""

    effect: str
    victim_class: str | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Telling:
    """What makes an incident sensitive: its kinds, the harm done, and whether people are named."""

    event_types: Collection[str]
    harms: Collection[Harm]
    names_people: bool
    names_victims: bool


def sensitive_rule(told: Telling) -> SensitiveRule | None:
    """Return the rule by which an incident is sensitive, None if none is.

    >>> sensitive_rule(Telling(["torture"], [], names_people=True, names_victims=False)).rule
    'torture'
    >>> sensitive_rule(Telling(["torture"], [], names_people=False, names_victims=False)) is None
    True
    """
    return next((rule for rule in sensitive_rules() if _falls_under(rule, told)), None)


def telling_kinds() -> dict[str, frozenset[str]]:
    """Return the event_types, effects and victim_classes that any rule asks for."""
    return {
        name: frozenset().union(*(getattr(rule, name) for rule in sensitive_rules()))
        for name in ("event_types", "effects", "victim_classes")
    }


def _falls_under(rule: SensitiveRule, told: Telling) -> bool:
    touching = [
        harm
        for harm in told.harms
        if harm.effect in rule.effects or harm.victim_class in rule.victim_classes
    ]
    if not rule.event_types.intersection(told.event_types) and not touching:
        return False
    counted = [harm.most for harm in told.harms if harm.most is not None]
    conditions = {
        "named": told.names_people,
        "victim_named": told.names_victims,
        "few": bool(counted) and max(counted) <= rule.few,
    }
    return any(conditions[condition] for condition in rule.when)
