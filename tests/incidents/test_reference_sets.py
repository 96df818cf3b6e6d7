"""What others published beside what we know: three lists, and nothing of ours changes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from incidents.actions import reference_sets
from incidents.actions.facts import refresh
from incidents.enums import ReferenceStatus, Status, Verdict
from incidents.exceptions import ReferenceSetError
from incidents.models import Decision, Incident, ReferenceSet, Suggestion
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_user,
)
from tests.incidents.examples import ON_THE_DAY, PLACE
from tests.reference_sets.files import ACLED_ROW, csv_of

pytestmark = pytest.mark.django_db

ELSEWHERE = ACLED_ROW | {
    "event_id_cnty": "MLI2",
    "location": "Orrin",
    "latitude": "13.5",
    "longitude": "-8.1",
    "event_date": "2021-03-20",
    "fatalities": "3",
}
UNREADABLE = ACLED_ROW | {"event_id_cnty": "MLI3", "event_date": "once"}


@pytest.fixture
def lead():
    return make_user(roles.LEAD)


def known(**fields):
    """Make an incident of which one claim was accepted."""
    claim = make_claim(make_document("Gunmen shot people."), **(PLACE | ON_THE_DAY | fields))
    make_count(claim, lower=14, upper=14, qualifier="exact")
    incident = make_incident()
    make_link(claim, incident, verdict=Verdict.ACCEPTED)
    refresh(incident)
    return incident


def compared(by, *rows):
    made = reference_sets.upload(csv_of("acled", *rows), filename="acled.csv", name="Theirs", by=by)
    reference_sets.compare(made.pk)
    made.refresh_from_db()
    return made


def shown(client, row, **query):
    page = client.get(row.get_absolute_url(), query)
    return [getattr(one, "key", None) or one.reference for one in page.context["page"].rows]


@pytest.fixture
def pair(lead):
    """Two incidents of ours and a file that tells of one of them, of another, and of nothing."""
    same, other = known(), known(place_name="Tarra", place_latitude=11.2, place_longitude=-7.0)
    return compared(lead, ACLED_ROW, ELSEWHERE, UNREADABLE), same, other


def test_three_lists_and_the_rows_with_problems(client, lead, pair):
    row, same, other = pair
    client.force_login(lead)

    lists = {code: shown(client, row, list=code) for code in ("both", "theirs", "ours", "unread")}

    assert row.status == ReferenceStatus.READY
    assert lists == {
        "both": ["MLI1"],
        "theirs": ["MLI2", "MLI3"],
        "ours": [other.reference],
        "unread": ["MLI3"],
    }
    assert row.events.get(key="MLI1").incident == same


def test_comparing_changes_nothing_of_ours(lead):
    known()
    before = (list(Incident.objects.values()), Decision.objects.count())

    compared(lead, ACLED_ROW, ELSEWHERE)

    assert (list(Incident.objects.values()), Decision.objects.count()) == before
    assert Suggestion.objects.count() == 0


def test_rejected_incident_is_not_ours(client, lead, pair):
    row, same, _ = pair
    Incident.objects.filter(pk=same.pk).update(status=Status.REJECTED)
    reference_sets.match_again(row)
    reference_sets.compare(row.pk)
    client.force_login(lead)

    assert shown(client, row, list="both") == []


def test_lists_are_filtered_by_status_and_words(client, lead, pair):
    row, *_ = pair
    client.force_login(lead)

    assert shown(client, row, list="both", status="confirmed") == []
    assert shown(client, row, list="both", status="candidate", words="verrin") == ["MLI1"]
    assert shown(client, row, list="theirs", words="orrin") == ["MLI2"]


def test_their_number_stands_beside_ours_in_page_and_file(client, lead, pair):
    row, same, _ = pair
    client.force_login(lead)

    event = client.get(row.get_absolute_url()).context["page"].rows[0]
    sheet = client.get(reverse("incidents:reference_set_csv", args=[row.pk]))

    assert (event.killed_lower, event.ours.lower) == (14, 14)
    lines = b"".join(sheet.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert f"14,14,{same.reference}," in lines[1]


def test_crash_half_way_is_made_good(lead, monkeypatch):
    known()
    made = reference_sets.upload(
        csv_of("acled", ACLED_ROW, ELSEWHERE), filename="a.csv", name="", by=lead
    )
    with monkeypatch.context() as patch:
        patch.setattr(reference_sets, "_match_some", lambda row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reference_sets.compare(made.pk)

    reference_sets.compare(made.pk)

    made.refresh_from_db()
    assert (made.status, made.rows, made.events.count(), made.name) == ("ready", 2, 2, "a.csv")


def test_file_that_stops_every_worker_fails_with_a_sentence(lead):
    made = reference_sets.upload(csv_of("acled"), filename="a.csv", name="", by=lead)
    ReferenceSet.objects.update(attempts=reference_sets.MAX_ATTEMPTS)

    reference_sets.compare(made.pk)

    made.refresh_from_db()
    assert (made.status, made.error[:25]) == ("failed", "Reading this file stopped")


def test_set_that_is_being_matched_is_not_matched_again(lead):
    made = reference_sets.upload(csv_of("acled"), filename="a.csv", name="", by=lead)

    with pytest.raises(ReferenceSetError, match="already"):
        reference_sets.match_again(made)


def test_lead_uploads_and_a_wrong_file_is_refused_with_a_sentence(client, lead):
    client.force_login(lead)
    address = reverse("incidents:reference_sets")

    wrong = client.post(address, {"file": SimpleUploadedFile("a.csv", b"a,b\r\n"), "name": ""})
    right = client.post(address, {"file": SimpleUploadedFile("a.csv", csv_of("ucdp")), "name": "U"})

    made = ReferenceSet.objects.get()
    assert (wrong.status_code, right.status_code, made.format) == (422, 302, "ucdp")
    assert "not the header of a file that we know" in wrong.content.decode()


@pytest.mark.parametrize("code", ["both", "theirs", "ours", "unread"])
def test_list_asks_as_often_for_three_rows_as_for_one(client, lead, code):
    client.force_login(lead)
    asked = []
    for number in (1, 3):
        rows = []
        for n in range(number):
            known(place_name=f"Tarra {n}", place_latitude=11.2 + n, place_longitude=-7.0)
            rows += [
                ACLED_ROW | {"event_id_cnty": f"A{n}"},
                ELSEWHERE | {"event_id_cnty": f"B{n}"},
                UNREADABLE,
            ]
        known()
        row = compared(lead, *rows)
        with CaptureQueriesContext(connection) as queries:
            client.get(row.get_absolute_url(), {"list": code})
        asked.append(len(queries))

    assert asked[0] == asked[1]
