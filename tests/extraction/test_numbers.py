import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.extraction.numbers import Quantity, number_value, parse_quantity


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("31 villagers", Quantity(31, 31, "exact")),
        ("twenty-five men", Quantity(25, 25, "exact")),
        ("at least 10 people", Quantity(10, None, "at_least")),
        ("more than 700,000 refugees", Quantity(700_000, None, "at_least")),
        ("twelve or more", Quantity(12, None, "at_least")),
        ("up to 40 prisoners", Quantity(None, 40, "at_most")),
        ("some 2 million people", Quantity(2_000_000, 2_000_000, "about")),
        ("half a dozen farmers", Quantity(6, 6, "about")),
        ("between 40 and 60 miners", Quantity(40, 60, "about")),
        ("five to seven boys", Quantity(5, 7, "about")),
        ("dozens of shoppers", Quantity(24, 99, "vague")),
        ("hundreds of pilgrims", Quantity(200, 999, "vague")),
        ("tens of thousands", Quantity(20_000, 99_999, "vague")),
        ("several nurses", Quantity(3, 10, "vague")),
    ],
)
def test_a_phrase_states_its_range(phrase, expected):
    assert parse_quantity(phrase) == expected


@pytest.mark.parametrize("phrase", ["villagers", "80 percent of the dead", "$5 million", "a man"])
def test_a_phrase_that_counts_nobody_states_no_range(phrase):
    assert parse_quantity(phrase) is None


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_mean_themselves_with_and_without_separators(number):
    assert (number_value(str(number)), number_value(f"{number:,}")) == (number, number)


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser_or_turns_a_range_round(text):
    quantity = parse_quantity(text)

    lower, upper = (quantity.lower, quantity.upper) if quantity else (None, None)
    assert lower is None or upper is None or lower <= upper
