from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.matching import Party, Voice, corroborate
from incidents.matching.speakers import is_anonymous, same_speaker

MAYOR, ARMY, NURSE = Party("the deputy mayor of Dorvan"), Party("the army"), Party("a nurse")

voices = st.builds(
    Voice,
    claim=st.integers(1, 6),
    stance=st.just("alleged"),
    speaker=st.sampled_from([None, MAYOR, ARMY, NURSE, Party("Dorvan deputy mayor")]),
    publisher=st.sampled_from([None, "Daily", "Herald", "Star"]),
    reported=st.sampled_from([None, date(2024, 3, 1), date(2024, 3, 4)]),
    quote=st.sampled_from(["", "Nine died.", "Nine men died."]),
    text=st.sampled_from([None, 1, 2]),
    agency=st.sampled_from([None, "Valley Wire"]),
)


def own(claim, publisher, **fields):
    return Voice(claim, "asserted", None, publisher, **fields)


def said(claim, speaker, publisher):
    return Voice(claim, "alleged", speaker, publisher)


def names(*said_by):
    return [backing.name for backing in corroborate(said_by).backings]


@settings(deadline=None, max_examples=50)
@given(st.lists(voices, max_size=7).flatmap(lambda v: st.tuples(st.just(v), st.permutations(v))))
def test_the_order_of_the_voices_changes_no_number(both):
    one, other = (corroborate(order) for order in both)

    assert (one.number, one.voices) == (other.number, other.voices)
    assert {frozenset(b.voices) for b in one.backings} == {
        frozenset(b.voices) for b in other.backings
    }


@settings(deadline=None, max_examples=50)
@given(st.lists(voices, max_size=7))
def test_every_voice_is_in_one_backing(said_by):
    found = corroborate(said_by)

    assert sum(len(backing.voices) for backing in found.backings) == found.voices == len(said_by)


@settings(deadline=None, max_examples=50)
@given(st.lists(voices, min_size=1, max_size=6))
def test_repeating_all_in_other_papers_adds_no_speaker(said_by):
    quoted = [voice for voice in said_by if voice.speaker]
    again = [replace(v, claim=v.claim + 10, publisher="Post") for v in quoted]

    assert corroborate(quoted + again).number == corroborate(quoted).number


def test_one_speaker_quoted_by_five_papers_counts_once():
    papers = ["Daily", "Herald", "Star", "Post", "Mirror"]

    found = corroborate(said(n, MAYOR, paper) for n, paper in enumerate(papers))

    (backing,) = found.backings
    assert (found.voices, backing.reason) == (5, "quoted in 5 claims")


def test_near_duplicates_count_once_and_say_so():
    found = corroborate([own(1, "Daily", text=7), own(2, "Herald", text=7), own(3, "Star")])

    assert [(b.name, b.reason) for b in found.backings] == [
        ("Daily and Herald", "their articles share one text"),
        ("Star itself", ""),
    ]


def test_copies_of_one_agency_count_once_even_where_the_texts_differ():
    found = corroborate(
        [own(1, "Daily", agency="Valley Wire"), own(2, "Herald", agency="Valley Wire")]
    )

    assert [(b.name, b.reason) for b in found.backings] == [
        ("Daily and Herald", "they print copy of Valley Wire")
    ]


def test_publisher_that_reports_twice_counts_once():
    assert names(own(1, "Daily"), own(2, "Daily")) == ["Daily itself"]


def test_paper_counts_beside_the_speaker_that_it_quotes():
    assert names(said(1, MAYOR, "Daily"), own(2, "Daily")) == [
        "the deputy mayor of Dorvan",
        "Daily itself",
    ]


def test_two_speakers_of_one_text_stay_two():
    one = replace(said(1, MAYOR, "Daily"), text=7)
    other = replace(said(2, ARMY, "Herald"), text=7)

    assert names(one, other) == ["the deputy mayor of Dorvan", "the army"]


def test_sentence_that_lost_its_speaker_in_another_paper_counts_once():
    quote = "Nine men died in the fire."
    found = corroborate(
        [
            replace(said(1, MAYOR, "Daily"), quote=quote),
            replace(said(1, NURSE, "Daily"), quote=quote),
            own(2, "Herald", quote=quote),
        ]
    )

    assert [len(backing.voices) for backing in found.backings] == [2, 1]


def test_papers_of_unknown_name_do_not_count_as_one():
    assert corroborate([own(1, None), own(2, None)]).number == 2


def test_nobody_says_nothing():
    assert (corroborate([]).number, corroborate([]).voices) == (0, 0)


def test_offices_of_one_state_are_apart_and_names_of_the_state_are_one():
    side = "Karvian forces"
    ministry, police = Party("Karvia’s health ministry", side), Party("Karvian police", side)

    assert not same_speaker(ministry, police)
    assert same_speaker(Party("Karvia", side), Party("Karvian officials", side))


def test_person_is_one_with_and_without_title_and_first_name():
    full = Party("Governor Ana Silje")

    assert [
        same_speaker(full, Party(name))
        for name in ("Silje", "Ana Silje", "the governor, Ana Silje", "Ana Bril", "Governor Bril")
    ] == [True, True, True, False, False]


def test_only_words_for_anybody_are_anonymous():
    spoken = ["witnesses", "a survivor", "Residents", "the army", "Doctor Ana Silje", "the mayor"]

    assert [is_anonymous(Party(name)) for name in spoken] == [True, True, True, False, False, False]
