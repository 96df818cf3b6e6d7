"""From happenings to claims: place, date, parties and stance, with what the article said before."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from sources.extraction.attribution import Said, speakers_of
from sources.extraction.blame import find_perpetrator
from sources.extraction.confidence import score, with_scores
from sources.extraction.joining import ATTACKS, Happening
from sources.extraction.parties import can_be_blamed, mention, party
from sources.extraction.pronouns import is_pronoun
from sources.extraction.responses import Response
from sources.extraction.setting import RECENT_DAYS, find_place, find_when
from sources.extraction.stance import hedge_of, judge
from sources.extraction.syntax import subject
from sources.extraction.types import Claim, Count, Mention, Place, Span, When

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Sentence

CLAUSE_BEYOND = 300
HISTORY_DAYS = 31
REACH = 400
LEAD_CLAIMS = 8
CARE = {"hospital", "morgue", "mortuary", "rubble", "wreckage", "debris", "clinic", "ruin"}


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
    last_end: int = 0
    last_speakers: list[Said] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def make_claim(happening: Happening, sentence: "Sentence", context: Context, alone: bool) -> Claim:
    """Return the claim that the sentence makes of the happening, and remember it in the context."""
    lead = happening.lead
    speakers = speakers_of(lead.trigger, context.said)
    speakers = speakers or _continued(happening, sentence, context) or _finder(happening)
    judged = judge([lead, *happening.events], speakers)
    rules = {"event_type": f"{lead.rule}: {lead.trigger.text}", "stance": judged.rule}
    kind = event_type(happening, context)
    place, rules["place"] = find_place(happening, sentence, context, speakers)
    when, rules["date"] = find_when(happening, sentence, context, speakers, place)
    last = context.claims[-1] if context.claims else None
    blamed = find_perpetrator(happening, sentence, speakers, last, context.places)
    if blamed is not None:
        rules["perpetrator"] = blamed[1]
    speaking = tuple(mention(relation.source) for relation in speakers)
    if speakers:
        rules["speakers"] = "; ".join(relation.kind for relation in speakers)
    counts = tuple(happening.counts())
    patients = happening.patients()
    start, end = _extent(happening, sentence, alone)
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
        aggregate=_is_total(when, counts),
        rules=rules,
    )
    claim = with_scores(claim, lead.support or lead.rule)
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
    gap = sentence.doc.text[context.last_end : sentence.start_char]
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


def event_type(happening: Happening, context: Context) -> str:
    """Return the type of the happening; a bare casualty takes that of the attack told before."""
    kind, trigger = happening.type, happening.lead.trigger
    definite = any(c.lower_ in ("the", "this", "that", "these") for c in trigger.lefts)
    if kind == "armed_attack" and happening.lead.rule == "noun" and definite and context.attack:
        return context.attack
    in_care = any(t.lemma_.lower() in CARE for t in trigger.subtree)
    if kind == "mass_grave" and happening.lead.rule == "verb" and in_care:
        return context.attack or kind
    if kind == "casualty":
        return context.attack or "unlawful_killing"
    return kind


def remember(claim: Claim, context: Context) -> None:
    """Keep what later sentences of the article may leave out."""
    context.claims.append(claim)
    if claim.event_type in ATTACKS - {"infrastructure_attack", "starvation"}:
        context.attack = claim.event_type
    if _is_history(claim, context):
        return
    if claim.place is not None and (claim.place.precision != "country" or context.place is None):
        context.place = claim.place
    if claim.when is not None and claim.when.start is not None and claim.when.precision != "range":
        if claim.rules.get("date") != "carried":
            context.when_end = claim.end
        context.when, context.when_place = claim.when, claim.place


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
    definite = any(
        c.lower_ in ("the", "this", "that", "these", "those") for c in lead.trigger.lefts
    )
    return definite and any(c.event_type == event_type(happening, context) for c in context.claims)


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
            "stance": response.kind,
            "place": "carried",
            "date": "carried",
            "perpetrator": "party that answers",
            "speakers": "party that answers",
        },
    )
    context.claims.append(with_scores(claim, "answer"))


def with_lead_date(context: Context) -> list[Claim]:
    """Return the claims; a headline and lead that give no day take the one given next.

    News tells the event first and its day a sentence later. Only a day of the last week is lent,
    and only to claims of an attack or its toll that stand before it.
    """
    claims = context.claims
    first = next((i for i, c in enumerate(claims) if c.when is not None and c.when.start), None)
    if first is None or context.published is None or first > LEAD_CLAIMS:
        return claims
    lent = claims[first]
    day = lent.when.start if lent.when is not None else None
    if day is None or lent.when is None or lent.when.precision != "day":
        return claims
    if not 0 <= (context.published - day).days <= RECENT_DAYS:
        return claims
    kinds = ATTACKS | {"unlawful_killing", "abduction", "casualty"}
    return [
        replace(
            c,
            when=lent.when,
            rules={**c.rules, "date": "told next"},
            scores={**c.scores, "date": score("date", "told next")},
        )
        if i < first and c.when is None and c.event_type in kinds
        else c
        for i, c in enumerate(claims)
    ]


def _main_type(said: Claim, recent: list[Claim]) -> str:
    """Return the attack that a denial answers, not one of its effects on buildings."""
    types = [c.event_type for c in recent if c.event_type in ATTACKS - {"infrastructure_attack"}]
    return types[-1] if types else said.event_type


def _extent(happening: Happening, sentence: "Sentence", alone: bool) -> tuple[int, int]:
    """Return the sentence, or the clause of it that holds the happening where others share it."""
    doc = sentence.doc
    start, end = sentence.start, sentence.end
    if not alone or sentence.end_char - sentence.start_char > CLAUSE_BEYOND:
        head = happening.lead.predicate
        clause = [t.i for t in head.subtree if t.i >= sentence.start]
        start, end = min(clause), max(clause) + 1
    return _trimmed(doc, start, end)


def _trimmed(doc: "Doc", start: int, end: int) -> tuple[int, int]:
    """Return the characters of a run of words without the white space around it."""
    while start < end - 1 and doc[start].is_space:
        start += 1
    while end - 1 > start and doc[end - 1].is_space:
        end -= 1
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)


def _is_total(when: When | None, counts: tuple[Count, ...]) -> bool:
    """Whether the counts run over a period, so that they are no single incident's."""
    if not counts or when is None or when.start is None or when.end is None:
        return False
    return when.precision == "range" and (when.end - when.start).days > 31
