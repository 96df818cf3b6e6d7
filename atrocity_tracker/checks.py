"""What must be there before work can start, said at start and not in the middle of it."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from sources.extraction.gazetteer import GazetteerError
from sources.extraction.gazetteer.location import at_hand
from sources.extraction.model import PINNED


@register
def language_model_is_installed(**kwargs: Any) -> list[CheckMessage]:
    """Look for the model without loading it, which takes seconds that only a worker has."""
    name = os.environ.get("SPACY_MODEL") or PINNED
    if (Path(name) / "config.cfg").is_file() or (name.isidentifier() and find_spec(name)):
        return []
    return [
        Error(
            f"The language model {name} is not installed, so no article can be read.",
            hint="Run `python3 dev.py setup`, or set SPACY_MODEL to one that is installed.",
            id="atrocity_tracker.E001",
        )
    ]


@register
def gazetteer_is_at_hand(**kwargs: Any) -> list[CheckMessage]:
    """Look whether the place data are there or can be built, without building them."""
    try:
        at_hand()
    except GazetteerError as error:
        return [Error(str(error), id="atrocity_tracker.E002")]
    return []
