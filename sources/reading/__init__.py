"""Bytes of an uploaded article in, its frozen plain text out. Nothing is executed or fetched."""

from sources.reading.reader import read
from sources.reading.types import ACCEPTED, MAX_BYTES, MAX_CHARACTERS, Reading, ReadingError

__all__ = ["ACCEPTED", "MAX_BYTES", "MAX_CHARACTERS", "Reading", "ReadingError", "read"]
