"""Each fact of an incident with the claims behind it, and which kind of silence an empty one is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from accounts.models import User
from incidents import matching
from incidents.actions.facts import FACTS
from incidents.actions.release_evidence import SAYS
from incidents.enums import Verdict
from incidents.forms import OverrideForm
from incidents.models import Incident, IncidentClaim
from incidents.templatetags.review import FACT_LABELS, fact_words
from sources.models import Claim
from sources.templatetags.facts import date_words, place_words

State = Literal["reviewed", "by_hand", "unreviewed", "silent", "unknown"]

WORDS: dict[str, Callable[[Claim], str]] = {
    "event_type": lambda claim: claim.get_event_type_display(),
    "place": place_words,
    "date": date_words,
    "perpetrators": lambda claim: claim.perpetrator or "",
}
SPANS = {
    "event_type": "event_type_span",
    "place": "place_span",
    "date": "date_span",
    "perpetrators": "perpetrator_span",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """What one claim says of a fact, and the character of the article where it says so."""

    link: IncidentClaim
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class ByHand:
    """Who set a fact by hand, and why."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what holds, on what it rests, and what else the claims say."""

    name: str
    label: str
    value: str
    note: str
    state: State
    by_hand: ByHand | None
    saying: tuple[Saying, ...]
    others: tuple[Saying, ...]
    denying: tuple[Saying, ...]
    silent: int
    form: OverrideForm | None
    behind: matching.Corroboration
    against: matching.Corroboration


def facts_of(
    incident: Incident,
    standing: Sequence[IncidentClaim],
    forms: Mapping[str, OverrideForm],
    voices: Sequence[matching.Voice],
) -> Iterator[Fact]:
    """Yield every fact of an incident with the claims and the voices for and against it."""
    people = _people(incident)
    for name in FACTS:
        said = [one for link in standing if name in WORDS and (one := _saying(link, name))]
        denying = tuple(one for one in said if one.link.claim.stance == "denied")
        stated = [one for one in said if one not in denying]
        if name != "perpetrators" and not stated:
            stated, denying = said, ()  # known from denials alone, it is what they deny
        agreeing = tuple(one for one in stated if _agrees(incident, name, one.link))
        others = tuple(one for one in stated if one not in agreeing)
        entry = incident.overrides.get(name)
        value = fact_words(incident, name)
        yield Fact(
            name=name,
            label=FACT_LABELS[name],
            value=value,
            note=_note(incident, name),
            state=_state(name, value, bool(entry), agreeing, standing),
            by_hand=ByHand(people.get(entry["by"], "somebody"), entry["reason"]) if entry else None,
            saying=agreeing,
            others=others,
            denying=denying,
            silent=len(standing) - len(said) if name in WORDS else 0,
            form=forms.get(name),
            behind=_heard(voices, agreeing),
            against=_heard(voices, (*others, *denying)),
        )


def state_of_numbers(incident_has_some: bool, standing: Sequence[IncidentClaim]) -> State:
    """Return how the numbers of an incident are known."""
    counting = [link for link in standing if link.claim.counts.all()]
    if incident_has_some:
        return _borne(link.verdict for link in counting)
    return _silence(standing, unresolved=False)


def _state(
    name: str,
    value: str,
    by_hand: bool,
    agreeing: Sequence[Saying],
    standing: Sequence[IncidentClaim],
) -> State:
    if by_hand:
        return "by_hand" if value else "unknown"
    if not value:
        span = SPANS.get(name)
        unresolved = any(
            link.verdict == Verdict.ACCEPTED and span and getattr(link.claim, span)
            for link in standing
        )
        return _silence(standing, unresolved=unresolved)
    basis = [one.link for one in agreeing] or standing
    return _borne(link.verdict for link in basis)


def _borne(verdicts: Iterator[str]) -> State:
    """Return how a value is known that rests on claims with these verdicts."""
    found = set(verdicts)
    if Verdict.ACCEPTED in found:
        return "reviewed"
    return "unreviewed" if Verdict.PENDING in found or not found else "unknown"


def _silence(standing: Sequence[IncidentClaim], *, unresolved: bool) -> State:
    """Return why there is no value: words nobody could resolve, claims to judge, or silence."""
    if unresolved:
        return "unknown"
    pending = any(link.verdict == Verdict.PENDING for link in standing)
    return "unreviewed" if pending else "silent"


def _heard(voices: Sequence[matching.Voice], sayings: Sequence[Saying]) -> matching.Corroboration:
    claims = {one.link.claim_id for one in sayings}
    return matching.corroborate(voice for voice in voices if voice.claim in claims)


def _saying(link: IncidentClaim, name: str) -> Saying | None:
    words = WORDS[name](link.claim)
    span = getattr(link.claim, SPANS[name])
    at = span.lower if span is not None and span.lower is not None else link.claim.start
    return Saying(link, words, at) if words else None


def _agrees(incident: Incident, name: str, link: IncidentClaim) -> bool:
    if name != "perpetrators":
        return SAYS[name](incident, link)
    named = {link.claim.perpetrator, link.claim.perpetrator_actor}
    return name not in incident.overrides or not named.isdisjoint(incident.perpetrators)


def _note(incident: Incident, name: str) -> str:
    if name == "place" and incident.place_precision:
        return f"Known to the {incident.place_precision}"
    if name == "date" and incident.date_precision == "range":
        return "On a day between these"
    if name == "date" and incident.date_precision not in (None, "day"):
        return f"Known to the {incident.date_precision}"
    if name == "title" and "title" not in incident.overrides:
        return "Worked out from type, place and date"
    return ""


def _people(incident: Incident) -> dict[Any, str]:
    keys = {entry["by"] for entry in incident.overrides.values()}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "username")) if keys else {}
