"""How sure each claim and each of its fields is, as shares that held-back claims bear out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sources.extraction.ranking import Ranker, candidates
from sources.extraction.types import Claim


def with_scores(claims: Sequence[Claim], text: str, ranker: Ranker) -> Iterable[Claim]:
    """Yield the claims of an article with their confidence, and a score for every filled field."""
    for claim, candidate in zip(claims, candidates(claims, text), strict=True):
        confidence, scores = ranker.scores(candidate)
        rounded = {name: round(share, 2) for name, share in scores.items()}
        yield replace(claim, confidence=round(confidence, 2), scores=rounded)
