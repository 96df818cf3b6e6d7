"""The permanent names of incidents: AT-000012 to and from a primary key."""

import re

PATTERN = re.compile(r"AT-?([0-9]{1,12})|([0-9]{1,12})", re.IGNORECASE | re.ASCII)


def reference_of(number: int) -> str:
    """Return the reference of the incident with this primary key.

    >>> reference_of(12)
    'AT-000012'
    """
    return f"AT-{number:06d}"


def parse(text: str) -> int | None:
    """Return the primary key behind a reference as people type it, None if it is none.

    >>> parse("AT-000012"), parse(" at-12 "), parse("12"), parse("twelve")
    (12, 12, 12, None)
    """
    found = PATTERN.fullmatch(text.strip())
    return int(found[1] or found[2]) if found else None


class ReferenceConverter:
    """The reference of an incident in an address."""

    regex = "AT-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("AT-"))

    def to_url(self, value: str | int) -> str:
        return value if isinstance(value, str) else reference_of(value)
