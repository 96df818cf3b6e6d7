"""What we judge: right of the line, made by people, versioned."""

from incidents.models.bulk import Bulk
from incidents.models.double import Assessment, DoubleSet
from incidents.models.incident import Incident, IncidentClaim, IncidentCount, Proposal, Suggestion
from incidents.models.queue import Skip, Stop
from incidents.models.reference_set import ReferenceEvent, ReferenceSet
from incidents.models.relation import Relation
from incidents.models.release import Release, ReleaseFile, ReleasePart
from incidents.models.review import Annotation, Decision, Mention
from incidents.models.withholding import ReleaseLine

__all__ = [
    "Annotation",
    "Assessment",
    "Bulk",
    "Decision",
    "DoubleSet",
    "Incident",
    "IncidentClaim",
    "IncidentCount",
    "Mention",
    "Proposal",
    "ReferenceEvent",
    "ReferenceSet",
    "Relation",
    "Release",
    "ReleaseFile",
    "ReleaseLine",
    "ReleasePart",
    "Skip",
    "Stop",
    "Suggestion",
]
