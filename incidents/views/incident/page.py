"""One incident: its facts with their evidence, what people decided, and what they noted."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from incidents import matching
from incidents.actions.facts import FACTS
from incidents.actions.grading import suggested, voices_of
from incidents.actions.prints import Prints, prints_of
from incidents.actions.relations import related
from incidents.enums import GRADE_MEANINGS, Action, Grade, Verdict
from incidents.forms import DecisionForm, NoteForm, OverrideForm
from incidents.incident_forms import GradeForm, RelationForm, first_grade_form
from incidents.models import Decision, Incident, IncidentClaim, Suggestion
from incidents.views.incident import drawings
from incidents.views.incident.acts import acts_of, borne_by
from incidents.views.incident.facts import facts_of, state_of_numbers
from incidents.views.undo import last_decision
from sources.http import UserRequest

MAY_SEE = permission_required("incidents.view_incident", raise_exception=True)
MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
NEWEST_ACTS = 6
SUGGESTED = 5
NEAR = 5
COLLEAGUES = 200

AnyForm = TypeVar("AnyForm", bound=Form)


@require_safe
@MAY_SEE
def incident(request: UserRequest, reference: int) -> HttpResponse:
    """Show an incident; a merged one leads to the incident that took it in."""
    row = get_object_or_404(
        Incident.objects.select_related("merged_into", "confirmed_by"), pk=reference
    )
    if row.merged_into:
        messages.info(request, f"{row.reference} was merged into this incident.")
        return redirect(row.merged_into)
    return show(request, row)


def show(
    request: UserRequest,
    row: Incident,
    *,
    refused: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the incident as it is now, beside what was typed into a form that was refused."""
    links = list(row.links.in_incident().order_by("claim__document", "claim__start"))
    standing = [x for x in links if x.verdict not in (Verdict.REJECTED, Verdict.REPLACED)]
    last = last_decision(request.user)
    prints = prints_of({link.claim.document_id for link in links})
    said = {
        "incident": row,
        "links": standing,
        "set_aside": [link for link in links if link not in standing],
        "pending": sum(link.verdict == Verdict.PENDING and not link.awaits for link in links),
        "accepted": sum(link.verdict == Verdict.ACCEPTED for link in links),
        "last": last if last and last.incident_id == row.pk else None,
        "form": _typed(refused, DecisionForm) or DecisionForm(),
        **_evidence(row, standing, prints, _typed(refused, OverrideForm)),
        **_grading(row, links, prints, _typed(refused, GradeForm)),
        **_record(row, _typed(refused, NoteForm), request.user),
        **_related(row, _typed(refused, RelationForm)),
    }
    return render(request, "incidents/incident.html", said, status=status)


def _typed(refused: Form | None, kind: type[AnyForm]) -> AnyForm | None:
    """Return the form that was refused if it is of this kind: only that one keeps its errors."""
    return refused if isinstance(refused, kind) else None


def _evidence(
    row: Incident,
    standing: Sequence[IncidentClaim],
    prints: Prints,
    refused: OverrideForm | None,
) -> dict[str, Any]:
    """Return the facts, the numbers and the voices, each with the claims behind it."""
    ranges = list(row.counts.all())
    forms = {fact: OverrideForm(fact=fact, incident=row) for fact in FACTS}
    if refused:
        forms[refused.fact] = refused
    voices = list(voices_of(standing, prints))
    stating = [voice for voice in voices if voice.stance != "denied"]
    counting = {link.claim_id for link in standing if link.claim.counts.all()}
    return {
        "facts": list(facts_of(row, standing, forms, voices)),
        "counts": ranges,
        "counts_state": state_of_numbers(bool(ranges), standing),
        "charts": drawings.numbers(standing, ranges),
        "reports": drawings.reports(row, standing),
        "ledger": drawings.ledger(standing, voices),
        "documents": {link.claim.document_id for link in standing},
        "sources": {link.claim.document.source_id for link in standing} - {None},
        "independent": matching.corroborate(stating),
        "counting": matching.corroborate(v for v in stating if v.claim in counting),
    }


def _grading(
    row: Incident,
    links: Sequence[IncidentClaim],
    prints: Prints,
    refused: GradeForm | None,
) -> dict[str, Any]:
    """Return the grade that the rule suggests, why, and the one that a person gave."""
    rule = suggested(links, prints)
    given = row.decisions.filter(action=Action.GRADE, undone_by=None).select_related("by")
    return {
        "suggested": rule,
        "suggested_label": Grade(rule.grade).label if rule.grade else "",
        "grade_meanings": [(g, g.label, GRADE_MEANINGS[g]) for g in Grade],
        "grade_decision": given.first() if row.grade else None,
        "differs": bool(row.grade) and row.grade != rule.grade,
        "grade_form": refused or first_grade_form(row, rule.grade),
    }


def _record(row: Incident, note_form: NoteForm | None, reader: User) -> dict[str, Any]:
    """Return the newest acts, the notes, and whom a note can call."""
    borne = borne_by(row)
    heads = list(Decision.objects.acts(borne).in_full()[: NEWEST_ACTS + 1])
    notes = row.annotations.select_related("by", "resolved_by")
    colleagues = User.objects.filter(is_active=True).exclude(pk=reader.pk)
    return {
        "acts": acts_of(heads[:NEWEST_ACTS], borne),
        "more_acts": len(heads) > NEWEST_ACTS,
        "notes": notes.prefetch_related("mentions__person"),
        "note_form": note_form or NoteForm(),
        "colleagues": colleagues.order_by("username").only("username")[:COLLEAGUES],
    }


def _related(row: Incident, refused: RelationForm | None) -> dict[str, Any]:
    """Return what bears on it, what may be the same event, what was merged, what lies near."""
    suggestions = list(
        Suggestion.objects.open().about(row.pk).select_related("older", "newer")[:SUGGESTED]
    )
    others = [one.newer if one.older_id == row.pk else one.older for one in suggestions]
    bonds = related(row)
    known = [other.pk for other in (*others, *(bond.other for bond in bonds))]
    near = Incident.objects.near(row).exclude(pk__in=known)
    return {
        "bonds": bonds,
        "relation_form": refused or RelationForm(),
        "suggestions": list(zip(suggestions, others, strict=True)),
        "near": near[:NEAR],
        "merged_from": row.merged_from.all(),
    }
