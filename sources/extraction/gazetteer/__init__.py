"""Names of places to what and where they are, from GeoNames data in installed packages.

Geographical data: GeoNames (CC BY 4.0). The files are built once and opened read-only.
"""

from sources.extraction.gazetteer.entries import Entry, GazetteerError, Kind
from sources.extraction.gazetteer.location import build, load, load_base
from sources.extraction.gazetteer.store import Gazetteer

__all__ = ["Entry", "Gazetteer", "GazetteerError", "Kind", "build", "load", "load_base"]
