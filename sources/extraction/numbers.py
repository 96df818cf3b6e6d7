"""Numbers as news English writes them: "at least 310", "five to seven", "dozens"."""

import re
from dataclasses import dataclass

from sources.extraction.types import Qualifier

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
VAGUE = {
    "several": (3, 10),
    "a few": (3, 10),
    "a handful": (3, 10),
    "dozens": (24, 99),
    "scores": (40, 99),
    "tens": (20, 99),
    "hundreds": (200, 999),
    "thousands": (2000, 9999),
    "millions": (2_000_000, 9_999_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "several dozen": (36, 99),
    "several hundred": (300, 999),
    "several thousand": (3000, 9999),
    "a few dozen": (36, 99),
    "a few hundred": (300, 999),
    "a few thousand": (3000, 9999),
    "few dozen": (36, 99),
}
AT_LEAST = (
    "at least|more than|over|upwards of|no fewer than|no less than|not less than|above|exceeding|"
    "exceeded|a minimum of|as few as|surpassed|surpassing|topped|in excess of|well over"
)
ABOUT = (
    "about|around|some|roughly|approximately|nearly|almost|an estimated|estimated|close to|"
    "reportedly about|up to about|approx\\.?|circa|perhaps|probably"
)
AT_MOST = "up to|as many as|at most|no more than|fewer than|less than|under|not more than|below"

_WORD = "|".join([*UNITS, *TENS, *SCALES, "a", "an", "half"])
_SCALE = "|".join(SCALES)
_NUMBER = (
    rf"(?:\d[\d,.\u00a0]*(?:[\s-]+(?:{_SCALE})\b)*"
    rf"|(?:{_WORD})\b(?:[\s-]+(?:(?<=hundred )and\s+|(?<=thousand )and\s+)?(?:{_WORD})\b)*)"
)
_VAGUE = "|".join(sorted((re.escape(word) for word in VAGUE), key=len, reverse=True))
COUNT = re.compile(
    rf"\b(?:(?P<least>{AT_LEAST})|(?P<most>{AT_MOST})|(?P<about>{ABOUT}))?\s*"
    rf"(?:(?P<between>between\s+)?(?P<low>{_NUMBER})"
    rf"(?:\s*(?:to|-|–|and(?=.)|or)\s*(?P<high>{_NUMBER}))?|(?P<vague>{_VAGUE})\b)"
    r"(?P<more>\s*(?:or more|or so|-plus|-odd|\+))?",
    re.IGNORECASE,
)
NO_COUNT = re.compile(
    r"\s*(?:%|percent|per cent|-\s*year|years? old|km\b|miles?\b|dollars?\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """The range that a phrase states; None is an open bound."""

    lower: int | None
    upper: int | None
    qualifier: Qualifier


def parse_quantity(phrase: str) -> Quantity | None:
    """Return the range that a phrase such as "five to seven" states, None if it states none.

    >>> parse_quantity("at least 10")
    Quantity(lower=10, upper=None, qualifier='at_least')
    >>> parse_quantity("dozens")
    Quantity(lower=24, upper=99, qualifier='vague')
    >>> parse_quantity("99 percent") is None, parse_quantity("villagers") is None
    (True, True)
    """
    for match in COUNT.finditer(phrase):
        before = phrase[: match.start()].rstrip()
        if NO_COUNT.match(phrase, match.end()) or before.endswith(("$", "€", "£")):
            return None
        quantity = _read(match)
        if quantity is not None:
            return quantity
    return None


def _read(match: re.Match[str]) -> Quantity | None:
    if match["vague"]:
        low, high = VAGUE[" ".join(match["vague"].lower().split())]
        return Quantity(low, high, "vague")
    low_value = number_value(match["low"])
    if low_value is None:
        return None
    high_value = number_value(match["high"]) if match["high"] else None
    if high_value is not None and high_value > low_value:
        return Quantity(low_value, high_value, "about")
    if match["least"] or (match["more"] and match["more"].strip() in ("or more", "-plus", "+")):
        return Quantity(low_value, None, "at_least")
    if match["most"]:
        return Quantity(None, low_value, "at_most")
    loose = match["about"] or match["more"] or match["low"].lower() in ("a dozen", "half a dozen")
    return Quantity(low_value, low_value, "about" if loose else "exact")


def number_value(text: str) -> int | None:
    """Return the value of digits or number words, None for a bare article or no number.

    >>> number_value("2,300"), number_value("twenty-five"), number_value("1.5 million")
    (2300, 25, 1500000)
    >>> number_value("half a dozen"), number_value("a hundred and four"), number_value("a")
    (6, 104, None)
    """
    words = re.findall(r"\d[\d,.\u00a0]*\d|\d|[a-z]+", text.lower())
    if words == ["half", "a", "dozen"]:
        return 6
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in ("a", "an"):
            current = 1
        elif word in UNITS or word in TENS:
            current += UNITS.get(word, TENS.get(word, 0))
            seen = True
        elif word in SCALES:
            scale = SCALES[word]
            current = max(current, 1) * scale
            seen = True
            if scale >= 1000:
                total, current = total + current, 0
        elif word[0].isdigit():
            value = _digits(word)
            if value is None:
                return None
            current += value
            seen = True
        elif word != "and":
            return None
    return round(total + current) if seen else None


def _digits(word: str) -> float | None:
    plain = word.replace("\u00a0", "")
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", plain):
        return float(re.sub(r"[,.]", "", plain))
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    return float(plain.rstrip(".,")) if re.fullmatch(r"\d+[.,]", plain) else None
