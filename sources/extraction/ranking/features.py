"""The marks and words of a claim that tell a right one from a wrong one."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from sources.extraction.lexicon import read_data
from sources.extraction.ranking.candidate import SLOTS, Candidate, reasons

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*")
NEAR = 2
BIAS = "always"


def features(candidate: Candidate) -> dict[str, float]:
    """Return the features of a claim: marks count one each, all its words together one.

    >>> features(Candidate("torture", ""))["event_type=torture"]
    1.0
    """
    found = dict.fromkeys(marks(candidate), 1.0)
    return {BIAS: 1.0, **found, **words(candidate.quote, candidate.trigger)}


def marks(candidate: Candidate) -> Iterator[str]:
    """Yield what the rules and the parse say of the claim."""
    yield f"event_type={candidate.event_type}"
    yield f"stance={candidate.stance}"
    for slot in SLOTS:
        if slot in candidate.filled or slot in candidate.rules:
            for reason in reasons(candidate, slot):
                yield f"{slot}:{reason}"
    for name in sorted(candidate.filled - set(SLOTS)):
        yield f"has {name}"
    if candidate.rules and not candidate.filled & {"place", "date", "counts", "perpetrator"}:
        yield "bare"
    yield f"place={candidate.place}"
    yield f"date={candidate.date}"
    if candidate.aggregate:
        yield "aggregate"
    if candidate.alike:
        yield "told again" if candidate.alike < 3 else "told often"
    if candidate.position:
        yield "lead" if candidate.position < 0.15 else "body"
    length = len(candidate.quote.split())
    yield "length=" + ("short" if length < 9 else "medium" if length < 30 else "long")
    yield from _cues(candidate.quote)


def _cues(quote: str) -> Iterator[str]:
    lowered = [word.lower() for word in WORD.findall(quote)]
    for name, listed in _cue_words().items():
        if not listed.isdisjoint(lowered):
            yield f"cue:{name}"
    if any(len(word) == 4 and word.isdigit() and word[:2] in ("18", "19") for word in lowered):
        yield "cue:last century"
    if quote.rstrip().endswith("?"):
        yield "cue:question"


def words(quote: str, trigger: str) -> Mapping[str, float]:
    """Return the words and pairs of words, those near the trigger once more, as one vector."""
    lowered = ["0" if word[0].isdigit() else word.lower() for word in WORD.findall(quote)]
    named = {f"w:{word}" for word in lowered}
    named |= {f"w:{one} {other}" for one, other in pairwise(lowered)}
    if trigger.lower() in lowered:
        at = lowered.index(trigger.lower())
        named.add(f"t:{trigger.lower()}")
        around = range(max(0, at - NEAR), min(len(lowered), at + NEAR + 1))
        named |= {f"{'<' if n < at else '>'}:{lowered[n]}" for n in around if n != at}
    return dict.fromkeys(sorted(named), len(named) ** -0.5 if named else 0.0)


@cache
def _cue_words() -> dict[str, frozenset[str]]:
    realis = read_data("cues.toml")["realis"]
    return {
        "modal": frozenset(realis["modals"]),
        "condition": frozenset(realis["conditions"]),
        "unreal noun": frozenset(realis["unreal_nouns"]),
        "negation": frozenset({"no", "not", "nobody", "none", "never", "without"}),
        "ahead": frozenset({"plan", "plans", "planned", "threatened", "vowed", "ahead", "next"}),
    }
