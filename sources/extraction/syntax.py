"""Reading dependency parses: who does what to whom, and how far a phrase reaches."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sources.extraction.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = {"nsubj", "nsubjpass", "csubj"}


def child(token: "Token", *deps: str) -> "Token | None":
    """Return the first child with one of these dependencies."""
    return next((c for c in token.children if c.dep_ in deps), None)


def children(token: "Token", *deps: str) -> list["Token"]:
    """Return the children with one of these dependencies."""
    return [c for c in token.children if c.dep_ in deps]


def prep_objects(token: "Token", *prepositions: str) -> list["Token"]:
    """Return what these prepositions of the token govern, with coordinated objects."""
    found: list[Token] = []
    for prep in token.children:
        if prep.dep_ in ("prep", "agent", "dative") and prep.lower_ in prepositions:
            for obj in children(prep, "pobj", "pcomp"):
                found += with_conjuncts(obj)
    return found


def with_conjuncts(token: "Token") -> list["Token"]:
    """Return the token and the tokens coordinated to its right.

    The chain of coordination is followed as the parser builds it: each conjunct hangs from the one
    before.
    """
    found = [token]
    for conjunct in children(token, "conj"):
        found += with_conjuncts(conjunct)
    return found


def list_head(token: "Token") -> "Token":
    """Return the first item of the list that a word stands in, itself where it stands in none."""
    while token.dep_ in ("conj", "appos") or token.head.lower_ == "including":
        token = token.head.head if token.head.lower_ == "including" else token.head
    return token


def is_passive(verb: "Token") -> bool:
    """Whether the verb form is a passive: "were shot", "men shot by troops", "shot and buried"."""
    if child(verb, "nsubjpass", "auxpass", "agent") is not None:
        return True
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    if verb.dep_ == "acl" and (verb.tag_ == "VBN" or child(verb, "dobj") is None):
        return True
    return (
        verb.dep_ == "conj"
        and verb.head.pos_ in ("VERB", "AUX")
        and child(verb, "aux", "nsubj", "dobj") is None
        and is_passive(verb.head)
    )


def subject(verb: "Token") -> "Token | None":
    """Return the grammatical subject, also where another verb of the sentence carries it."""
    seen, below = verb, ""
    for _ in range(6):
        blamed = accused(seen) if below in ("prep", "xcomp") else None
        if blamed is not None:
            return blamed
        own = child(seen, *SUBJECTS)
        if own is not None:
            return _antecedent(own, seen)
        head = seen.head
        if head == seen:
            return None
        if seen.dep_ in ("relcl", "acl"):
            return head
        if seen.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
            seen = head
        elif seen.dep_ in ("xcomp", "advcl", "ccomp", "pcomp"):
            below = seen.dep_
            controller = child(head, "dobj") if seen.dep_ in ("xcomp", "ccomp") else None
            if controller is not None and head.lemma_ in OBJECT_CONTROL:
                return controller
            seen = head
        elif seen.dep_ in ("prep", "attr"):
            below = seen.dep_
            if head.dep_ in ("dobj", "nsubjpass") and accused(head.head) == head:
                return head
            seen = head
        else:
            return None
    return None


OBJECT_CONTROL = {
    "order",
    "tell",
    "force",
    "accuse",
    "cause",
    "allow",
    "ask",
    "see",
    "urge",
    "make",
}


ACCUSING = {"accuse", "blame", "suspect", "condemn", "charge", "denounce", "criticize"}
HOLDING = {"detain", "arrest", "jail", "imprison", "hold", "seek", "extradite", "sanction", "fine"}


def accused(verb: "Token") -> "Token | None":
    """Return who is accused, blamed or held for a deed by the verb, if it is such a verb."""
    if verb.lemma_ not in ACCUSING | HOLDING:
        return None
    return child(verb, "dobj", "nsubjpass") or (
        verb.head if verb.dep_ in ("acl", "relcl") else None
    )


AUTHORED = {"report", "statement", "study", "inquiry", "investigation"}


def _antecedent(token: "Token", verb: "Token") -> "Token":
    """Return what a relative pronoun stands for."""
    if token.tag_ in ("WDT", "WP"):
        while verb.dep_ in ("ccomp", "conj") and verb.head.pos_ in ("VERB", "AUX"):
            verb = verb.head
        return verb.head if verb.dep_ == "relcl" else token
    if token.lower_ == "that" and verb.dep_ == "relcl":
        return verb.head
    return token


def ancestors(token: "Token") -> Iterator["Token"]:
    """Yield the governors of the token, the nearest first."""
    while token.head != token:
        token = token.head
        yield token


def noun_phrase(token: "Token") -> Span:
    """Return the phrase around a noun without relative clauses, appositions and asides."""
    doc, start, end = token.doc, token.i, token.i
    for part in token.lefts:
        if part.dep_ not in ("punct", "cc", "preconj", "advcl", "relcl", "prep", "conj", "mark"):
            start = min(start, part.left_edge.i)
    authored = token.lemma_.lower() in AUTHORED
    for part in token.rights:
        if part.lower_ == "of" and accused(token.head) == token:
            continue
        if (
            part.dep_ == "prep"
            and part.lower_ in ("of", "in", "at", "from", "for", "by" if authored else "of")
            and part.i == end + 1
        ):
            if any(c.dep_ == "pobj" for c in part.children):
                stop = next(c for c in part.children if c.dep_ == "pobj")
                end = max(end, _plain_end(stop))
        elif part.dep_ in ("case", "flat", "nmod", "amod", "nummod") and part.i == end + 1:
            end = max(end, part.i)
    while start < token.i and (
        (doc[start].is_punct and doc[start].text not in "([\"'“‘") or doc[start].is_space
    ):
        start += 1
    return Span(doc[start].idx, doc[end].idx + len(doc[end].text))


def _plain_end(noun: "Token") -> int:
    """Return the index of the last word of a noun phrase, its own "of" phrase included."""
    end = noun.i
    for part in noun.rights:
        if part.dep_ == "case" or (
            part.dep_ == "prep" and part.lower_ == "of" and part.i == end + 1
        ):
            inner = child(part, "pobj")
            end = _plain_end(inner) if inner is not None else max(end, part.i)
    return end


def sentence_start(token: "Token") -> int:
    """Return the index of the sentence's first word; ``Token.sent`` walks the whole article."""
    starts = _sentence_starts(token.doc)
    return starts[bisect_right(starts, token.i) - 1]


def sentence_words(token: "Token") -> "list[Token]":
    """Return the words of the token's sentence."""
    starts = _sentence_starts(token.doc)
    number = bisect_right(starts, token.i)
    end = starts[number] if number < len(starts) else len(token.doc)
    return list(token.doc[starts[number - 1] : end])


def _sentence_starts(doc: "Doc") -> list[int]:
    """Return the indices of the first words of a document's sentences, read once."""
    starts: list[int] | None = doc.user_data.get("starts")
    if starts is None:
        flags = doc.to_array("SENT_START").tolist()
        starts = [i for i, flag in enumerate(flags) if flag == 1 or i == 0]
        doc.user_data["starts"] = starts
    return starts


def text_of(doc: "Doc") -> str:
    """Return the text of a document; ``Doc.text`` puts it together anew at each call."""
    text: str | None = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return text
