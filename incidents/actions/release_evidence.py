"""What stands behind each cell of a release: the claims, their sentences, who decided and when."""

from collections.abc import Callable, Sequence
from functools import cache

from incidents.actions.release_cells import Row, pseudonym
from incidents.actions.release_headline import headline
from incidents.actions.release_trail import confirmation, grading, merging, overriding
from incidents.models import Decision, Incident, IncidentClaim, IncidentCount
from incidents.releases.cells import is_missing
from incidents.releases.schema import join_list
from sources import taxonomy

Basis = tuple[str, list[IncidentClaim]]
Ground = tuple[str, tuple[int, ...], Decision | None]  # rule, claims, decision

TYPE_COLUMNS = {
    "event_type",
    "event_label",
    "acled_event_type",
    "acled_sub_event_type",
    "ucdp_type_of_violence",
}
PLACE_COLUMNS = {
    "place_name",
    "place_precision",
    "admin1",
    "country",
    "latitude",
    "longitude",
    "gazetteer_id",
    "ucdp_where_prec",
    "acled_geo_precision",
}
DATE_COLUMNS = {
    "date_start",
    "date_end",
    "date_precision",
    "ucdp_date_prec",
    "acled_time_precision",
}
SET_ASIDE = "a claim behind the incident; the value itself was set by a reviewer"
DECIDED_COLUMNS = {"status", "confirmed_at", "confirmed_by"}
WITHOUT_CLAIMS = {
    "status": "decided by a reviewer",
    "merged_from": "merged by a reviewer: see decisions and relations",
}
RULES = {
    "reference": "given for good when the incident was first proposed",
    "grade": "graded by a reviewer",
    "grade_suggested": "suggested by rule from the voices of all claims",
}
FACT_OF = (
    dict.fromkeys(TYPE_COLUMNS, "event_type")
    | dict.fromkeys(PLACE_COLUMNS, "place")
    | dict.fromkeys(DATE_COLUMNS, "date")
    | {"title": "title", "perpetrators": "perpetrators"}
)
FACTS = frozenset(FACT_OF.values())


def basis_of(incident: Incident, row: Row, decisions: Sequence[Decision]) -> list[Row]:
    """Return on which claims or decision the filled cells of an incident's row rest.

    Expects ranges and accepted links with claims prefetched; ``decisions`` are the telling ones
    about it and all that was merged into it, the oldest first.
    """
    columns: dict[str, list[str]] = {}
    for column, value in row.items():
        if not is_missing(value):
            columns.setdefault(_topic(column), []).append(column)
    links = list(incident.links.all())
    together: dict[Ground, list[str]] = {}
    for topic, names in columns.items():
        for ground in _grounds(incident, topic, links, decisions):
            together.setdefault(ground, []).extend(names)
    return [
        {
            "incident": incident.reference,
            "columns": join_list(names),
            "rule": rule,
            "claims": join_list([str(claim) for claim in claims]),
            "decision": decision.pk if decision else None,
            "reviewer": pseudonym(decision.by) if decision else None,
            "decided_at": decision.at if decision else None,
        }
        for (rule, claims, decision), names in together.items()
    ]


@cache
def _topic(column: str) -> str:
    """Return what a column is about: all columns about it rest on the same."""
    if column in DECIDED_COLUMNS:
        return "status"
    if column in FACT_OF:
        return FACT_OF[column]
    effect = column.rpartition("_")[0]
    return effect if effect in taxonomy.codes("effects") else column


def _grounds(
    incident: Incident, topic: str, links: list[IncidentClaim], decisions: Sequence[Decision]
) -> list[Ground]:
    """Return what the cells about a topic rest on: the decision that set them, then the claims."""
    rule, bearing = _basis(incident, topic, links)
    claims = tuple(link.claim_id for link in bearing)
    decision = _decision_on(incident, topic, decisions)
    if decision is None:
        return [(rule, claims, None)]
    aside: list[Ground] = [(SET_ASIDE, claims, None)] if claims else []
    return [(rule, (), decision), *aside]


def _decision_on(incident: Incident, topic: str, decisions: Sequence[Decision]) -> Decision | None:
    """Return the decision that gave its cells their values, None where the claims gave them."""
    if topic == "status":
        return confirmation(incident, decisions)
    if topic == "merged_from":
        return merging(incident, decisions)
    if topic == "grade":
        return grading(incident, decisions)
    return overriding(incident, topic, decisions) if topic in incident.overrides else None


def _basis(incident: Incident, topic: str, links: list[IncidentClaim]) -> Basis:
    """Return the rule that gave the cells about a topic and the links of the claims behind it."""
    if topic in WITHOUT_CLAIMS:
        return WITHOUT_CLAIMS[topic], []
    if topic in incident.overrides:
        return f"set by a reviewer: {incident.overrides[topic]['reason']}", links
    if topic in FACTS:
        return _agreeing(incident, topic, links)
    if topic == "denied_by":
        return "speakers of denials", [link for link in links if link.claim.stance == "denied"]
    if topic in taxonomy.codes("effects"):
        return _range_basis(headline(incident.counts.all(), topic), links)
    return RULES.get(topic, "counted over the accepted claims"), links


def _agreeing(incident: Incident, fact: str, links: list[IncidentClaim]) -> Basis:
    says = SAYS.get(fact)
    saying = [link for link in links if says and says(incident, link)]
    rule = "worked out from the claims that state it" if saying else "worked out from all claims"
    return rule, saying or links


def _range_basis(found: IncidentCount | None, links: list[IncidentClaim]) -> Basis:
    if found is None:
        return "no accepted claim states a number", []
    return found.rule, [link for link in links if link.claim_id in found.claims]


SAYS: dict[str, Callable[[Incident, IncidentClaim], bool]] = {
    "event_type": lambda incident, link: link.claim.event_type == incident.event_type,
    "place": lambda incident, link: link.claim.place_name == incident.place_name,
    "date": lambda incident, link: (
        (link.claim.date_start, link.claim.date_end) == (incident.date_start, incident.date_end)
    ),
    "perpetrators": lambda incident, link: link.claim.perpetrator is not None,
}
