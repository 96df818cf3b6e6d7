"""Articles annotated claim by claim: which claims of the extractor are right, and which slots.

An annotation file is JSON: ``documents`` (file name: published, title) and ``claims``, each with
``doc``, ``start``, ``end``, ``event_type``, ``also`` and the slots as the extractor prints them.
"""

import json
import math
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sources.extraction.pipeline import extract
from sources.extraction.ranking.candidate import candidates
from sources.extraction.ranking.training import Example
from sources.extraction.report import claim_data

LONGEST, SHORT = 3, 120
KILOMETRES = 12742
STOP = frozenset(("the", "a", "an", "of", "by", "and", "in", "s", "mr", "ms", "mrs"))
Stated = dict[str, Any]


def annotated(path: Path, articles: Path) -> Iterator[Example]:
    """Yield the extractor's claims of the annotated articles, judged by the annotations."""
    gold = json.loads(path.read_text("utf-8"))
    for name, about in gold["documents"].items():
        text = (articles / name).read_text("utf-8")
        published = about.get("published")
        claims = extract(
            text,
            published=date.fromisoformat(published) if published else None,
            title=about.get("title"),
        ).claims
        stated = [claim for claim in gold["claims"] if claim["doc"] == name]
        read = [claim_data(claim) for claim in claims]
        twin = dict(_pairs(stated, read))
        for number, candidate in enumerate(candidates(claims, text)):
            same = twin.get(number)
            # A second claim of a sentence is right too where the annotation allows its type.
            known = same or next((g for g in stated if _says(g, read[number])), None)
            yield Example(
                candidate,
                name,
                right=known is not None,
                slots=_slots(same, read[number]) if same else {},
                event_type=same["event_type"] if same else None,
            )


def _pairs(stated: list[Stated], read: list[Stated]) -> Iterator[tuple[int, Stated]]:
    """Yield the claims that say the same, best first, each of them once."""
    ranked = sorted(
        (
            (sum(_slots(gold, claim).values()), i, j)
            for i, gold in enumerate(stated)
            for j, claim in enumerate(read)
            if _says(gold, claim)
        ),
        reverse=True,
    )
    taken: set[int] = set()
    found: set[int] = set()
    for _, i, j in ranked:
        if i not in taken and j not in found:
            taken.add(i)
            found.add(j)
            yield j, stated[i]


def _says(gold: Stated, claim: Stated) -> bool:
    shared = min(gold["end"], claim["end"]) - max(gold["start"], claim["start"])
    long, read = gold["end"] - gold["start"], claim["end"] - claim["start"]
    near = shared > 0 and shared >= 0.5 * min(long, read) and read <= LONGEST * max(long, SHORT)
    return near and claim["event_type"] in {gold["event_type"], *gold.get("also", [])}


def _slots(gold: Stated, claim: Stated) -> dict[str, bool]:
    return {
        "event_type": claim["event_type"] == gold["event_type"],
        "place": _same_place(gold["place"], claim["place"]),
        "date": _ends(gold["date"]) == _ends(claim["date"]),
        "counts": _counts(gold) == _counts(claim),
        "perpetrator": _same_words(gold["perpetrator"], claim["perpetrator"]),
        "speakers": _same_words(" ".join(gold["attribution"]), " ".join(claim["attribution"])),
        "stance": claim["stance"] == gold["stance"],
    }


def _ends(when: Stated | None) -> tuple[str, str] | None:
    return (when["start"], when["end"]) if when else None


def _counts(claim: Stated) -> list[tuple[Any, ...]]:
    rows = [(c["effect"], c["min"], c["max"], c["qualifier"]) for c in claim["counts"]]
    return sorted(rows, key=str)


def _same_place(gold: Stated | None, place: Stated | None) -> bool:
    if gold is None or place is None:
        return gold is place
    if gold["lat"] is None or gold["level"] == "country":
        return bool(place["country"] == gold["country"])
    if place["lat"] is None:
        return False
    one, other = (
        (math.radians(p["lat"]), math.radians(p["lon"])) for p in (gold, place)
    )  # fmt: skip
    chord = (
        math.sin((other[0] - one[0]) / 2) ** 2
        + math.cos(one[0]) * math.cos(other[0]) * math.sin((other[1] - one[1]) / 2) ** 2
    )
    return KILOMETRES * math.asin(math.sqrt(min(1.0, chord))) <= float(gold["radius_km"])


def _same_words(gold: str | None, words: str | None) -> bool:
    one, other = _names(gold), _names(words)
    return bool(one & other) if one and other else one == other


def _names(words: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (words or "").lower())) - STOP
