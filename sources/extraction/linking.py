"""Whether two triggers of a sentence tell of one event, by type and by grammar."""

from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.counts import count_of
from sources.extraction.syntax import ancestors, child

if TYPE_CHECKING:
    from spacy.tokens import Token

ATTACKS = {
    "air_strike", "shelling", "explosion", "armed_attack", "armed_clash", "infrastructure_attack",
    "prohibited_weapon", "starvation",
}  # fmt: skip
FROM_AFAR = {"air_strike", "shelling", "explosion"}
HELD = {"abduction", "arbitrary_detention", "forced_displacement", "torture"}
DELIBERATE = 9
CASUALTIES = {"killed", "injured", "missing"}


def belong(one: Event, other: Event) -> bool:
    """Whether two triggers of a sentence tell of the same event."""
    types = {one.frame.type, other.frame.type}
    if _in_own_clauses(one, other):
        return False
    if not _linked(one, other) and not (_trailing_toll(one, other) or _trailing_toll(other, one)):
        return False
    if len(types) == 1:
        return not _separate(one, other)
    effects = {one.frame.effect, other.frame.effect}
    if _trailing_toll(one, other) or _trailing_toll(other, one):
        return True
    if "infrastructure_attack" in types and _coordinated(one, other):
        return False
    if types <= ATTACKS:
        return one.predicate not in other.predicate.conjuncts or not types & FROM_AFAR
    if one.rule == other.rule == "verb" and any(e.frame.rank >= DELIBERATE for e in (one, other)):
        return False
    if "killed" in effects and types & HELD and one.rule == other.rule == "verb":
        return False
    if effects & CASUALTIES and (types & ATTACKS or effects <= CASUALTIES):
        return True
    return "casualty" in types


def _in_own_clauses(one: Event, other: Event) -> bool:
    """Whether two clauses each say who was harmed: "two men were shot and three women abducted"."""
    early, late = sorted((one, other), key=lambda event: event.predicate.i)
    if early.predicate == late.predicate or {one.rule, other.rule} == {"noun"}:
        return False
    apart = late.predicate.dep_ in ("conj", "advcl") and late.predicate.head == early.predicate
    mark = child(late.predicate, "mark")
    if late.predicate.dep_ == "advcl" and (mark is None or mark.lower_ not in ("while", "whereas")):
        return False
    held = {one.frame.type, other.frame.type} & HELD
    same = one.frame.effect == other.frame.effect and one.frame.type == other.frame.type
    subjects = [child(event.predicate, "nsubjpass") for event in (early, late)]
    return apart and bool(held or same) and None not in subjects


def _linked(one: Event, other: Event) -> bool:
    """Whether one trigger governs the other without a speaker or a "that" clause between them."""
    if one.predicate == other.predicate:
        return True
    if _depth(one.trigger) == _depth(other.trigger):
        return _governs(one, other) or _governs(other, one)
    early, late = sorted((one, other), key=lambda e: _depth(e.trigger))
    return _governs(early, late)


def _governs(early: Event, late: Event) -> bool:
    token = late.trigger
    if token == early.trigger:
        return True
    for head in ancestors(late.trigger):
        if head in (early.trigger, early.predicate):
            return True
        if token.dep_ == "ccomp" or (token.dep_ == "relcl" and _says_where(token)):
            return False
        if token.dep_ == "advcl" and _sets_time(token):
            return False
        token = head
    return False


def _sets_time(verb: "Token") -> bool:
    """Whether its clause only says when: "has bombed two towns since it was expelled"."""
    mark = child(verb, "mark")
    return mark is not None and mark.lower_ in ("since", "until", "before")


def _says_where(verb: "Token") -> bool:
    return any(c.lower_ == "where" for c in verb.lefts)


def _trailing_toll(toll: Event, attack: Event) -> bool:
    """Whether a participle at the end counts the attack's dead: "hit a camp, ..., killing four"."""
    return (
        toll.trigger.tag_ == "VBG"
        and toll.frame.effect in CASUALTIES
        and attack.frame.type in ATTACKS
        and attack.trigger.i < toll.trigger.i
    )


def _depth(token: "Token") -> int:
    return sum(1 for _ in ancestors(token))


def _coordinated(one: Event, other: Event) -> bool:
    return one.trigger in other.trigger.conjuncts


def _separate(one: Event, other: Event) -> bool:
    """Whether two verbs of one type have each a counted object: "killed 5 and ... killed 9"."""
    if (
        one.frame.effect not in CASUALTIES
        or one.rule != "verb"
        or other.rule != "verb"
        or one.frame.effect != other.frame.effect
    ):
        return False
    first = {p.i for p in one.patients if count_of(p, "killed") is not None}
    second = {p.i for p in other.patients if count_of(p, "killed") is not None}
    return bool(first and second and first != second)
