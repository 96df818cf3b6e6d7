"""How likely a claim of the machine is right, learned from claims that people judged."""

from sources.extraction.ranking.candidate import SLOTS, Candidate, candidates
from sources.extraction.ranking.ranker import FILE, Ranker, RankerError, load, save

__all__ = ["FILE", "SLOTS", "Candidate", "Ranker", "RankerError", "candidates", "load", "save"]
