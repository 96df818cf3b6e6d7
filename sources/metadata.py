"""What an import says about its articles: a JSON file beside them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from sources.enums import SourceKind

EARLIEST = date(1800, 1, 1)
LONGEST_URL = 2000


class MetadataError(ValueError):
    """The metadata cannot be used. The message is one sentence that says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about one article; nothing, unless it is said."""

    title: str = ""
    publisher: str = ""
    kind: str = SourceKind.OUTLET.value
    published: date | None = None
    url: str = ""
    language: str = ""


def read_metadata(path: Path) -> dict[str, Metadata]:
    """Return what a file ``{"documents": {file name: {...}}}`` says, by file name.

    Raises:
        MetadataError: the file cannot be read or one of its values cannot be right.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise MetadataError(f"{path} cannot be read as JSON: {error}.") from error
    documents = content.get("documents") if isinstance(content, dict) else None
    if not isinstance(documents, dict):
        raise MetadataError(f'{path} needs an object "documents" with one entry for each file.')
    return {name: _metadata(name, said) for name, said in documents.items()}


def metadata_for(path: PurePosixPath, known: Mapping[str, Metadata]) -> Metadata:
    """Return what is known about a file: by its path below the folder, else by its bare name."""
    return known.get(str(path)) or known.get(path.name) or Metadata()


def published_problem(day: date) -> str | None:
    """Return why no article can have been published on this day, or None if one can.

    >>> published_problem(date(1, 1, 1))
    'Articles cannot have appeared before 1800.'
    """
    if day < EARLIEST:
        return f"Articles cannot have appeared before {EARLIEST.year}."
    if day > date.today() + timedelta(days=1):
        return "This day is still to come."
    return None


def is_web_address(url: str) -> bool:
    """Whether a link to this address can do no more than open a page.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(url) <= LONGEST_URL


def _metadata(name: str, said: Any) -> Metadata:
    if not isinstance(said, dict):
        raise MetadataError(f"{name}: an object is needed, such as {{}}.")
    words = {
        key: _words(name, key, said.get(key), longest)
        for key, longest in (("title", 500), ("publisher", 200), ("language", 12), ("kind", 12))
    }
    kind = words.pop("kind") or SourceKind.OUTLET.value
    if kind not in SourceKind.values:
        raise MetadataError(f"{name}: kind must be one of {', '.join(SourceKind.values)}.")
    url = _words(name, "url", said.get("url"), LONGEST_URL)
    if url and not is_web_address(url):
        raise MetadataError(f"{name}: url must start with http:// or https://.")
    return Metadata(**words, kind=kind, url=url, published=_published(name, said.get("published")))


def _words(name: str, key: str, value: Any, longest: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or "\0" in value or len(value) > longest:
        raise MetadataError(f"{name}: {key} must be text of at most {longest} characters.")
    return value.strip()


def _published(name: str, value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise MetadataError(
            f"{name}: published must be a date such as 2022-09-17, not {value!r}."
        ) from error
    if problem := published_problem(day):
        raise MetadataError(f"{name}: published is {day}. {problem}")
    return day
