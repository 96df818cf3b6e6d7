"""How many independent voices stand behind a fact, and why some of them count as one."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .responsibility import Voice
from .speakers import same_speaker
from .types import Key, Party


@dataclass(frozen=True, slots=True)
class Backing:
    """Voices that count once: who they are, and in words why they are one."""

    name: str
    reason: str
    voices: tuple[Voice, ...]

    @property
    def claims(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys(voice.claim for voice in self.voices))


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The independent voices behind a fact, the earliest first, out of all that state it."""

    backings: tuple[Backing, ...]
    voices: int

    @property
    def number(self) -> int:
        return len(self.backings)


def corroborate(voices: Iterable[Voice]) -> Corroboration:
    """Return the independent voices among these, in any order of them.

    One speaker counts once, however many articles quote them. Articles that speak for themselves
    count once for each publisher, for each text that they share and for each agency whose copy
    they print. A sentence that two articles print word for word counts once, whoever is said to
    say it.

    >>> mayor, print_ = Party("the mayor"), "text 1"
    >>> said = [Voice(1, "alleged", mayor, "Daily"), Voice(2, "alleged", mayor, "Herald")]
    >>> said += [Voice(3, "asserted", None, "Daily", text=print_)]
    >>> said += [Voice(4, "asserted", None, "Star", text=print_)]
    >>> [(one.name, one.reason) for one in corroborate(said).backings]
    [('the mayor', 'quoted in 2 claims'), ('Daily and Star', 'their articles share one text')]
    """
    said = sorted(voices, key=_order)
    groups = _Groups(len(said))
    _join_speakers(said, groups)
    own = [place for place, voice in enumerate(said) if voice.speaker is None]
    for key_of in _SAME_OWN_VOICE:
        first: dict[str, int] = {}
        for place in own:
            if key := key_of(said[place]):
                groups.join(first.setdefault(key, place), place)
    _join_printed_twice(said, groups)
    return Corroboration(
        tuple(_backing([said[place] for place in places]) for places in groups.all()), len(said)
    )


def independent(voices: Iterable[Voice]) -> list[Voice]:
    """Return one voice for each that counts, the earliest of its group.

    >>> mayor = Party("the mayor")
    >>> said = [Voice(1, "alleged", mayor, "Daily"), Voice(2, "alleged", mayor, "Herald")]
    >>> len(independent(said)), len(independent([*said, Voice(3, "asserted", None, "Daily")]))
    (1, 2)
    """
    return [backing.voices[0] for backing in corroborate(voices).backings]


_SAME_OWN_VOICE: tuple[Callable[[Voice], str | None], ...] = (
    lambda voice: voice.publisher,
    lambda voice: voice.agency,
    lambda voice: None if voice.text is None else str(voice.text),
)


class _Groups:
    """Which places belong together, whatever the order in which that is told."""

    def __init__(self, size: int) -> None:
        self._leader = list(range(size))

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self._find(one), self._find(other)))
        self._leader[second] = first

    def all(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for place in range(len(self._leader)):
            found.setdefault(self._find(place), []).append(place)
        return list(found.values())

    def _find(self, place: int) -> int:
        while self._leader[place] != place:
            place = self._leader[place]
        return place


def _join_speakers(said: Sequence[Voice], groups: _Groups) -> None:
    """Join the voices of one speaker; names that come back are compared once."""
    first: dict[Party, int] = {}
    for place, voice in enumerate(said):
        if voice.speaker:
            groups.join(first.setdefault(voice.speaker, place), place)
    parties = list(first)
    for number, one in enumerate(parties):
        for other in parties[:number]:
            if same_speaker(one, other):
                groups.join(first[one], first[other])


def _join_printed_twice(said: Sequence[Voice], groups: _Groups) -> None:
    """Join an article's own sentence with the same sentence where a speaker is named for it."""
    printed: dict[str, list[int]] = {}
    for place, voice in enumerate(said):
        if quote := " ".join(voice.quote.casefold().split()):
            printed.setdefault(quote, []).append(place)
    for places in printed.values():
        own = [place for place in places if said[place].speaker is None]
        quoted = [place for place in places if said[place].speaker]
        for place in (*own[1:], *quoted[:1]) if own else ():
            groups.join(own[0], place)


def _backing(voices: Sequence[Voice]) -> Backing:
    speakers = Counter(voice.speaker.name for voice in voices if voice.speaker)
    reasons = []
    if speakers:
        name = min(speakers, key=lambda one: (-speakers[one], -len(one), one))
        claims = len({voice.claim for voice in voices if voice.speaker})
        if claims > 1:
            reasons.append(f"quoted in {claims} claims")
        others = sorted(speakers.keys() - {name})
        if others:
            reasons.append(f"also named {_listed(others)}")
        if len(voices) > sum(speakers.values()):
            reasons.append("the same sentence also stands without a speaker")
    else:
        name, reasons = _own_voice(voices)
    return Backing(name, "; ".join(reasons), tuple(voices))


def _own_voice(voices: Sequence[Voice]) -> tuple[str, list[str]]:
    """Return who speaks where no speaker is quoted, and what makes several of them one."""
    publishers = list(dict.fromkeys(v.publisher for v in voices if v.publisher))
    agencies = list(dict.fromkeys(v.agency for v in voices if v.agency))
    if len(publishers) < 2:
        name = f"{publishers[0]} itself" if publishers else "an article of unknown source"
        claims = len({voice.claim for voice in voices})
        reasons = [f"in {claims} claims"] if claims > 1 else []
        return name, reasons + [f"a copy of {agency}" for agency in agencies]
    if agencies:
        return _listed(publishers), [f"they print copy of {_listed(agencies)}"]
    return _listed(publishers), ["their articles share one text"]


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _order(voice: Voice) -> tuple[date, str, str, str]:
    speaker = voice.speaker.name if voice.speaker else ""
    return (voice.reported or date.max, f"{voice.claim:>20}", speaker, voice.publisher or "")
