"""Two incidents become one, and two again."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction

from accounts import roles
from incidents.actions import merge, review
from incidents.actions.suggestions import wait_to_suggest
from incidents.actions.undo import undo
from incidents.enums import Action, Answer, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Decision, Incident, Suggestion
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_user,
)
from tests.incidents.states import ranges_of, state_of, verdicts_of


def make_grave(place: str, **count):
    """Make a candidate with one claim, of an article of its own, about bodies in a grave."""
    claim = make_claim(
        make_document(f"A grave with bodies was found near {place}, police said."),
        event_type="mass_grave",
        place_name=place,
        place_precision="settlement",
    )
    make_count(claim, effect="bodies_found", unit="bodies", **count)
    link = make_link(claim, make_incident(title=place, event_type="mass_grave"))
    return link.incident


@pytest.fixture
def chief(db):
    return make_user(roles.LEAD)


@pytest.fixture
def pair(db, ana):
    """Two candidates of two articles: 440 bodies, and at least 440."""
    older = make_grave("Brandau", lower=440, upper=440, qualifier="exact")
    newer = make_grave("Brandow", lower=440, upper=None, qualifier="at_least")
    for incident in (older, newer):  # decided on once, so that the facts are worked out
        link = incident.links.get()
        review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
        incident.refresh_from_db()
    return older, newer


def merge_pair(pair, by, **options) -> Decision:
    older, newer = (Incident.objects.get(pk=one.pk) for one in pair)
    versions = {older.pk: older.version, newer.pk: newer.version}
    return merge.merge(older, newer, by=by, **({"versions": versions, "keep": {}} | options))


def test_claims_move_and_the_old_reference_leads_to_the_survivor(pair, ana):
    older, newer = pair
    claims = set(verdicts_of(older)) | set(verdicts_of(newer))

    merge_pair(pair, ana)

    newer.refresh_from_db()
    assert (newer.status, newer.merged_into) == (Status.MERGED, older)
    assert set(verdicts_of(older)) == claims
    assert (verdicts_of(newer), ranges_of(newer)) == ({}, [])


def test_open_bound_wins_when_numbers_are_reconciled(pair, ana):
    merge_pair(pair, ana)

    assert ranges_of(pair[0]) == [("bodies_found", 440, None, "at_least")]


def test_reviewer_of_each_claim_stays_its_reviewer(pair, ana, ben):
    merge_pair(pair, ben)

    assert {link.decided_by for link in pair[0].links.all()} == {ana}


def test_fact_can_be_chosen_from_either_side(pair, ana):
    merge_pair(pair, ana, keep={"place": "other"}, reason="Spelt so on maps")

    kept = Incident.objects.get(pk=pair[0].pk)
    assert (kept.place_name, kept.overrides["place"]["reason"]) == ("Brandow", "Spelt so on maps")


def test_confirmation_survives_whichever_side_it_was_on(pair, ana, ben):
    review.confirm(pair[1], by=ben, version=pair[1].version)

    merge_pair(pair, ana)

    kept = Incident.objects.get(pk=pair[0].pk)
    assert (kept.status, kept.confirmed_by) == (Status.CONFIRMED, ben)


@pytest.fixture
def both_confirmed(pair, ana):
    for one in pair:
        review.confirm(one, by=ana, version=one.version)
        one.refresh_from_db()
    return pair


@pytest.mark.parametrize("opened", [None, 0, 1])
def test_only_a_lead_merges_what_was_confirmed_twice(both_confirmed, ana, chief, opened):
    if opened is not None:
        one = both_confirmed[opened]
        review.reopen(one, by=ana, version=one.version, reason="To merge it")

    with pytest.raises(ReviewError, match="only a lead merges them"):
        merge_pair(both_confirmed, ana)

    assert merge_pair(both_confirmed, chief).action == Action.MERGE


@pytest.mark.parametrize("opened", [None, 0, 1])
def test_only_a_lead_undoes_a_merge_that_only_a_lead_makes(both_confirmed, ana, chief, opened):
    if opened is not None:
        one = both_confirmed[opened]
        review.reopen(one, by=ana, version=one.version, reason="To merge it")
    before = state_of(*both_confirmed)
    decision = merge_pair(both_confirmed, chief)

    with pytest.raises(ReviewError, match="only a lead undoes that"):
        undo(decision, by=ana)

    assert (undo(decision, by=chief), state_of(*both_confirmed)) == ([], before)


@pytest.mark.parametrize("confirmed", [0, 1])
def test_reviewer_undoes_a_merge_of_one_confirmed_incident(pair, ana, confirmed):
    one = pair[confirmed]
    review.confirm(one, by=ana, version=one.version)
    before = state_of(*pair)

    undo(merge_pair(pair, ana), by=ana)

    assert state_of(*pair) == before


def set_title(incident, title, by):
    review.override(incident, "title", [title], by=by, version=incident.version, reason="Known")


def test_fact_set_by_hand_on_either_side_survives_the_merge(pair, ana):
    set_title(pair[1], "Two graves", ana)

    merge_pair(pair, ana)

    kept = Incident.objects.get(pk=pair[0].pk)
    assert (kept.title, kept.overrides["title"]["reason"]) == ("Two graves", "Known")


def test_fact_set_by_hand_on_both_sides_stays_as_the_survivor_has_it(pair, ana):
    for one, title in zip(pair, ("Ours", "Theirs"), strict=True):
        set_title(one, title, ana)

    merge_pair(pair, ana)

    assert Incident.objects.get(pk=pair[0].pk).title == "Ours"


def test_chosen_fact_wins_over_one_set_by_hand(pair, ana):
    title = pair[0].title
    set_title(pair[1], "Two graves", ana)

    merge_pair(pair, ana, keep={"title": "survivor"})

    assert Incident.objects.get(pk=pair[0].pk).title == title


@pytest.mark.django_db(transaction=True)
def test_merge_waits_for_its_turn_before_it_locks_a_row(ana):
    pair = (make_grave("Brandau", lower=1), make_grave("Brandow", lower=1))

    def merge_beside():
        try:
            return merge_pair(pair, ana)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            wait_to_suggest()
            merging = beside.submit(merge_beside)
            wait([merging], timeout=0.3)
            free = Incident.objects.select_for_update(nowait=True).filter(pk=pair[0].pk)
            assert (merging.done(), free.get()) == (False, pair[0])
        assert merging.result(timeout=30).action == Action.MERGE


def test_merge_answers_the_suggestion(pair, ana):
    suggestion = Suggestion.objects.create(older=pair[0], newer=pair[1], score=0.9)

    decision = merge_pair(pair, ana)

    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.answered_by) == (Answer.SAME, ana)
    undo(decision, by=ana)
    suggestion.refresh_from_db()
    assert suggestion.answer == Answer.OPEN


@pytest.mark.parametrize("side", [0, 1])
def test_merge_of_an_old_page_is_told_who_was_first(pair, ana, ben, side):
    versions = {one.pk: one.version for one in pair}
    changed = pair[side]
    review.override(changed, "title", ["X"], by=ben, version=changed.version, reason="Known")

    with pytest.raises(StaleError, match=r"^ben set a fact by hand"):
        merge_pair(pair, ana, versions=versions)

    assert Incident.objects.filter(status=Status.MERGED).count() == 0


def test_merged_incident_is_not_merged_again(pair, ana):
    merge_pair(pair, ana)

    with pytest.raises(ReviewError, match=f"^{pair[1].reference} is merged already"):
        merge_pair(pair, ana)


def test_incident_is_not_merged_into_itself(pair, ana):
    with pytest.raises(ReviewError, match="into itself"):
        merge_pair((pair[0], pair[0]), ana)


def test_merge_and_undo_leave_the_same_state(pair, ana):
    before = state_of(*pair)

    undo(merge_pair(pair, ana, keep={"title": "other"}), by=ana)

    assert state_of(*pair) == before


def test_undone_merge_keeps_later_verdicts_and_names_what_moved_on(pair, ana, ben):
    older, newer = pair
    moved, judged = newer.links.get(), older.links.get()
    decision = merge_pair(pair, ana)
    review.judge(judged, Verdict.UNSURE, by=ben, version=1)
    moved.refresh_from_db()
    review.move_claim(moved, to=None, by=ben, version=moved.version)

    kept = undo(decision, by=ana)

    newer.refresh_from_db()
    assert kept == [f"“{moved.claim.quote[:60]}” stays as it is: ben moved the claim since."]
    assert verdicts_of(older) == {judged.claim_id: Verdict.UNSURE}
    assert newer.status == Status.REJECTED  # no claim is left in it


def test_inner_merge_can_be_undone_after_the_survivor_was_merged_too(pair, ana):
    older, newer = pair
    before = state_of(newer)
    inner = merge_pair(pair, ana)
    third = make_grave("Elsewhere", lower=3, upper=3, qualifier="exact")
    merge_pair((third, older), ana)

    kept = undo(inner, by=ana)

    older.refresh_from_db()
    assert (kept, state_of(newer)) == ([], before)
    assert (older.status, older.merged_into) == (Status.MERGED, third)


def test_both_sides_have_the_merge_in_their_history(pair, ana):
    merge_pair(pair, ana, reason="Same grave")

    merges = Decision.objects.filter(action=Action.MERGE).order_by("incident")
    assert [(d.incident, d.reason) for d in merges] == [
        (pair[0], "Same grave"),
        (pair[1], "Same grave"),
    ]
