"""Which claims tell of one event, and how alike two incidents are. Pure: no models, no database."""

from .bearing import Bearing, bearing, bears_on, borne_by
from .blocking import blocks
from .clustering import Document, cluster
from .corroboration import Backing, Corroboration, corroborate, independent
from .evidence import SUGGEST, at_best, similarity
from .facts import summarise, with_voice
from .grades import Ground, SuggestedGrade, suggest_grade
from .grouping import group
from .reconcile import reconcile, supersessions
from .responsibility import Account, Entry, Voice, ledger
from .totals import Total, total
from .types import (
    ClaimFacts,
    Count,
    CountRange,
    IncidentFacts,
    Key,
    Party,
    Place,
    Reason,
    Similarity,
    class_counted,
)

__all__ = [
    "SUGGEST",
    "Account",
    "Backing",
    "Bearing",
    "ClaimFacts",
    "Corroboration",
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
    "Total",
    "Voice",
    "at_best",
    "bearing",
    "bears_on",
    "blocks",
    "borne_by",
    "class_counted",
    "cluster",
    "corroborate",
    "group",
    "independent",
    "ledger",
    "reconcile",
    "similarity",
    "suggest_grade",
    "summarise",
    "supersessions",
    "total",
    "with_voice",
]
