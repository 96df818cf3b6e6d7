"""From happenings to claims: place, date, parties and stance, with what the article said before."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from sources.extraction.attribution import Said, speakers_of
from sources.extraction.blame import find_perpetrator
from sources.extraction.event_types import event_type, is_toll
from sources.extraction.joining import Happening
from sources.extraction.linking import ATTACKS, FROM_AFAR
from sources.extraction.parties import can_be_blamed, mention, party
from sources.extraction.pronouns import is_pronoun
from sources.extraction.responses import Response
from sources.extraction.setting import find_place
from sources.extraction.stance import hedge_of, judge
from sources.extraction.syntax import list_head, subject, text_of
from sources.extraction.timing import HABIT, find_when
from sources.extraction.totals import is_total
from sources.extraction.types import Claim, Mention, Place, Span, When

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

CLAUSE_BEYOND = 300
HISTORY_DAYS = 31
REACH = 400
UNSAID = {"noun: attack", "noun: attacks", "noun: assault"}


@dataclass(slots=True)
class Context:
    """What the article has said so far, for sentences that leave it out."""

    places: list[Place]
    dates: list[When]
    said: list[Said]
    published: date | None
    main_place: Place | None = None
    place: Place | None = None
    when: When | None = None
    when_place: Place | None = None
    when_end: int = 0
    attack: str | None = None
    disaster: bool = False
    last_end: int = 0
    last_speakers: list[Said] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def make_claim(
    happening: Happening, sentence: "Sentence", context: Context, others: list[Happening]
) -> Claim:
    """Return the claim that the sentence makes of the happening, and remember it in the context."""
    lead = happening.lead
    speakers = speakers_of(lead.trigger, context.said)
    speakers = speakers or _continued(happening, sentence, context) or _finder(happening)
    judged = judge([lead, *happening.events], speakers)
    rules = {
        "event_type": f"{lead.rule}: {lead.trigger.text}",
        "support": lead.support or lead.rule,
        "stance": judged.rule,
    }
    kind = event_type(happening, context.attack)
    place, rules["place"] = find_place(happening, sentence, context, speakers)
    when, rules["date"] = find_when(happening, sentence, context, speakers, place)
    blamed = find_perpetrator(happening, sentence, speakers, context)
    if blamed is not None:
        rules["perpetrator"] = blamed[1]
    speaking = tuple(mention(relation.source) for relation in speakers)
    if speakers:
        rules["speakers"] = "; ".join(relation.kind for relation in speakers)
    counts = tuple(happening.counts())
    patients = happening.patients()
    start, end = _extent(happening, sentence, others)
    claim = Claim(
        start=start,
        end=end,
        event_type=kind,
        trigger=Span(lead.trigger.idx, lead.trigger.idx + len(lead.trigger.text)),
        stance=judged.stance,
        confidence=0.5,
        place=place,
        when=when,
        counts=counts,
        perpetrator=blamed[0] if blamed is not None else None,
        victims=party(patients[0]) if patients else None,
        weapon=_weapon(happening),
        speakers=speaking,
        stance_cue=judged.span,
        aggregate=is_total(happening, text_of(sentence.doc)[start:end], when, counts),
        rules=rules,
    )
    context.last_end, context.last_speakers = sentence.end_char, speakers
    remember(claim, context)
    return claim


def _weapon(happening: Happening) -> Mention | None:
    """Return the bomb, mine or missile that one of the triggers names."""
    event = next((e for e in happening.events if e.frame.weapon), None)
    if event is None:
        return None
    words = event.trigger.doc[event.first : event.last + 1]
    return Mention(words.text, Span(words.start_char, words.end_char))


def _continued(happening: Happening, sentence: "Sentence", context: Context) -> list[Said]:
    """Return the speaker of the sentence before, where a pronoun shows that the account goes on."""
    if not context.claims or not context.claims[-1].speakers:
        return []
    verb = happening.lead.predicate
    opening = subject(verb)
    gap = text_of(sentence.doc)[context.last_end : sentence.start_char]
    if (
        opening is None
        or not is_pronoun(opening)
        or opening.lower_ == "it"
        or gap.strip()
        or "\n" in gap
    ):
        return []
    return [replace(said, kind="account goes on") for said in context.last_speakers]


def _finder(happening: Happening) -> list[Said]:
    """Return who reportedly found the bodies: the finder is then the source."""
    lead = happening.lead
    hedge = hedge_of(lead)
    finder = subject(lead.trigger)
    if hedge is None or finder is None or lead.frame.effect != "bodies_found":
        return []
    content = Span(lead.trigger.idx, lead.trigger.idx + len(lead.trigger.text))
    return [Said(finder, hedge, content, "finder")] if can_be_blamed(finder) else []


def remember(claim: Claim, context: Context) -> None:
    """Keep what later sentences of the article may leave out."""
    context.claims.append(claim)
    if _names_attack(claim, context):
        context.attack = claim.event_type
    if _is_history(claim, context):
        return
    if claim.place is not None and (claim.place.precision != "country" or context.place is None):
        context.place = claim.place
    if claim.when is not None and claim.when.start is not None and claim.when.precision != "range":
        if claim.rules.get("date") != "carried":
            context.when_end = claim.end
        context.when, context.when_place = claim.when, claim.place


def _names_attack(claim: Claim, context: Context) -> bool:
    """Whether later "the attack" and its dead are of this claim; a battle includes its blasts."""
    if claim.event_type not in ATTACKS - {"infrastructure_attack", "starvation"}:
        return False
    if claim.rules["date"] == HABIT and claim.event_type in FROM_AFAR and not claim.perpetrator:
        return False
    if context.attack == "armed_clash" and claim.event_type in FROM_AFAR and not claim.counts:
        return False
    return context.attack is None or claim.rules["event_type"].lower() not in UNSAID


def _is_history(claim: Claim, context: Context) -> bool:
    """Whether a claim looks back from the article's own events, so that nothing follows from it."""
    day, main = claim.when, context.when
    if day is None or day.start is None or main is None or main.start is None:
        return False
    return main.precision == "day" and (main.start - day.start).days > HISTORY_DAYS


def repeats(happening: Happening, context: Context) -> bool:
    """Whether a bare "the attack" only points back to a claim already made."""
    lead = happening.lead
    if lead.rule != "noun" or happening.counts() or happening.agent() is not None:
        return False
    if lead.support in ("accusation", "light verb", "casualty", "telling"):
        return False
    if lead.predicate.lemma_ in ("occur", "happen") or lead.predicate.lemma_ == "take":
        return False
    definite = any(
        c.lower_ in ("the", "this", "that", "these", "those") for c in lead.trigger.lefts
    )
    kind = event_type(happening, context.attack)
    return definite and any(claim.event_type == kind for claim in context.claims)


def echoes(happening: Happening, others: list[Happening], context: Context) -> bool:
    """Whether "the attack" in "confirmed the attack but said six died" only names the other one."""
    lead = happening.lead
    definite = any(word.lower_ in ("the", "this", "that") for word in lead.trigger.lefts)
    if lead.rule != "noun" or not definite or happening.counts() or happening.agent():
        return False
    told = context.attack
    kinds = [event_type(other, told) for other in others if other is not happening]
    return event_type(happening, told) in kinds


def in_disaster(happening: Happening, context: Context) -> bool:
    """Whether it is a death, a fire or a flood in an article that tells of no attack."""
    if context.attack is not None:
        return False
    if happening.type == "casualty" and not _is_violent(happening, context):
        return True
    if happening.type == "infrastructure_attack" and _is_fire(happening):
        return True
    return context.disaster and (happening.type == "casualty" or is_toll(happening))


def _is_violent(happening: Happening, context: Context) -> bool:
    """Whether several died, or one in an article that has told of violence."""
    several = any((count.lower or count.upper or 0) > 1 for count in happening.counts())
    return several or bool(context.claims)


def _is_fire(happening: Happening) -> bool:
    """Whether it burns or falls by itself: "a warehouse caught fire"."""
    lead = happening.lead
    fires = any(agent.lemma_ in ("fire", "blaze", "flame", "smoke") for agent in lead.agents)
    return fires or (lead.frame.intransitive and happening.agent() is None)


def answer(response: Response, sentence: "Sentence", context: Context) -> None:
    """Add the claim of a party that denies, or owns to, what the sentences just before told."""
    before = [c for c in context.claims if c.end <= sentence.start_char]
    reach = REACH if response.kind == "denies" else 2 * REACH
    recent = [c for c in before if sentence.start_char - c.end < reach and c.stance != "denied"]
    if not recent or any(c.stance == "denied" for c in context.claims[len(before) :]):
        return
    said = next((c for c in reversed(recent) if c.event_type in ATTACKS), recent[-1])
    said = replace(said, event_type=_main_type(said, recent))
    answering = party(response.party)
    cue = Span(response.cue.idx, response.cue.idx + len(response.cue.text))
    start, end = _trimmed(sentence.doc, sentence.start, sentence.end)
    claim = replace(
        said,
        when=said.when or context.when,
        start=start,
        end=end,
        trigger=cue,
        stance="denied" if response.kind == "denies" else "alleged",
        stance_cue=cue,
        counts=(),
        perpetrator=answering,
        speakers=(answering,),
        weapon=None,
        victims=None,
        aggregate=False,
        rules={
            "event_type": f"{response.kind} what was told before",
            "support": "answer",
            "stance": response.kind,
            "place": "carried",
            "date": "carried",
            "perpetrator": "party that answers",
            "speakers": "party that answers",
        },
    )
    context.claims.append(claim)


def _main_type(said: Claim, recent: list[Claim]) -> str:
    """Return the attack that a denial answers, not one of its effects on buildings."""
    types = [c.event_type for c in recent if c.event_type in ATTACKS - {"infrastructure_attack"}]
    return types[-1] if types else said.event_type


def _extent(happening: Happening, sentence: "Sentence", others: list[Happening]) -> tuple[int, int]:
    """Return the sentence, or the clause of it that holds the happening where others share it."""
    doc = sentence.doc
    start, end = sentence.start, sentence.end
    if happening.lead.rule == "noun" and any(_listed_with(happening, h) for h in others):
        return _trimmed(doc, *_item(happening.lead.trigger))
    if others or sentence.end_char - sentence.start_char > CLAUSE_BEYOND:
        head = happening.lead.predicate
        clause = {t.i for t in head.subtree if t.i >= sentence.start}
        start, end = min(clause), max(clause) + 1
        inside = [h.lead.predicate for h in others if h.lead.predicate.i in clause]
        own = {event.trigger.i for event in happening.events}
        for other in inside:
            below = {t.i for t in other.subtree}
            if other != head and not below & own and max(below) + 1 == end:
                end = min(below)
    return _trimmed(doc, start, end)


def _listed_with(happening: Happening, other: Happening) -> bool:
    """Whether the two are items of one list: "arrests, torture and killings"."""
    head = list_head(happening.lead.trigger)
    return other.lead.rule == "noun" and list_head(other.lead.trigger) == head


def _item(noun: "Token") -> tuple[int, int]:
    """Return the words of a list's item without the items that the parser hangs on it."""
    after = [part.i for part in noun.rights if part.dep_ in ("conj", "appos", "cc", "punct")]
    return noun.left_edge.i, min([noun.right_edge.i + 1, *after])


def _trimmed(doc: "Doc", start: int, end: int) -> tuple[int, int]:
    """Return the characters of a run of words without the white space around it."""
    while start < end - 1 and doc[start].is_space:
        start += 1
    while end - 1 > start and doc[end - 1].is_space:
        end -= 1
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)
