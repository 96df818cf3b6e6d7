"""What answers teach: never worse than before on what they teach, and never against reason."""

from hypothesis import given
from hypothesis import strategies as st

from incidents.matching import similarity, summarise
from incidents.matching.fit import (
    GROUPS,
    SHIPPED,
    Answered,
    Fit,
    held_back,
    learn,
    load,
    rightness,
    save,
)
from incidents.matching.types import Reason
from tests.matching.examples import KORVA, make_claim

reasons = st.lists(
    st.builds(Reason, st.sampled_from([f"{g}.x" for g in GROUPS]), st.just(""), st.floats(-4, 2)),
    max_size=6,
).map(tuple)
answers = st.lists(
    st.builds(Answered, log_odds=st.floats(-6, 6), reasons=reasons, same=st.booleans()),
    min_size=1,
    max_size=40,
)


def pair(place, *, same):
    found = Reason("place.near", "", place)
    return Answered(place - 0.5, (found, Reason("type.equal", "", 1.0)), same)


@given(answers)
def test_no_evidence_is_ever_turned_around(pairs):
    assert min(learn(pairs).worth.values()) >= 0


def test_evidence_that_misled_is_worth_less():
    misled = [pair(2.0, same=False) for _ in range(30)] + [pair(0.2, same=True) for _ in range(30)]

    fit = learn(misled)

    assert fit.worth["place"] < 1
    before, after = rightness(misled).precision, rightness(misled, fit).precision
    assert before is not None
    assert after is not None
    assert after > before


def test_answers_that_agree_with_the_scorer_change_little():
    agreed = [pair(3.0, same=True), pair(-3.0, same=False)]

    fit = learn(agreed)

    assert rightness(agreed, fit) == rightness(agreed)
    assert abs(fit.shift) < 0.1


def test_every_answer_is_judged_by_a_fit_that_has_not_seen_it():
    assert held_back([pair(2.0, same=n % 2 == 0) for n in range(23)]).pairs == 23


def test_fit_that_was_stored_is_used_and_none_is_the_shipped_one(tmp_path):
    fit = Fit({"place": 0.5}, -0.25)
    assert load(tmp_path) is SHIPPED

    save(fit, tmp_path)

    assert load(tmp_path) == fit


def test_fit_moves_the_score_and_leaves_the_reasons():
    one = summarise([make_claim(place=KORVA)])

    shipped, fitted = similarity(one, one), similarity(one, one, Fit({}, -2.0))

    assert fitted.score < shipped.score
    assert fitted.reasons == shipped.reasons
