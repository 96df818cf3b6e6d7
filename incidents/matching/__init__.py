"""Which claims tell of one event, and how alike two incidents are. Pure: no models, no database."""

from .blocking import blocks
from .clustering import Document, cluster
from .evidence import SUGGEST, similarity
from .facts import summarise
from .grades import Ground, SuggestedGrade, suggest_grade
from .grouping import group
from .reconcile import reconcile
from .responsibility import Account, Entry, Party, Voice, independent, ledger
from .types import (
    ClaimFacts,
    Count,
    CountRange,
    IncidentFacts,
    Key,
    Place,
    Reason,
    Similarity,
    class_counted,
)

__all__ = [
    "SUGGEST",
    "Account",
    "ClaimFacts",
    "Count",
    "CountRange",
    "Document",
    "Entry",
    "Ground",
    "IncidentFacts",
    "Key",
    "Party",
    "Place",
    "Reason",
    "Similarity",
    "SuggestedGrade",
    "Voice",
    "blocks",
    "class_counted",
    "cluster",
    "group",
    "independent",
    "ledger",
    "reconcile",
    "similarity",
    "suggest_grade",
    "summarise",
]
