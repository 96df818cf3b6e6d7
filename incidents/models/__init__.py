"""What we judge: right of the line, made by people, versioned."""

from incidents.models.incident import Incident, IncidentClaim, IncidentCount, Proposal, Suggestion
from incidents.models.queue import Skip, Stop
from incidents.models.release import Release, ReleaseFile, ReleaseRow
from incidents.models.review import Annotation, Decision, Mention

__all__ = [
    "Annotation",
    "Decision",
    "Incident",
    "IncidentClaim",
    "IncidentCount",
    "Mention",
    "Proposal",
    "Release",
    "ReleaseFile",
    "ReleaseRow",
    "Skip",
    "Stop",
    "Suggestion",
]
