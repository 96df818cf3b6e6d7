"""What stands behind each cell of a release: the claims, their sentences, who decided and when."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from incidents.actions.release_cells import Row, pseudonym
from incidents.actions.release_headline import headline
from incidents.actions.release_trail import confirmation, merging, overriding
from incidents.models import Decision, Incident, IncidentClaim, IncidentCount
from incidents.releases.cells import plain
from sources import taxonomy
from sources.models import ClaimCount

Basis = tuple[str, list[IncidentClaim]]

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
FACT_OF = (
    dict.fromkeys(TYPE_COLUMNS, "event_type")
    | dict.fromkeys(PLACE_COLUMNS, "place")
    | dict.fromkeys(DATE_COLUMNS, "date")
    | {"title": "title", "perpetrators": "perpetrators"}
)
COUNT_COLUMNS = (
    "effect",
    "lower",
    "upper",
    "qualifier",
    "unit",
    "victim_class",
    "victims",
    "part",
)


def evidence_of_incident(
    incident: Incident, row: Row, decisions: Sequence[Decision]
) -> Iterator[Row]:
    """Yield a provenance row for every filled cell and every decision or claim behind it.

    Expects ranges and accepted links with claims prefetched; ``decisions`` are the telling ones
    about it and all that was merged into it, the oldest first.
    """
    for column, value in row.items():
        if value is None:
            continue
        cell = {"table": "incidents", "row": incident.reference, "column": column}
        cell["value"] = as_text(value)
        rule, links = _basis(incident, column)
        decision = _decision_on(incident, column, decisions)
        if decision:
            yield cell | _nothing(rule) | _decided(decision)
        for link in links:
            yield cell | _sentence(link) | {"rule": SET_ASIDE if decision else rule}
        if not (decision or links):
            yield cell | _nothing(rule)


def evidence_of_count(count: ClaimCount) -> Iterator[Row]:
    """Yield a provenance row for every filled cell that the words of a number gave."""
    for column in COUNT_COLUMNS:
        value = getattr(count, column)
        if value is not None:
            cell = {"table": "counts", "row": str(count.pk), "column": column}
            cell["value"] = as_text(value)
            yield cell | _sentence(count.claim.link) | {"rule": "as the claim states it"}


def as_text(value: Any) -> str:
    """Return a cell's value as the CSV files spell it, before any formula is neutralised."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else str(plain(value))


def _decision_on(incident: Incident, column: str, decisions: Sequence[Decision]) -> Decision | None:
    """Return the decision that gave a column its value, None where the claims gave it."""
    if column in DECIDED_COLUMNS:
        return confirmation(incident, decisions)
    if column == "merged_from":
        return merging(incident, decisions)
    fact = FACT_OF.get(column)
    if fact is None or fact not in incident.overrides:
        return None
    return overriding(incident, fact, decisions)


def _basis(incident: Incident, column: str) -> Basis:
    """Return the rule that gave a column its value and the links of the claims behind it."""
    links = list(incident.links.all())
    if column in DECIDED_COLUMNS:
        return "decided by a reviewer", []
    if column == "merged_from":
        return "merged by a reviewer: see decisions and relations", []
    if column == "reference":
        return "given for good when the incident was first proposed", links
    fact = FACT_OF.get(column)
    if fact in incident.overrides:
        return f"set by a reviewer: {incident.overrides[fact]['reason']}", links
    if fact:
        return _agreeing(incident, fact, links)
    if column == "denied_by":
        return "speakers of denials", [link for link in links if link.claim.stance == "denied"]
    effect = column.rpartition("_")[0]
    if effect in taxonomy.codes("effects"):
        return _range_basis(headline(incident.counts.all(), effect), links)
    return "counted over the accepted claims", links


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


def _sentence(link: IncidentClaim) -> Row:
    claim = link.claim
    return {
        "claim": claim.pk,
        "sentence": claim.quote,
        "document": claim.document_id,
        "document_sha256": claim.document.sha256,
        "start": claim.start,
        "end": claim.end,
        "reviewer": pseudonym(link.decided_by),
        "decided_at": link.decided_at,
        "decision": None,
    }


def _decided(decision: Decision) -> Row:
    return {
        "reviewer": decision.by.pseudonym,
        "decided_at": decision.at,
        "decision": decision.pk,
    }


def _nothing(rule: str) -> Row:
    return {
        "claim": None,
        "sentence": None,
        "document": None,
        "document_sha256": None,
        "start": None,
        "end": None,
        "reviewer": None,
        "decided_at": None,
        "decision": None,
        "rule": rule,
    }
