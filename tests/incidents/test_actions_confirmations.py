"""A confirmation stands on the claims that it was given on, and is never unsaid."""

import pytest

from accounts import roles
from incidents.actions import merge, review
from incidents.actions.undo import undo
from incidents.enums import Status, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Incident
from tests.factories import make_claim, make_incident, make_link, make_user


@pytest.fixture
def chief(db):
    return make_user(roles.LEAD)


@pytest.fixture
def three(db, ana):
    """Three candidates of one accepted claim each."""
    links = [make_link(make_claim(), make_incident(title=title)) for title in "ABC"]
    for link in links:
        review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    return [link.incident for link in links]


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def confirm(incident, by):
    return review.confirm(fresh(incident), by=by, version=fresh(incident).version)


def join(survivor, *others, by):
    versions = {row.pk: fresh(row).version for row in (survivor, *others)}
    return merge.merge_all(survivor, others, by=by, versions=versions, keep={})


def statuses(*incidents):
    return [fresh(row).status for row in incidents]


def test_confirmation_given_after_a_merge_falls_when_the_merge_is_undone(three, ana, ben):
    one, other, _ = three
    merged = join(one, other, by=ana)
    confirm(one, ben)

    undo(merged, by=ana)

    assert statuses(one, other) == [Status.CANDIDATE, Status.CANDIDATE]


def test_confirmation_given_before_a_merge_outlives_its_undoing(three, ana, ben):
    one, other, _ = three
    confirm(one, ben)

    undo(join(one, other, by=ana), by=ana)

    assert statuses(one, other) == [Status.CONFIRMED, Status.CANDIDATE]


def test_confirmation_that_came_with_another_leaves_with_it(three, ana, ben):
    outer, survivor, confirmed = three
    confirm(confirmed, ben)
    inner = join(survivor, confirmed, by=ana)
    joined = join(outer, survivor, by=ana)
    assert statuses(outer) == [Status.CONFIRMED]

    undo(inner, by=ana)

    assert statuses(outer, confirmed) == [Status.CANDIDATE, Status.CONFIRMED]
    undo(joined, by=ana)
    assert statuses(*three) == [Status.CANDIDATE, Status.CANDIDATE, Status.CONFIRMED]
    assert [fresh(row).confirmed_at is None for row in three] == [True, True, False]


def test_incident_can_be_confirmed_again_after_a_merge_was_undone(three, ana, ben):
    one, other, _ = three
    merged = join(one, other, by=ana)
    confirm(one, ben)
    undo(merged, by=ana)

    confirm(one, ben)

    assert statuses(one, other) == [Status.CONFIRMED, Status.CANDIDATE]


def test_confirmation_taken_back_still_asks_for_a_lead(three, ana, chief):
    one, other, _ = three
    confirm(one, ana)
    undo(confirm(other, ana), by=ana)

    with pytest.raises(ReviewError, match="only a lead merges them"):
        join(one, other, by=ana)

    assert join(one, other, by=chief)


def test_confirmation_is_remembered_of_what_an_incident_bears(three, ana, chief):
    one, bearer, borne = three
    confirm(one, ana)
    undo(confirm(borne, ana), by=ana)
    join(bearer, borne, by=ana)

    with pytest.raises(ReviewError, match="only a lead merges them"):
        join(one, bearer, by=ana)

    assert join(one, bearer, by=chief)


def test_reviewer_makes_a_merge_again_that_was_undone(three, ana):
    one, other, _ = three
    confirm(other, ana)
    undo(join(one, other, by=ana), by=ana)

    join(one, other, by=ana)

    assert statuses(one, other) == [Status.CONFIRMED, Status.MERGED]


def test_any_number_of_incidents_become_one_in_one_act(three, ana, ben):
    confirm(three[2], ben)

    merged = join(*three, by=ana)

    assert statuses(*three) == [Status.CONFIRMED, Status.MERGED, Status.MERGED]
    assert fresh(three[0]).links.count() == 3
    undo(merged, by=ana)
    assert statuses(*three) == [Status.CANDIDATE, Status.CANDIDATE, Status.CONFIRMED]


def test_fact_can_be_chosen_from_any_of_several(three, ana):
    versions = {row.pk: fresh(row).version for row in three}
    titled = fresh(three[2])
    review.override(titled, "title", ["Three"], by=ana, version=titled.version, reason="Known")
    versions[titled.pk] += 1

    merge.merge_all(three[0], three[1:], by=ana, versions=versions, keep={"title": titled.pk})

    assert fresh(three[0]).title == "Three"
