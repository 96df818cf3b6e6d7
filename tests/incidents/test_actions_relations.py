"""Two events that bear on each other stay two, and their numbers are never added."""

import pytest
from django.db import IntegrityError, transaction

from accounts import roles
from incidents.actions import merge, review
from incidents.actions.relations import counted_in, relate, related, unrelate
from incidents.actions.undo import undo
from incidents.enums import Action, RelationKind
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident, Relation
from tests.factories import make_claim, make_incident, make_link, make_user

PART_OF, EVIDENCE_OF = RelationKind.PART_OF, RelationKind.EVIDENCE_OF
UPDATE_OF, SAME_OPERATION = RelationKind.UPDATE_OF, RelationKind.SAME_OPERATION


@pytest.fixture
def chief(db):
    return make_user(roles.LEAD)


@pytest.fixture
def three(db):
    """Three candidates of one claim each."""
    return [make_link(make_claim(), make_incident(title=t)).incident for t in ("A", "B", "C")]


def merge_two(survivor, other, by):
    rows = Incident.objects.in_bulk([survivor.pk, other.pk])
    versions = {pk: row.version for pk, row in rows.items()}
    return merge.merge(rows[survivor.pk], rows[other.pk], by=by, versions=versions, keep={})


def seen_from(incident):
    return [(one.words, one.other) for one in related(Incident.objects.get(pk=incident.pk))]


def test_relation_is_read_from_both_sides(three, ana):
    grave, killing, _ = three

    relate(grave, EVIDENCE_OF, killing, by=ana)

    assert seen_from(grave) == [("evidence of", killing)]
    assert seen_from(killing) == [("shown by", grave)]


def test_both_sides_have_the_relation_in_their_history(three, ana):
    relate(three[0], PART_OF, three[1], by=ana, reason="One day of the siege")

    said = f"{three[0].reference} part_of {three[1].reference}"
    related_by = Decision.objects.filter(action=Action.RELATE).order_by("incident")
    assert [(d.incident, d.reason, d.changes) for d in related_by] == [
        (one, "One day of the siege", {"relation": [None, said]}) for one in three[:2]
    ]


def test_same_operation_reads_the_same_from_either_side(three, ana):
    relate(three[1], SAME_OPERATION, three[0], by=ana)

    assert seen_from(three[0]) == [("in the same operation as", three[1])]
    assert seen_from(three[1]) == [("in the same operation as", three[0])]


@pytest.mark.parametrize("kind", [PART_OF, SAME_OPERATION])
def test_incident_is_not_related_to_itself(three, ana, kind):
    with pytest.raises(ReviewError, match="not related to itself"):
        relate(three[0], kind, three[0], by=ana)


def test_two_incidents_have_one_relation(three, ana):
    relate(three[0], PART_OF, three[1], by=ana)

    with pytest.raises(ReviewError, match="related already"):
        relate(three[1], EVIDENCE_OF, three[0], by=ana)


def test_ring_of_relations_is_refused(three, ana):
    one, other, third = three
    relate(one, PART_OF, other, by=ana)
    relate(other, EVIDENCE_OF, third, by=ana)

    with pytest.raises(ReviewError, match="leads to"):
        relate(third, PART_OF, one, by=ana)

    assert relate(third, SAME_OPERATION, one, by=ana).in_force


@pytest.mark.parametrize("close", [review.reject])
def test_closed_incident_is_not_related(three, ana, close):
    close(three[1], by=ana, version=0, reason="A drill")

    with pytest.raises(ReviewError, match="is rejected"):
        relate(three[0], PART_OF, three[1], by=ana)


@pytest.mark.parametrize(
    "wrong",
    [
        {"incident": 0, "other": 0, "kind": PART_OF},
        {"incident": 1, "other": 0, "kind": SAME_OPERATION},
        {"incident": 1, "other": 0, "kind": EVIDENCE_OF},
    ],
)
def test_database_refuses_what_cannot_be(three, ana, wrong):
    relate(three[0], PART_OF, three[1], by=ana)
    row = wrong | {side: three[wrong[side]] for side in ("incident", "other")}

    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(**row, by=ana)


def test_relation_that_was_taken_away_can_be_said_again(three, ana, ben):
    relation = relate(three[0], PART_OF, three[1], by=ana)
    unrelate(relation, by=ben, reason="A slip")
    assert seen_from(three[0]) == []

    again = relate(three[0], PART_OF, three[1], by=ben)

    assert (again, again.by, again.in_force) == (relation, ben, True)


def test_relation_is_taken_away_once(three, ana):
    relation = relate(three[0], PART_OF, three[1], by=ana)
    unrelate(relation, by=ana)

    with pytest.raises(ReviewError, match="already"):
        unrelate(relation, by=ana)


@pytest.mark.parametrize("side", [0, 1])
def test_undo_takes_a_relation_away_and_brings_it_back(three, ana, side):
    relation = relate(three[0], PART_OF, three[1], by=ana)
    said, heard = Decision.objects.filter(action=Action.RELATE).order_by("incident")
    undo((said, heard)[side], by=ana)
    assert seen_from(three[1]) == []

    relate(three[0], PART_OF, three[1], by=ana)
    unrelate(relation, by=ana)
    undo(Decision.objects.filter(action=Action.UNRELATE)[side], by=ana)

    assert seen_from(three[1]) == [("made up of", three[0])]


def test_undo_names_a_relation_that_was_decided_on_since(three, ana, ben):
    relation = relate(three[0], PART_OF, three[1], by=ana)
    said = Decision.objects.filter(action=Action.RELATE)[0]
    unrelate(relation, by=ben)

    with pytest.raises(ReviewError, match="somebody has decided on that since"):
        undo(said, by=ana)


def test_undo_brings_no_ring_back(three, ana):
    one, other, third = three
    relation = relate(one, PART_OF, other, by=ana)
    unrelate(relation, by=ana)
    relate(other, PART_OF, third, by=ana)
    relate(third, PART_OF, one, by=ana)

    with pytest.raises(ReviewError, match="leads to"):
        undo(Decision.objects.filter(action=Action.UNRELATE)[0], by=ana)


def test_relation_follows_the_survivor_and_comes_back(three, ana):
    part, whole, survivor = three
    relate(part, PART_OF, whole, by=ana)

    merged = merge_two(survivor, whole, ana)

    assert (seen_from(part), seen_from(survivor)) == (
        [("part of", survivor)],
        [("made up of", part)],
    )
    undo(merged, by=ana)
    assert (seen_from(part), seen_from(survivor)) == ([("part of", whole)], [])


def test_related_incidents_are_not_merged(three, ana):
    relate(three[0], PART_OF, three[1], by=ana)

    with pytest.raises(ReviewError, match=r"^A person said: .* part of"):
        merge_two(three[0], three[1], ana)


def test_merge_that_would_close_a_ring_is_refused(three, ana):
    one, other, third = three
    relate(one, PART_OF, other, by=ana)
    relate(other, PART_OF, third, by=ana)

    with pytest.raises(ReviewError, match="through other incidents"):
        merge_two(one, third, ana)


def test_two_parts_that_become_one_are_one_part(three, ana):
    one, other, whole = three
    relate(one, PART_OF, whole, by=ana)
    relate(other, PART_OF, whole, by=ana)

    merge_two(one, other, ana)

    assert seen_from(whole) == [("made up of", one)]


@pytest.mark.parametrize(
    ("kind", "held", "holder"),
    [(PART_OF, 0, 1), (EVIDENCE_OF, 0, 1), (UPDATE_OF, 1, 0), (SAME_OPERATION, None, None)],
)
def test_numbers_of_one_are_counted_in_the_other(three, ana, kind, held, holder):
    relate(three[0], kind, three[1], by=ana)

    found = counted_in(Incident.objects.all())

    expected = {} if held is None else {three[held].pk: {three[holder].pk}}
    assert found == expected


def test_holder_that_was_merged_counts_as_its_survivor(three, ana):
    part, whole, survivor = three
    relate(part, PART_OF, whole, by=ana)
    merge_two(survivor, whole, ana)

    assert counted_in(Incident.objects.live()) == {part.pk: {survivor.pk}}
    assert counted_in(Incident.objects.filter(pk=part.pk)) == {}
