"""Two read a claim blind to each other: agreement decides, difference goes to a third person."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts import roles
from incidents.actions import candidates, double, queue, review
from incidents.actions.readings import as_json, draft_of, from_json
from incidents.actions.undo import undo
from incidents.enums import Awaited, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Assessment, Decision, DoubleSet, IncidentClaim
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_run,
    make_speaker,
    make_user,
)

ALL = IncidentClaim.objects.all()


@pytest.fixture
def cleo(db):
    return make_user(roles.REVIEWER, username="cleo")


@pytest.fixture
def lena(db):
    return make_user(roles.LEAD, username="lena")


@pytest.fixture
def link(lena):
    """A pending claim that two people are to read."""
    claim = make_claim(date_start=date(2021, 3, 4), date_end=date(2021, 3, 4), date_precision="day")
    make_count(claim)
    make_speaker(claim)
    made = make_link(claim, make_incident())
    draw(lena)
    made.refresh_from_db()
    return made


def draw(by, share=100, seed=7):
    return double.make_set(ALL, by=by, title="Trial", share=share, seed=seed)


def read(link, verdict, by, **fields):
    link.refresh_from_db()
    return double.assess(link, Verdict(verdict), by=by, version=link.version, **fields)


def corrected(link, **changed):
    return from_json(as_json(draft_of(link.claim)) | changed)


def state(link):
    link.refresh_from_db()
    return link.verdict, link.awaits


def test_first_reading_decides_nothing(link, ana):
    version = link.version

    read(link, "accepted", ana)

    assert (state(link), link.version) == (("pending", "second"), version)
    assert Decision.objects.count() == 0


def test_two_that_agree_decide(link, ana, ben):
    read(link, "accepted", ana)
    read(link, "accepted", ben, reason="Plain")

    assert (state(link), link.decided_by) == (("accepted", None), ben)
    decision = Decision.objects.get()
    assert (decision.reason, decision.batch) == (
        double.AGREED,
        Assessment.objects.latest("pk").batch,
    )


def test_two_that_correct_alike_put_one_claim_in_its_place(link, ana, ben):
    draft = corrected(link, weapon="a rifle")

    read(link, "accepted", ana, draft=draft)
    read(link, "accepted", ben, draft=corrected(link, weapon="A  Rifle"))

    assert state(link) == ("replaced", None)
    correction = link.claim.corrections.get()
    assert (correction.weapon, correction.link.verdict) == ("a rifle", "accepted")
    assert list(Assessment.objects.values_list("corrected", flat=True)) == [True, True]


@pytest.mark.parametrize(
    "second",
    [{"verdict": "rejected"}, {"verdict": "unsure"}, {"verdict": "accepted", "weapon": "x"}],
)
def test_two_that_differ_decide_nothing(link, ana, ben, second):
    read(link, "accepted", ana)
    draft = corrected(link, weapon=second["weapon"]) if "weapon" in second else None

    read(link, second["verdict"], ben, draft=draft)

    assert state(link) == ("pending", "third")
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("verdict", ["rejected", "unsure"])
def test_verdict_of_a_third_person_is_the_decision(link, ana, ben, cleo, verdict):
    read(link, "accepted", ana)
    read(link, "rejected", ben)

    double.adjudicate(link, Verdict(verdict), by=cleo, version=link.version, reason="A drill")

    assert (state(link), link.decided_by) == ((verdict, None), cleo)
    assert list(Assessment.objects.values_list("verdict", flat=True)) == ["accepted", "rejected"]
    assert Decision.objects.get().reason == "A drill"


def test_third_reading_takes_the_place_of_the_claim(link, ana, ben, cleo):
    read(link, "accepted", ana)
    read(link, "accepted", ben, draft=corrected(link, weapon="a rifle"))
    third = corrected(link, weapon="a gun")

    double.adjudicate(
        link, Verdict.ACCEPTED, by=cleo, version=link.version, reason="See the next", draft=third
    )

    assert (state(link), link.claim.corrections.get().weapon) == (("replaced", None), "a gun")


def test_adjudication_is_undone_like_any_decision_and_can_be_settled_anew(link, ana, ben, cleo):
    read(link, "accepted", ana)
    read(link, "rejected", ben)
    double.adjudicate(link, Verdict.REJECTED, by=cleo, version=link.version, reason="A drill")

    undo(Decision.objects.get(), by=cleo)

    assert state(link) == ("pending", "third")
    double.adjudicate(link, Verdict.ACCEPTED, by=cleo, version=link.version, reason="No drill")
    assert state(link) == ("accepted", None)


def test_agreement_that_is_undone_goes_to_a_third_person(link, ana, ben, cleo):
    read(link, "accepted", ana)
    read(link, "accepted", ben, draft=corrected(link))

    undo(Decision.objects.get(), by=ben)

    assert state(link) == ("pending", "third")
    assert [double.may_adjudicate(link, person) for person in (ana, ben, cleo)] == [
        False,
        False,
        True,
    ]


def test_reader_of_a_claim_settles_it_only_as_a_lead(link, ana, ben, lena):
    read(link, "accepted", ana)
    read(link, "rejected", lena)
    said = {"version": link.version, "reason": "Mine"}

    with pytest.raises(ReviewError, match="a third person settles it"):
        double.adjudicate(link, Verdict.ACCEPTED, by=ana, **said)
    double.adjudicate(link, Verdict.ACCEPTED, by=lena, **said)

    assert state(link) == ("accepted", None)


def test_adjudication_needs_a_reason(link, ana, ben, cleo):
    read(link, "accepted", ana)
    read(link, "rejected", ben)

    with pytest.raises(ReviewError, match="Say why"):
        double.adjudicate(link, Verdict.ACCEPTED, by=cleo, version=link.version, reason=" ")


def test_nobody_reads_a_claim_twice_and_no_third_reading_counts(link, ana, ben, cleo):
    read(link, "accepted", ana)
    with pytest.raises(ReviewError, match="You have read this claim"):
        read(link, "rejected", ana)
    read(link, "rejected", ben)
    with pytest.raises(StaleError, match="Two colleagues have read"):
        read(link, "rejected", cleo)

    assert list(Assessment.objects.values_list("reader__username", flat=True)) == ["ana", "ben"]


def test_reading_is_withdrawn_until_a_second_one_is_in(link, ana, ben):
    first = read(link, "accepted", ana)

    double.withdraw(first, by=ana)

    assert state(link) == ("pending", "first")
    again = read(link, "rejected", ana)
    read(link, "accepted", ben)
    with pytest.raises(ReviewError, match="Somebody else has read"):
        double.withdraw(again, by=ana)
    assert Assessment.objects.count() == 3


def test_nobody_withdraws_the_reading_of_another(link, ana, ben):
    first = read(link, "accepted", ana)

    with pytest.raises(ReviewError, match="Only the reader"):
        double.withdraw(first, by=ben)


def test_readings_are_never_changed_nor_deleted(link, ana):
    first = read(link, "accepted", ana)

    for change in (first.delete, lambda: Assessment.objects.update(verdict="unsure")):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            change()


def test_nobody_decides_alone_on_a_claim_that_two_read(link, ana):
    said = {"by": ana, "version": link.version}

    for decide in (
        lambda: review.judge(link, Verdict.ACCEPTED, **said),
        lambda: review.correct(link, corrected(link), **said),
        lambda: review.move_claim(link, to=None, **said),
    ):
        with pytest.raises(ReviewError, match="Two people read this claim"):
            decide()
    with pytest.raises(IntegrityError), transaction.atomic():
        ALL.update(verdict=Verdict.REJECTED, decided_by=ana, decided_at="2021-01-01T00:00Z")


@pytest.mark.parametrize("step", ["confirm", "reject"])
def test_claim_that_two_read_stays_with_them_when_its_incident_is_decided(link, ana, step):
    other = make_link(make_claim(), link.incident)
    version = link.incident.version
    read(link, "accepted", ana)

    if step == "confirm":
        review.confirm(link.incident, by=ana, version=version, accept_pending=True)
    else:
        review.reject(link.incident, by=ana, version=version, reason="A drill")

    other.refresh_from_db()
    assert (state(link), other.verdict) == (
        ("pending", "second"),
        f"{step}ed".replace("confirm", "accept"),
    )


def read_by_the_machine(document):
    run = make_run(document)
    claim = make_claim(document, run=run)
    candidates.propose(run.pk)
    return claim


def test_new_reading_of_the_article_keeps_what_one_reader_said(lena, ana):
    old = read_by_the_machine(make_document()).link
    document = old.claim.document
    draw(lena)
    read(old, "accepted", ana)

    new = read_by_the_machine(document)

    assert (state(old), new.link.verdict) == (("pending", "second"), "replaced")


def test_new_reading_of_the_article_takes_the_place_in_the_set_that_nobody_has_read(lena):
    old = read_by_the_machine(make_document()).link
    document = old.claim.document
    drawn = draw(lena)

    new = read_by_the_machine(document)

    assert (state(old), state(new.link)) == (("replaced", None), ("pending", "first"))
    assert new.link.double_set == drawn


def test_lot_draws_the_share_and_the_same_claims_again(lena):
    for _ in range(25):
        make_link()
    drawn = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            made = draw(lena, share=20, seed=seed)
            drawn.append((made.size, set(made.links.values_list("claim", flat=True))))
            transaction.set_rollback(True)

    assert [size for size, _ in drawn] == [5, 5, 5]
    assert (drawn[0] == drawn[1], drawn[0] == drawn[2]) == (True, False)


def test_claim_is_in_one_set_only_and_judged_ones_in_none(link, lena, ana):
    make_link(verdict=Verdict.ACCEPTED)
    make_link(make_claim(), make_incident(status=Status.REJECTED))
    fresh = make_link()

    second = draw(lena)

    assert (second.size, list(second.links.all())) == (1, [fresh])
    with pytest.raises(ReviewError, match="No claim that waits"):
        draw(lena)


def test_page_from_before_the_set_was_drawn_is_told(ana, lena):
    made = make_link()
    draw(lena)

    with pytest.raises(ReviewError):
        review.judge(made, Verdict.ACCEPTED, by=ana, version=made.version)
    with pytest.raises(StaleError):
        double.assess(made, Verdict.ACCEPTED, by=ana, version=made.version)


def test_queue_gives_a_claim_to_two_people_and_never_twice_to_one(link, ana, ben, cleo):
    taken = {}
    for person in (ana, ben, cleo):
        given = queue.take_next(ALL, by=person)
        taken[person.username] = given
        if given:
            read(given, "accepted" if person == ana else "rejected", person)
            assert queue.take_next(ALL, by=person) is None
            assert queue.take(given, by=person) is False

    assert taken == {"ana": link, "ben": link, "cleo": None}
    assert queue.take_disputed(by=ana) is None
    assert queue.take_disputed(by=cleo) == link


def test_two_settling_at_once_get_two_claims(lena, ana, ben, cleo):
    links = [make_link(), make_link()]
    draw(lena)
    for link in links:
        read(link, "accepted", ana)
        read(link, "rejected", ben)

    assert [queue.take_disputed(by=person) for person in (cleo, lena)] == links


def test_reading_says_how_long_it_took(link, ana):
    queue.take(link, by=ana)

    timed, untimed = read(link, "accepted", ana), Assessment(seconds=None)

    assert (timed.seconds, untimed.seconds) == (0, None)


def test_undo_of_an_older_verdict_does_not_break_into_a_double_reading(lena, ana):
    made = make_link()
    decision = review.judge(made, Verdict.ACCEPTED, by=ana, version=0)
    ALL.update(verdict=Verdict.PENDING, decided_by=None, decided_at=None)
    draw(lena)

    with pytest.raises(ReviewError, match="two people read it now"):
        undo(decision, by=ana)

    assert state(made) == ("pending", "first")


def test_progress_of_a_set_counts_who_is_waited_for(lena, ana, ben):
    links = [make_link() for _ in range(4)]
    draw(lena)
    read(links[0], "accepted", ana)
    for person, verdict in ((ana, "accepted"), (ben, "rejected")):
        read(links[1], verdict, person)
    for person in (ana, ben):
        read(links[2], "accepted", person)

    row = DoubleSet.objects.with_progress().get()

    assert [getattr(row, f"awaiting_{turn}") for turn in Awaited.values] == [1, 1, 1]
