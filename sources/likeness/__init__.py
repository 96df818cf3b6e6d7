"""How much text two articles have in common, and which words differ. Pure: no database."""

from .common import Common, Kind, in_common, kind_of
from .credits import agency_named, credited_agency
from .difference import Piece, Side, beside
from .fingerprint import VERSION, fingerprint, words

__all__ = [
    "VERSION",
    "Common",
    "Kind",
    "Piece",
    "Side",
    "agency_named",
    "beside",
    "credited_agency",
    "fingerprint",
    "in_common",
    "kind_of",
    "words",
]
