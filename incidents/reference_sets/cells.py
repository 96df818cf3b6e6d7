"""Reading the cells of one row and noting, in sentences, which cannot be read."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from .events import Problem

DAY_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y", "%d/%m/%Y")
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
MOST = 10**9


class Cells:
    """The cells of one row. Each reading returns None for an empty or unreadable cell."""

    def __init__(self, row: Mapping[str, str]) -> None:
        self._row = row
        self.problems: list[Problem] = []

    def text(self, column: str) -> str | None:
        return " ".join(self._row.get(column, "").split()) or None

    def needed(self, column: str) -> str:
        """Return the text of a cell that no row may lack."""
        found = self.text(column)
        if found is None:
            self._complain(column, "is empty.")
        return found or ""

    def day(self, column: str) -> date | None:
        """Return a day; the time behind it, if any, says nothing of an event."""
        found = self.text(column)
        if found is None:
            return None
        for form in DAY_FORMATS:
            for words in (found, found[:10]):
                try:
                    return datetime.strptime(words, form).date()
                except ValueError:
                    continue
        self._complain(column, f"“{found}” is no day such as 2021-03-14 or 14 March 2021.")
        return None

    def number(self, column: str, least: float, most: float) -> float | None:
        found = self.text(column)
        if found is None:
            return None
        if not NUMBER.fullmatch(found):
            self._complain(column, f"“{found}” is no number.")
            return None
        value = float(found)
        if not least <= value <= most:
            self._complain(column, f"{found} is not between {least:g} and {most:g}.")
            return None
        return value

    def whole(self, column: str) -> int | None:
        """Return a number of people."""
        value = self.number(column, 0, MOST)
        if value is not None and value != int(value):
            self._complain(column, f"{self.text(column)} is no whole number.")
            return None
        return None if value is None else int(value)

    def code(self, column: str, codes: Mapping[str, str]) -> str | None:
        """Return what a code of the other dataset stands for."""
        found = self.text(column)
        if found is None:
            return None
        if found not in codes:
            known = ", ".join(codes)
            self._complain(column, f"“{found}” is none of the codes {known}.")
        return codes.get(found)

    def complain(self, column: str, text: str) -> None:
        """Note what is wrong with a cell that was read well but makes no sense."""
        self._complain(column, text)

    def _complain(self, column: str, text: str) -> None:
        self.problems.append(Problem(column, text))
