"""Claims of many documents into incidents, without comparing each with each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .blocking import blocks
from .evidence import evidence
from .facts import summarise
from .grouping import claim_scores, linkage
from .model import weight
from .types import ClaimFacts, IncidentFacts, Key


@dataclass(frozen=True, slots=True)
class Document:
    """One article with its claims."""

    key: Key
    claims: tuple[ClaimFacts, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The claims of one document on one event; ``scores`` holds all pairs of that document."""

    document: int
    rows: tuple[int, ...]
    claims: tuple[ClaimFacts, ...]
    facts: IncidentFacts


def cluster(documents: Iterable[Document]) -> dict[Key, str]:
    """Return an incident key for each claim key, within and across documents."""
    candidates: list[_Candidate] = []
    scores: list[np.ndarray] = []
    for number, document in enumerate(documents):
        ordered = sorted(document.claims, key=lambda c: (c.start, c.end, str(c.key)))
        scores.append(claim_scores(ordered))
        for rows in linkage(scores[-1]):
            claims = tuple(ordered[i] for i in rows)
            candidates.append(_Candidate(number, tuple(rows), claims, summarise(claims)))
    incidents: list[list[int]] = []
    for component in _components(candidates):
        matrix = _matrix([candidates[i] for i in component], scores)
        incidents += [[component[i] for i in rows] for rows in linkage(matrix)]
    return {
        claim.key: str(number)
        for number, members in enumerate(sorted(incidents), start=1)
        for member in members
        for claim in candidates[member].claims
    }


def _components(candidates: Sequence[_Candidate]) -> list[list[int]]:
    """Return the groups of candidates that a chain of likely pairs holds together."""
    parent = list(range(len(candidates)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in _pairs(candidates):
        if root(i) != root(j) and _log_odds(candidates[i].facts, candidates[j].facts) > 0:
            parent[root(j)] = root(i)
    members: dict[int, list[int]] = defaultdict(list)
    for i in range(len(candidates)):
        members[root(i)].append(i)
    return list(members.values())


def _pairs(candidates: Sequence[_Candidate]) -> Iterable[tuple[int, int]]:
    shared: dict[str, list[int]] = defaultdict(list)
    for i, candidate in enumerate(candidates):
        near = {j for key in blocks(candidate.facts) for j in shared[key]}
        yield from ((j, i) for j in sorted(near) if candidates[j].document != candidate.document)
        for key in blocks(candidate.facts):
            shared[key].append(i)


def _matrix(candidates: Sequence[_Candidate], scores: Sequence[np.ndarray]) -> np.ndarray:
    matrix = np.zeros((len(candidates), len(candidates)))
    for j, later in enumerate(candidates):
        for i, earlier in enumerate(candidates[:j]):
            if earlier.document == later.document:
                within = scores[later.document][np.ix_(earlier.rows, later.rows)]
                matrix[i, j] = matrix[j, i] = within.mean()
            else:
                matrix[i, j] = matrix[j, i] = _log_odds(earlier.facts, later.facts)
    return matrix


def _log_odds(one: IncidentFacts, other: IncidentFacts) -> float:
    return weight("priors.incidents") + sum(reason.weight for reason in evidence(one, other))
