"""How well an incident is borne out, by a rule that anybody can check. A person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from .corroboration import independent
from .responsibility import Account, Entry, Voice, is_other, is_same, ledger
from .types import Key, Party

Grade = Literal["confirmed", "contested", "fair", "weak"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One sentence of the reasoning, with the claims it rests on."""

    text: str
    claims: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestedGrade:
    """What the rule says of an incident; no grade where no claim says that it happened."""

    grade: Grade | None
    grounds: tuple[Ground, ...]


def suggest_grade(voices: Sequence[Voice]) -> SuggestedGrade:
    """Return the grade that follows from who says what, and why.

    Competing claims outweigh one concession; else the concession of the accused confirms, two
    independent voices are fair, one is weak. That victims were combatants, or that the event is
    to be discounted, no rule can tell: that grade is a person's alone.

    >>> nurse = Voice(1, "alleged", speaker=Party("a nurse"), accused=Party("the militia"))
    >>> suggest_grade([nurse]).grade
    'weak'
    >>> suggest_grade([nurse, Voice(2, "asserted", publisher="The Daily")]).grade
    'fair'
    """
    accounts = ledger(voices)
    support = independent([voice for voice in voices if voice.stance != "denied"])
    denials = tuple(_denials(accounts))
    if not support:
        nobody = Ground("No claim that stands says that it happened.")
        return SuggestedGrade(None, (nobody, *denials))
    heard = _heard(support)
    if rivals := _rivals(accounts):
        return SuggestedGrade("contested", (rivals, *denials, heard))
    conceded = [account for account in accounts if account.acts("concedes")]
    if conceded:
        grounds = tuple(_concession(account) for account in conceded)
        return SuggestedGrade("confirmed", (*grounds, *denials, heard))
    return SuggestedGrade("fair" if len(support) > 1 else "weak", (heard, *denials))


def _rivals(accounts: Sequence[Account]) -> Ground | None:
    """Return what makes parties rivals: each conceding it, or some accuse one and some another."""
    named = [account for account in accounts if account.party]
    for first, second in combinations(named, 2):
        if not (first.party and second.party and is_other(first.party, second.party)):
            continue
        both = (first, second)
        names = _capital(first.party.name), second.party.name
        if all(account.acts("concedes") for account in both):
            return Ground(f"{' and '.join(names)} each say they did it.", _claims(both, "concedes"))
        if _apart(first, second) and _apart(second, first):
            blaming = _claims(both, "accuses") + _claims(both, "concedes")
            return Ground(f"Some blame {first.party.name}, others {second.party.name}.", blaming)
    return None


def _apart(one: Account, other: Account) -> bool:
    """Whether a voice blames the one without blaming the other."""
    blaming = [entry.voice for entry in _blame(other)]
    return any(
        not any(_one_voice(entry.voice, voice) for voice in blaming) for entry in _blame(one)
    )


def _blame(account: Account) -> list[Entry]:
    return [*account.acts("accuses"), *account.acts("concedes")]


def _one_voice(one: Voice, other: Voice) -> bool:
    return one.claim == other.claim or len(independent([one, other])) == 1


def _concession(account: Account) -> Ground:
    name = account.party.name if account.party else "A party"
    return Ground(f"{_capital(name)} concedes it.", _claims([account], "concedes"))


def _denials(accounts: Sequence[Account]) -> list[Ground]:
    grounds = []
    for account in accounts:
        if entries := account.acts("denies"):
            speakers = [entry.voice.speaker for entry in entries]
            names = _listed(speakers) or "an article"
            grounds.append(Ground(f"Denied by {names}.", tuple(e.voice.claim for e in entries)))
    return grounds


def _heard(support: Sequence[Voice]) -> Ground:
    names = [_name(voice) for voice in support]
    claims = tuple(voice.claim for voice in support)
    if len(names) == 1:
        return Ground(f"One voice only: {names[0]}.", claims)
    shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    return Ground(f"{len(names)} independent voices: {shown}.", claims)


def _name(voice: Voice) -> str:
    if voice.speaker:
        return voice.speaker.name
    return f"{voice.publisher} itself" if voice.publisher else "an article of unknown source"


def _listed(parties: Sequence[Party | None]) -> str:
    told: list[Party] = []
    for party in parties:
        if party and not any(is_same(party, known) for known in told):
            told.append(party)
    *most, last = [party.name for party in told] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _claims(accounts: Sequence[Account], act: Literal["accuses", "concedes"]) -> tuple[Key, ...]:
    return tuple(entry.voice.claim for account in accounts for entry in account.acts(act))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
