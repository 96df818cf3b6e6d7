from datetime import date

from sources.extraction import extract
from sources.extraction.digest import Digest, digest

PUBLISHED = date(2024, 5, 15)


def of(text: str) -> Digest:
    return digest(extract(text, published=PUBLISHED), text, published=PUBLISHED)


def test_an_article_is_about_what_it_tells_first() -> None:
    text = (
        "Gunmen killed nine farmers in the town of Lubny, Ukraine, on Monday.\n"
        "Police searched the forest.\n" + "The town was quiet.\n" * 160 + "\n"
        "In 2019 soldiers tortured a man in Minsk, Belarus.\n"
    )

    main = of(text)

    assert (main.event_types, main.country, main.city and main.city.name, main.day) == (
        ("unlawful_killing",),
        "UA",
        "Lubny",
        date(2024, 5, 13),
    )


def test_a_day_in_figures_stands_in_for_one_that_no_claim_has() -> None:
    assert of("Police met farmers in Lubny on 3 May 2024.").day == date(2024, 5, 3)


def test_a_day_to_come_is_not_the_day_of_what_happened() -> None:
    assert of("Farmers will meet in Lubny on 3 June 2024.").day is None


def test_a_city_that_is_a_country_is_a_city() -> None:
    main = of("Police tortured two students in Hong Kong on Monday, lawyers said.")

    assert (main.country, main.city and main.city.name) == ("HK", "Hong Kong")


def test_what_an_article_does_not_say_stays_open() -> None:
    assert of("The weather was fine.") == Digest(event_types=(), country=None, city=None, day=None)
