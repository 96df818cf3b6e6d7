"""Incident templates of an article: a kind of incident, and who and what filled its roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.roles.article import Article
from benchmarks.roles.evidence import KINDS, ROLES
from benchmarks.roles.incidents import separate
from benchmarks.roles.model import Judged
from benchmarks.roles.wording import alike


@dataclass(frozen=True, slots=True)
class Limits:
    """From which probability on something is said; chosen by cross-validation on training data."""

    kinds: tuple[float, ...] = (0.25, 0.15, 0.2, 0.2, 0.5)
    first: tuple[float, ...] = (0.25, 0.15, 0.2, 0.25, 0.35)
    further: tuple[float, ...] = (0.6, 0.6, 0.4, 0.4, 0.3)
    most: tuple[int, ...] = (2, 2, 4, 4, 2)
    rival: float = 0.9
    shared: float = 0.2


@dataclass(frozen=True, slots=True)
class Template:
    """One incident: its kind, and for each role the wordings of those who fill it."""

    kind: str
    fillers: dict[str, tuple[str, ...]]


def templates(article: Article, judged: Judged, limits: Limits = Limits()) -> list[Template]:
    """Return the templates of each kind of incident that the article is likely to report."""
    likely = [k for k, limit in enumerate(limits.kinds) if judged.incidents[k] > limit]
    found = []
    for kind in likely:
        fillers = {
            role: _fillers(article, judged, index, kind, likely, limits)
            for index, role in enumerate(ROLES)
        }
        found += [Template(KINDS[kind], part) for part in separate(article, fillers)]
    return found


def _fillers(
    article: Article, judged: Judged, role: int, kind: int, likely: Sequence[int], limits: Limits
) -> tuple[str, ...]:
    ranked = sorted(
        (
            (_credit(judged, place, role, kind, likely, limits), -place, index)
            for place, index in enumerate(judged.wordings)
            if judged.roles[place, role] >= judged.roles[place].max() * limits.rival
        ),
        reverse=True,
    )
    chosen: list[str] = []
    for credit, _, index in ranked:
        name = article.wordings[index].name
        limit = limits.further[role] if chosen else limits.first[role]
        if credit < limit or len(chosen) == limits.most[role]:
            break
        if not any(alike(name, other) for other in chosen):
            chosen.append(name)
    return tuple(chosen)


def _credit(
    judged: Judged, place: int, role: int, kind: int, likely: Sequence[int], limits: Limits
) -> float:
    """Return how likely a wording fills a role in the incident of this kind, among the likely."""
    probability = float(judged.roles[place, role])
    if len(likely) == 1:
        return probability
    most = max(float(judged.kinds[place, other]) for other in likely)
    return probability * min(1.0, float(judged.kinds[place, kind]) / most + limits.shared)
