"""Quotations: where they stand in the text and who speaks them, over sentences and paragraphs."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sources.extraction.attribution.reading import Reading, Relation, Run, by_dependency
from sources.extraction.attribution.sources import source_phrase, speaker_of
from sources.extraction.attribution.verbs import cue_run
from sources.extraction.attribution.words import words
from sources.extraction.syntax import text_of
from sources.extraction.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

MARK = re.compile("“|”|\"|''+|``|\n")
SHORTEST = 3
FEW_WORDS = 3
BEFORE_QUOTE = '\n.!?:,”"—–'
AFTER, BEFORE = 14, 16
LINES_APART = 2
END = {".", "!", "?"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation; a ``whole`` one is no mere word or two inside a sentence of the article."""

    run: Run
    span: Span
    whole: bool
    ends_sentence: bool


def quote_spans(text: str) -> Iterator[Span]:
    """Yield the quotations with their marks; one that is never closed ends with its line.

    >>> [(q.start, q.end) for q in quote_spans('“We left,” he said. "All of us."')]
    [(0, 10), (20, 32)]
    """
    start: int | None = None
    for mark in MARK.finditer(text):
        sign, here = mark.group(), mark.start()
        opens = sign in ("“", "``")
        if start is not None and (sign == "\n" or opens):
            yield from _span(start, here)
        elif start is not None:
            yield from _span(start, mark.end())
        elif not opens and sign not in ("”", "\n"):
            opens = _may_open(text, here, mark.end())
        start = here if opens else None
    if start is not None:
        yield from _span(start, len(text))


def _span(start: int, end: int) -> Iterator[Span]:
    if end - start > SHORTEST:
        yield Span(start, end)


def _may_open(text: str, start: int, end: int) -> bool:
    """Whether a straight mark stands before a word and not behind one."""
    return not text[start - 1 : start].isalnum() and text[end : end + 1].strip() != ""


def read_quotes(reading: Reading) -> list[Quote]:
    """Return the quotations of the document in order."""
    text, offsets = text_of(reading.doc), [token.idx for token in reading.doc]
    found = []
    for span in quote_spans(text):
        first = bisect_right(offsets, span.start) - 1
        last = bisect_right(offsets, span.end - 1)
        before = text[max(0, span.start - 12) : span.start].rstrip(" ")[-1:]
        body = text[span.start : span.end].strip("“”\"' ")
        ending = body[-1:]
        whole = not before or before in BEFORE_QUOTE
        if before not in ("\n", ":", ".") and len(body.split()) < FEW_WORDS:
            whole = whole and ending in (",", ".", "!", "?")
        found.append(Quote((first, last), span, whole, ending == "."))
    return found


def attach(quotes: list[Quote], relations: list[Relation], reading: Reading) -> list[Relation]:
    """Return the relations with each quotation added to that of its speaker.

    A quotation belongs to the words of speech that it stands in; else to the tag behind or before
    it; else to the speaker who was quoted last, in this paragraph or the one before.
    """
    quoted = {i for quote in quotes for i in range(*quote.run)}
    by_cue = {relation.word.i: relation for relation in relations}
    telling = _telling([r for r in relations if r.word.i not in quoted])
    text = text_of(reading.doc)
    speaking: Relation | None = None
    until = 0
    for number, quote in enumerate(quotes):
        owner = next((telling[i] for i in range(*quote.run) if i in telling), None)
        if owner is None or not owner.spoken:
            if not quote.whole:
                continue
            owner = _tagged(quotes, number, quoted, by_cue, reading)
            if owner is None and text.count("\n", until, quote.span.start) <= LINES_APART:
                owner = speaking
        if owner is not None:
            owner.parts.append(quote.run)
            speaking, until = owner, quote.span.end
    return list(by_cue.values())


def _telling(relations: list[Relation]) -> dict[int, Relation]:
    """Return for each word that is said the relation that says most around it."""
    telling: dict[int, Relation] = {}
    for relation in sorted(relations, key=lambda relation: relation.length):
        for part in relation.parts:
            telling.update(dict.fromkeys(range(*part), relation))
    return telling


def _tagged(
    quotes: list[Quote],
    number: int,
    quoted: set[int],
    by_cue: dict[int, Relation],
    reading: Reading,
) -> Relation | None:
    """Return the relation of the tag behind the quotation, else of the one before it."""
    start, end = quotes[number].run
    following = quotes[number + 1].run[0] if number + 1 < len(quotes) else len(reading.doc)
    preceding = quotes[number - 1].run[1] if number else 0
    behind = range(end, end if quotes[number].ends_sentence else min(following, end + AFTER))
    before = range(start - 1, max(preceding, start - BEFORE) - 1, -1)
    for positions in (behind, before):
        for position in positions:
            token = reading.doc[position]
            if "\n" in token.text or (token.text in END and position != end):
                break
            if token.pos_ != "VERB" or token.lemma_.lower() not in words().say:
                continue
            if position not in by_cue:
                speaker = speaker_of(token, reading)
                if position in quoted or speaker is None or speaker.i in quoted:
                    continue
                by_cue[position] = _tag(token, speaker)
            return by_cue[position]
    return None


def _tag(verb: "Token", speaker: "Token") -> Relation:
    cue = cue_run(verb, by_dependency(verb))
    return Relation(speaker, source_phrase(speaker), verb, cue, [], "tag", spoken=True)
