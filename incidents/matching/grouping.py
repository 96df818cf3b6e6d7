"""Claims into candidates: average linkage over added-up evidence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import exp

import numpy as np

from .dates import event_interval
from .evidence import evidence
from .facts import summarise
from .model import table, weight
from .types import ClaimFacts, IncidentFacts
from .words import continues, refers_back, same_party, starts_new_event

CLAUSE_GAP = 40  # Characters between two clauses of one sentence, at most.


def group(claims: Sequence[ClaimFacts]) -> list[tuple[ClaimFacts, ...]]:
    """Put the claims of one document that tell of one event together, in reading order."""
    ordered = sorted(claims, key=lambda claim: (claim.start, claim.end, str(claim.key)))
    scores = claim_scores(ordered)
    return [tuple(ordered[i] for i in rows) for rows in linkage(scores)]


def claim_scores(ordered: Sequence[ClaimFacts]) -> np.ndarray:
    """Return the log-odds that two claims of one document, in reading order, tell of one event."""
    facts = _without_common_words([summarise([claim]) for claim in ordered])
    events = np.cumsum([starts_new_event(claim.quote) for claim in ordered])
    scores = np.zeros((len(ordered), len(ordered)))
    for j, later in enumerate(ordered):
        for i, earlier in enumerate(ordered[:j]):
            score = _facts_odds(facts[i], facts[j]) + _text_odds(earlier, later)
            if events[i] < events[j]:
                score += weight("text.past_new_event")
            elif i == j - 1 and refers_back(later.quote):
                score += weight("text.refers_back")
            scores[i, j] = scores[j, i] = score
    return scores


def _without_common_words(facts: list[IncidentFacts]) -> list[IncidentFacts]:
    """Keep the words that a few claims share; those of the whole article tell nothing apart."""
    frequency = Counter(word for one in facts for word in one.words)
    limit = max(2, len(facts) // 4)
    return [
        replace(one, words=frozenset(w for w in one.words if frequency[w] <= limit))
        for one in facts
    ]


def linkage(scores: np.ndarray) -> list[list[int]]:
    """Join the two groups with the best mean score, until no mean is above zero.

    >>> linkage(np.array([[0.0, 2.0, -1.0], [2.0, 0.0, -1.0], [-1.0, -1.0, 0.0]]))
    [[0, 1], [2]]
    """
    groups = [[i] for i in range(len(scores))]
    sums = scores.astype(float)
    sizes = np.ones(len(scores))
    alive = np.ones(len(scores), dtype=bool)
    while alive.sum() > 1:
        means = np.where(np.outer(alive, alive), sums / np.outer(sizes, sizes), -np.inf)
        np.fill_diagonal(means, -np.inf)
        i, j = sorted(divmod(int(means.argmax()), len(scores)))
        if means[i, j] <= 0:
            break
        groups[i] += groups[j]
        sums[i] += sums[j]
        sums[:, i] += sums[:, j]
        sizes[i] += sizes[j]
        alive[j] = False
    return sorted(sorted(rows) for rows, lives in zip(groups, alive, strict=True) if lives)


def _facts_odds(earlier: IncidentFacts, later: IncidentFacts) -> float:
    own = table("weights")["within_document"]
    odds = weight("priors.claims")
    for reason in evidence(earlier, later):
        worth = own.get(reason.code, reason.weight)
        odds += min(worth, own["at_most"].get(reason.code, worth))
    dated = sum(event_interval(facts) is not None for facts in (earlier, later))
    if dated < 2:
        odds += own[("date.unsaid", "date.one_said")[dated]]
    if not (earlier.place and later.place):
        odds += own["place.unsaid"]
    return odds


def _text_odds(earlier: ClaimFacts, later: ClaimFacts) -> float:
    distance = max(0, later.start - earlier.end)
    odds = weight("text.adjacent") * exp(-distance / weight("text.reach"))
    if starts_new_event(later.quote):
        odds += weight("text.new_event")
    if distance <= CLAUSE_GAP and continues(earlier.quote, later.quote):
        odds += weight("text.same_sentence")
    alike = [same_party(a, b) for a in earlier.speakers for b in later.speakers]
    if any(alike):
        odds += weight("text.same_speaker")
    elif alike and not (
        earlier.date_start or earlier.date_end or later.date_start or later.date_end
    ):
        odds += weight("text.other_speaker")
    return odds
