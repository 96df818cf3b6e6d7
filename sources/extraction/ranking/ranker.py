"""The ranker: weights for words and marks, tables of rules, and what makes scores mean shares."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sources.extraction.ranking.candidate import SLOTS, Candidate, reasons
from sources.extraction.ranking.features import features
from sources.extraction.ranking.logistic import log_odds, logistic_of

FILE = "ranker.json"
SHIPPED = Path(__file__).with_name(FILE)
UNKNOWN_RULE = 0.5


class RankerError(Exception):
    """The weights cannot be read; the message says which file, and what to do."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """What was learned. Its scores are calibrated: of claims at 0.8, four in five are right.

    ``worth`` weighs the features of a right claim, ``types`` those of each event type. ``rules``
    holds, by slot and rule, how often the rule was right. ``scale`` turns these into probabilities:
    for ``confidence`` and ``event_type`` a bias, a weight of the model and one of the rule.
    """

    worth: Mapping[str, float]
    types: Mapping[str, Mapping[str, float]]
    rules: Mapping[str, Mapping[str, float]]
    scale: Mapping[str, tuple[float, float, float]]
    card: Mapping[str, Any] = field(default_factory=dict)
    version: str = "unsaved"

    def scores(self, candidate: Candidate) -> tuple[float, dict[str, float]]:
        """Return how likely the claim is right, and how likely each slot that has a value."""
        named = features(candidate)
        kind = self.kinds(named).get(candidate.event_type, UNKNOWN_RULE)
        rule = self.rule(candidate, "event_type")
        found = {
            slot: self.rule(candidate, slot)
            for slot in SLOTS
            if slot in candidate.filled and slot != "event_type"
        }
        found["event_type"] = self._scaled("event_type", log_odds(kind), rule)
        return self._scaled("confidence", self.evidence(named), rule), found

    def evidence(self, named: Mapping[str, float]) -> float:
        """Return what the words and marks add up to: above zero speaks for the claim."""
        return sum(self.worth.get(name, 0.0) * value for name, value in named.items())

    def kinds(self, named: Mapping[str, float]) -> dict[str, float]:
        """Return how likely each event type is by words and marks; the shares add up to one."""
        odds = {
            kind: sum(weights.get(name, 0.0) * value for name, value in named.items())
            for kind, weights in self.types.items()
        }
        shares = {kind: logistic_of(score) for kind, score in odds.items()}
        total = sum(shares.values())
        return {kind: share / total for kind, share in shares.items()} if total else {}

    def rule(self, candidate: Candidate, slot: str) -> float:
        """Return how often the rules that filled a slot were right, the least sure one."""
        table = self.rules.get(slot, {})
        return min(
            (table.get(reason, UNKNOWN_RULE) for reason in reasons(candidate, slot)),
            default=UNKNOWN_RULE,
        )

    def _scaled(self, name: str, score: float, rule: float) -> float:
        bias, of_score, of_rule = self.scale[name]
        return logistic_of(bias + of_score * score + of_rule * log_odds(rule))


def load(folder: Path | None = None) -> Ranker:
    """Return the ranker that was trained into the folder, else the one that comes with the code."""
    path = folder / FILE if folder is not None and (folder / FILE).exists() else SHIPPED
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _changed: int) -> Ranker:
    content = path.read_bytes()
    try:
        data = json.loads(content)
        scale = {name: (float(b), float(s), float(r)) for name, (b, s, r) in data["scale"].items()}
        return Ranker(
            worth=data["worth"],
            types=data["types"],
            rules=data["rules"],
            scale=scale,
            card=data["card"],
            version=hashlib.sha256(content).hexdigest()[:8],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise RankerError(
            f"{path} is no ranker ({error}). Train it again, or delete it to use the one that "
            "comes with the program."
        ) from error


def save(ranker: Ranker, folder: Path) -> Ranker:
    """Write the ranker into the folder, in one step, and return it with its version."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "card": ranker.card,
        "scale": {name: [round(v, 4) for v in values] for name, values in ranker.scale.items()},
        "rules": {slot: _rounded(table) for slot, table in ranker.rules.items()},
        "worth": _rounded(ranker.worth),
        "types": {kind: _rounded(weights) for kind, weights in ranker.types.items()},
    }
    path, fresh = folder / FILE, folder / f"{FILE}.new"
    fresh.write_text(json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    fresh.replace(path)
    return load(folder)


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights that matter, to three digits."""
    return {name: round(w, 3) for name, w in sorted(weights.items()) if abs(w) >= 0.005}
