"""Invented articles of about 900 words, with the places of the claims in them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = 900
MOST_CLAIMS = 60
PLACES = (
    ("Gao", "ML", 16.27, -0.05),
    ("Kidal", "ML", 18.44, 1.41),
    ("Djibo", "BF", 14.1, -1.63),
    ("Bunia", "CD", 1.57, 30.25),
    ("El Fasher", "SD", 13.63, 25.35),
    ("Nyala", "SD", 12.05, 24.88),
    ("Maiduguri", "NG", 11.85, 13.16),
    ("Sloviansk", "UA", 48.85, 37.61),
    ("Homs", "SY", 34.73, 36.71),
    ("Bamenda", "CM", 5.96, 10.15),
)
SPEAKERS = ("a local teacher", "the governor", "a nurse at the hospital", "the defence ministry")
EVENTS = (
    ("unlawful_killing", "killed", "killed", "Gunmen killed {} villagers"),
    ("shelling", "injured", "injured", "Shelling injured {} residents"),
    ("abduction", "abducted", "abducted", "Armed men abducted {} students"),
    ("air_strike", "killed", "killed", "An air strike killed {} shoppers"),
    ("torture", "tortured", "tortured", "Guards tortured {} prisoners"),
    ("forced_displacement", "displaced", "drove", "Fighters drove {} families from their homes"),
    ("mass_grave", "bodies_found", "found", "Workers found {} bodies in a grave"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
FILLERS = (
    "The road to the market was open again by the afternoon, and traders returned to their stalls.",
    "Rain had fallen for most of the week, and the river stood higher than in other years.",
    "Two buses waited at the station while the drivers argued about the price of fuel.",
    "The mayor spoke for an hour in the old town hall and answered questions from the public.",
    "A school on the eastern side of the town opened its doors for the first time in a month.",
    "Prices for grain and oil rose again, and families said that they bought less than before.",
    "Engineers repaired the power line that crosses the valley, which had been cut since spring.",
    "Neighbours gathered in the evening to talk about the harvest and about news from relatives.",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One claim of an article. Spans are half-open ranges of the text; None: it does not say."""

    start: int
    end: int
    quote: str
    event: int
    event_span: tuple[int, int]
    place: int
    place_span: tuple[int, int]
    days_ago: int | None
    date_span: tuple[int, int] | None
    number: int | None
    count_span: tuple[int, int] | None
    speaker: int | None
    speaker_span: tuple[int, int] | None
    score: float


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what it claims, in reading order."""

    text: str
    claims: tuple[Said, ...]


def make_article(claims: int, chance: random.Random) -> Article:
    """Return an article with this many claims, spread between sentences that claim nothing."""
    fillers = max(0, WORDS - 16 * claims) // 15
    order = [True] * claims + [False] * fillers
    chance.shuffle(order)
    text, said = "", []
    for is_claim in order:
        text += "\n\n" if text and chance.random() < 0.2 else " " if text else ""
        if is_claim:
            said.append(_claim(len(text), chance))
            text += said[-1].quote
        else:
            text += chance.choice(FILLERS)
    return Article(text, tuple(said))


def _claim(start: int, chance: random.Random) -> Said:
    event, place = chance.randrange(len(EVENTS)), chance.randrange(len(PLACES))
    number = chance.randrange(2, 400) if chance.random() < 0.7 else None
    day = chance.randrange(len(WEEKDAYS)) if chance.random() < 0.7 else None
    speaker = chance.randrange(len(SPEAKERS)) if chance.random() < 0.6 else None
    amount = f"at least {number}" if number else "the"
    name = PLACES[place][0]
    quote = f"{EVENTS[event][3].format(amount)} near {name}"
    quote += f" on {WEEKDAYS[day]}" if day is not None else ""
    quote += f", {SPEAKERS[speaker]} said." if speaker is not None else "."

    def span(words: str) -> tuple[int, int]:
        at = start + quote.index(words)
        return at, at + len(words)

    return Said(
        start=start,
        end=start + len(quote),
        quote=quote,
        event=event,
        event_span=span(EVENTS[event][2]),
        place=place,
        place_span=span(name),
        days_ago=day,
        date_span=span(f"on {WEEKDAYS[day]}") if day is not None else None,
        number=number,
        count_span=span(amount) if number else None,
        speaker=speaker,
        speaker_span=span(SPEAKERS[speaker]) if speaker is not None else None,
        score=round(chance.triangular(0.2, 1, 0.75), 2),
    )


def sizes(total: int, mean: float, most: int, chance: random.Random) -> Iterator[int]:
    """Yield many small numbers and a few large ones, from 1 to ``most``, that add up to a total."""
    while total > 0:
        size = min(total, most, 1 + int(chance.expovariate(1 / (mean - 1))))
        yield size
        total -= size
