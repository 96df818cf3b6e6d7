"""Takes apart what happened to different things in different places of an article."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.roles.article import Article

BLAMED, HARMED, USED = ("PerpInd", "PerpOrg"), ("Target", "Victim"), "Weapon"
NEAR, MOST = 10, 3

Fillers = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Harmed:
    """A target or victim, where it is first mentioned, and in which sentences."""

    role: str
    name: str
    first: int
    sentences: frozenset[int]


def separate(article: Article, fillers: Fillers) -> list[Fillers]:
    """Return the fillers of each incident: harm told far apart is harm done in another one.

    Who is blamed is blamed for all; what was used belongs to the harm it is mentioned next to.
    """
    harmed = sorted(
        (_find(article, role, name) for role in HARMED for name in fillers[role]),
        key=lambda one: one.first,
    )
    groups: list[list[Harmed]] = []
    for one in harmed:
        group = next((g for g in groups if any(_together(one, other) for other in g)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    if len(groups) < 2:
        return [fillers]
    groups = groups[:MOST]
    weapons: list[list[str]] = [[] for _ in groups]
    for weapon in fillers[USED]:
        place = _find(article, USED, weapon).first
        weapons[_nearest(groups, place)].append(weapon)
    return [
        {role: fillers[role] for role in BLAMED}
        | {role: _names(group, role) for role in HARMED}
        | {USED: tuple(used)}
        for group, used in zip(groups, weapons, strict=True)
    ]


def _find(article: Article, role: str, name: str) -> Harmed:
    wordings = [wording for wording in article.wordings if wording.name == name]
    return Harmed(
        role=role,
        name=name,
        first=min(phrase.start for wording in wordings for phrase in wording.phrases),
        sentences=frozenset().union(*(article.nouns[w.noun].sentences for w in wordings)),
    )


def _together(one: Harmed, other: Harmed) -> bool:
    return bool(one.sentences & other.sentences) or abs(one.first - other.first) < NEAR


def _nearest(groups: list[list[Harmed]], place: int) -> int:
    return min(range(len(groups)), key=lambda g: min(abs(place - one.first) for one in groups[g]))


def _names(group: Iterable[Harmed], role: str) -> tuple[str, ...]:
    return tuple(one.name for one in group if one.role == role)
