"""An article as the role model sees it: its nouns, how they are worded, and its story."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.roles.features import Surroundings, context, cuts_before, story, wording
from benchmarks.roles.linear import Row, hashed
from benchmarks.roles.phrases import Phrase, phrases
from benchmarks.roles.wording import plain

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Noun:
    """All the occurrences of one head noun, taken for one thing, and what they show."""

    name: str
    tokens: tuple[int, ...]
    sentences: frozenset[int]
    label: str
    tag: str
    quiet: float
    row: Row


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a noun, wherever the article says it so. ``name`` is its plain form."""

    name: str
    text: str
    noun: int
    phrases: tuple[Phrase, ...]
    uncut: float
    bare: float
    capital: float
    row: Row


@dataclass(frozen=True, slots=True)
class Article:
    """What the model looks at in one article, before anything is scored."""

    length: int
    nouns: tuple[Noun, ...]
    wordings: tuple[Wording, ...]
    story: Row


@dataclass(slots=True)
class _Gathered:
    tokens: list[int] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    quiet: int = 0


def survey(doc: "Doc", known: frozenset[str] = frozenset()) -> Article:
    """Read the nouns and wordings of a parsed article."""
    found = phrases(doc, known)
    surroundings = Surroundings()
    nouns: dict[str, _Gathered] = defaultdict(_Gathered)
    for head in dict.fromkeys(phrase.head for phrase in found):
        noun = nouns[_name(doc, head)]
        features = context(doc[head], surroundings)
        noun.tokens.append(head)
        noun.features.update(features)
        noun.quiet += "no trigger" in features
    order = {name: index for index, name in enumerate(nouns)}
    worded: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in found:
        worded[plain(doc[phrase.start : phrase.end].text)].append(phrase)
    return Article(
        length=len(doc),
        nouns=tuple(_noun(doc, name, noun) for name, noun in nouns.items()),
        wordings=tuple(_wording(doc, name, said, order) for name, said in worded.items()),
        story=hashed(story(doc)),
    )


def _name(doc: "Doc", head: int) -> str:
    return plain(doc[head].text) or doc[head].lower_


def _noun(doc: "Doc", name: str, noun: _Gathered) -> Noun:
    first = doc[noun.tokens[0]]
    return Noun(
        name=name,
        tokens=tuple(noun.tokens),
        sentences=frozenset(doc[token].sent.start for token in noun.tokens),
        label=_commonest(doc[token].ent_type_ for token in noun.tokens),
        tag=first.tag_,
        quiet=noun.quiet / len(noun.tokens),
        row=hashed(noun.features),
    )


def _wording(doc: "Doc", name: str, said: list[Phrase], order: dict[str, int]) -> Wording:
    head = _commonest(_name(doc, phrase.head) for phrase in said)
    first = min(said, key=lambda phrase: phrase.start)
    inside = doc[first.start : first.end]
    features = {feature for phrase in said for feature in wording(doc, phrase)}
    return Wording(
        name=name,
        text=inside.text,
        noun=order[head],
        phrases=tuple(said),
        uncut=sum(not cuts_before(doc, phrase) for phrase in said) / len(said),
        bare=sum(phrase.end == phrase.head + 1 for phrase in said) / len(said),
        capital=sum(token.text[:1].isupper() for token in inside) / len(inside),
        row=hashed(features),
    )


def _commonest(values: Iterable[str]) -> str:
    return Counter(values).most_common(1)[0][0]
