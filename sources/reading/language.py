"""The language of a text, by py3langid."""

from functools import cache
from typing import Any

UNDETERMINED = "und"
SAMPLE = 10_000
MIN_LETTERS = 20
MIN_CONFIDENCE = 0.5


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of a text, "und" where it is too short or too mixed to tell.

    >>> detect_language("Ten"), detect_language("At least ten people were killed, the mayor said.")
    ('und', 'en')
    """
    sample = text[:SAMPLE]
    if sum(character.isalpha() for character in sample) < MIN_LETTERS:
        return UNDETERMINED
    language, confidence = _identifier().classify(sample)
    known = len(language) == 2 and confidence >= MIN_CONFIDENCE
    return language if known else UNDETERMINED


@cache
def _identifier() -> Any:
    from py3langid import langid  # noqa: PLC0415 -- heavy, loaded when needed

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
