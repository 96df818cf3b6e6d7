"""What a date expression is read against: its sentence, the published date, earlier dates."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sources.extraction.dates.intervals import Interval, UnresolvedError

_AHEAD = re.compile(
    r"\b(?:will|won't|shall|to be|is to|are to|due|scheduled|plans?|planned|planning|expects?"
    r"|expected|set (?:for|to)|going to|until|by|extended to|deadline|upcoming|tomorrow|next"
    r"|payable"
    r"|effective|expires?|proposed|would|may|could|intends?|agreed to|to \w+ (?:on|in))\b|['’]ll\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?<!be )(?:was|were|had|did|since|after|killed|died|shot|told|held|took|began|met|left|came"
    r"|went|found|\w{3,}ed)\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|says|told \w+)(?: on| late| early)* $", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;]\s+(?=[A-Z\"“])|\n")
_WILL = re.compile(r"^[^.;]{0,40}\b(?:will|is due|are due|is to|are to)\b")
NEAR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one match; ``earlier`` holds what the text named before, last first."""

    text: str
    match: re.Match[str]
    published: date | None
    earlier: Sequence[Interval]

    @property
    def reference(self) -> date:
        """The day to count from; without one, the words stay unresolved."""
        if self.published is None:
            raise UnresolvedError(self.match[0])
        return self.published

    def before(self, length: int = 90) -> str:
        """Return the words of the sentence that lead up to the match."""
        start = self.match.start()
        return _SENTENCE_END.split(self.text[max(0, start - length) : start])[-1]

    def after(self, length: int = 60) -> str:
        """Return the words of the sentence that follow the match."""
        end = self.match.end()
        return _SENTENCE_END.split(self.text[end : end + length])[0]

    def looks_ahead(self) -> bool:
        """Tell whether the sentence says that this is still to come."""
        before = self.before()
        if _SAID.search(before):
            return False
        ahead, behind = _last(_AHEAD, before), _last(_BEHIND, before)
        return ahead >= max(behind, 0) or (behind < 0 and bool(_WILL.search(self.after())))

    def looks_back(self) -> bool:
        """Tell whether the sentence says that this is past."""
        before = self.before()
        ahead, behind = _last(_AHEAD, before), _last(_BEHIND, before)
        return behind > ahead or (ahead < 0 and bool(_BEHIND.search(self.after(40))))


Resolve = Callable[[re.Match[str], Context], Interval | None]
_RULES: dict[str, list[tuple[re.Pattern[str], Resolve]]] = {}


def rule(anchor: str, *patterns: str) -> Callable[[Resolve], Resolve]:
    """Register how words around an anchor become an interval; None means that they are no date."""

    def register(resolve: Resolve) -> Resolve:
        for pattern in patterns:
            compiled = re.compile(rf"(?<![\w$€£#]){pattern}(?!\w)", re.IGNORECASE)
            _RULES.setdefault(anchor, []).append((compiled, resolve))
        return resolve

    return register


def matches(
    anchors: Sequence[str], text: str, start: int, end: int
) -> Iterator[tuple[re.Match[str], Resolve]]:
    """Yield what the rules of some anchors find between two offsets."""
    for anchor in anchors:
        for pattern, resolve in _RULES[anchor]:
            for match in pattern.finditer(text, start, end):
                yield match, resolve


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
