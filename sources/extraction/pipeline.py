"""Text and published date in, claims out. Pure: no database, no network, no clock."""

from datetime import date
from typing import TYPE_CHECKING

from sources.extraction import boilerplate, dates, gazetteer, places, ranking
from sources.extraction.arguments import Event
from sources.extraction.assemble import (
    Context,
    answer,
    echoes,
    in_disaster,
    make_claim,
    repeats,
)
from sources.extraction.attribution import find_attributions, find_said
from sources.extraction.causes import is_natural, tells_of_disaster
from sources.extraction.confidence import with_scores
from sources.extraction.events import find_events
from sources.extraction.joining import join
from sources.extraction.language import language_of
from sources.extraction.lending import with_told_day, with_told_town
from sources.extraction.model import load_model, model_version
from sources.extraction.realis import why_unreal
from sources.extraction.responses import find_response
from sources.extraction.setting import main_place
from sources.extraction.stance import is_denial, is_negated
from sources.extraction.types import Extraction

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Sentence

PIPELINE = "claims-en 1"
BATCH = 128  # lines, not articles: small batches of short lines cost a sixth more time


def extract(
    text: str,
    *,
    published: date | None = None,
    title: str | None = None,
    focus_country: str | None = None,
    ranker: ranking.Ranker | None = None,
    toponyms: bool = False,
) -> Extraction:
    """Return the claims of an article, and the places, dates and attributions they rest on.

    Claims are read in English only; an article in another language comes back with its language
    and no claims. ``focus_country`` is the ISO code of the country that the project is about.
    ``ranker`` says how sure each claim is; without one, that which comes with the code.
    ``toponyms`` asks for every name of a place beside the places where things happen.
    """
    ranker = ranker or ranking.load()
    pipeline = f"{PIPELINE} ranker {ranker.version}"
    language = language_of(text)
    if language != "en":
        return Extraction(pipeline, model_version(), language, ())
    lines = boilerplate.paragraphs(text, title=title)
    doc = parse([line.text for line in lines])
    known = gazetteer.load()
    context = Context(
        places=places.find_places(doc, known, focus_country=focus_country),
        dates=dates.find_dates(text, published),
        said=find_said(doc),
        published=published,
    )
    context.disaster = tells_of_disaster(doc)
    context.main_place = main_place(context.places, doc)
    furniture = [(line.start, line.end) for line in lines if line.furniture]
    for sentence in doc.sents:
        if not any(start <= sentence.start_char < end for start, end in furniture):
            read_sentence(sentence, context)
    claims = with_told_town(with_told_day(context.claims, published), context.places)
    return Extraction(
        pipeline=pipeline,
        model=model_version(),
        language=language,
        claims=tuple(with_scores(claims, text, ranker)),
        places=tuple(context.places),
        toponyms=tuple(places.find_places(doc, known, toponyms=True)) if toponyms else (),
        dates=tuple(context.dates),
        attributions=tuple(find_attributions(doc)),
        gazetteer=known.version,
    )


def parse(lines: list[str]) -> "Doc":
    """Return one document parsed line by line, so that a headline never runs into the next line."""
    from spacy.tokens import Doc  # noqa: PLC0415 -- spaCy takes a second to import

    nlp = load_model()
    return Doc.from_docs(list(nlp.pipe(lines or [""], batch_size=BATCH)), ensure_whitespace=False)


def read_sentence(sentence: "Sentence", context: Context) -> None:
    """Add the claims of one sentence to the context."""
    events = [event for event in find_events(sentence) if _counts_as_event(event, context)]
    happenings = [h for h in join(events) if not (repeats(h, context) or in_disaster(h, context))]
    happenings = [h for h in happenings if not echoes(h, happenings, context)]
    for happening in happenings:
        others = [other for other in happenings if other is not happening]
        make_claim(happening, sentence, context, others)
    response = find_response(sentence)
    if response is not None:
        answer(response, sentence, context)


def _counts_as_event(event: Event, context: Context) -> bool:
    if event.support is None or is_natural(event) or why_unreal(event) is not None:
        return False
    return not is_negated(event) or is_denial(event, context.said)
