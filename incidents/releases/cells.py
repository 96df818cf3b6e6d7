"""One cell: its value as text for CSV, and back.

A spreadsheet runs a cell that begins with a sign such as "=". Such text gets one apostrophe in
front, and text that already begins with apostrophes before such a sign gets one more, so that
taking one away always gives the text back.
"""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from incidents.releases.schema import Column

MISSING = ""
FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
FORMULA = re.compile(f"'*[{re.escape(FORMULA_SIGNS)}]")
NEUTRAL_FORMULA = re.compile(f"'+[{re.escape(FORMULA_SIGNS)}]")
FIRST_OF_FORMULA = frozenset(FORMULA_SIGNS + "'")

TYPE_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "date": "a date",
    "datetime": "a time with a time zone",
    "boolean": "true or false",
}


def neutralise(text: str) -> str:
    """Return the text as no spreadsheet takes it for a formula.

    >>> neutralise("=1+1"), neutralise("'=1+1"), neutralise("'tis"), neutralise("a-b")
    ("'=1+1", "''=1+1", "'tis", 'a-b')
    """
    if text and text[0] in FIRST_OF_FORMULA and FORMULA.match(text):
        return "'" + text
    return text


def restore(text: str) -> str:
    """Undo `neutralise`.

    >>> restore("'=1+1"), restore("''=1+1"), restore("'tis")
    ('=1+1', "'=1+1", "'tis")
    """
    return text[1:] if text.startswith("'") and NEUTRAL_FORMULA.match(text) else text


def timestamp(moment: datetime) -> str:
    """Return a moment in UTC as ISO 8601, with a fraction of a second only where there is one.

    >>> timestamp(datetime(2022, 9, 17, 8, 30, tzinfo=UTC))
    '2022-09-17T08:30:00Z'
    """
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def decimal(number: float | Decimal) -> str:
    """Return a number without an exponent, as short as gives the same number back.

    >>> decimal(36.2), decimal(1e-07), decimal(50)
    ('36.2', '0.0000001', '50.0')
    """
    text = repr(float(number))
    return format(Decimal(text), "f") if "e" in text else text


def plain(value: object) -> object:
    """Return what JSON can hold for a checked value that it cannot hold itself."""
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is no type of a cell")


def encoder(column: Column) -> Callable[[Any], str]:
    """Return the function that checks one value of the column and gives its text.

    It raises ValueError with the second half of a sentence, to follow the name of the cell. An
    empty text is a missing value; None is one for the caller to spare it, where it may be missing.
    """
    return ENCODERS[column.type](column)


def is_missing(value: object) -> bool:
    """Return whether nothing is said: an empty text says as little as None."""
    return value is None or value == MISSING


def _string(column: Column) -> Callable[[Any], str]:
    codes = frozenset(column.enum)
    matches = re.compile(column.pattern).fullmatch if column.pattern else None

    def encode(value: Any) -> str:
        if not isinstance(value, str) or (not value and column.required):
            raise _wrong(column, value)
        if not value:
            return MISSING
        if codes and value not in codes:
            raise ValueError(f"{value!r} is not one of {', '.join(column.enum)}.")
        if matches and not matches(value):
            raise ValueError(f"{value!r} does not look like {column.pattern}.")
        if "\0" in value or not (value.isascii() or _is_unicode(value)):
            raise ValueError("holds a character that no text can hold.")
        return neutralise(value)

    return encode


def _integer(column: Column) -> Callable[[Any], str]:
    def encode(value: Any) -> str:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _wrong(column, value)
        _check_range(column, value)
        return str(value)

    return encode


def _number(column: Column) -> Callable[[Any], str]:
    def encode(value: Any) -> str:
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            raise _wrong(column, value)
        if not math.isfinite(value):
            raise _wrong(column, value)
        _check_range(column, value)
        return decimal(value)

    return encode


def _date(column: Column) -> Callable[[Any], str]:
    def encode(value: Any) -> str:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise _wrong(column, value)
        return value.isoformat()

    return encode


def _datetime(column: Column) -> Callable[[Any], str]:
    def encode(value: Any) -> str:
        if not isinstance(value, datetime) or value.utcoffset() is None:
            raise _wrong(column, value)
        return timestamp(value)

    return encode


def _boolean(column: Column) -> Callable[[Any], str]:
    def encode(value: Any) -> str:
        if not isinstance(value, bool):
            raise _wrong(column, value)
        return "true" if value else "false"

    return encode


ENCODERS = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "datetime": _datetime,
    "boolean": _boolean,
}
DECODERS: dict[str, Callable[[str], object]] = {
    "string": restore,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def decode(column: Column, text: str) -> object:
    """Return the value that a cell of a CSV file holds, None where it is empty.

    >>> decode(Column("n", "integer", "A number."), "12"), decode(Column("s", "string", ""), "")
    (12, None)
    """
    return None if text == MISSING else DECODERS[column.type](text)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_range(column: Column, value: float | Decimal) -> None:
    if column.minimum is not None and value < column.minimum:
        raise ValueError(f"{value} is less than {column.minimum}.")
    if column.maximum is not None and value > column.maximum:
        raise ValueError(f"{value} is more than {column.maximum}.")


def _wrong(column: Column, value: object) -> ValueError:
    if value is None or (value == MISSING and column.type == "string"):
        return ValueError("is missing.")
    return ValueError(f"{value!r} is not {TYPE_NAMES[column.type]}.")
