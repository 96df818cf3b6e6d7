"""Where and when: the place and the date of a happening, own or carried from before."""

from collections import Counter
from typing import TYPE_CHECKING

from sources.extraction.cues import cues
from sources.extraction.lexicon import lexicon
from sources.extraction.stance import denial_cue
from sources.extraction.syntax import ancestors, child, is_passive, sentence_start
from sources.extraction.types import Place, When

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

    from sources.extraction.assemble import Context
    from sources.extraction.attribution import Said
    from sources.extraction.joining import Happening

SPECIFIC = {"site": 4, "settlement": 3, "district": 2, "region": 1, "country": 0}
LOCATIVE = {
    "in", "at", "near", "on", "across", "around", "outside", "inside", "throughout", "of", "over",
    "within", "between", "through", "along", "off",
}  # fmt: skip
ORIGINS = LOCATIVE | {"from"}
RECENT_DAYS = 8
CARRY_CHARACTERS = 2500


def find_place(
    happening: "Happening", sentence: "Sentence", context: "Context", speakers: "list[Said]"
) -> tuple[Place | None, str]:
    """Return where it happened and the rule that says so."""
    parties = _party_words(happening, speakers)
    patients = {token.i for token in happening.patients()}
    here: list[tuple[Place, Token]] = []
    for place in context.places:
        if not sentence.start_char <= place.span.start < sentence.end_char:
            continue
        first = _token_at(sentence, place.span.start)
        last = _token_at(sentence, place.span.end - 1)
        if first is None or last is None or parties & set(range(first.i, last.i + 1)):
            continue
        if (_is_locative(last, happening) or last.i in patients) and _attached(last, happening):
            here.append((place, last))
    here = [(place, token) for place, token in here if not _contains_other(token, here)]
    if not here:
        described = _described(happening, sentence, context)
        if described is not None:
            return described, "described in the clause"
    if here:
        best = max(here, key=lambda pair: _fitness(pair[0], pair[1], happening))
        return best[0], "in the clause"
    if _is_general(happening) and denial_cue(happening.lead) is not None:
        return None, "none: a general denial"
    if context.place is not None:
        return context.place, "carried"
    return context.main_place, "main place of the article"


def _fitness(place: Place, token: "Token", happening: "Happening") -> tuple[bool, int, int]:
    near = -abs(token.i - happening.lead.trigger.i)
    return _of_trigger(token, happening), SPECIFIC[place.precision], near


def main_place(places: list[Place], doc: "Doc") -> Place | None:
    """Return the place that the article is most about, or is dated from where no place recurs."""
    located = [p for p in places if (t := _token_in(doc, p)) is not None and _stands_for_place(t)]
    countries = Counter(p.country for p in located if p.country)
    if not countries:
        return None
    country = countries.most_common(1)[0][0]
    inside = [p for p in located if p.country == country]
    names = Counter(p.name for p in inside if p.precision != "country")
    if names and names.most_common(1)[0][1] > 1:
        return next(p for p in inside if p.name == names.most_common(1)[0][0])
    first = _token_in(doc, inside[0])
    if first is not None and first.dep_ == "ROOT":
        return inside[0]
    return next((p for p in inside if p.precision == "country"), inside[0])


def _token_in(doc: "Doc", place: Place) -> "Token | None":
    span = doc.char_span(place.span.start, place.span.end, alignment_mode="expand")
    return span[-1] if span is not None and len(span) else None


def _stands_for_place(token: "Token") -> bool:
    while token.dep_ in ("compound", "appos", "conj", "nmod"):
        token = token.head
    return token.dep_ in ("pobj", "poss") or token.ent_type_ in ("GPE", "LOC")


def _contains_other(token: "Token", here: "list[tuple[Place, Token]]") -> bool:
    """Whether the place only says where another one lies: "a village in Aleppo"."""
    doc = token.doc
    for _, other in here:
        between = doc.text[other.idx + len(other.text) : token.idx]
        if other.i < token.i and between in (" in ", ", ", ", in "):
            return True
    top = _name_head(token)
    others = {_name_head(other).i for _, other in here} - {top.i}
    return any(head.i in others for head in ancestors(top))


def _name_head(token: "Token") -> "Token":
    """Return "camp" for the name in "the Dadaab camp"."""
    while token.dep_ in ("compound", "nmod"):
        token = token.head
    return token


DESCRIBED = {
    "state": ("region",),
    "region": ("region",),
    "province": ("region",),
    "city": ("settlement",),
    "town": ("settlement",),
    "village": ("settlement",),
    "camp": ("site", "settlement"),
    "site": ("site", "settlement"),
}


def _described(happening: "Happening", sentence: "Sentence", context: "Context") -> Place | None:
    """Return the place that "the city" or "the state" stands for: the last one of that kind."""
    for token in sentence:
        levels = DESCRIBED.get(token.lower_)
        if levels is None or not any(c.lower_ in ("the", "this") for c in token.lefts):
            continue
        if (
            token.dep_ != "pobj"
            or token.head.lower_ not in LOCATIVE
            or not _attached(token, happening)
        ):
            continue
        before = [p for p in context.places if p.span.end <= token.idx and p.precision in levels]
        if before:
            return before[-1]
    return None


def _of_trigger(token: "Token", happening: "Happening") -> bool:
    """Whether a place or date hangs from the trigger itself, or from the noun that carries it."""
    own = _own_words(happening)
    for head in ancestors(token):
        if head.i in own:
            return True
        if head.pos_ in ("VERB", "AUX"):
            return False
    return False


def _own_words(happening: "Happening") -> set[int]:
    """Return the triggers, and the nouns above them: "a series of raids"."""
    own = set()
    for event in happening.active():
        own.add(event.trigger.i)
        below = event.trigger
        for head in ancestors(event.trigger):
            if head.pos_ in ("VERB", "AUX") and below.dep_ != "conj":
                break
            if head.pos_ in ("NOUN", "PROPN"):
                own.add(head.i)
            below = head
    return own


def _party_words(happening: "Happening", speakers: "list[Said]") -> set[int]:
    agent = happening.agent()
    words = {t.i for relation in speakers for t in relation.source.subtree}
    if agent is not None:
        words |= {t.i for t in agent[0].lefts} | {agent[0].i}
    return words


def _token_at(sentence: "Sentence", position: int) -> "Token | None":
    return next((t for t in sentence if t.idx <= position < t.idx + len(t.text_with_ws)), None)


def _is_locative(token: "Token", happening: "Happening") -> bool:
    """Whether the name stands where places stand: after "in", before "region", in apposition."""
    triggers = {event.trigger.i for event in happening.events}
    while token.dep_ in ("compound", "appos", "conj", "nmod", "poss"):
        if token.dep_ == "poss":
            return True
        token = token.head
        if token.i in triggers:
            return True
    moved = happening.lead.frame.effect == "displaced"
    if token.dep_ == "pobj":
        return token.head.lower_ in (ORIGINS if moved else LOCATIVE)
    return token.dep_ in ("npadvmod", "ROOT", "dep") or (moved and token.dep_ == "dobj")


def find_when(
    happening: "Happening",
    sentence: "Sentence",
    context: "Context",
    speakers: "list[Said]",
    place: Place | None,
) -> tuple[When | None, str]:
    """Return when it happened, not when it was reported, and the rule that says so."""
    here: list[tuple[When, Token]] = []
    other: list[When] = []
    for when in context.dates:
        if sentence.start_char <= when.span.start < sentence.end_char:
            token = _token_at(sentence, when.span.start)
            if token is not None and _attached(token, happening):
                here.append((when, token))
            else:
                other.append(when)
    known = [pair for pair in here if pair[0].start is not None]
    carried = context.when if _carries(happening, context, place, other) else None
    if carried is not None and not known:
        return carried, "carried"
    if here:
        trigger = happening.lead.trigger.i
        when, _ = min(
            known or here,
            key=lambda pair: (not _of_trigger(pair[1], happening), abs(pair[1].i - trigger)),
        )
        return when, "in the sentence"
    return None, "none"


def _attached(token: "Token", happening: "Happening") -> bool:
    """Whether a place or a date belongs to the event, not to the saying or another verb."""
    verb = next((head for head in (token, *ancestors(token)) if head.pos_ in ("VERB", "AUX")), None)
    if _of_trigger(token, happening):
        return True
    if verb is None or verb.i in {event.trigger.i for event in happening.events}:
        return True
    if verb.lemma_.lower() in cues().speaking and not is_passive(verb):
        return _opens_with_place(token, verb)
    own = {i for event in happening.events for i in (event.predicate.i, event.trigger.i)}
    if _under_another_event(token, own):
        return False
    if verb.i in own or any(head.i in own for head in ancestors(verb)):
        return True
    return any(_governs_event(verb, event.predicate) for event in happening.events)


def _under_another_event(token: "Token", own: set[int]) -> bool:
    """Whether it hangs from another event: an arrest is not dated by the murder it is for."""
    nouns = lexicon().nouns
    for head in ancestors(token):
        if head.i in own or head.pos_ in ("VERB", "AUX"):
            return False
        if head.pos_ == "NOUN" and any(not entry.before for entry in nouns.get(head.lower_, ())):
            return True
    return False


def _opens_with_place(token: "Token", verb: "Token") -> bool:
    """Whether the place sets the scene before the speaker: "In Aleppo, doctors said ..."."""
    top = token
    while top.head != verb:
        top = top.head
    return (
        top.dep_ == "prep"
        and top.lower_ in ("in", "near")
        and top.i == sentence_start(verb)
        and (token.ent_type_ != "DATE")
    )


def _governs_event(verb: "Token", predicate: "Token") -> bool:
    below = predicate
    for head in ancestors(predicate):
        mark = child(below, "mark", "advmod")
        if below.dep_ in ("relcl", "acl"):
            return False
        if (
            below.dep_ == "advcl"
            and mark is not None
            and mark.lower_ in ("after", "before", "since")
        ):
            return False
        if head == verb:
            return True
        below = head
    return False


def _carries(
    happening: "Happening", context: "Context", place: Place | None, other: list[When]
) -> bool:
    """Whether the date told last holds: news of the week, or the same place just before."""
    if context.when is None or context.when.start is None or _is_general(happening):
        return False
    if any(_contradicts(when, context.when) for when in other):
        return False
    if happening.lead.trigger.idx - context.when_end > CARRY_CHARACTERS:
        return False
    same_place = (
        place is not None
        and context.when_place is not None
        and place.name == context.when_place.name
    )
    if same_place:
        return True
    recent = (
        context.published is not None
        and (context.published - context.when.start).days <= RECENT_DAYS
    )
    return recent and context.when.precision == "day"


def _contradicts(other: When, carried: When) -> bool:
    """Whether the sentence sets another time, as "last month"; the day of a report does not."""
    if other.start is None or carried.start is None or other.end is None:
        return False
    return not 0 <= (other.start - carried.start).days <= 3 or (other.end - other.start).days > 7


def _is_general(happening: "Happening") -> bool:
    """Whether the sentence speaks of habit, not of one event: "has repeatedly bombed"."""
    for event in happening.events:
        for token in (event.trigger, event.predicate, *ancestors(event.trigger)):
            if any(
                c.lower_
                in ("repeatedly", "often", "frequently", "previously", "regularly", "routinely")
                for c in token.children
            ):
                return True
    return False
