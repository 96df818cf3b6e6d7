import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.evaluation.muc4_score import ALL, Tally, score
from benchmarks.roles.article import survey
from benchmarks.roles.casing import truecase
from benchmarks.roles.corpus import Key, read_reports
from benchmarks.roles.evidence import KINDS, ROLES
from benchmarks.roles.incidents import separate
from benchmarks.roles.linear import fit_dense, fit_sparse, hashed, probability
from benchmarks.roles.model import Judged, judge, load, save
from benchmarks.roles.phrases import phrases
from benchmarks.roles.templates import Template, templates
from sources.extraction.pipeline import parse

STORY = (
    "Guerrillas of the Red Valley Brigade murdered mayor Pedro Almeida in the town of Santa Rita.",
    "The guerrillas shot Almeida with machineguns outside his home.",
    "The Red Valley Brigade claimed responsibility for the murder.",
)


def key(kind, **roles):
    return Key(kind, {role: roles.get(role, ()) for role in ROLES})


def template(kind, **roles):
    return Template(kind, {role: roles.get(role, ()) for role in ROLES})


def test_a_phrase_is_found_with_and_without_the_words_before_its_head():
    doc = parse(["Rebels burned two old buses."])

    found = {doc[p.start : p.end].text for p in phrases(doc)}

    assert found == {"Rebels", "two old buses", "old buses", "buses", "two"}


def test_a_listed_wording_is_a_phrase_however_it_is_parsed():
    doc = parse(["They dynamite."])

    found = {doc[p.start : p.end].text for p in phrases(doc, frozenset({"dynamite"}))}

    assert "dynamite" in found


def test_occurrences_of_one_noun_are_one_thing():
    article = survey(parse(["The red bus stopped.", "Then the bus burned."]))

    buses = [noun for noun in article.nouns if noun.name == "bus"]

    assert [len(noun.tokens) for noun in buses] == [2]
    assert [len(w.phrases) for w in article.wordings if w.name == "bus"] == [2]


@given(st.text("abc defgh.,('\")-é", max_size=60))
def test_restoring_case_keeps_every_character_in_its_place(text):
    assert truecase(text).lower() == text


def test_an_abbreviation_and_the_name_it_stands_for_get_capitals():
    text = "the northern farmers league (nfl) marched."

    assert truecase(text) == "The Northern Farmers League (NFL) marched."


def test_the_sparse_model_learns_which_feature_decides():
    rows = [hashed([f"word={n % 2}", f"noise={n % 7}"]) for n in range(200)]
    targets = np.array([[n % 2] for n in range(200)], np.float32)

    model = fit_sparse(rows, targets)

    guesses = probability(model.margins([hashed(["word=1"]), hashed(["word=0"])]))[:, 0] > 0.5
    assert guesses.tolist() == [True, False]


def test_a_feature_that_training_never_saw_changes_nothing():
    rows = [hashed([f"word={n % 2}"]) for n in range(20)]
    model = fit_sparse(rows, np.array([[n % 2] for n in range(20)], np.float32))

    known, more = model.margins([hashed(["word=1"]), hashed(["word=1", "unheard of"])])

    assert known.tolist() == more.tolist()


def test_the_dense_model_is_calibrated_on_what_it_learned():
    rows = np.array([[n % 2, n % 3] for n in range(600)], np.float32)
    targets = np.array([[n % 4 == 1] for n in range(600)], np.float32)

    model = fit_dense(rows, targets)

    assert probability(model.margins(rows)).mean() == pytest.approx(0.25, abs=0.01)


def test_a_stored_model_judges_as_before(tmp_path):
    model, article = load(), survey(parse(list(STORY)), load().known)

    save(model, tmp_path / "weights.npz")

    again = judge(article, load(tmp_path / "weights.npz"))
    before = judge(article, model)
    assert again.wordings == before.wordings
    assert again.roles == pytest.approx(before.roles, abs=0.02)


def test_who_killed_whom_is_read_from_an_invented_report():
    model = load()
    article = survey(parse(list(STORY)), model.known)

    (found,) = templates(article, judge(article, model))

    assert found == template(
        "attack",
        PerpInd=("guerrillas",),
        PerpOrg=("red valley brigade",),
        Victim=("pedro almeida",),
        Weapon=("machineguns",),
    )


def test_a_report_without_violence_has_no_template():
    model = load()
    article = survey(parse(["The orchestra opened its season with a concert."]), model.known)

    assert templates(article, judge(article, model)) == []


def test_an_empty_article_has_no_template():
    model = load()
    article = survey(parse([]), model.known)

    assert templates(article, judge(article, model)) == []


def test_a_filler_goes_to_the_kind_of_incident_that_it_took_part_in():
    article = survey(parse(["Guards seized a priest."]))
    names = [wording.name for wording in article.wordings]
    priest = names.index("priest")
    roles = np.zeros((1, len(ROLES)), np.float32)
    roles[0, ROLES.index("Victim")] = 0.9
    kinds = np.array([[0.0, 0.0, 1.0, 0.0, 0.0]], np.float32)
    incidents = np.array([0.9, 0.0, 0.9, 0.0, 0.0], np.float32)

    found = templates(article, Judged([priest], roles, kinds, incidents))

    assert [(t.kind, t.fillers["Victim"]) for t in found] == [
        (KINDS[0], ()),
        (KINDS[2], ("priest",)),
    ]


def test_harm_told_far_apart_is_done_in_separate_incidents():
    lines = ["A bomb hit the bank.", "Nobody has been arrested so far, the police said on Monday."]
    article = survey(parse([*lines, "A mine hit a bus."]))
    fillers = template("bombing", PerpInd=("rebels",), Target=("bank", "bus")).fillers

    parts = separate(article, {**fillers, "Weapon": ("bomb", "mine")})

    assert parts == [
        template("", PerpInd=("rebels",), Target=("bank",), Weapon=("bomb",)).fillers,
        template("", PerpInd=("rebels",), Target=("bus",), Weapon=("mine",)).fillers,
    ]


def test_harm_of_one_sentence_is_done_in_one_incident():
    article = survey(parse(["The bomb killed a priest and damaged the bank."]))
    fillers = template("bombing", Victim=("priest",), Target=("bank",)).fillers

    assert separate(article, fillers) == [fillers]


def test_any_wording_of_an_entity_is_right_and_the_kind_counts_as_a_slot():
    wanted = [key("bombing", Target=(("town hall", "hall"),), Weapon=(("bomb",),))]

    tallies = score([([template("bombing", Target=("hall",))], wanted)])

    assert tallies[ALL] == Tally(right=2, said=2, found=2, wanted=3)


def test_templates_of_another_kind_are_wrong_in_every_slot():
    wanted = [key("attack", Victim=(("priest",),))]

    tallies = score([([template("arson", Victim=("priest",))], wanted)])

    assert tallies[ALL] == Tally(right=0, said=2, found=0, wanted=2)


def test_reports_come_with_their_keys_and_the_victims_described(tmp_path):
    (tmp_path / "raw" / "dev").mkdir(parents=True)
    (tmp_path / "raw" / "dev" / "key-dev-1").write_text(
        "0.  MESSAGE: ID                     X-1 (A)\n"
        '19. HUM TGT: DESCRIPTION            "TWO PEASANTS": "PEREZ"\n'
        '20. HUM TGT: TYPE                   CIVILIAN: "PEREZ"\n'
    )
    (tmp_path / "train.json").write_text(
        '{"docid": "X-1", "doctext": "rebels came.    they left.", "templates": ['
        '{"incident_type": "attack", "PerpInd": [[["rebels", 0]]], "PerpOrg": [], "Target": [],'
        ' "Victim": [], "Weapon": []}]}\n'
    )

    (report,) = read_reports(tmp_path, "train")

    assert report.lines == ("Rebels came.", "They left.")
    assert report.keys == (key("attack", PerpInd=(("rebels",),)),)
    assert report.described == {"two peasants", "perez"}
