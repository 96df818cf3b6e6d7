"""Teach the scorer of merges what people answered to its suggestions."""

from dataclasses import dataclass
from pathlib import Path

from incidents.enums import Answer
from incidents.exceptions import ReviewError
from incidents.matching import fit as fits
from incidents.matching.evidence import log_odds_of
from incidents.matching.types import Reason
from incidents.models import Suggestion

FEWEST = 40
FEWEST_OF_A_KIND = 10
NEWEST = 5_000  # answers, so that neither the page nor the fit takes long


@dataclass(frozen=True, slots=True)
class Fitting:
    """What refitting brought on answers held back from it, and the fit if it was kept."""

    before: fits.Rightness
    after: fits.Rightness
    kept: fits.Fit | None


def answered_pairs() -> list[fits.Answered]:
    """Return the newest suggestions of one event that people answered with same or different."""
    rows = Suggestion.objects.filter(answer__in=[Answer.SAME, Answer.DIFFERENT], relation=None)
    pairs = []
    for row in rows.order_by("-answered_at", "-pk").only("reasons", "answer")[:NEWEST]:
        reasons = tuple(Reason(r["code"], r["label"], r["weight"]) for r in row.reasons)
        pairs.append(fits.Answered(log_odds_of(reasons), reasons, same=row.answer == Answer.SAME))
    return pairs


def rightness(folder: Path) -> fits.Rightness:
    """Return how right the scorer is, as it scores now, on the pairs that people answered last."""
    return fits.rightness(answered_pairs(), fits.load(folder))


def refit(folder: Path) -> Fitting:
    """Learn from every answer, and keep what is no worse on answers held back.

    Raises:
        ReviewError: there are too few answers to learn from, or to measure with.
    """
    pairs = answered_pairs()
    same = sum(pair.same for pair in pairs)
    if len(pairs) < FEWEST or min(same, len(pairs) - same) < FEWEST_OF_A_KIND:
        raise ReviewError(
            f"There are {same} suggestions answered with same and {len(pairs) - same} with "
            f"different. To learn from them takes {FEWEST}, and at least {FEWEST_OF_A_KIND} of "
            "each."
        )
    before, after = fits.rightness(pairs), fits.held_back(pairs)
    if _f1(after) < _f1(before):
        return Fitting(before, after, None)
    fit = fits.learn(pairs)
    fits.save(fit, folder)
    return Fitting(before, after, fit)


def _f1(found: fits.Rightness) -> float:
    precision, recall = found.precision or 0.0, found.recall or 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
