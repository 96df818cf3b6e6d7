"""The measure of Du, Rush and Cardie (2021) for MUC-4 templates.

Templates of one report are paired so that the report's F1 is highest; two can be paired only where
they are of one kind. A filler is right if it is one of an entity's wordings. The kind of a template
counts as one more slot.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.roles.corpus import Key
from benchmarks.roles.evidence import ROLES
from benchmarks.roles.templates import Template

SLOTS = ("kind", *ROLES)
ALL = "all slots"
Pairs = dict[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Fillers said and how many of them are right; fillers wanted and how many were found."""

    right: int = 0
    said: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.right + other.right,
            self.said + other.said,
            self.found + other.found,
            self.wanted + other.wanted,
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> Tally(right=1, said=2, found=1, wanted=2).f1
        0.5
        """
        if not self.right or not self.found:
            return 0.0
        precision, recall = self.right / self.said, self.found / self.wanted
        return 2 * precision * recall / (precision + recall)


def score(reports: Iterable[tuple[Sequence[Template], Sequence[Key]]]) -> dict[str, Tally]:
    """Return the tally of each slot over all reports, and of all slots together."""
    totals = dict.fromkeys(SLOTS, Tally())
    for said, wanted in reports:
        for slot, tally in score_report(said, wanted).items():
            totals[slot] += tally
    return totals | {ALL: sum(totals.values(), Tally())}


def score_report(said: Sequence[Template], wanted: Sequence[Key]) -> dict[str, Tally]:
    """Return the tally of each slot under the best pairing."""
    return max(
        (_tally(said, wanted, pairs) for pairs in _pairings(said, wanted)),
        key=lambda slots: sum(slots.values(), Tally()).f1,
    )


def _pairings(said: Sequence[Template], wanted: Sequence[Key], first: int = 0) -> Iterator[Pairs]:
    if first == len(said):
        yield {}
        return
    for rest in _pairings(said, wanted, first + 1):
        yield rest
        for index, key in enumerate(wanted):
            if index not in rest.values() and said[first].kind in key.kind:
                yield rest | {first: index}


def _tally(said: Sequence[Template], wanted: Sequence[Key], pairs: Pairs) -> dict[str, Tally]:
    matched = [(said[ours], wanted[theirs]) for ours, theirs in pairs.items()]
    slots = {"kind": Tally(len(pairs), len(said), len(pairs), len(wanted))}
    for role in ROLES:
        slots[role] = Tally(
            right=sum(
                _right(name, key, role) for ours, key in matched for name in ours.fillers[role]
            ),
            said=sum(len(template.fillers[role]) for template in said),
            found=sum(
                bool(set(entity) & set(ours.fillers[role]))
                for ours, key in matched
                for entity in key.roles[role]
            ),
            wanted=sum(len(key.roles[role]) for key in wanted),
        )
    return slots


def _right(name: str, key: Key, role: str) -> bool:
    return any(name in entity for entity in key.roles[role])
