"""How far two readers agree who judged the same claims. Pure: no models, no database."""

from .codes import Confusion, Kappa, confusion, kappa
from .figures import FIELDS_COMPARED, CodeField, OverlapField, PlaceField, Report, WordField, report
from .intervals import Bounds, jaccard
from .readings import FIELDS, Draft, Reading, differing, merged
from .resample import Estimate

__all__ = [
    "FIELDS",
    "FIELDS_COMPARED",
    "Bounds",
    "CodeField",
    "Confusion",
    "Draft",
    "Estimate",
    "Kappa",
    "OverlapField",
    "PlaceField",
    "Reading",
    "Report",
    "WordField",
    "confusion",
    "differing",
    "jaccard",
    "kappa",
    "merged",
    "report",
]
