"""HRDsAttack (Ran and others 2023): what was done to defenders of human rights, where and when.

Each article has one record. Country, town and day are those of our digest. The kinds of violation
are learned on ``train`` from the article's words and our claims, and all figures are of ``dev``.
Shares are over the articles whose record has the value, and again over all articles, where saying
nothing is right if the record has nothing.
"""

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.evaluation.learning import Learner
from benchmarks.evaluation.types import Figure, SetError
from sources.extraction import extract
from sources.extraction.digest import Digest, digest
from sources.extraction.gazetteer import Gazetteer, load
from sources.extraction.gazetteer.names import letters
from sources.extraction.places.words import demonym
from sources.extraction.types import Extraction

FOLDER = "hrdsattack"
VIOLATION_BAR, COUNTRY_BAR, CITY_BAR, DAY_BAR = 0.72, 0.75, 0.50, 0.40
CUT = 0.4  # a kind is named from this probability, chosen on train
NOTHING = {"", "none", "unknown", "n/a", "nan"}
SOVEREIGN = {"HK": "CN", "MO": "CN"}
PARAGRAPH, TAG = re.compile(r"</p>"), re.compile(r"<[^>]+>")
LEAD, EARLY = 700, 1500


@dataclass(frozen=True, slots=True)
class Record:
    """One article, what was annotated, and what we read in it."""

    title: str
    text: str
    violations: frozenset[str]
    country: str | None
    city: str | None
    day: int | None
    perpetrator: bool
    extraction: Extraction
    digest: Digest


def measure(folder: Path) -> Iterator[Figure]:
    """Yield how often kinds of violation, country, town, day and perpetrator are right on dev."""
    gazetteer = load()
    train, dev = (list(read(folder / f"{part}.json", gazetteer)) for part in ("train", "dev"))
    yield from violations(train, dev)
    yield from places_and_days(dev, gazetteer)
    yield from perpetrators(dev)


def read(path: Path, gazetteer: Gazetteer) -> Iterator[Record]:
    """Yield the articles of a part with what we read in them."""
    try:
        samples = json.loads(path.read_text("utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise SetError(f"{path} cannot be read: {error}") from error
    for sample in samples:
        source, gold = sample["sample"], sample["merged_sample"]
        text = html.unescape(TAG.sub("", PARAGRAPH.sub("\n", source["Input.article_interface"])))
        day = said(source.get("Input.publish_date"))
        published = date.fromisoformat(day[:10]) if day else None
        extraction = extract(text, published=published, title=source["Input.title"])
        kinds = frozenset(gold["violation_types"] or ["unknown"])
        yield Record(
            title=source["Input.title"],
            text=text,
            violations=kinds - {"unknown"} or kinds,
            country=country_code(said(gold["country"]), gazetteer),
            city=said(gold["city"]),
            day=day_of_month(said(gold["date"])),
            perpetrator=bool(gold["perpetrator_mention"]),
            extraction=extraction,
            digest=digest(extraction, text, published=published),
        )


def said(value: Any) -> str | None:
    """Return what an annotator wrote, or None for "None", "unknown" and the like."""
    text = str(value).strip()
    return None if text.lower() in NOTHING else text


def day_of_month(text: str | None) -> int | None:
    """Return the day that "7", "07" or "7.0" is."""
    try:
        day = int(float(text or ""))
    except ValueError:
        return None
    return day if 1 <= day <= 31 else None


def country_code(name: str | None, gazetteer: Gazetteer) -> str | None:
    """Return the country that an annotator named, by the name of it, its people or a region."""
    if name is None:
        return None
    found = gazetteer.lookup(name)
    countries = [entry.country for entry in found if entry.kind == "country"]
    others = [entry.country for entry in found]
    code = next(iter(countries), None) or demonym(name) or next(iter(others), None) or name
    return SOVEREIGN.get(code, code)


def violations(train: Sequence[Record], dev: Sequence[Record]) -> Iterator[Figure]:
    """Yield precision, recall and F1 of the kinds of violation over all articles together."""
    kinds = sorted({kind for record in train for kind in record.violations} - {"unknown"})
    learner = Learner.fit(
        [features(record) for record in train],
        {kind: [kind in record.violations for record in train] for kind in kinds},
    )
    right = named = wanted = 0
    for record in dev:
        likely = learner.probabilities(features(record))
        ours = {kind for kind, p in likely.items() if p >= CUT} or {"unknown"}
        right += len(ours & record.violations)
        named += len(ours)
        wanted += len(record.violations)
    yield Figure("dev", "violation precision", right / named, named)
    yield Figure("dev", "violation recall", right / wanted, wanted)
    yield Figure("dev", "violation F1", 2 * right / (named + wanted), len(dev), VIOLATION_BAR)


def features(record: Record) -> dict[str, set[str]]:
    """Return the words and pairs of words of an article, those of its lead, and its claims."""
    words = re.findall(r"\w\w+", f"{record.title} {record.text}".lower())
    lead = re.findall(r"\w\w+", f"{record.title} {record.text[:LEAD]}".lower())
    claims = record.extraction.claims
    kinds = [claim.event_type for claim in claims]
    return {
        "text": {*words, *(f"{a} {b}" for a, b in pairwise(words))},
        "lead": set(lead),
        "claims": {
            *kinds,
            *(f"early {claim.event_type}" for claim in claims if claim.start < EARLY),
            *(f"first {kind}" for kind in kinds[:1]),
            *(f"often {kind}" for kind in kinds if kinds.count(kind) > 1),
        },
    }


def places_and_days(dev: Sequence[Record], gazetteer: Gazetteer) -> Iterator[Figure]:
    """Yield how often country, town and day of the main event are right."""
    countries = [(r.country is not None, country_is_right(r)) for r in dev]
    cities = [(r.city is not None, city_is_right(r, gazetteer)) for r in dev]
    days = [(r.day is not None, (r.digest.day and r.digest.day.day) == r.day) for r in dev]
    yield from shares("country", countries, COUNTRY_BAR)
    yield from shares("city", cities, CITY_BAR)
    yield from shares("day", days, DAY_BAR)


def shares(name: str, results: Sequence[tuple[bool, bool]], bar: float) -> Iterator[Figure]:
    known = [right for annotated, right in results if annotated]
    every = [right for _, right in results]
    yield Figure("dev", f"{name} accuracy", sum(known) / max(1, len(known)), len(known), bar)
    yield Figure("dev", f"{name} accuracy, silence too", sum(every) / len(every), len(every))


def country_is_right(record: Record) -> bool:
    code = record.digest.country
    return SOVEREIGN.get(code or "", code) == record.country


def city_is_right(record: Record, gazetteer: Gazetteer) -> bool:
    """Tell whether the town is the annotated one, under any of its names."""
    ours, wanted = record.digest.city, record.city
    if ours is None or wanted is None:
        return ours is wanted
    if letters(ours.name) == letters(wanted):
        return True
    numbers = {entry.geoname_id for entry in gazetteer.lookup(wanted)}
    return ours.gazetteer_id is not None and ours.gazetteer_id in numbers


def perpetrators(dev: Sequence[Record]) -> Iterator[Figure]:
    """Yield how well a claim with a perpetrator tells the articles that mention one."""
    ours = [any(claim.perpetrator for claim in record.extraction.claims) for record in dev]
    wanted = [record.perpetrator for record in dev]
    both = sum(a and b for a, b in zip(ours, wanted, strict=True))
    yield Figure("dev", "perpetrator mention precision", both / max(1, sum(ours)), sum(ours))
    yield Figure("dev", "perpetrator mention recall", both / max(1, sum(wanted)), sum(wanted))
