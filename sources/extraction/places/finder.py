"""Find the places of a parsed document and locate them."""

from typing import TYPE_CHECKING

from sources.extraction.gazetteer import Entry, Gazetteer
from sources.extraction.places.candidates import Candidate, candidates
from sources.extraction.places.capitals import main_country, unnamed_capitals
from sources.extraction.places.locate import Share, locate
from sources.extraction.places.parties import is_party
from sources.extraction.places.reading import Reading, read
from sources.extraction.places.recognise import recognise
from sources.extraction.places.unlisted import stands_after_preposition, surroundings
from sources.extraction.places.words import HINTS, PLACE_LABELS
from sources.extraction.types import Place, Precision, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PRECISION: dict[str, Precision] = {
    "settlement": "settlement",
    "district": "district",
    "region": "region",
    "country": "country",
    "area": "region",
}


def find_places(
    doc: "Doc",
    gazetteer: Gazetteer,
    *,
    focus_country: str | None = None,
    toponyms: bool = False,
) -> list[Place]:
    """Return the places that a document names, in reading order and without overlaps.

    Names that stand for who acts ("Moscow denied", "blamed Russia") are left out, unless
    ``toponyms`` asks for every name of a place. ``focus_country`` is where the reader expects
    things to happen.
    """
    reading = read(doc)
    mentions = recognise(reading, candidates(reading, gazetteer), toponyms=toponyms)
    located = locate(reading, mentions, focus_country)
    around = surroundings(reading, mentions, located)
    country = main_country(reading, located)
    found = [
        _place(reading, mention, share) if share else _unlisted(reading, mention, outer, country)
        for mention, share, outer in zip(mentions, located, around, strict=True)
        if _is_kept(reading, mention, share, outer, toponyms=toponyms)
    ]
    if toponyms:
        return found
    capitals = [
        _listed(entry, Span(reading.starts[start], reading.end_of(end - 1)), score=1.0)
        for start, end, entry in unnamed_capitals(reading, mentions, located, gazetteer)
    ]
    owners = {capital.span.start for capital in capitals}
    kept = [place for place in found if place.span.start not in owners]
    return sorted((*kept, *capitals), key=lambda place: place.span.start)


def _is_kept(
    reading: Reading,
    mention: Candidate,
    share: Share | None,
    outer: Share | None,
    *,
    toponyms: bool,
) -> bool:
    """Tell whether a name says where, not who; an unknown one only where places stand."""
    if share is not None:
        return toponyms or not is_party(reading, mention, share[0])
    if mention.told:
        return True
    stands = toponyms or outer is not None or stands_after_preposition(reading, mention)
    return stands and reading.label[mention.start] in PLACE_LABELS


def _place(reading: Reading, mention: Candidate, share: Share) -> Place:
    entry, score = share
    return _listed(entry, _span(reading, mention), score)


def _listed(entry: Entry, span: Span, score: float) -> Place:
    return Place(
        name=entry.name,
        span=span,
        precision=_PRECISION[entry.kind],
        gazetteer_id=entry.geoname_id or None,
        admin1=_admin1(entry),
        country=entry.country or None,
        latitude=entry.latitude,
        longitude=entry.longitude,
        score=round(score / 2 if entry.approximate else score, 3),
    )


def _unlisted(
    reading: Reading, mention: Candidate, outer: Share | None, country: str | None
) -> Place:
    """Keep a place as written, where what it is said to lie in is, or in the text's country."""
    span = _span(reading, mention)
    last = HINTS.get(mention.text.lower().split()[-1])
    precision = last or mention.hint or "settlement"
    if outer is None:
        return Place(name=mention.text, span=span, precision=precision, country=country)
    entry, score = outer
    return Place(
        name=mention.text,
        span=span,
        precision=precision,
        admin1=_admin1(entry),
        country=entry.country or None,
        latitude=entry.latitude,
        longitude=entry.longitude,
        score=round(score / 2, 3),
    )


def _admin1(entry: Entry) -> str | None:
    return entry.name if entry.kind == "region" else entry.admin1


def _span(reading: Reading, mention: Candidate) -> Span:
    return Span(reading.starts[mention.start], reading.end_of(mention.end - 1))
