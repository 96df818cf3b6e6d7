"""How the extractor does: a page, and the same figures as a file."""

import csv
from collections.abc import Iterator

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents import quality
from incidents.charts.quality import FEWEST, Share, draw_reliability, ticks
from incidents.filters import JudgedFilter
from incidents.releases.cells import neutralise
from sources.filters import chips, found_by
from sources.http import UserRequest

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
SHOWN = 50  # rows of a table; the file has them all
HEADER = "by,value,judged,accepted,corrected,rejected,unsure,mean_score,of,right,share,low,high"


@require_safe
@MAY_JUDGE
def extractor(request: UserRequest) -> HttpResponse:
    """Show how often reviewers took over what the machine read, and where it goes wrong."""
    found = JudgedFilter(request.GET, quality.judged_claims())
    measures = quality.measure(found_by(found))
    said = {
        "filter": found,
        "chips": chips(found, request),
        "measures": measures,
        "tables": [
            ("event-type", "By type of event", measures.event_types[:SHOWN]),
            ("source", "By source", measures.sources[:SHOWN]),
            ("pipeline", "By version of the machine", measures.pipelines[:SHOWN]),
        ],
        "more_sources": max(0, len(measures.sources) - SHOWN),
        "points": draw_reliability(measures.bands),
        "ticks": ticks(),
        "fewest": FEWEST,
    }
    return render(request, "incidents/extractor.html", said)


@require_safe
@MAY_JUDGE
def figures(request: UserRequest) -> HttpResponse:
    """Send every figure of the page as CSV: a share is left out where there are too few."""
    found = JudgedFilter(request.GET, quality.judged_claims())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="extractor.csv"'
    writer = csv.writer(response)
    writer.writerow(HEADER.split(","))
    writer.writerows(_rows(quality.measure(found_by(found))))
    return response


def _rows(measures: quality.Measures) -> Iterator[list[str | int]]:
    for by, tallies in [("all", [measures.total]), *measures.lists()]:
        for one in tallies:
            counts = [one.judged, one.accepted, one.corrected, one.rejected, one.unsure]
            mean = f"{one.promised:.4f}" if one.judged else ""
            yield [by, neutralise(one.name), *counts, mean, *_share(one.right)]
    for field in measures.fields:
        yield ["field", field.name, "", "", field.changed, "", "", "", *_share(field.right)]


def _share(share: Share) -> list[str | int]:
    figures = [share.value, share.low, share.high] if share.enough else []
    return [share.of, share.right, *(f"{figure:.4f}" for figure in figures)]
