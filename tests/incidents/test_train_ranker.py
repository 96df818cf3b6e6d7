from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.actions.learning import judged_readings
from incidents.enums import Verdict
from sources.extraction import ranking
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

pytestmark = pytest.mark.django_db

TRUE = "Raiders shot nine millers in Ostra."
FALSE = "The sketch killed the audience."
TRUE_RULES = {"support": "verb", "place": "in the clause", "stance": "own voice"}
FALSE_RULES = {"support": "argument", "stance": "own voice"}


def judge(number: int, verdict: Verdict, **fields) -> None:
    """Let a reviewer decide on a claim in each of so many documents."""
    reviewer, incident = make_user("reviewer"), make_incident()
    for _ in range(number):
        document = make_document(TRUE if verdict == Verdict.ACCEPTED else FALSE)
        rules = TRUE_RULES if verdict == Verdict.ACCEPTED else FALSE_RULES
        claim = make_claim(document, rules=rules, **fields)
        make_link(claim, incident, verdict=verdict, decided_by=reviewer)


def run(out) -> str:
    written = StringIO()
    call_command("train_ranker", out=out, stdout=written)
    return written.getvalue()


def test_too_few_verdicts_are_refused_with_how_many_it_takes(tmp_path):
    judge(3, Verdict.ACCEPTED)

    with pytest.raises(CommandError) as refused:
        run(tmp_path)

    assert str(refused.value) == (
        "There are 3 accepted or corrected and 0 rejected claims of the machine. "
        "To learn from them takes 60, and at least 10 of each."
    )
    assert list(tmp_path.iterdir()) == []


def test_verdicts_become_weights_that_the_next_reading_uses(tmp_path):
    judge(40, Verdict.ACCEPTED)
    judge(25, Verdict.REJECTED)

    told = run(tmp_path)

    ranker = ranking.load(tmp_path)
    assert told.splitlines()[-1] == f"Ranker {ranker.version} is in {tmp_path}."
    assert told.splitlines()[:3] == [
        "== confidence",
        "before: as shipped",
        *[line for line in told.splitlines() if line.startswith("65 claims, 40 right")][:1],
    ]
    assert (ranker.card["verdicts"], ranker.card["verdicts_right"]) == (65, 40)
    assert ranker.card["started_from"] == ranking.load().version != ranker.version


def test_only_judged_claims_of_the_machine_teach():
    reviewer, document = make_user("reviewer"), make_document(TRUE)
    read = make_claim(document, run=make_run(document))
    make_link(read, verdict=Verdict.ACCEPTED)
    make_link(make_claim(document, run=read.run, position=2))
    make_link(make_claim(document, made_by=reviewer), verdict=Verdict.ACCEPTED)
    make_link(make_claim(document, run=read.run, position=3), verdict=Verdict.UNSURE)
    make_link(make_claim(document, run=read.run, position=4), verdict=Verdict.REPLACED)

    (example,) = judged_readings()

    assert (example.candidate.quote, example.right, example.candidate.alike) == (TRUE, True, 3)


def test_a_correction_says_which_slots_were_wrong():
    reviewer, document = make_user("reviewer"), make_document(TRUE)
    place = {"place_name": "Ostra", "place_precision": "settlement"}
    read = make_claim(document, run=make_run(document), **place)
    make_count(read, lower=9, upper=9, qualifier="exact")
    make_speaker(read)
    stated = make_claim(
        document, made_by=reviewer, supersedes=read, event_type="armed_attack", **place
    )
    make_count(stated, lower=12, upper=None, qualifier="at_least")
    make_speaker(stated)
    make_link(read, verdict=Verdict.REPLACED)
    make_link(stated, verdict=Verdict.ACCEPTED)

    (example,) = judged_readings()

    assert (example.right, example.event_type) == (True, "armed_attack")
    assert example.slots == {
        "event_type": False,
        "place": True,
        "counts": False,
        "speakers": True,
        "stance": True,
    }


def test_a_rejected_claim_says_nothing_of_its_slots():
    judge(1, Verdict.REJECTED)

    (example,) = judged_readings()

    assert (example.right, example.slots, example.event_type) == (False, {}, None)


@pytest.mark.parametrize("number", [1, 3])
def test_verdicts_are_read_in_a_fixed_number_of_queries(number, django_assert_num_queries):
    judge(number, Verdict.ACCEPTED)

    with django_assert_num_queries(6):
        judged_readings()
