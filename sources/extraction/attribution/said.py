"""Who says what: clause complements, "according to", quotes with a running speaker, passives."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sources.extraction.attribution.relations import find_relations
from sources.extraction.attribution.words import words
from sources.extraction.cues import cues
from sources.extraction.pronouns import antecedent, is_person, is_plural
from sources.extraction.syntax import (
    child,
    children,
    noun_phrase,
    prep_objects,
    sentence_start,
    sentence_words,
    subject,
    text_of,
)
from sources.extraction.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

QUOTE = re.compile('“[^”\n]{2,2000}(?:”|(?=\n)|$)|(?<!\\w)"[^"\n]{2,2000}(?:"|(?=\n)|$)')
SINGLE_QUOTE = re.compile(r"(?:^|(?<=[\s:]))['‘](?=[A-Z])[^\n]{20,1500}?[,.!?]['’](?=\s|$)")


OTHER_RULES = {
    "preposition", "noun clause", "parataxis", "as he said", "spliced", "heading", "passive", "tag",
}  # fmt: skip
PERSON_BEFORE = 60
ADJACENT = 300


@dataclass(frozen=True, slots=True)
class Said:
    """Who says what by which cue; ``word`` is the pronoun or title that stands for the source."""

    source: "Token"
    cue: "Token"
    content: Span
    kind: str
    word: "Token | None" = None

    @property
    def names(self) -> list["Token"]:
        """The source, and the word that stands for it here."""
        return [self.source] if self.word is None else [self.source, self.word]

    def covers(self, token: "Token") -> bool:
        """Whether the token is part of what is said."""
        return self.content.start <= token.idx < self.content.end and token != self.cue


def find_said(doc: "Doc") -> list[Said]:
    """Return the attributions of the document in reading order, pronouns resolved."""
    found: list[Said] = []
    text = text_of(doc)
    quotes = [Span(m.start(), m.end()) for m in QUOTE.finditer(text)]
    quotes += [Span(m.start(), m.end()) for m in SINGLE_QUOTE.finditer(text)]
    speaker: Token | None = None
    spoke_at = 0
    spoken: list[Token] = []
    answered: set[Span] = set()
    told = _told_otherwise(doc)
    for sentence in doc.sents:
        here = [*_by_verb(sentence, quotes), *_according_to(sentence)]
        cues_here = {said.cue for said in here}
        here += [said for said in told.get(sentence.start, ()) if said.cue not in cues_here]
        here = [_resolved(said, spoken) for said in here]
        inner_first = sorted(here, key=lambda said: said.content.end - said.content.start)
        spoken += [said.source for said in inner_first] or _people_in(sentence)
        inside = [q for q in quotes if q.start < sentence.end_char and sentence.start_char < q.end]
        voice = next((s for s in here if not _in_quotes(s.cue, quotes)), None)
        if voice is not None:
            speaker, spoke_at = voice.source, voice.cue.idx
        elif inside:
            voice = _tagged(sentence, quotes, spoken)
            if voice is not None:
                speaker, spoke_at = voice.source, voice.cue.idx
                here.append(voice)
        for quote in inside:
            if voice is not None:
                if quote not in answered or _covers_none(found, quote):
                    here.append(replace(voice, content=quote, kind="quote"))
                    answered.add(quote)
            elif speaker is not None and quote not in answered and _near(spoke_at, quote, text):
                here.append(Said(speaker, speaker, quote, "running speaker"))
                answered.add(quote)
        found += here
    return found


def _told_otherwise(doc: "Doc") -> dict[int, list[Said]]:
    """Return by the start of its sentence what other words than plain verbs of speech tell."""
    told: dict[int, list[Said]] = {}
    for relation in find_relations(doc):
        if relation.rule not in OTHER_RULES or not relation.parts:
            continue
        lemma = relation.word.lemma_.lower()
        if lemma not in cues().speaking | words().accounts and relation.word.text != ":":
            continue
        first = doc[min(start for start, _ in relation.parts)]
        last = doc[max(end for _, end in relation.parts) - 1]
        content = Span(first.idx, last.idx + len(last.text))
        said = Said(relation.speaker, relation.word, content, "verb")
        told.setdefault(sentence_start(relation.word), []).append(said)
    return told


def _covers_none(found: list[Said], quote: Span) -> bool:
    return not any(said.content == quote and said.kind == "quote" for said in found)


def speakers_of(token: "Token", said: list[Said]) -> list[Said]:
    """Return the attributions whose content holds the token, the outermost first."""
    holding = [s for s in said if s.covers(token) and not _part_of(token, s.source)]
    holding.sort(key=lambda s: (s.content.start - s.content.end, s.cue.i))
    seen: set[str] = set()
    unique = []
    for relation in holding:
        if relation.source.text not in seen:
            seen.add(relation.source.text)
            unique.append(relation)
    return unique


def _by_verb(sentence: "Sentence", quotes: list[Span]) -> list[Said]:
    lists = cues()
    telling = lists.speaking | lists.finding | {"witness"}
    found = []
    for token in sentence:
        if token.pos_ != "VERB" or (lemma := token.lemma_.lower()) not in telling:
            continue
        source = _source(token)
        content = _content(token, lemma) if source is not None else None
        if source is not None and content is not None:
            found.append(Said(source, token, content, "verb"))
            continue
        agent = child(token, "agent")
        by = child(agent, "pobj") if agent is not None else None
        if by is not None and lemma in lists.speaking:
            found.append(Said(by, token, _rest(token), "passive"))
    return found


def _source(verb: "Token") -> "Token | None":
    if child(verb, "auxpass", "agent") is not None:
        return None
    source = subject(_regrouped(verb))
    if source is None or source.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT"):
        return None
    if any(c.lower_ == "any" for c in source.lefts) or source.pos_ not in (
        "NOUN",
        "PROPN",
        "PRON",
        "NUM",
        "ADJ",
    ):
        return None
    return (
        source
        if source.lower_ not in ("there", "it", "this", "that", "which")
        or verb.lemma_ in ("say", "add", "note", "report")
        else None
    )


def _regrouped(verb: "Token") -> "Token":
    """Return the verb whose subject speaks: "experts came after troops left and confirmed ..."."""
    if verb.dep_ == "conj" and verb.head.dep_ == "advcl" and child(verb, "nsubj") is None:
        main = verb.head.head
        if verb.head.tag_ == verb.tag_ == "VBD" and main.tag_ == "VBD":
            return main
    return verb


def _content(verb: "Token", lemma: str) -> Span | None:
    lists = cues()
    taken = child(verb, "dobj")
    if lemma == "claim" and taken is not None and taken.lemma_ == "life":
        return None
    clauses = (
        children(verb, "ccomp", "xcomp") if lemma not in lists.weak else children(verb, "ccomp")
    )
    if (
        not clauses
        and lemma in lists.speech["accuse"] | lists.speech["deny"] | lists.speech["confirm"]
    ):
        clauses = children(verb, "dobj", "prep", "xcomp")
    if not clauses and lemma in lists.describing:
        clauses = children(verb, "dobj", "prep", "pcomp")
    if not clauses and lemma in lists.finding | {"see", "hear", "witness"} and _observes(verb):
        clauses = children(verb, "dobj")
    if not clauses and lemma == "tell":
        told = child(verb, "dobj")
        clauses = children(told, "relcl") if told is not None else []
    if not clauses and lemma == "say" and taken is not None and _misread(verb, taken):
        return Span(taken.left_edge.idx, _rest(verb).end)
    if not clauses and verb.dep_ == "parataxis":
        return _rest(verb)
    if not clauses:
        return None
    start = min(clause.left_edge.idx for clause in clauses)
    end = max(clause.right_edge.idx + len(clause.right_edge.text) for clause in clauses)
    if start < verb.idx < end and verb.i - clauses[0].left_edge.i > 1:
        source = subject(verb)
        if end > verb.idx and source is not None and source.idx > start:
            tail = [t for c in clauses for t in c.subtree if t.i > verb.i]
            return Span(start, end if tail else verb.idx)
    return Span(start, end)


def _misread(verb: "Token", taken: "Token") -> bool:
    """Whether the object is rather the subject of a clause: "said the man, 40, gave an order"."""
    joined = any(part.dep_ == "cc" for part in verb.rights)
    return taken.i > verb.i and not joined and child(verb, "conj") is not None


def _observes(verb: "Token") -> bool:
    """Whether the verb tells what witnesses saw or investigators found."""
    source = subject(verb)
    if source is None:
        return False
    words = {t.lemma_.lower() for t in source.subtree if t.i - source.i < 2}
    return bool(words & (cues().observers | cues().investigators))


def _according_to(sentence: "Sentence") -> list[Said]:
    found = []
    for token in sentence:
        if token.lower_ == "according":
            sources = [obj for prep in children(token, "prep") for obj in children(prep, "pobj")]
            for source in sources:
                if source.lemma_ not in ("finding", "plan", "law", "schedule", "estimate"):
                    found += [
                        Said(s, token, _rest(token), "according to") for s in _parties(source)
                    ]
    return found


def _parties(source: "Token") -> list["Token"]:
    """Return who stands behind a source: the ministry behind "figures by the ministry"."""
    if source.lemma_ in (
        "figure",
        "report",
        "statement",
        "datum",
        "count",
        "tally",
        "account",
        "source",
        "estimate",
        "record",
    ):
        behind = prep_objects(source, "by", "from", "of")
        if behind and source.lemma_ != "source":
            return behind[:1]
    return [source, *children(source, "conj")]


def _people_in(sentence: "Sentence") -> list["Token"]:
    """Return the people who are subjects of the sentence: whom a later "he" may mean."""
    return [t for t in sentence if t.dep_ in ("nsubj", "nsubjpass") and t.ent_type_ == "PERSON"]


def _tagged(sentence: "Sentence", quotes: list[Span], spoken: "list[Token]") -> Said | None:
    """Return the speech tag of a sentence that holds a quote: "...," he said."""
    lists = cues()
    for token in sentence:
        if (
            token.pos_ == "VERB"
            and token.lemma_.lower() in lists.speaking
            and not _in_quotes(token, quotes)
        ):
            source = _source(token)
            if source is not None and token.lemma_.lower() not in lists.weak:
                return _resolved(Said(source, token, Span(token.idx, token.idx + 1), "tag"), spoken)
    return None


def _resolved(said: Said, spoken: "list[Token]") -> Said:
    """Return the relation with a pronoun replaced by whom it stands for."""
    pronoun = said.source
    if pronoun.tag_ != "PRP":
        name = _described(pronoun, spoken) or _named(pronoun)
        return said if name == pronoun else replace(said, source=name, word=pronoun)
    stands_for = antecedent(pronoun) or _last_fitting(pronoun, spoken) or _person_before(said)
    return replace(said, source=stands_for or pronoun, word=pronoun)


def _described(source: "Token", spoken: "list[Token]") -> "Token | None":
    """Return the named speaker that a bare "the group" or "the soldier" just after stands for."""
    parts = list(source.children)
    if source.tag_ != "NN" or [part.lower_ for part in parts] != ["the"]:
        return None
    if source.lemma_.lower() in words().bodies:
        return next((t for t in reversed(spoken) if _is_body(t)), None)
    last = spoken[-1] if spoken else None
    if last is None or last.ent_type_ != "PERSON" or not is_person(source):
        return None
    return last if source.idx - last.idx < ADJACENT else None


def _is_body(token: "Token") -> bool:
    """Whether a name can be that of an organisation."""
    return token.pos_ == "PROPN" and token.ent_type_ not in ("PERSON", "GPE", "NORP", "LOC")


def _person_before(said: Said) -> "Token | None":
    """Return the last person told of before a "he" or "she" that no speaker fits."""
    pronoun = said.source
    if pronoun.lower_ not in ("he", "she"):
        return None
    for position in range(pronoun.i - 1, max(-1, pronoun.i - PERSON_BEFORE), -1):
        token = pronoun.doc[position]
        told_of = token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj") and is_person(token)
        if told_of and not said.covers(token):
            return token
    return None


def _named(source: "Token") -> "Token":
    """Return the name in "the police chief, Ann Lee", the better half of an apposition."""
    if source.pos_ == "PROPN":
        return source
    name = child(source, "appos")
    return name if name is not None and name.pos_ == "PROPN" else source


def _last_fitting(pronoun: "Token", spoken: "list[Token]") -> "Token | None":
    """Return the last speaker whom the pronoun fits, a named one before a described one."""
    form = pronoun.lower_
    fitting = [
        t
        for t in spoken
        if (form in ("he", "she") and is_person(t))
        or (form == "they" and is_plural(t))
        or (form == "it" and not is_person(t) and t.tag_ != "NNS")
        or form in ("i", "we")
    ]
    if form in ("he", "she"):
        named = [t for t in fitting[-3:] if t.ent_type_ == "PERSON"]
        return named[-1] if named else (fitting[-1] if fitting else None)
    return fitting[-1] if fitting else None


def _rest(token: "Token") -> Span:
    """Return the whole sentence of the cue."""
    words = sentence_words(token)
    return Span(words[0].idx, words[-1].idx + len(words[-1].text))


def _in_quotes(token: "Token", quotes: list[Span]) -> bool:
    return any(q.start <= token.idx < q.end for q in quotes)


def _near(spoke_at: int, quote: Span, text: str) -> bool:
    """Whether the last speaker spoke in this paragraph or the one before."""
    return text.count("\n", spoke_at, quote.start) <= 3


def _part_of(token: "Token", source: "Token") -> bool:
    phrase = noun_phrase(source)
    return phrase.start <= token.idx < phrase.end
