"""An incident with twelve claims from six articles, on an event that never happened."""

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import NumericRange

from incidents.actions.facts import refresh
from incidents.enums import Verdict
from incidents.models import Incident, IncidentClaim
from sources.models import Claim, Document
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_source,
    make_speaker,
    make_user,
)

PLACE: dict[str, Any] = {
    "place_name": "Verrin",
    "place_precision": "settlement",
    "place_admin1": "Upper Lasa",
    "place_country": "ML",
    "place_latitude": 16.271,
    "place_longitude": -0.044,
}
DAY = date(2021, 3, 14)
ON_THE_DAY: dict[str, Any] = {"date_start": DAY, "date_end": DAY, "date_precision": "day"}
IN_MARCH: dict[str, Any] = {
    "date_start": date(2021, 3, 1),
    "date_end": date(2021, 3, 31),
    "date_precision": "month",
}

# Each article: its source and date, then its sentences. A sentence: what it says, field by field.
ARTICLES: list[tuple[str, date | None, list[dict[str, Any]]]] = [
    (
        "Lasa Morning Post",
        date(2021, 3, 15),
        [
            {
                "quote": "At least 14 people were shot dead in Verrin on Sunday, said the mayor, "
                "who blamed the Red Column.",
                "speakers": ["the mayor of Verrin"],
                "perpetrator": "the Red Column",
                "stance": "alleged",
                "counts": [("killed", 14, None, "at_least")],
                **PLACE,
                **ON_THE_DAY,
            },
            {
                "quote": "Eleven more were wounded.",
                "stance": "asserted",
                "counts": [("injured", 11, 11, "exact")],
            },
        ],
    ),
    (
        "Sahel Wire",
        date(2021, 3, 16),
        [
            {
                "quote": "Gunmen killed 17 people in Verrin, the provincial governor said.",
                "speakers": ["the provincial governor"],
                "stance": "alleged",
                "counts": [("killed", 17, 17, "exact")],
                **PLACE,
            },
            {
                "quote": "A Red Column spokesman denied that it had been near the village.",
                "speakers": ["a Red Column spokesman"],
                "perpetrator": "the Red Column",
                "stance": "denied",
            },
            {
                "quote": "The spokesman said the 3rd Border Regiment had fired on the market.",
                "speakers": ["a Red Column spokesman"],
                "perpetrator": "the 3rd Border Regiment",
                "stance": "alleged",
            },
        ],
    ),
    (
        "The Daily Ledger",
        date(2021, 3, 18),
        [
            {
                "quote": "Survivors spoke of dozens of dead in the market of Verrin.",
                "speakers": ["survivors"],
                "stance": "alleged",
                "counts": [("killed", 24, 99, "vague")],
                **PLACE,
                **ON_THE_DAY,
            },
            {
                "quote": "Among them were five children, a nurse said.",
                "speakers": ["a nurse"],
                "stance": "alleged",
                "counts": [("killed", 5, 5, "exact", "children", True)],
            },
        ],
    ),
    (
        "Border Monitor",
        date(2021, 4, 2),
        [
            {
                "quote": "Investigators counted between 19 and 22 fresh graves outside Verrin.",
                "speakers": ["Border Monitor investigators"],
                "stance": "confirmed",
                "counts": [("sites", 19, 22, "about", None, False, "graves")],
                "place_name": "Upper Lasa",
                "place_precision": "region",
                "place_country": "ML",
                **IN_MARCH,
            },
            {
                "quote": "The monitor documented 19 dead and blamed the Red Column.",
                "speakers": ["Border Monitor investigators"],
                "perpetrator": "the Red Column",
                "stance": "confirmed",
                "counts": [("killed", 19, 19, "exact")],
                **PLACE,
                **ON_THE_DAY,
            },
        ],
    ),
    (
        "Republic Television",
        date(2021, 3, 16),
        [
            {
                "quote": "The army said no more than 6 armed men had died in a clash near Verrin.",
                "speakers": ["the army"],
                "stance": "alleged",
                "event_type": "armed_clash",
                "counts": [("killed", None, 6, "at_most")],
                **PLACE,
            },
            {
                "quote": "The 3rd Border Regiment denied any part in it.",
                "speakers": ["the 3rd Border Regiment"],
                "perpetrator": "the 3rd Border Regiment",
                "stance": "denied",
            },
        ],
    ),
    (
        "Sahel Wire",
        None,
        [
            {
                "quote": "About 20 people are thought to have died in Verrin.",
                "stance": "asserted",
                "counts": [("killed", 20, 20, "about")],
                **PLACE,
            }
        ],
    ),
]
PENDING = ("Eleven more", "About 20 people")
UNSURE = ("Survivors spoke", "The army said")


def make_contested_incident(**fields: Any) -> Incident:
    """Make the incident, most of its claims accepted, its facts worked out from them."""
    incident = make_incident(**fields)
    judge = make_user("reviewer", username="leila")
    for number, (source, published, sentences) in enumerate(ARTICLES):
        document = _document(number, source, published, sentences)
        for sentence in sentences:
            _link(_claim(document, sentence), incident, judge)
    refresh(incident)
    return incident


def _document(
    number: int, source: str, published: date | None, sentences: list[dict[str, Any]]
) -> Document:
    text = f"Report {number + 1} from Verrin\n\n" + "\n\n".join(one["quote"] for one in sentences)
    return make_document(
        text,
        title=f"Report {number + 1} from Verrin",
        source=make_source(source) if number != 5 else None,
        published=published,
    )


def _claim(document: Document, sentence: dict[str, Any]) -> Claim:
    fields = dict(sentence)
    counts: list[tuple[Any, ...]] = fields.pop("counts", [])
    speakers: list[str] = fields.pop("speakers", [])
    where = fields["quote"].find("Verrin")
    if where >= 0 and fields.get("place_name") == "Verrin":
        start = document.text.index(fields["quote"]) + where
        fields["place_span"] = NumericRange(start, start + len("Verrin"))
    claim = make_claim(document, **fields)
    for name in speakers:
        make_speaker(claim, name)
    for effect, lower, upper, qualifier, *rest in counts:
        unstated: list[Any] = [None, False, "persons"]
        victim_class, part, unit = [*rest, *unstated[len(rest) :]]
        make_count(
            claim,
            effect=effect,
            lower=lower,
            upper=upper,
            qualifier=qualifier,
            victim_class=victim_class,
            part=part,
            unit=unit,
        )
    return claim


def _link(claim: Claim, incident: Incident, judge: Any) -> IncidentClaim:
    verdict = Verdict.ACCEPTED
    if claim.quote.startswith(PENDING):
        verdict = Verdict.PENDING
    elif claim.quote.startswith(UNSURE):
        verdict = Verdict.UNSURE
    by = None if verdict == Verdict.PENDING else judge
    return make_link(claim, incident, verdict=verdict, **({"decided_by": by} if by else {}))
