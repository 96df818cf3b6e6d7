"""Where it happened: place names in a parsed text, found and located with the gazetteer."""

from sources.extraction.places.finder import find_places

__all__ = ["find_places"]
