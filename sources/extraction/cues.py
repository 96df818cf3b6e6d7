"""The cue words of ``cues.toml`` as sets."""

from dataclasses import dataclass
from functools import cache

from sources.extraction.lexicon import read_data


@dataclass(frozen=True, slots=True)
class Cues:
    """Lemmas that say how an event is told, by what they do."""

    speech: dict[str, frozenset[str]]
    speaking: frozenset[str]
    weak: frozenset[str]
    describing: frozenset[str]
    hedges: frozenset[str]
    confirming: frozenset[str]
    finding: frozenset[str]
    factive: frozenset[str]
    investigators: frozenset[str]
    observers: frozenset[str]
    modals: frozenset[str]
    unreal: frozenset[str]
    unreal_modifiers: frozenset[str]
    wielding: frozenset[str]
    striking: frozenset[str]
    unreal_nouns: frozenset[str]
    conditions: frozenset[str]
    real_infinitives: frozenset[str]
    orders: frozenset[str]
    light: frozenset[str]
    occur: frozenset[str]
    falling: frozenset[str]
    ranking: frozenset[str]
    tell: frozenset[str]
    suffering: frozenset[str]
    responsible: frozenset[str]
    freeing: frozenset[str]
    limits: frozenset[str]
    lying: frozenset[str]
    leaving: frozenset[str]
    figurative: frozenset[str]
    labour: frozenset[str]
    phrasal: frozenset[str]
    strikers: frozenset[str]
    accidents: frozenset[str]
    limbs: frozenset[str]
    assemblies: frozenset[str]
    rhetors: frozenset[str]
    cyber: frozenset[str]
    harmless: frozenset[str]
    fiction: frozenset[str]
    crimes: frozenset[str]
    carriers: frozenset[str]
    captors: frozenset[str]
    repression: frozenset[str]
    custody: frozenset[str]
    rife: frozenset[str]
    keeping: frozenset[str]
    aircraft: frozenset[str]
    dropping: frozenset[str]
    gunfire: frozenset[str]
    guns: frozenset[str]
    suspects: frozenset[str]
    memberships: frozenset[str]
    using: frozenset[str]
    esteem: frozenset[str]


@cache
def cues() -> Cues:
    """Return the cue words."""
    data = read_data("cues.toml")
    speech = {name: frozenset(words) for name, words in data["speech"].items()}
    sets = {
        name: frozenset(words)
        for group in ("stance", "realis", "support", "meaning")
        for name, words in data[group].items()
    }
    return Cues(speech=speech, speaking=frozenset().union(*speech.values()), **sets)
