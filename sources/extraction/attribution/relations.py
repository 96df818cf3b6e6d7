"""All that a document attributes to somebody, from verbs, nouns, tags and quotations."""

from typing import TYPE_CHECKING

from sources.extraction.attribution.nouns import by_adjective, by_noun
from sources.extraction.attribution.quotes import attach, read_quotes
from sources.extraction.attribution.reading import Reading, Relation, Run
from sources.extraction.attribution.tags import according_to, headings
from sources.extraction.attribution.verbs import by_verb
from sources.extraction.types import Attribution, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

READERS = {"VERB": by_verb, "NOUN": by_noun, "ADJ": by_adjective}


def find_relations(doc: "Doc") -> list[Relation]:
    """Return who is said to say, think or want what, one relation for each cue.

    They are kept with the document: claims and printed attributions both ask for them.
    """
    kept: list[Relation] | None = doc.user_data.get("attribution")
    if kept is None:
        reading = Reading(doc)
        found = [relation for token in doc if (relation := _read(token, reading)) is not None]
        kept = attach(read_quotes(reading), found + headings(doc), reading)
        doc.user_data["attribution"] = kept
    return kept


def _read(token: "Token", reading: Reading) -> Relation | None:
    if token.lower_ == "according":
        return according_to(token, reading)
    reader = READERS.get(token.pos_)
    return reader(token, reading) if reader is not None else None


def find_attributions(doc: "Doc") -> list[Attribution]:
    """Return the outermost attributions in reading order.

    What stands inside the words of another speaker is that speaker's and no attribution of its
    own. What goes on in another line of the article comes as an attribution for each line.
    """
    return [
        Attribution(_span(doc, relation.source), _span(doc, relation.cue), _span(doc, said))
        for relation in outermost(find_relations(doc))
        for said in _stretches(relation, doc)
    ]


def outermost(relations: list[Relation]) -> list[Relation]:
    """Return the relations whose cue no other relation tells, in reading order."""
    kept: list[Relation] = []
    told: set[int] = set()
    for relation in sorted(relations, key=lambda relation: -relation.length):
        if relation.parts and relation.word.i not in told:
            kept.append(relation)
            told.update(i for part in relation.parts for i in range(*part))
    return sorted(kept, key=lambda relation: relation.word.i)


def _stretches(relation: Relation, doc: "Doc") -> list[Run]:
    """Return what is said, from its first word to its last, in each line."""
    stretches: list[Run] = []
    for start, end in sorted(relation.parts):
        if stretches and not any("\n" in token.text for token in doc[stretches[-1][1] : start]):
            stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
        else:
            stretches.append((start, end))
    return stretches


def _span(doc: "Doc", run: Run) -> Span:
    last = doc[run[1] - 1]
    return Span(doc[run[0]].idx, last.idx + len(last.text))
