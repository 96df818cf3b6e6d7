"""Who says, thinks or wants what."""

import pytest

from sources.extraction.attribution import find_attributions, find_said
from sources.extraction.pipeline import parse


def printed(*lines: str) -> list[tuple[str, str, str]]:
    """Return source, cue and what is said, in the words of the text."""
    text = "\n".join(lines)
    doc = parse(text.splitlines(keepends=True))
    return [
        (
            text[found.source.start : found.source.end],
            text[found.cue.start : found.cue.end],
            text[found.content.start : found.content.end],
        )
        for found in find_attributions(doc)
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "The mayor said that the bridge had collapsed.",
            ("The mayor", "said", "that the bridge had collapsed"),
        ),
        (
            "The bridge had collapsed, the mayor said.",
            ("the mayor", "said", "The bridge had collapsed"),
        ),
        (
            "“The bridge is gone,” said Ana Lund, a teacher.",
            ("Ana Lund, a teacher", "said", "“The bridge is gone,”"),
        ),
        (
            "The bridge had collapsed, according to the ministry.",
            ("the ministry", "according to", "The bridge had collapsed"),
        ),
        (
            "The union has called for new elections.",
            ("The union", "has called for", "new elections"),
        ),
        (
            "The senator criticised the army's plan.",
            ("The senator", "criticised", "the army's plan"),
        ),
        (
            "The minister refused to answer questions.",
            ("The minister", "refused", "to answer questions"),
        ),
        (
            "The village was described by Ana Lund as empty.",
            ("Ana Lund", "was described", "The village was described by Ana Lund as empty"),
        ),
        (
            "Residents are worried that the army will return.",
            ("Residents", "are worried", "that the army will return"),
        ),
        (
            "The group's claim that soldiers burned the barn is false.",
            ("The group's", "claim", "that soldiers burned the barn"),
        ),
        (
            "Report: Soldiers burned three barns near Velm.",
            ("Report", ":", "Soldiers burned three barns near Velm"),
        ),
    ],
)
def test_each_construction_names_source_cue_and_content(
    sentence: str, found: tuple[str, str, str]
) -> None:
    assert printed(sentence) == [found]


def test_a_second_verb_of_the_same_speaker_is_an_attribution_of_its_own() -> None:
    found = printed("Ana Lund said the bridge was gone and added that the road was closed.")

    assert [(source, cue) for source, cue, _ in found] == [
        ("Ana Lund", "said"),
        ("Ana Lund", "added"),
    ]


def test_a_quotation_goes_on_behind_its_tag() -> None:
    found = printed("“The bridge is gone,” the mayor said. “Nobody can leave.”")

    assert found == [
        (
            "the mayor",
            "said",
            "“The bridge is gone,” the mayor said. “Nobody can leave.”",
        )
    ]


def test_a_quotation_in_the_next_paragraph_is_the_last_speaker_s() -> None:
    found = printed("“The bridge is gone,” the mayor said.", "“Nobody can leave.”")

    assert found == [
        ("the mayor", "said", "“The bridge is gone,”"),
        ("the mayor", "said", "“Nobody can leave.”"),
    ]


def test_what_stands_inside_another_s_words_is_not_printed() -> None:
    found = printed("The mayor said that officials had found the body.")

    assert [source for source, _, _ in found] == ["The mayor"]


def test_nobody_speaks_in_a_clause_that_tells_what_is_brought_about() -> None:
    assert printed("The flood made the bridge collapse.") == []


def speakers(*lines: str) -> list[tuple[str, str]]:
    """Return the sources and cues that claims rest on."""
    doc = parse("\n".join(lines).splitlines(keepends=True))
    return [(said.source.text, said.cue.text) for said in find_said(doc)]


def test_claims_keep_each_speaker_of_a_chain() -> None:
    found = speakers("Ana Lund said that police reported that two men had died.")

    assert found == [("Lund", "said"), ("police", "reported")]


def test_a_wish_is_no_ground_for_a_claim() -> None:
    assert speakers("The union wants soldiers to leave.") == []


def test_a_noun_can_tell_what_happened() -> None:
    found = speakers("The court rejected the group's allegation that soldiers burned the barn.")

    assert ("group", "allegation") in found


def test_he_is_the_last_person_told_of_where_nobody_has_spoken() -> None:
    found = speakers("The film shows a man by the well.", "“They shot my son,” he says.")

    assert {source for source, _ in found} == {"man"}


def test_the_soldier_is_the_one_who_spoke_just_before() -> None:
    found = speakers("Ole Brandt said two men died.", "The soldier said that a third was wounded.")

    assert found == [("Brandt", "said"), ("Brandt", "said")]


def test_a_name_after_said_can_be_the_subject_of_what_is_said() -> None:
    found = speakers("Ole Brandt said the commander, whom he named as Finn Moe, gave the order.")

    assert ("Brandt", "said") in found
