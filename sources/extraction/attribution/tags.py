"""Attribution beside a statement: "according to the mayor", and headings such as "Poll: ..."."""

from typing import TYPE_CHECKING

from sources.extraction.attribution.reading import Reading, Relation, pieces, reach, trimmed
from sources.extraction.attribution.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_HEADING = 6
FEW_WORDS = 3
PHRASE = {"NOUN", "PROPN", "ADJ", "DET", "NUM", "ADP", "PUNCT", "PART"}
GOES_ON = {"CCONJ", "SCONJ"}


def according_to(token: "Token", reading: Reading) -> Relation | None:
    """Return the relation of "according to": the source behind it, the sentence around it."""
    to = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "to"), None)
    whom = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or whom is None:
        return None
    doc, (first, last) = reading.doc, reading.sentence(token)
    source = trimmed(doc, reach(whom))
    end = source[1]
    said = [(first, token.i)]
    behind = doc[end + 1] if end + 1 < last and doc[end].text == "," else None
    opens = not pieces(doc, said)
    if opens or (behind is not None and not _breaks_off(behind)):
        said.append((end, last))
    said = pieces(doc, said)
    if not said:
        return None
    return Relation(whom, source, token, (token.i, to.i + 1), said, "according to", spoken=True)


def _breaks_off(token: "Token") -> bool:
    """Whether another clause begins here, which the source does not answer for."""
    return token.pos_ in GOES_ON or token.dep_ == "mark" or token.tag_ in ("WDT", "WP", "WRB")


def headings(doc: "Doc") -> list[Relation]:
    """Return what follows the name of a speaker or report and a colon at the start of a line.

    The heading speaks for its line, as in headlines and interviews.
    """
    found = []
    start = 0
    while start < len(doc):
        end = next((i for i in range(start, len(doc)) if "\n" in doc[i].text), len(doc))
        relation = _heading(doc, start, end)
        if relation is not None:
            found.append(relation)
        start = end + 1
    return found


def _heading(doc: "Doc", start: int, end: int) -> Relation | None:
    stop = min(end, start + LONGEST_HEADING + 1)
    colon = next((i for i in range(start + 1, stop) if doc[i].text == ":"), None)
    if colon is None or any(token.pos_ not in PHRASE for token in doc[start:colon]):
        return None
    speaker = doc[colon - 1]
    names = speaker.ent_type_ in ("PERSON", "ORG") or speaker.lemma_.lower() in words().headings
    said = pieces(doc, [(colon + 1, end)])
    if not names or not said or said[0][1] - said[0][0] < FEW_WORDS:
        return None
    source = trimmed(doc, (start, colon))
    return Relation(speaker, source, doc[colon], (colon, colon + 1), said, "heading", spoken=True)
