"""What we judge: right of the line, made by people, versioned."""

from incidents.models.incident import Incident, IncidentClaim, IncidentCount, Proposal, Suggestion
from incidents.models.release import Release, ReleaseFile, ReleaseRow
from incidents.models.review import Annotation, Decision

__all__ = [
    "Annotation",
    "Decision",
    "Incident",
    "IncidentClaim",
    "IncidentCount",
    "Proposal",
    "Release",
    "ReleaseFile",
    "ReleaseRow",
    "Suggestion",
]
