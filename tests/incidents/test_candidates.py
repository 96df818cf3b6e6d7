"""From the claims of a run to candidates and suggestions, once and again."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents.actions import candidates, review, suggestions
from incidents.actions.decisions import lock
from incidents.actions.succession import pair_up
from incidents.actions.suggestions import suggest
from incidents.enums import Answer, Status, Verdict
from incidents.models import Incident, IncidentClaim, Proposal, Suggestion
from tests.factories import make_claim, make_count, make_document, make_link, make_run
from tests.incidents.states import draft_of, verdicts_of

FIRST = "Soldiers shot dead at least 12 villagers near Gao on 3 May, a teacher said."
SECOND = "In another event two months before, rebels burned the clinic of Timbuktu to the ground."

WHERE_AND_WHEN = {
    FIRST: {
        "place_name": "Gao",
        "place_precision": "settlement",
        "place_country": "ML",
        "place_latitude": 16.27,
        "place_longitude": -0.04,
        "date_start": "2021-05-03",
        "date_end": "2021-05-03",
        "date_precision": "day",
    },
    SECOND: {
        "place_name": "Timbuktu",
        "place_precision": "settlement",
        "place_country": "ML",
        "place_latitude": 16.77,
        "place_longitude": -3.01,
        "date_start": "2021-03-03",
        "date_end": "2021-03-03",
        "date_precision": "day",
    },
}


@pytest.fixture
def document(db):
    return make_document(f"{FIRST}\n\n{SECOND}")


def read(document, *sentences, **fields):
    """Record a finished run that found a claim in each of these sentences."""
    run = make_run(document)
    claims = []
    for position, quote in enumerate(sentences):
        kind = "unlawful_killing" if quote == FIRST else "infrastructure_attack"
        values = {"event_type": kind, **WHERE_AND_WHEN[quote]} | fields
        claims.append(make_claim(document, run=run, position=position, quote=quote, **values))
        if quote == FIRST:
            make_count(claims[-1])
    return run, claims


def test_each_event_of_a_document_becomes_a_candidate(document):
    run, claims = read(document, FIRST, SECOND)

    waiting = candidates.propose(run.pk)

    assert waiting == 2
    assert [link.claim for link in IncidentClaim.objects.order_by("claim")] == claims
    assert Incident.objects.candidates().count() == 2


def test_proposing_again_changes_nothing(document):
    run, _ = read(document, FIRST)
    candidates.propose(run.pk)

    assert candidates.propose(run.pk) == 0
    assert (Incident.objects.count(), IncidentClaim.objects.count()) == (1, 1)


def test_unfinished_run_proposes_nothing(document):
    run = make_run(document, status="running")

    assert candidates.propose(run.pk) == 0


def test_new_reading_takes_the_place_of_what_nobody_judged(document):
    run, (old,) = read(document, FIRST)
    candidates.propose(run.pk)
    again, (new,) = read(document, FIRST)

    candidates.propose(again.pk)

    assert verdicts_of(Incident.objects.get()) == {
        old.pk: Verdict.REPLACED,
        new.pk: Verdict.PENDING,
    }


def test_judged_claim_stays_and_its_new_twin_is_put_aside(document, ana):
    run, (old,) = read(document, FIRST)
    candidates.propose(run.pk)
    review.judge(old.link, Verdict.REJECTED, by=ana, version=0)
    again, (new,) = read(document, FIRST)

    waiting = candidates.propose(again.pk)

    assert waiting == 0
    assert verdicts_of(Incident.objects.get()) == {
        old.pk: Verdict.REJECTED,
        new.pk: Verdict.REPLACED,
    }


def test_corrected_claim_stays_corrected_although_its_type_was_changed(document, ana):
    run, (old,) = read(document, FIRST)
    candidates.propose(run.pk)
    draft = draft_of(old, event_type="armed_attack")
    corrected = review.correct(old.link, draft, by=ana, version=0)
    again, (new,) = read(document, FIRST)

    candidates.propose(again.pk)

    assert verdicts_of(Incident.objects.get()) == {
        old.pk: Verdict.REPLACED,
        corrected.claim_id: Verdict.ACCEPTED,
        new.pk: Verdict.REPLACED,
    }


IN_ONE_SENTENCE = "Soldiers killed 12 people in Gao and 3 in Timbuktu, a teacher said."


def read_two_killings(document, *places):
    """Record a finished run that found a killing in each place, all told by one sentence."""
    run = make_run(document)
    found = {}
    for position, place in enumerate(places):
        word = IN_ONE_SENTENCE.index(place)
        found[place] = make_claim(
            document,
            run=run,
            position=position,
            event_type_span=(word, word + len(place)),
            place_name=place,
            place_precision="settlement",
        )
        make_count(found[place], lower=12 if place == "Gao" else 3)
    return run, found


@pytest.mark.parametrize("judged", ["Gao", "Timbuktu"])
def test_judged_claim_pins_one_successor_and_the_rest_of_its_sentence_waits(judged, ana):
    document = make_document(IN_ONE_SENTENCE)
    run, old = read_two_killings(document, "Gao", "Timbuktu")
    candidates.propose(run.pk)
    review.judge(old[judged].link, Verdict.ACCEPTED, by=ana, version=0)
    again, new = read_two_killings(document, "Timbuktu", "Gao")

    waiting = candidates.propose(again.pk)

    other = {"Gao": "Timbuktu", "Timbuktu": "Gao"}[judged]
    verdicts = {place: claim.link.verdict for place, claim in new.items()}
    assert (waiting, verdicts) == (1, {judged: Verdict.REPLACED, other: Verdict.PENDING})
    assert new[other].link.incident == old[other].link.incident


def test_event_that_only_the_new_reading_found_waits_beside_a_judged_one(ana):
    document = make_document(IN_ONE_SENTENCE)
    run, old = read_two_killings(document, "Gao")
    candidates.propose(run.pk)
    review.judge(old["Gao"].link, Verdict.ACCEPTED, by=ana, version=0)
    again, new = read_two_killings(document, "Timbuktu")

    candidates.propose(again.pk)

    assert new["Timbuktu"].link.verdict == Verdict.PENDING


ORDERS = [("Gao", "Timbuktu"), ("Timbuktu", "Gao")]


@pytest.mark.parametrize("after", ORDERS)
@pytest.mark.parametrize("before", ORDERS)
@pytest.mark.parametrize("judged", [(), ("Gao",), ("Timbuktu",), ("Gao", "Timbuktu")])
def test_pairs_are_one_to_one_and_meet_in_the_same_place(document, before, after, judged):
    old = [make_claim(document, place_name=p, place_precision="site") for p in before]
    new = [make_claim(document, place_name=p, place_precision="site") for p in after]
    links = [
        IncidentClaim(pk=c.pk, claim=c, verdict="accepted" if c.place_name in judged else "pending")
        for c in old
    ]

    pairs = pair_up(links, new)

    assert {pk: link.claim.place_name for pk, link in pairs.items()} == {
        claim.pk: claim.place_name for claim in new
    }


def test_claims_without_a_place_pair_by_their_numbers(document):
    old, new = ([make_claim(document) for _ in range(2)] for _ in range(2))
    for claim, lower in zip([*old, *new], (12, 3, 3, 12), strict=True):
        make_count(claim, lower=lower)

    pairs = pair_up([IncidentClaim(pk=c.pk, claim=c) for c in old], new)

    assert {pk: link.claim for pk, link in pairs.items()} == {
        new[0].pk: old[1],
        new[1].pk: old[0],
    }


def test_what_a_new_reading_takes_from_a_confirmed_incident_is_suggested_to_it(ana):
    document = make_document(IN_ONE_SENTENCE)
    run, old = read_two_killings(document, "Gao", "Timbuktu")
    candidates.propose(run.pk)
    confirmed = old["Gao"].link.incident
    moved = old["Timbuktu"].link
    review.move_claim(moved, to=confirmed, by=ana, version=0)
    confirmed.refresh_from_db()
    review.judge(old["Gao"].link, Verdict.ACCEPTED, by=ana, version=0)
    confirmed.refresh_from_db()
    review.confirm(confirmed, by=ana, version=confirmed.version)
    again, new = read_two_killings(document, "Gao", "Timbuktu")

    candidates.propose(again.pk)

    suggestion = Suggestion.objects.get()
    assert (suggestion.older, suggestion.newer) == (confirmed, new["Timbuktu"].link.incident)
    assert suggestion.reasons[0]["code"] == "succeeds"


def test_candidate_that_a_new_reading_empties_vanishes(document):
    run, _ = read(document, FIRST, SECOND)
    candidates.propose(run.pk)
    again, _ = read(document, FIRST)

    candidates.propose(again.pk)

    assert Incident.objects.candidates().count() == 1


def test_events_that_a_new_reading_tells_apart_come_apart(document):
    run, claims = read(document, FIRST, SECOND, event_type="unlawful_killing")
    together = Incident.objects.create(event_type="unlawful_killing", title="Both")
    for claim in claims:
        IncidentClaim.objects.create(incident=together, claim=claim)
    Proposal.objects.create(run=run)
    again, new = read(document, FIRST, SECOND, event_type="unlawful_killing")

    candidates.propose(again.pk)

    assert len({claim.link.incident_id for claim in new}) == 2


def test_readings_are_proposed_in_order_whatever_message_comes_first(document):
    first, (old,) = read(document, FIRST)
    second, (new,) = read(document, FIRST)

    candidates.propose(second.pk)
    candidates.propose(first.pk)

    assert verdicts_of(Incident.objects.get()) == {
        old.pk: Verdict.REPLACED,
        new.pk: Verdict.PENDING,
    }


@pytest.fixture
def twins(document):
    """Two documents that tell of the same killing, proposed one after the other."""
    for text in (FIRST, f"Agency. {FIRST}"):
        run, _ = read(make_document(text), FIRST)
        candidates.propose(run.pk)
    return Suggestion.objects.get()


def test_same_event_in_two_documents_is_suggested_and_not_merged(twins):
    assert (twins.answer, twins.older.status, twins.newer.status) == (
        Answer.OPEN,
        Status.CANDIDATE,
        Status.CANDIDATE,
    )


def test_two_events_of_one_document_are_never_suggested(document):
    run, _ = read(document, FIRST, SECOND)

    candidates.propose(run.pk)

    assert Suggestion.objects.count() == 0


def test_answered_suggestion_does_not_come_back(twins, ana):
    suggestions.answer(twins, Answer.DIFFERENT, by=ana)

    suggest(twins.newer)

    twins.refresh_from_db()
    assert (twins.answer, Suggestion.objects.count()) == (Answer.DIFFERENT, 1)


def test_document_of_a_replaced_claim_does_not_hide_its_twin(twins):
    Suggestion.objects.all().delete()
    document = twins.newer.links.get().claim.document
    make_link(make_claim(document), twins.older, verdict=Verdict.REPLACED)

    assert suggest(twins.newer) == 1


def test_comparing_three_others_costs_no_more_queries_than_one(twins, django_assert_num_queries):
    first = twins.older
    Suggestion.objects.all().delete()
    with CaptureQueriesContext(connection) as one:
        suggest(first)
    for text in (f"Radio. {FIRST}", f"Wire. {FIRST}"):
        run, _ = read(make_document(text), FIRST)
        candidates.propose(run.pk)
    Suggestion.objects.all().delete()

    with django_assert_num_queries(len(one)):
        found = suggest(first)

    assert found == 3


@pytest.mark.django_db(transaction=True)
def test_incident_that_somebody_judges_can_be_suggested_meanwhile():
    run, (claim,) = read(make_document(f"{FIRST} One paper."), FIRST)
    again, _ = read(make_document(f"{FIRST} Another paper."), FIRST)
    candidates.propose(run.pk)

    def propose_beside():
        try:
            return candidates.propose(again.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker, transaction.atomic():
        lock(claim.link.incident_id)
        assert worker.submit(propose_beside).result(timeout=30) == 1

    assert Suggestion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_see_that_they_found_the_same_event():
    first, _ = read(make_document(f"{FIRST} One paper."), FIRST)
    second, _ = read(make_document(f"{FIRST} Another paper."), FIRST)

    def propose_beside(run_id):
        try:
            return candidates.propose(run_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other_worker:
        with transaction.atomic():
            candidates.propose(first.pk)
            beside = other_worker.submit(propose_beside, second.pk)
            wait([beside], timeout=0.3)
            assert not beside.done()
        assert beside.result(timeout=30) == 1

    assert Suggestion.objects.count() == 1
