"""How far two readers agree: a page, the claims behind a figure, and the same as a file."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from incidents import agreement as measures
from incidents import concordance
from incidents.charts.quality import Share
from incidents.concordance import FIELD_LABELS
from incidents.double_forms import AgreementFilter
from incidents.enums import Verdict
from incidents.models import Assessment, IncidentClaim
from sources.enums import EVENT_TYPES, STANCES
from sources.filters import chips, found_by
from sources.http import UserRequest
from sources.paging import page

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
HEADER = "field,measure,n,agreed,value,low,high,one_reader,other_reader,note"
CODE_LABELS: dict[str, dict[str, str]] = {
    "verdict": {value: str(label) for value, label in Verdict.choices},
    "event_type": dict(EVENT_TYPES),
    "stance": dict(STANCES),
}
Line = list[str | int]


@require_safe
@MAY_JUDGE
def agreement(request: UserRequest) -> HttpResponse:
    """Show the agreement field by field; who agrees with whom, only to leads."""
    found, pairs = _pairs(request)
    report = concordance.report(pairs)
    said = {
        "filter": found,
        "chips": chips(found, request),
        "report": report,
        "codes": [_shown(code, request) for code in report.codes],
        "newest": concordance.NEWEST if len(pairs) == concordance.NEWEST else None,
        "people": _people(pairs) if request.user.has_perm("incidents.lead_review") else [],
    }
    return render(request, "incidents/agreement.html", said)


@require_safe
@MAY_JUDGE
def figures(request: UserRequest) -> HttpResponse:
    """Send every figure of the page as CSV: one is left out where there are too few claims."""
    _, pairs = _pairs(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agreement.csv"'
    writer = csv.writer(response)
    writer.writerow(HEADER.split(","))
    writer.writerows(_lines(concordance.report(pairs)))
    return response


@require_safe
@MAY_JUDGE
def claims(request: UserRequest) -> HttpResponse:
    """List the claims of which one reader said this and the other that."""
    found, pairs = _pairs(request)
    field = request.GET.get("field", "")
    codes = request.GET.get("one", ""), request.GET.get("other", "")
    links = concordance.links_behind(pairs, field, codes) if field in CODE_LABELS else []
    labels = CODE_LABELS.get(field, {})
    said = {
        "page": page(IncidentClaim.objects.for_list().filter(pk__in=links), request),
        "field": FIELD_LABELS.get(field, ""),
        "codes": [labels.get(code, "") for code in codes],
        "back": f"{reverse('incidents:agreement')}?{_kept(found)}".rstrip("?"),
    }
    return render(request, "incidents/agreement_claims.html", said)


def _pairs(request: UserRequest) -> tuple[AgreementFilter, list[concordance.Pair]]:
    found = AgreementFilter(request.GET, Assessment.objects.second())
    rows: QuerySet[Assessment] = found_by(found)
    return found, concordance.pairs_of(rows)


def _kept(found: AgreementFilter) -> str:
    return urlencode({name: found.data[name] for name in found.filters if found.data.get(name)})


def _shown(code: measures.CodeField, request: UserRequest) -> dict[str, Any]:
    """Return a code with its table, each cell with the address of the claims in it."""
    labels, query = CODE_LABELS[code.name], request.GET.copy()
    base = reverse("incidents:agreement_claims")
    rows = []
    for one, counts in zip(code.confusion.codes, code.confusion.rows, strict=True):
        cells = []
        for other, n in zip(code.confusion.codes, counts, strict=True):
            for name, value in (("field", code.name), ("one", one), ("other", other)):
                query[name] = value
            cells.append((n, f"{base}?{query.urlencode()}", labels[other], one == other))
        rows.append((labels[one], cells))
    return {"field": code, "columns": [labels[c] for c in code.confusion.codes], "rows": rows}


def _people(pairs: Sequence[concordance.Pair]) -> list[tuple[str, str, Share, measures.Kappa]]:
    """Return who agrees with whom on the verdict, those with most claims in common first."""
    names = dict(User.objects.values_list("pk", "username")) if pairs else {}
    found = []
    for (one, other), rows in concordance.by_readers(pairs):
        kappa = measures.kappa([pair.codes("verdict") or ("", "") for pair in rows])
        found.append((names[one], names[other], Share(kappa.agreed, kappa.n), kappa))
    return found


def _lines(report: measures.Report) -> Iterator[Line]:
    for code in report.codes:
        kappa = code.kappa
        yield _line(code.name, "same", code.same)
        ends = [kappa.value, kappa.low, kappa.high] if kappa.enough else [None] * 3
        yield [code.name, "kappa", kappa.n, kappa.agreed, *map(_number, ends), "", "", kappa.why]
        for one, counts in zip(code.confusion.codes, code.confusion.rows, strict=True):
            for other, n in zip(code.confusion.codes, counts, strict=True):
                yield [code.name, "claims", n, "", "", "", "", one, other, ""]
    place = report.place
    yield _line("place", "same", place.same)
    for most, share in place.within:
        yield _line("place", f"within {most} km", share)
    yield _estimate("place", "median km", place.distance)
    for interval in report.overlaps:
        yield _line(interval.name, "same", interval.same)
        yield _estimate(interval.name, "mean overlap", interval.overlap)
    for word in report.words:
        yield _line(word.name, "same", word.same)


def _line(field: str, measure: str, share: Share) -> Line:
    ends = [share.value, share.low, share.high] if share.enough else [None] * 3
    return [field, measure, share.of, share.right, *map(_number, ends), "", "", ""]


def _estimate(field: str, measure: str, found: measures.Estimate) -> Line:
    ends = [found.value, found.low, found.high] if found.enough else [None] * 3
    return [field, measure, found.n, "", *map(_number, ends), "", "", ""]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
