"""Why a field of a claim holds what it holds: the rule that filled it, in plain words."""

from functools import cache

from sources.extraction.lexicon import read_data

SEVERAL = "; "
ONLY_RULE = {"victims": "grammar", "weapon": "word"}


def reason(field: str, rule: str) -> str:
    """Return what a stored rule did; a rule that this pipeline does not know comes back as it is.

    >>> reason("event_type", "verb: shot")
    'The verb “shot” names such an event.'
    >>> reason("speakers", "tag; according to")
    'Named beside the quotation: “…, she said”. Named by “according to” or the like.'
    >>> reason("place", "a rule of yesterday")
    'a rule of yesterday'
    """
    return " ".join(dict.fromkeys(_reason(field, one) for one in rule.split(SEVERAL)))


def is_known(field: str, rule: str) -> bool:
    """Whether there are words for each rule of a field."""
    return all(_sentence(field, one) is not None for one in rule.split(SEVERAL))


def _reason(field: str, rule: str) -> str:
    return _sentence(field, rule) or rule


def _sentence(field: str, rule: str) -> str | None:
    sentences = _rules().get(field, {})
    if rule in sentences:
        return sentences[rule]
    if field == "stance" and rule in _rules()["speakers"]:
        return sentences["said"]
    name, _, words = rule.partition(" ")
    sentence = sentences.get(name.removesuffix(":"))
    return sentence.format(words=words) if sentence and words else None


@cache
def _rules() -> dict[str, dict[str, str]]:
    return read_data("rules.toml")
