"""Where: the place of a happening, its own or carried from before."""

from collections import Counter
from typing import TYPE_CHECKING

from sources.extraction.attachment import attached, is_general, of_trigger, token_at
from sources.extraction.stance import denial_cue
from sources.extraction.syntax import ancestors, text_of
from sources.extraction.types import Place

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
OWN_PLACE = frozenset({"in the clause", "described in the clause"})


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
        first = token_at(sentence, place.span.start)
        last = token_at(sentence, place.span.end - 1)
        if first is None or last is None or parties & set(range(first.i, last.i + 1)):
            continue
        last = _named_by(first) or last
        if (_is_locative(last, happening) or last.i in patients) and attached(last, happening):
            here.append((place, last))
    here = [(place, token) for place, token in here if not _contains_other(token, here)]
    here = [pair for pair in here if not any(lies_in(other, pair[0]) for other, _ in here)]
    if not here:
        described = _described(happening, sentence, context)
        if described is not None:
            return described, "described in the clause"
    if here:
        best = max(here, key=lambda pair: _fitness(pair[0], pair[1], happening))
        return best[0], "in the clause"
    if is_general(happening) and denial_cue(happening.lead) is not None:
        return None, "none: a general denial"
    if context.place is not None:
        return context.place, "carried"
    return context.main_place, "main place of the article"


def lies_in(inner: Place, outer: Place) -> bool:
    """Whether a town is one of a country or of a region named too."""
    if inner.country is None or inner.country != outer.country:
        return False
    if outer.precision == "country":
        return inner.precision != "country"
    towns = ("site", "settlement", "district")
    return outer.precision == "region" and inner.precision in towns and inner.admin1 == outer.name


def _fitness(place: Place, token: "Token", happening: "Happening") -> tuple[bool, int, int]:
    near = -abs(token.i - happening.lead.trigger.i)
    return of_trigger(token, happening), SPECIFIC[place.precision], near


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
        between = text_of(doc)[other.idx + len(other.text) : token.idx]
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
    "capital": ("settlement",),
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
            or not attached(token, happening)
        ):
            continue
        before = [p for p in context.places if p.span.end <= token.idx and p.precision in levels]
        if before:
            return before[-1]
    return None


def _named_by(name: "Token") -> "Token | None":
    """Return "capital" for the name in "the capital, Lusaka", whatever the parser hangs it on."""
    if name.i < 2 or name.nbor(-1).text != ",":
        return None
    noun = name.nbor(-2)
    return noun if noun.lower_ in DESCRIBED and noun.dep_ == "pobj" else None


def _party_words(happening: "Happening", speakers: "list[Said]") -> set[int]:
    agent = happening.agent()
    words = {t.i for relation in speakers for t in relation.source.subtree}
    if agent is not None:
        words |= {t.i for t in agent[0].lefts} | {agent[0].i}
    return words


def _is_locative(token: "Token", happening: "Happening") -> bool:
    """Whether the name stands where places stand: after "in", before "region", in apposition."""
    triggers = {event.trigger.i for event in happening.events}
    while token.dep_ in ("compound", "appos", "conj", "nmod", "poss"):
        if token.dep_ == "poss":
            return True
        token = token.head
        if token.i in triggers:
            return True
    moved = happening.lead.frame.effect in ("displaced", "abducted")
    if token.dep_ == "pobj":
        return token.head.lower_ in (ORIGINS if moved else LOCATIVE)
    return token.dep_ in ("npadvmod", "ROOT", "dep") or (moved and token.dep_ == "dobj")
