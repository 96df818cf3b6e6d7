import json
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.extraction.ranking import Candidate, RankerError, load, save
from sources.extraction.ranking.candidate import reasons
from sources.extraction.ranking.corpora import NO_CLAIM, SENTENCES
from sources.extraction.ranking.features import features
from sources.extraction.ranking.logistic import fit, logistic
from sources.extraction.ranking.reliability import quality
from sources.extraction.ranking.sparse import Rows
from sources.extraction.ranking.training import Example, blank, held_back, measure, train
from sources.taxonomy import event_types

RIGHT = Candidate(
    "unlawful_killing",
    "Raiders shot nine millers in Ostra on Monday.",
    trigger="shot",
    rules={"support": "verb", "place": "in the clause", "stance": "own voice"},
    filled=frozenset({"event_type", "place", "stance"}),
)
WRONG = Candidate(
    "unlawful_killing",
    "The comedian killed the audience with a sketch about millers.",
    trigger="killed",
    rules={"support": "argument", "stance": "own voice"},
    filled=frozenset({"event_type", "stance"}),
)


def lessons(number: int = 60) -> list[Example]:
    """As many right claims as wrong ones, one of each in a document."""
    return [
        Example(candidate, f"document {n}", right=right, slots={"place": right} if right else {})
        for n in range(number // 2)
        for candidate, right in ((RIGHT, True), (WRONG, False))
    ]


def test_a_ranker_puts_what_people_accepted_above_what_they_rejected():
    before, after = blank(), train(lessons(), blank())

    assert before.scores(RIGHT)[0] < after.scores(RIGHT)[0]
    assert after.scores(WRONG)[0] < before.scores(WRONG)[0]


def test_scores_are_shares_of_the_fields_that_have_a_value():
    confidence, scores = load().scores(RIGHT)

    assert set(scores) == {"event_type", "place", "stance"}
    assert all(0 <= share <= 1 for share in (confidence, *scores.values()))


def test_a_rule_seen_once_stays_near_what_was_known_of_it():
    known = blank().rules["place"]["in the clause"]
    wrong = Example(RIGHT, "one", right=True, slots={"place": False})

    learned = train([wrong], blank()).rules["place"]["in the clause"]

    assert known - 0.15 < learned < known


def test_without_examples_nothing_is_learned():
    assert train([], load()).scores(RIGHT) == load().scores(RIGHT)


def test_order_of_the_examples_does_not_change_what_is_learned():
    mixed = lessons()
    random.Random(4).shuffle(mixed)

    assert train(mixed, blank()).scores(RIGHT)[0] == pytest.approx(
        train(lessons(), blank()).scores(RIGHT)[0], abs=1e-3
    )


def test_examples_are_measured_by_a_ranker_that_has_not_seen_their_document():
    odd = Example(replace(WRONG, trigger="slew", quote="He slew them."), "odd", right=True)

    scored = held_back([*lessons(), odd], blank())

    assert len(scored) == 61
    assert next(share for example, share, _ in scored if example == odd) < 0.5


def test_figures_tell_of_whole_claims_and_of_each_slot():
    figures = measure(held_back(lessons(), blank()))

    assert (figures["confidence"].count, figures["confidence"].order) == (60, 1.0)
    assert (figures["place"].count, figures["place"].right) == (30, 30)


def test_saved_weights_give_the_same_scores_and_a_version_that_names_them(tmp_path):
    ranker = train(lessons(), blank())

    saved = save(ranker, tmp_path)

    assert saved.scores(RIGHT)[0] == pytest.approx(ranker.scores(RIGHT)[0], abs=0.02)
    assert (len(saved.version), saved.version) == (8, load(tmp_path).version)
    assert saved.version != load().version


def test_new_weights_are_used_without_a_restart(tmp_path):
    first = save(blank(), tmp_path)

    second = save(train(lessons(), blank()), tmp_path)

    assert load(tmp_path).version == second.version != first.version


def test_an_empty_folder_means_the_shipped_weights(tmp_path):
    assert load(tmp_path).version == load().version


def test_a_damaged_file_is_named_and_not_replaced_by_another(tmp_path):
    (tmp_path / "ranker.json").write_text("{}")

    with pytest.raises(RankerError, match=r"ranker\.json is no ranker"):
        load(tmp_path)


def test_own_sentences_carry_a_known_type_or_none():
    labels = {line.split("\t")[0] for line in SENTENCES.read_text("utf-8").splitlines()}

    assert {kind for label in labels for kind in label.split(",")} == {*event_types(), NO_CLAIM}


def test_shipped_weights_are_small_and_say_what_they_were_trained_on():
    content = (SENTENCES.parent / "ranker.json").read_bytes()

    assert len(content) < 2_000_000
    assert json.loads(content)["card"]["trained_on"].startswith("own sentences")


def test_a_word_weighs_the_same_in_any_case():
    assert features(Candidate("torture", "THEY BEAT HIM")) == features(
        Candidate("torture", "they beat him")
    )


@pytest.mark.parametrize(
    ("slot", "rules", "expected"),
    [
        ("event_type", {"event_type": "noun: raid", "support": "light verb"}, ["light verb"]),
        ("event_type", {"event_type": "noun: raid"}, ["noun"]),
        ("perpetrator", {"perpetrator": "noun raid"}, ["noun"]),
        ("perpetrator", {"perpetrator": "party that answers"}, ["party that answers"]),
        ("speakers", {"speakers": "verb; tag"}, ["verb", "tag"]),
    ],
)
def test_reasons_leave_out_the_words_of_the_article(slot, rules, expected):
    assert reasons(Candidate("armed_attack", "", rules=rules), slot) == expected


def test_fitting_separates_rows_and_keeps_to_the_prior_without_any():
    rows = Rows.of([{"a": 1.0}, {"b": 1.0}], {"a": 0, "b": 1})
    wanted = np.array([1.0, 0.0])

    up, down = fit(rows, wanted, penalty=0.01)
    nothing = fit(Rows.of([], {"a": 0}), np.array([]), penalty=1.0, prior=np.array([0.7]))

    assert (up > 1, down < -1, nothing.tolist()) == (True, True, [0.7])


@given(st.lists(st.floats(-700, 700), min_size=1))
def test_probabilities_stay_within_bounds_and_keep_the_order(scores):
    shares = logistic(np.array(sorted(scores)))

    assert shares.min() >= 0
    assert shares.max() <= 1
    assert (np.diff(shares) >= 0).all()


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_bands_count_every_claim_once(pairs):
    scores, right = zip(*pairs, strict=True)

    result = quality(scores, right)

    assert sum(band.count for band in result.bands) == len(pairs)
    assert 0 <= result.gap <= 1
