"""incidents.xlsx: the incidents as a spreadsheet has them, one row in memory at a time.

A text is never a formula here, whatever it begins with, and is kept as it was. What a spreadsheet
cannot hold as a date or a number is a text: days before March 1900 and numbers above 2 to the 53.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from incidents.releases.cells import FORMULA
from incidents.releases.info import ReleaseInfo, WrittenFile
from incidents.releases.output import weighed
from incidents.releases.records import IncidentRecord
from incidents.releases.schema import Column
from incidents.releases.tables import INCIDENTS

SHEET_ROWS = 1_048_576  # the header is one of them
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree: some believe in 29 February 1900
LARGEST = 2**53
WIDTHS = {"string": 24, "integer": 12, "number": 12, "date": 12, "datetime": 20, "boolean": 9}
LOOKS_RICH = re.compile("<r>.*</r>", re.DOTALL)

Put = Callable[[Worksheet, int, int, Any], object]


class SpreadsheetFile:
    """A workbook of incidents; a sheet that is full goes on in the next one."""

    name = "incidents.xlsx"
    reads = ()

    def __init__(self, directory: Path, info: ReleaseInfo, *, sheet_rows: int = SHEET_ROWS) -> None:
        self._path = directory / self.name
        options = {"constant_memory": True, "tmpdir": str(directory)}
        self._book = Workbook(str(self._path), options)
        self._book.use_zip64()
        made = info.created_at.astimezone(UTC).replace(tzinfo=None)
        self._book.set_properties({"title": info.title, "created": made})
        self._formats = {
            "header": self._book.add_format({"bold": True, "bottom": 1}),
            "sign": self._book.add_format({"quote_prefix": True}),
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self._puts = [_put(column, self._formats) for column in INCIDENTS.columns]
        self._sheet_rows = sheet_rows
        self._sheets = 0
        self._rows = 0
        self._sheet = self._next_sheet()

    def add(self, record: IncidentRecord) -> None:
        if self._line == self._sheet_rows:
            self._end_sheet()
            self._sheet = self._next_sheet()
        row = record.incident.row
        for place, (column, put) in enumerate(zip(INCIDENTS.columns, self._puts, strict=True)):
            if (value := row[column.name]) is not None:
                put(self._sheet, self._line, place, value)
        self._line += 1
        self._rows += 1

    def close(self) -> None:
        self._end_sheet()
        self._book.close()

    def written(self) -> WrittenFile:
        """Return what was written; true once the file is closed."""
        return weighed(self._path, rows=self._rows)

    def _next_sheet(self) -> Worksheet:
        self._sheets += 1
        number = "" if self._sheets == 1 else f" {self._sheets}"
        sheet = self._book.add_worksheet(f"{INCIDENTS.name}{number}")
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(INCIDENTS.columns):
            sheet.set_column(place, place, WIDTHS[column.type])
            sheet.write_string(0, place, column.name, self._formats["header"])
        self._line = 1
        return sheet

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, self._line - 1, len(INCIDENTS.columns) - 1)


class _Exact(float):
    """A number that keeps all its digits, where xlsxwriter would round it to 16 of them."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


def _put(column: Column, formats: dict[str, Format]) -> Put:
    """Return the function that writes a value of the column."""
    if column.type == "string":
        return lambda sheet, row, place, text: _put_text(sheet, row, place, text, formats["sign"])
    if column.type == "boolean":
        return Worksheet.write_boolean
    if column.type == "integer":
        return _put_integer
    if column.type == "number":
        return lambda sheet, row, place, number: sheet.write_number(row, place, _Exact(number))
    form = formats[column.type]
    return lambda sheet, row, place, moment: _put_moment(sheet, row, place, moment, form)


def _put_text(sheet: Worksheet, row: int, place: int, text: str, sign: Format) -> None:
    if LOOKS_RICH.fullmatch(text):  # xlsxwriter would take it for markup of its own
        text = f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    sheet.write_string(row, place, text, sign if FORMULA.match(text) else None)


def _put_integer(sheet: Worksheet, row: int, place: int, number: int) -> None:
    if abs(number) > LARGEST:
        sheet.write_string(row, place, str(number))
    else:
        sheet.write_number(row, place, number)


def _put_moment(sheet: Worksheet, row: int, place: int, moment: date, form: Format) -> None:
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    if (moment.year, moment.month) < (FIRST_DAY.year, FIRST_DAY.month):
        sheet.write_string(row, place, moment.isoformat())
    else:
        sheet.write_datetime(row, place, moment, form)
