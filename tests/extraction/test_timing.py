from datetime import date

import pytest

from sources.extraction import extract

PUBLISHED = date(2024, 5, 15)
LEAD = "Gunmen killed nine farmers in the town of Lubny, Ukraine, on Monday.\n"


def days(text: str) -> list[str | None]:
    """Return the first day of each claim."""
    claims = extract(text, published=PUBLISHED).claims
    return [str(c.when.start) if c.when and c.when.start else None for c in claims]


@pytest.mark.parametrize(
    "sentence",
    [
        "Such gangs often kill farmers.",
        "They raid farms and kill farmers.",
        "Bandits have killed farmers in recent years.",
        "Soldiers have been torturing prisoners for months.",
    ],
)
def test_what_goes_on_at_all_times_has_no_day(sentence: str) -> None:
    assert days(LEAD + sentence)[1:] in ([None], [None, None], [])


def test_a_headline_in_the_present_tense_is_news() -> None:
    text = "Gunmen kill nine farmers\n" + LEAD

    assert days(text) == ["2024-05-13", "2024-05-13"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("The next day", "2024-05-14"),
        ("Two days earlier", "2024-05-11"),
        ("Two weeks earlier", "2024-04-29"),
    ],
)
def test_days_count_from_the_day_told_before(words: str, day: str) -> None:
    assert days(f"{LEAD}{words}, soldiers shot two men dead.") == ["2024-05-13", day]


def test_what_comes_after_after_is_the_earlier_of_two() -> None:
    text = LEAD + "The attack comes three years after 40 farmers were massacred in Romny.\n"

    assert days(text)[-1] == "2021-01-01"


def test_history_is_not_carried_to_the_next_paragraph() -> None:
    text = (
        "In 2011 rebels killed forty villagers in Ukraine.\n"
        "Gunmen abducted a nurse in Ukraine, her sister said.\n"
    )

    assert days(text) == ["2011-01-01", None]
