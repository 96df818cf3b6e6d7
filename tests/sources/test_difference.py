from hypothesis import given, settings
from hypothesis import strategies as st

from sources.likeness import beside, credited_agency, fingerprint, in_common, kind_of
from sources.likeness.difference import sentences

WORDS = ["nine", "ten", "died", "fell", "river", "market", "smoke", "rain"]
texts = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(
        lambda w: f"{' '.join(w).title()}."
    ),
    max_size=8,
).map(" ".join)

LONG = " ".join(f"word{n}" for n in range(300))


def _side(sides, name):
    lines = [line for side in sides for line in getattr(side, name)]
    return [" ".join(piece.text for piece in line) for line in lines]


@settings(deadline=None, max_examples=50)
@given(texts, texts)
def test_either_side_holds_its_whole_text_in_order(left, right):
    sides = beside(left, right)

    assert _side(sides, "left") == sentences(left)
    assert _side(sides, "right") == sentences(right)


@settings(deadline=None, max_examples=50)
@given(texts)
def test_text_beside_itself_is_all_the_same(text):
    assert {side.change for side in beside(text, text)} <= {"same"}


@settings(deadline=None, max_examples=50)
@given(texts, texts)
def test_words_in_common_are_as_many_seen_from_either_side(left, right):
    there, back = in_common(left, right), in_common(right, left)

    assert there == back.turned
    assert 0 <= there.first <= there.first_words


def test_moved_sentence_is_no_insertion_even_where_it_was_edited():
    left = "Nine men died in the fire at the mill. Rain fell. The road to the river is closed."
    right = "The road to the river is shut. Nine men died in the fire at the mill. Rain fell."

    sides = beside(left, right)

    assert [side.change for side in sides] == ["moved", "same", "moved"]
    assert [[p.text for line in (*s.left, *s.right) for p in line if p.own] for s in sides] == [
        ["shut."],
        [],
        ["closed."],
    ]


def test_numbers_of_a_passage_are_those_of_the_text_that_holds_it():
    passage = " ".join(LONG.split()[50:250])

    shared = set(fingerprint(passage)) & set(fingerprint(f"{LONG} and much else besides that"))

    assert len(shared) > 5


def test_short_and_long_texts_keep_a_bounded_share_of_numbers():
    sizes = [
        len(fingerprint(" ".join(f"w{n}" for n in range(size)))) for size in (4, 20, 400, 99_999)
    ]

    assert sizes == [0, 16, 32, 2000]


def test_shared_quotation_links_nothing():
    quote = "We shall not rest until all of those who did this are found, he said on Monday."
    one, other = f"{quote} {LONG}", f"{quote} {LONG[::-1]}"

    assert kind_of(in_common(one, other)) is None
    assert kind_of(in_common(quote, f"It is over. {LONG} {quote}")) is None


def test_same_short_text_is_linked():
    assert (
        kind_of(in_common("Nine died in the mill.", "Nine died in the mill!")) == "near_duplicate"
    )


def test_dateline_and_credit_line_name_the_agency_and_a_quotation_does_not():
    said = {
        "GAO, Mali (Reuters) - Nine died.": "Reuters",
        "DORVAN, 3 March (AP) — Nine died.": "Associated Press",
        "Nine died.\n\n© AFP": "Agence France-Presse",
        "Nine died.\nBy The Associated Press\n": "Associated Press",
        "Nine died, he told AFP.": None,
        "The Reuters building burnt (Reuters was not hurt).": None,
    }

    assert {text: credited_agency(text) for text in said} == said
