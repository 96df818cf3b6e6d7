"""What must not slip through when incidents are joined, parted or decided on together."""

import pytest

from incidents.actions import bulk, merge, relations
from incidents.actions.split import split
from incidents.actions.undo import undo
from incidents.enums import Action, RelationKind, Status
from incidents.models import Incident
from tests.factories import make_claim, make_incident, make_link, make_user

pytestmark = pytest.mark.django_db


def pair(*marks: str | None) -> list[Incident]:
    found = [make_incident(sensitivity=mark) for mark in marks]
    for incident in found:
        make_link(make_claim(), incident, verdict="accepted")
    return found


def joined(one: Incident, other: Incident) -> Incident:
    versions = {row.pk: row.version for row in (one, other)}
    lead = make_user("lead")
    merge.merge(one, other, by=lead, versions=versions, keep={}, reason="One event")
    one.refresh_from_db()
    return one


@pytest.mark.parametrize(
    ("marks", "whole"),
    [
        ((None, "sensitive"), "sensitive"),
        (("releasable", "sensitive"), "sensitive"),
        (("releasable", None), None),
        ((None, "releasable"), None),
        (("releasable", "releasable"), "releasable"),
    ],
)
def test_merged_incident_is_marked_as_its_most_careful_part(marks, whole):
    assert joined(*pair(*marks)).sensitivity == whole


def test_undone_merge_gives_each_its_own_mark_back():
    one, other = pair("releasable", "sensitive")
    joined(one, other)

    undo(one.decisions.filter(action=Action.MERGE).latest("pk"), by=make_user("lead"))

    marks = Incident.objects.order_by("pk").values_list("sensitivity", flat=True)
    assert list(marks) == ["releasable", "sensitive"]


def test_part_that_is_split_off_a_sensitive_incident_is_sensitive():
    (one,) = pair("sensitive")
    leaving = make_link(make_claim(), one)

    new = split(one, links=[leaving], by=make_user("reviewer"), version=0, reason="Two events")

    assert new.sensitivity == "sensitive"


def test_incident_confirmed_in_one_act_with_another_keeps_its_confirmation():
    one, other = pair(None, None)
    lead, rows = make_user("lead"), Incident.objects.all()
    seen = bulk.preview(rows, Action.CONFIRM, by=lead).digest
    bulk.order(rows, Action.CONFIRM, by=lead, seen=seen)
    for row in (one, other):
        row.refresh_from_db()
    joined(one, other)

    undo(one.decisions.filter(action=Action.MERGE).latest("pk"), by=lead)

    stand = Incident.objects.order_by("pk").values_list("status", flat=True)
    assert list(stand) == [Status.CONFIRMED, Status.CONFIRMED]


def test_part_of_a_part_is_counted_in_the_whole_though_the_middle_is_left_out():
    day, week, siege = (make_incident() for _ in range(3))
    by = make_user("reviewer")
    for one, other in ((day, week), (week, siege)):
        relations.relate(one, RelationKind.PART_OF, other, by=by, reason="Days of it")

    found = relations.counted_in(Incident.objects.filter(pk__in=[day.pk, siege.pk]))

    assert found == {day.pk: {siege.pk}}


def test_claim_that_a_newer_reading_replaced_stays_replaced_when_a_bulk_act_is_undone():
    (incident,) = pair(None)
    link = incident.links.get()
    by, rows = make_user("reviewer"), incident.links.all()
    seen = bulk.preview(rows, Action.RETURN_CLAIM, by=by).digest
    act = bulk.order(rows, Action.RETURN_CLAIM, by=by, seen=seen, reason="Look again")
    incident.links.update(verdict="replaced", decided_by=None, decided_at=None)

    kept = bulk.take_back(act, by=by)

    link.refresh_from_db()
    assert (link.verdict, len(kept)) == ("replaced", 1)


def test_byte_that_a_database_cannot_hold_is_left_out_of_a_reason(client):
    pair(None)
    client.force_login(make_user("reviewer"))
    asked = {"act": Action.REJECT, "scope": "all", "reason": "\0Not violence"}

    answer = client.post("/incidents/bulk/", asked | {"seen": ""})

    assert answer.status_code == 409
