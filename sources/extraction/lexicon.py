"""The words that name events and the kinds of things they happen to, read from the data files."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Token

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a trigger word means: the event type, and what it does to its object.

    ``objects`` are the kinds of object without which a verb is no such event (empty: any);
    ``passive`` reads a bare participle without an object as a passive; ``weak`` frames count only
    beside another event; ``site`` frames count places, not people; ``each`` noun has one victim
    ("20 murders"); a ``weapon`` is an event only where it is used, a ``craft`` where it strikes, a
    ``background`` (a war) where it kills, a ``toll`` where it states a number; a ``state`` is
    presupposed ("freed child soldiers").
    """

    type: str
    effect: str | None = None
    rank: int = 5
    objects: frozenset[str] = frozenset()
    passive: bool = False
    weak: bool = False
    intransitive: bool = False
    site: bool = False
    weapon: bool = False
    craft: bool = False
    each: bool = False
    state: bool = False
    background: bool = False
    toll: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A trigger's frame and the words that must stand before or after it."""

    frame: Frame
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Trigger entries by the word that carries them, the longest entry first."""

    verbs: dict[str, list[Entry]]
    nouns: dict[str, list[Entry]]
    adjectives: dict[str, list[Entry]]


def read_data(name: str) -> dict[str, Any]:
    """Return the contents of one of the data files beside this module."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def lexicon() -> Lexicon:
    """Return the trigger words.

    >>> {entry.frame.type for entry in lexicon().verbs["raped"]}
    {'sexual_violence'}
    """
    verbs: dict[str, list[Entry]] = defaultdict(list)
    nouns: dict[str, list[Entry]] = defaultdict(list)
    adjectives: dict[str, list[Entry]] = defaultdict(list)
    for row in read_data("events.toml")["frames"]:
        frame = _frame(row)
        for phrase in row.get("verbs", ()):
            before, head, after = _split_verb(phrase)
            for form in {head, *verb_forms(head)}:
                verbs[form].append(Entry(frame, before, after))
        for phrase in row.get("nouns", ()):
            *before, head = phrase.replace("-", " ").split()
            for form in (head, plural(head)):
                nouns[form].append(Entry(frame, tuple(before)))
        for word in row.get("adjectives", ()):
            adjectives[word].append(Entry(frame))
    for table in (verbs, nouns):
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry.before) - len(entry.after))
    return Lexicon(dict(verbs), dict(nouns), dict(adjectives))


def entries(table: dict[str, list[Entry]], token: "Token") -> list[Entry]:
    """Return the entries of a word, by its surface first and then by its lemma."""
    surface, lemma = token.lower_, token.lemma_.lower()
    found = table.get(surface, [])
    return found if surface == lemma else [*found, *table.get(lemma, [])]


def plural(noun: str) -> str:
    """Return the regular plural.

    >>> plural("grave"), plural("ambush"), plural("atrocity")
    ('graves', 'ambushes', 'atrocities')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def verb_forms(verb: str) -> set[str]:
    """Return the regular forms of a verb, with and without a doubled last letter.

    The model's lemmas cannot be relied on: it reads "raped" as a form of "rap".

    >>> sorted(verb_forms("rape"))
    ['raped', 'rapes', 'raping']
    """
    if verb.endswith("e"):
        return {verb + "s", verb + "d", verb[:-1] + "ing"}
    stems = [verb, verb + verb[-1]] if verb[-1] in "bdgkmnprt" else [verb]
    past = {stem + "ed" for stem in stems}
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        past = {verb[:-1] + "ied"}
    return {plural(verb), *past, *(stem + "ing" for stem in stems)}


def _frame(row: dict[str, Any]) -> Frame:
    words = {"verbs", "nouns", "adjectives", "objects"}
    settings = {name: value for name, value in row.items() if name not in words}
    return Frame(**settings, objects=frozenset(row.get("objects", ())))


def _split_verb(phrase: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Split "sexually assault" and "beat to death" into the verb and the words around it."""
    words = phrase.split()
    if len(words) > 1 and (words[0].endswith("ly") or words[0] == "gang"):
        return tuple(words[:-1]), words[-1], ()
    return (), words[0], tuple(words[1:])


@cache
def noun_kinds() -> dict[str, frozenset[str]]:
    """Return the kinds of thing that each noun can name, by lemma."""
    kinds: dict[str, set[str]] = defaultdict(set)
    data = read_data("nouns.toml")
    for name, group in data["person"].items():
        for form in (form for word in group["words"] for form in (word, plural(word))):
            kinds[form].update({"person", "child"} if name == "children" else {"person"})
    for kind, words in data["other"].items():
        for word in words:
            kinds[word].add(kind)
            kinds[plural(word)].add(kind)
    return {word: frozenset(names) for word, names in kinds.items()}


def kinds_named(token: "Token") -> frozenset[str]:
    """Return the kinds of thing that the noun can name."""
    kinds = noun_kinds()
    return kinds.get(token.lower_) or kinds.get(token.lemma_.lower()) or frozenset()


@cache
def victim_classes() -> dict[str, str]:
    """Return the victim class of each noun for people, by lemma.

    >>> victim_classes()["villager"], victim_classes()["girl"]
    ('civilians', 'children')
    """
    return {
        form: name
        for name, group in reversed(read_data("nouns.toml")["person"].items())
        for word in group["words"]
        for form in (word, plural(word))
    }
