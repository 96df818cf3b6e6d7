"""Who accuses, concedes or denies, from what each claim says. Never a finding of our own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .types import Key, Party
from .words import same_party

Act = Literal["accuses", "concedes", "denies"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of one claim. Without a ``speaker`` the ``publisher`` says it in its own voice.

    Articles with the same ``text`` key print one text, those of one ``agency`` its copy.
    """

    claim: Key
    stance: str
    speaker: Party | None = None
    publisher: str | None = None
    accused: Party | None = None
    reported: date | None = None
    quote: str = ""
    text: Key | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what a voice does towards the party."""

    act: Act
    voice: Voice


@dataclass(frozen=True, slots=True)
class Account:
    """All that is said about the part of one party; None collects denials that name nobody."""

    party: Party | None
    entries: tuple[Entry, ...]

    def acts(self, act: Act) -> list[Entry]:
        return [entry for entry in self.entries if entry.act == act]


def is_same(one: Party, other: Party) -> bool:
    """Return whether two names stand for one party, as far as words can tell.

    >>> is_same(Party("the army"), Party("The Army")), is_same(Party("Russia"), Party("Moscow"))
    (True, False)
    >>> is_same(Party("Russia", "RUS"), Party("Moscow", "RUS"))
    True
    """
    if one.actor and other.actor:
        return one.actor == other.actor
    if _plain(one.name) == _plain(other.name):
        return True
    return same_party(one.name, other.name) is True


def is_other(one: Party, other: Party) -> bool:
    """Return whether two names surely stand for two parties: "the soldiers" may be anybody's.

    >>> is_other(Party("the Taliban"), Party("Afghan police"))
    True
    >>> is_other(Party("the soldiers"), Party("the Russian army"))
    False
    """
    if one.actor and other.actor:
        return one.actor != other.actor
    return same_party(one.name, other.name) is False


def act_of(voice: Voice) -> Act | None:
    """Return what a voice does: a party that says it did it itself concedes.

    >>> act_of(Voice(1, "alleged", speaker=Party("a nurse"), accused=Party("the militia")))
    'accuses'
    >>> act_of(Voice(1, "alleged", speaker=Party("the militia"), accused=Party("the militia")))
    'concedes'
    >>> act_of(Voice(1, "asserted")) is None
    True
    """
    if voice.stance == "denied":
        return "denies"
    if voice.accused is None:
        return None
    own = voice.speaker is not None and is_same(voice.speaker, voice.accused)
    return "concedes" if own else "accuses"


def ledger(voices: Iterable[Voice]) -> tuple[Account, ...]:
    """Return an account for each party, the most accused first, each in the order of reports.

    A denial that names nobody belongs to the party that utters it.
    """
    parties: list[Party] = []
    found: dict[int | None, list[Entry]] = {}
    spoken = [(voice, act) for voice in voices if (act := act_of(voice))]
    for voice, act in sorted(spoken, key=lambda pair: (pair[1] == "denies", _when(pair[0]))):
        party = voice.accused or _denier(voice, parties)
        place = _place_of(party, parties) if party else None
        found.setdefault(place, []).append(Entry(act, voice))
    accounts = [
        Account(
            None if place is None else parties[place],
            tuple(sorted(entries, key=lambda entry: _when(entry.voice))),
        )
        for place, entries in found.items()
    ]
    return tuple(sorted(accounts, key=lambda one: (one.party is None, -len(one.acts("accuses")))))


def _denier(voice: Voice, parties: list[Party]) -> Party | None:
    """Return the party that a denial without a name is about: the speaker, if it is accused."""
    speaker = voice.speaker
    return speaker if speaker and any(is_same(speaker, party) for party in parties) else None


def _place_of(party: Party, parties: list[Party]) -> int:
    for place, known in enumerate(parties):
        if is_same(party, known):
            return place
    parties.append(party)
    return len(parties) - 1


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _when(voice: Voice) -> date:
    return voice.reported or date.max
