"""Inputs that more than one form uses."""

from django import forms

FIRST_DAY, LAST_DAY = "1800-01-01", "2100-12-31"


class DayInput(forms.DateInput):
    """The browser's own calendar; without it, a date as ISO 8601 writes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"min": FIRST_DAY, "max": LAST_DAY})
