"""Which claims tell of one event, and how alike two incidents are. Pure: no models, no database."""

from .blocking import blocks
from .clustering import Document, cluster
from .evidence import SUGGEST, similarity
from .facts import summarise
from .grouping import group
from .reconcile import reconcile
from .types import (
    ClaimFacts,
    Count,
    CountRange,
    IncidentFacts,
    Key,
    Place,
    Reason,
    Similarity,
)

__all__ = [
    "SUGGEST",
    "ClaimFacts",
    "Count",
    "CountRange",
    "Document",
    "IncidentFacts",
    "Key",
    "Place",
    "Reason",
    "Similarity",
    "blocks",
    "cluster",
    "group",
    "reconcile",
    "similarity",
    "summarise",
]
