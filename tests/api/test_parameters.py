"""The filters of the pages, read strictly: what makes no sense is refused with a sentence."""

from datetime import date

import pytest

from incidents.filters import ClaimFilter, IncidentFilter
from sources.filters import DocumentFilter
from tests.factories import make_incident

NO_SENSE = [
    ("incidents", "status", "gone", "Give one of: candidate, confirmed, rejected, merged."),
    ("incidents", "since", "yesterday", "Give a day as in 2024-05-31."),
    ("incidents", "since", "2024-02-30", "Give a day as in 2024-05-31."),
    ("incidents", "since", "20240501", "Give a day as in 2024-05-31."),
    ("incidents", "since", "", "Give a day as in 2024-05-31."),
    ("incidents", "words", "", "Leave it out, or give it a value."),
    ("incidents", "words", "x" * 201, "Give at most 200 characters, none of them a null."),
    ("incidents", "words", "a\x00b", "Give at most 200 characters, none of them a null."),
    ("incidents", "event", "torture", "There is no such parameter here."),
    ("incidents", "page", "2", "There is no such parameter here."),
    ("claims", "confidence", "2", "Give a number from 0 to 1."),
    ("claims", "confidence", "NaN", "Give a number from 0 to 1."),
    ("claims", "confidence", "1e400", "Give a number from 0 to 1."),
    ("claims", "source", "0", "Give the number of a row."),
    ("claims", "source", "٣", "Give the number of a row."),
    ("documents", "language", "xx", None),
    ("decisions", "action", "hide", None),
    ("relations", "kind", "cousin", None),
    ("me", "q", "x", "There is no such parameter here."),
]


@pytest.mark.parametrize(("path", "name", "value", "said"), NO_SENSE)
def test_what_makes_no_sense_is_refused_with_a_sentence(program, path, name, value, said):
    answer = program.get(f"/api/v1/{path}", {name: value})

    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert (problem["title"], problem["detail"]) == ("Unprocessable Entity", f"Look at {name}.")
    assert [one["parameter"] for one in problem["errors"]] == [name]
    assert said in (None, problem["errors"][0]["detail"])


def test_every_parameter_that_makes_no_sense_is_named_at_once(program):
    answer = program.get("/api/v1/incidents?status=gone&since=x&limit=0")

    assert answer.json()["detail"] == "Look at status, since, limit."


def test_parameter_given_twice_is_refused(program):
    answer = program.get("/api/v1/incidents?status=candidate&status=confirmed")

    assert answer.json()["errors"] == [{"parameter": "status", "detail": "Give it once."}]


@pytest.mark.parametrize("path", ["claims", "documents"])
def test_filter_by_a_row_that_does_not_exist_is_not_found(program, path):
    answer = program.get(f"/api/v1/{path}?source=999999")

    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no source 999999.")


def test_score_too_small_for_the_database_is_a_score(program):
    assert program.get("/api/v1/claims?confidence=1e-400").status_code == 200


@pytest.mark.parametrize(
    ("path", "filters"),
    [("incidents", IncidentFilter), ("claims", ClaimFilter), ("documents", DocumentFilter)],
)
def test_list_has_every_filter_of_its_page(program, path, filters):
    schema = program.get("/api/v1/openapi.json").json()

    parameters = schema["paths"][f"/api/v1/{path}"]["get"]["parameters"]
    assert [one["name"] for one in parameters] == [*filters.base_filters, "cursor", "limit"]


def test_filters_choose_the_rows_that_they_choose_on_the_page(program, viewer):
    told = {"place_name": "Gao", "place_country": "ML", "event_type": "shelling"}
    days = {"date_start": date(2024, 5, 2), "date_end": date(2024, 5, 3)}
    found = make_incident(title="Shelling of Gao", **told, **days)
    make_incident(title="Shelling of Kati", place_country="ML", event_type="shelling")
    make_incident(title="Killing near Gao")
    asked = {"words": "gao", "country": "ml", "since": "2024-05-03", "until": "2024-05-03"}

    answer = program.get("/api/v1/incidents", asked).json()
    page = viewer.get("/incidents/", asked)

    assert [row["reference"] for row in answer["items"]] == [found.reference]
    assert page.context["page"].rows == [found]


@pytest.mark.parametrize(
    "path",
    ["incidents/AT-1", "incidents/1", "incidents/AT-000001%00", "incidents/xyz"],
)
def test_reference_of_the_wrong_form_is_refused(program, path):
    answer = program.get(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["detail"]) == (422, "Look at reference.")


HUGE = 10**30
MISSING = [
    "incidents/AT-999999999999",
    "incidents/AT-999999999999/claims",
    "incidents/AT-999999999999/decisions",
    "incidents/AT-999999999999/notes",
    f"claims/{HUGE}",
    f"documents/{HUGE}",
    f"documents/{HUGE}/claims",
    f"documents/{HUGE}/text",
    f"documents/{HUGE}/original",
    f"sources/{HUGE}",
    f"releases/{HUGE}",
    "releases/1/files/incidents.csv",
    "releases/1/files/..%2fsecret",
    "places?document=999999",
]


@pytest.mark.parametrize("path", MISSING)
def test_row_that_does_not_exist_is_not_found(program, path):
    answer = program.get(f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
