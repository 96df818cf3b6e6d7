"""The words of ``attribution.toml``: by what something is attributed to somebody."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from sources.extraction.lexicon import read_data

Prepositions = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """Lemmas by the frame they take; the mappings name the prepositions of each lemma."""

    say: frozenset[str]
    clause: frozenset[str]
    infinitive: frozenset[str]
    ask: frozenset[str]
    objects: frozenset[str]
    describe: frozenset[str]
    passive: frozenset[str]
    beside: frozenset[str]
    tags: frozenset[str]
    empty: frozenset[str]
    light: frozenset[str]
    noun_clause: frozenset[str]
    noun_infinitive: frozenset[str]
    adjective_clause: frozenset[str]
    adjective_infinitive: frozenset[str]
    headings: frozenset[str]
    bodies: frozenset[str]
    accounts: frozenset[str]
    verb_prepositions: Prepositions
    verb_particles: Prepositions
    noun_prepositions: Prepositions
    adjective_prepositions: Prepositions


@cache
def words() -> Words:
    """Return the attribution words.

    >>> words().verb_prepositions["call"] == {"for", "on"}
    True
    """
    data = read_data("attribution.toml")
    verbs = {name: frozenset(lemmas) for name, lemmas in data["verbs"].items()}
    nouns, adjectives, others = data["nouns"], data["adjectives"], data["others"]
    say = verbs["say"] | verbs["tell"]
    return Words(
        say=say,
        clause=(say | verbs["think"] | verbs["ask"] | verbs["wish"]) - verbs["brings_about"],
        infinitive=verbs["wish"] | verbs["ask"],
        ask=verbs["ask"],
        objects=verbs["judge"] | verbs["describe"],
        describe=verbs["describe"],
        passive=say | verbs["judge"],
        beside=say | verbs["think"],
        tags=verbs["tags"],
        light=verbs["light"],
        empty=frozenset(others["empty_subjects"]),
        headings=frozenset(others["headings"]),
        bodies=frozenset(others["bodies"]),
        accounts=frozenset(others["accounts"]),
        noun_clause=frozenset(nouns["clause"]),
        noun_infinitive=frozenset(nouns["infinitive"]),
        adjective_clause=frozenset(adjectives["clause"]),
        adjective_infinitive=frozenset(adjectives["infinitive"]),
        verb_prepositions=_by_lemma(data["verb_prepositions"]),
        verb_particles=_by_lemma(data["verb_particles"]),
        noun_prepositions=_by_lemma(data["noun_prepositions"]),
        adjective_prepositions=_by_lemma(data["adjective_prepositions"]),
    )


def _by_lemma(table: dict[str, list[str]]) -> Prepositions:
    found: dict[str, set[str]] = defaultdict(set)
    for preposition, lemmas in table.items():
        for lemma in lemmas:
            found[lemma].add(preposition)
    return {lemma: frozenset(prepositions) for lemma, prepositions in found.items()}
