"""Where things lie on a drawn axis, as shares of its width. Pure: no models, no markup."""

from .numbers import Band, Mark, NumberChart, NumberGroup, Statement, Weight, draw_numbers
from .reports import Report, ReportChart, draw_reports
from .scale import Tick

__all__ = [
    "Band",
    "Mark",
    "NumberChart",
    "NumberGroup",
    "Report",
    "ReportChart",
    "Statement",
    "Tick",
    "Weight",
    "draw_numbers",
    "draw_reports",
]
