"""What the role model looks at: how a noun stands in its sentence, and how a phrase is worded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.roles.phrases import Phrase
from benchmarks.roles.triggers import event_kinds
from benchmarks.roles.vectors import classes

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MODIFIERS = {"compound", "amod", "nmod", "nummod", "poss", "det"}
NOMINAL = {"NOUN", "PROPN", "NUM", "ADJ", "X", "PRON"}
LINKS = 6


@dataclass(frozen=True, slots=True)
class Scene:
    """The content words of a sentence, and its event words by position."""

    words: tuple[str, ...]
    triggers: tuple[tuple[int, str], ...]
    order: int


@dataclass(slots=True)
class Surroundings:
    """Remembers the scene of each sentence of a document."""

    scenes: dict[int, Scene] = field(default_factory=dict)

    def of(self, token: "Token") -> Scene:
        sentence = token.sent
        if sentence.start not in self.scenes:
            self.scenes[sentence.start] = _scene(sentence, len(self.scenes))
        return self.scenes[sentence.start]


def _scene(sentence: "Span", order: int) -> Scene:
    content = (t for t in sentence if t.pos_ in ("VERB", "NOUN") and not t.is_stop)
    return Scene(
        words=tuple(sorted({t.lemma_.lower() for t in content})),
        triggers=tuple((t.i, kind) for t in sentence for kind in event_kinds(t)),
        order=order,
    )


def context(token: "Token", surroundings: Surroundings) -> list[str]:
    """Return how a noun is meant and how it stands: modifiers, governor, siblings, sentence."""
    broad, _ = classes(token)
    found = [*_word(token, broad), *_governed(token, broad)]
    found += _sentence(token, surroundings.of(token), broad)
    return list(dict.fromkeys(found))


def _word(token: "Token", broad: str) -> Iterator[str]:
    word, (_, fine) = token.lower_, classes(token)
    yield f"h={word}"
    yield f"hl={token.lemma_.lower()}"
    yield f"hp={token.tag_}"
    yield f"hne={token.ent_type_}"
    yield f"sfx={word[-3:]}"
    yield f"c60={broad}"
    yield f"c300={fine}"
    for left in token.lefts:
        if left.dep_ in MODIFIERS:
            yield f"m={left.lower_}"
            yield f"md={left.dep_}|{left.ent_type_}"
            yield f"mc={classes(left)[0]}|{broad}"
    for right in token.rights:
        if right.dep_ == "prep":
            for inner in right.children:
                if inner.dep_ == "pobj":
                    yield f"hpp={right.lower_}|{inner.lower_}"
                    yield f"hppc={broad}|{right.lower_}|{_sort(inner)}"
        elif right.dep_ == "appos":
            yield f"hasap={right.lower_}"
        elif right.dep_ in ("acl", "relcl"):
            yield f"hascl={right.lemma_.lower()}"
            yield from (f"hasclt={kind}" for kind in event_kinds(right))


def _governed(token: "Token", broad: str) -> Iterator[str]:
    top, path = _climb(token)
    governor, relation = _governor(top)
    if "comp" in path:
        relation = f"comp>{relation}"
    if path[:1] == ["appos"]:
        relation = f"appos>{relation}"
        yield f"apof={token.head.lower_}"
        yield f"apofc={classes(token.head)[0]}"
    yield f"path={'/'.join(path)}"
    yield f"rel={relation}"
    if governor is None:
        return
    lemma, (kin, close) = governor.lemma_.lower(), classes(governor)
    passive = int(
        any(c.dep_ in ("nsubjpass", "auxpass") for c in governor.children)
        or (governor.tag_ == "VBN" and governor.dep_ in ("acl", "amod"))
    )
    yield f"g={lemma}"
    yield f"grel={lemma}|{relation}|{passive}"
    yield f"gsrel={governor.lower_}|{relation}"
    yield f"relp={relation}|{governor.pos_}|{passive}"
    yield f"gc3rel={close}|{relation}|{passive}"
    yield f"gcrel={kin}|{relation}|{passive}"
    yield f"gcc={kin}|{relation}|{passive}|{broad}"
    yield f"grc={lemma}|{relation}|{broad}"
    for kind in event_kinds(governor):
        yield f"gt={kind}|{relation}|{passive}"
        yield f"gtc={kind}|{relation}|{passive}|{broad}"
        yield f"gtn={kind}|{relation}|{passive}|{token.ent_type_}"
    yield f"hrel={token.lower_}|{relation}"
    yield from _siblings(governor, top, lemma, relation)
    yield from _above(governor, relation)


def _siblings(governor: "Token", top: "Token", lemma: str, relation: str) -> Iterator[str]:
    for other in governor.children:
        if other == top:
            continue
        if other.dep_ in ("nsubj", "dobj", "nsubjpass", "attr"):
            sort = _sort(other)
            yield f"sib={relation}|{other.dep_}|{other.lemma_.lower()}"
            yield f"sibc={relation}|{other.dep_}|{sort}"
            yield f"sibg={lemma}|{relation}|{other.dep_}|{sort}"
            yield from (f"sibt={relation}|{other.dep_}|{kind}" for kind in event_kinds(other))
        elif other.dep_ in ("prep", "agent"):
            for inner in other.children:
                if inner.dep_ == "pobj" and inner != top:
                    yield f"sibp={relation}|{other.lower_}|{inner.lemma_.lower()}"
                    yield f"sibpc={relation}|{other.lower_}|{_sort(inner)}"
        elif other.dep_ == "neg":
            yield "neg"
        elif other.dep_ == "aux" and other.tag_ == "MD":
            yield f"mod={other.lower_}"


def _above(governor: "Token", relation: str) -> Iterator[str]:
    above, link = governor.head, governor.dep_
    if above == governor:
        return
    if above.pos_ == "ADP":
        above, link = above.head, above.lower_
    yield f"g2={above.lemma_.lower()}|{link}|{relation}"
    yield f"g2c={classes(above)[0]}|{link}|{relation}"
    yield from (f"g2t={kind}|{link}|{relation}" for kind in event_kinds(above))


def _sentence(token: "Token", scene: Scene, broad: str) -> Iterator[str]:
    yield from (f"s={word}" for word in scene.words)
    for kind in dict.fromkeys(kind for _, kind in scene.triggers):
        yield f"st={kind}"
        yield f"stc={kind}|{broad}"
        yield f"stn={kind}|{token.ent_type_}|{token.dep_}"
    if scene.triggers:
        position, kind = min(scene.triggers, key=lambda trigger: abs(trigger[0] - token.i))
        away = position - token.i
        steps = 0 if away == 0 else 1 if abs(away) < 4 else 2 if abs(away) < 10 else 3
        side = steps if away > 0 else -steps
        yield f"nt={kind}|{side}"
        yield f"ntc={kind}|{side}|{broad}"
    else:
        yield "no trigger"
        yield f"no trigger|{broad}"
    yield f"order={min(scene.order, 2) if scene.order < 3 else 3 + min(scene.order // 4, 4)}"


def _climb(token: "Token") -> tuple["Token", list[str]]:
    """Return the noun that carries the phrase in its clause, and the links that lead there."""
    path: list[str] = []
    for _ in range(LINKS):
        if token.dep_ == "conj" and token.head.pos_ in NOMINAL:
            path.append("conj")
        elif token.dep_ == "appos":
            path.append("appos")
        elif token.dep_ in ("compound", "nmod", "amod"):
            path.append("comp")
        else:
            break
        token = token.head
    return token, path


def _governor(token: "Token") -> tuple["Token | None", str]:
    head = token.head
    if head == token:
        return None, "root"
    if token.dep_ != "pobj" and head.pos_ != "ADP":
        return head, token.dep_
    if head.head == head:
        return None, f"prep {head.lower_}"
    return head.head, "agent" if head.dep_ == "agent" else f"prep {head.lower_}"


def _sort(token: "Token") -> str:
    return token.ent_type_ or classes(token)[0]


def wording(doc: "Doc", phrase: Phrase) -> list[str]:
    """Return how a phrase is worded, and where it cuts the words around its head."""
    inside, head = doc[phrase.start : phrase.end], doc[phrase.head]
    words = [token.lower_ for token in inside]
    before = doc[phrase.start - 1] if phrase.start else None
    after = doc[phrase.end] if phrase.end < len(doc) else None
    capitals = [token.text[:1].isupper() for token in inside]
    found = [f"tx={' '.join(words)}", f"f={words[0]}", *(f"w={word}" for word in words)]
    found += [f"ne={label}" for label in {t.ent_type_ for t in inside} - {""}]
    found += [
        f"fp={inside[0].pos_}|{inside[0].dep_}",
        f"len={min(6, len(words))}",
        f"rlen={min(4, phrase.end - 1 - phrase.head)}",
        f"llen={min(4, phrase.head - phrase.start)}",
        f"cap={'all' if all(capitals) else 'some' if any(capitals) else 'none'}",
        f"l={before.lower_ if before else '^'}",
        f"lp={before.pos_ + before.dep_ if before else '^'}",
        f"r={after.lower_ if after else '$'}",
        f"rp={after.pos_ if after else '$'}",
        f"cut={int(cuts_before(doc, phrase))}{int(after is not None and _nominal(after))}",
        f"ci={int(head.dep_ == 'compound')}",
    ]
    if head.ent_type_:
        first, last = _entity(doc, phrase.head)
        found.append(f"fit={int(first == phrase.start)}{int(last == phrase.end)}{head.ent_type_}")
    if phrase.end - 1 > phrase.head:
        found.append(f"pp={doc[phrase.head + 1].lower_}")
        found.append(f"ppo={words[-1]}")
        found.append(f"ppn={doc[phrase.head + 1].lower_}|{inside[-1].ent_type_}")
    return list(dict.fromkeys(found))


def cuts_before(doc: "Doc", phrase: Phrase) -> bool:
    """Whether the phrase leaves out a word that belongs to it on the left."""
    return phrase.start > 0 and (
        _nominal(doc[phrase.start - 1]) or doc[phrase.start - 1].pos_ in ("ADJ", "NUM")
    )


def _nominal(token: "Token") -> bool:
    return token.pos_ in ("NOUN", "PROPN")


def _entity(doc: "Doc", position: int) -> tuple[int, int]:
    first, last = position, position + 1
    while first > 0 and doc[first].ent_iob_ == "I":
        first -= 1
    while last < len(doc) and doc[last].ent_iob_ == "I":
        last += 1
    return first, last


def story(doc: "Doc") -> list[str]:
    """Return the words, pairs of words and events of a whole document."""
    found: list[str] = []
    words = [t.lemma_.lower() for t in doc if t.is_alpha and not t.is_stop]
    found += words
    found += [f"{one} {two}" for one, two in pairwise(words)]
    for token in doc:
        for kind in event_kinds(token):
            found.append(f"T {kind}")
            for child in token.children:
                if child.dep_ in ("nsubj", "dobj", "nsubjpass", "agent"):
                    found.append(f"A {kind}|{child.dep_}|{child.ent_type_}")
                    found.append(f"B {token.lemma_}|{child.dep_}|{child.lemma_.lower()}")
    found += _opening(list(doc.sents)[:3])
    return list(dict.fromkeys(found))


def _opening(sentences: Sequence["Span"]) -> Iterator[str]:
    for sentence in sentences:
        for token in sentence:
            if token.is_alpha and not token.is_stop:
                yield f"F {token.lemma_.lower()}"
            yield from (f"L {kind}" for kind in event_kinds(token))
