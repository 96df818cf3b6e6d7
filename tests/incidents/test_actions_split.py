"""One incident becomes two, and one again."""

import pytest

from incidents.actions import review
from incidents.actions.facts import refresh
from incidents.actions.split import split
from incidents.actions.suggestions import suggest
from incidents.actions.undo import undo
from incidents.enums import Action, Answer, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Decision, Incident, IncidentClaim, Suggestion
from tests.factories import make_claim, make_count, make_document, make_incident, make_link
from tests.incidents.states import ranges_of, state_of, verdicts_of

PLACES = ("Gao", "Timbuktu", "Kidal")


@pytest.fixture
def mixed(db):
    """A candidate of three claims of three articles, each of another place."""
    incident = make_incident()
    for number, place in enumerate(PLACES, start=1):
        text = f"Soldiers shot dead {number} villagers near {place}, a teacher said."
        claim = make_claim(make_document(text), place_name=place, place_precision="settlement")
        make_count(claim, lower=number, upper=number, qualifier="exact")
        make_link(claim, incident)
    refresh(incident)
    return incident


def links_of(incident, *places):
    return list(incident.links.filter(claim__place_name__in=places))


def take_out(incident, *places, by, **options):
    incident.refresh_from_db()
    said = {"links": links_of(incident, *places), "version": incident.version, "reason": "Two"}
    return split(incident, by=by, **(said | options))


def test_chosen_claims_leave_and_each_side_is_worked_out_anew(mixed, ana):
    new = take_out(mixed, "Gao", "Kidal", by=ana)

    mixed.refresh_from_db()
    assert [link.claim.place_name for link in mixed.links.all()] == ["Timbuktu"]
    assert (mixed.place_name, ranges_of(mixed)) == ("Timbuktu", [("killed", 2, 2, "exact")])
    assert (new.status, ranges_of(new)) == (Status.CANDIDATE, [("killed", 1, 3, "between")])


def test_split_keeps_the_verdicts(mixed, ana, ben):
    (leaving,) = links_of(mixed, "Gao")
    review.judge(leaving, Verdict.ACCEPTED, by=ben, version=0)

    new = take_out(mixed, "Gao", by=ana)

    assert verdicts_of(new) == {leaving.claim_id: Verdict.ACCEPTED}
    assert new.links.get().decided_by == ben


def test_both_sides_have_the_split_in_their_history(mixed, ana):
    new = take_out(mixed, "Gao", by=ana, reason="Another day")

    splits = Decision.objects.filter(action=Action.SPLIT).order_by("incident")
    assert [(d.incident, d.reason, d.changes) for d in splits] == [
        (mixed, "Another day", {"split off": [None, new.reference]}),
        (new, "Another day", {"split from": [None, mixed.reference]}),
    ]


def test_split_and_undo_leave_the_same_state(mixed, ana):
    before = state_of(mixed)
    new = take_out(mixed, "Gao", "Kidal", by=ana)

    kept = undo(Decision.objects.filter(action=Action.SPLIT)[0], by=ana)

    new.refresh_from_db()
    assert (kept, state_of(mixed)) == ([], before)
    assert (new.status, new.links.count()) == (Status.REJECTED, 0)


def test_undone_split_closes_the_part_although_it_was_confirmed_since(mixed, ana, ben):
    before = state_of(mixed)
    new = take_out(mixed, "Gao", by=ana)
    (link,) = new.links.all()
    judged = review.judge(link, Verdict.ACCEPTED, by=ben, version=link.version)
    new.refresh_from_db()
    review.confirm(new, by=ben, version=new.version)

    undo(Decision.objects.filter(action=Action.SPLIT)[0], by=ana)
    undo(judged, by=ben)

    new.refresh_from_db()
    assert (new.status, state_of(mixed)) == (Status.REJECTED, before)


def test_confirmed_incident_asks_again_when_its_accepted_claims_leave(mixed, ana):
    (leaving,) = links_of(mixed, "Gao")
    review.judge(leaving, Verdict.ACCEPTED, by=ana, version=0)
    mixed.refresh_from_db()
    review.confirm(mixed, by=ana, version=mixed.version)

    new = take_out(mixed, "Gao", by=ana)

    mixed.refresh_from_db()
    assert (mixed.status, new.status) == (Status.CANDIDATE, Status.CANDIDATE)


def test_parts_of_a_split_are_never_suggested_as_one(mixed, ana):
    new = take_out(mixed, "Gao", by=ana)
    mixed.refresh_from_db()

    suggest(mixed)
    suggest(new)

    told_apart = Suggestion.objects.get(older=mixed, newer=new)
    assert (told_apart.answer, told_apart.answered_by) == (Answer.DIFFERENT, ana)


@pytest.mark.parametrize(
    ("places", "options", "problem"),
    [
        ([], {}, "Choose the claims"),
        (PLACES, {}, "Leave at least one"),
        (["Gao"], {"reason": " "}, "Say why"),
    ],
)
def test_split_that_splits_nothing_is_refused(mixed, ana, places, options, problem):
    with pytest.raises(ReviewError, match=problem):
        take_out(mixed, *places, by=ana, **options)

    assert (Incident.objects.count(), Decision.objects.count()) == (1, 0)


def test_rejected_incident_is_not_split(mixed, ana):
    review.reject(mixed, by=ana, version=mixed.version, reason="A drill")

    with pytest.raises(ReviewError, match=f"^{mixed.reference} is rejected"):
        take_out(mixed, "Gao", by=ana)


def test_replaced_claim_stays_where_it_is(mixed, ana):
    IncidentClaim.objects.filter(claim__place_name="Gao").update(verdict=Verdict.REPLACED)

    with pytest.raises(ReviewError, match="A newer claim"):
        take_out(mixed, "Gao", by=ana)


def test_split_of_an_old_page_is_told_who_was_first(mixed, ana, ben):
    version = mixed.version
    review.override(mixed, "title", ["X"], by=ben, version=version, reason="Known")

    with pytest.raises(StaleError, match=r"^ben set a fact by hand"):
        take_out(mixed, "Gao", by=ana, version=version)


def test_split_of_a_claim_that_left_meanwhile_is_refused(mixed, ana, ben):
    (leaving,) = links_of(mixed, "Gao")
    review.move_claim(leaving, to=None, by=ben, version=0)

    with pytest.raises(StaleError, match="has left this incident"):
        take_out(mixed, by=ana, links=[*links_of(mixed, "Kidal"), leaving])
