"""Who says, thinks or wants what: by verbs, nouns, "according to", headings and quotations."""

from sources.extraction.attribution.relations import find_attributions
from sources.extraction.attribution.said import Said, find_said, speakers_of

__all__ = ["Said", "find_attributions", "find_said", "speakers_of"]
