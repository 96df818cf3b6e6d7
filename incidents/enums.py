from django.db.models import TextChoices

from sources import taxonomy


class Status(TextChoices):
    """Where an incident stands."""

    CANDIDATE = "candidate", "Candidate"
    CONFIRMED = "confirmed", "Confirmed"
    REJECTED = "rejected", "Rejected"
    MERGED = "merged", "Merged"


class Verdict(TextChoices):
    """What people made of a claim."""

    PENDING = "pending", "To judge"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    UNSURE = "unsure", "Unsure"
    REPLACED = "replaced", "Replaced"


class Awaited(TextChoices):
    """Who is to read a claim next that two people read blind to each other."""

    FIRST = "first", "A first reader"
    SECOND = "second", "A second reader"
    THIRD = "third", "A third person, who adjudicates"


class Grade(TextChoices):
    """How well an incident is borne out, as Airwars grades civilian harm."""

    CONFIRMED = "confirmed", "Confirmed"
    FAIR = "fair", "Fair"
    WEAK = "weak", "Weak"
    CONTESTED = "contested", "Contested"
    DISCOUNTED = "discounted", "Discounted"


class Sensitivity(TextChoices):
    """What a person said of an incident's release; without it the rules decide."""

    SENSITIVE = "sensitive", "Sensitive: left out"
    RELEASABLE = "releasable", "May be released"


GRADE_MEANINGS = {
    Grade.CONFIRMED: "A party that is accused has accepted responsibility.",
    Grade.FAIR: "Two or more independent speakers or sources say it.",
    Grade.WEAK: "A single source says it.",
    Grade.CONTESTED: "There are competing claims of who is responsible.",
    Grade.DISCOUNTED: "Those harmed were combatants, or somebody else was responsible.",
}


class Action(TextChoices):
    """What a decision did."""

    ACCEPT_CLAIM = "accept_claim", "accepted the claim"
    REJECT_CLAIM = "reject_claim", "rejected the claim"
    UNSURE_CLAIM = "unsure_claim", "was unsure of the claim"
    CORRECT_CLAIM = "correct_claim", "corrected the claim"
    ADD_CLAIM = "add_claim", "added a claim"
    MOVE_CLAIM = "move_claim", "moved the claim"
    RETURN_CLAIM = "return_claim", "put the claim back in the queue"
    CONFIRM = "confirm", "confirmed the incident"
    REJECT = "reject", "rejected the incident"
    REOPEN = "reopen", "reopened the incident"
    OVERRIDE = "override", "set a fact by hand"
    GRADE = "grade", "graded the incident"
    MERGE = "merge", "merged incidents"
    SPLIT = "split", "split an incident"
    RELATE = "relate", "related incidents"
    UNRELATE = "unrelate", "took a relation away"
    ANSWER = "answer", "answered a suggestion"
    SENSITIVITY = "sensitivity", "said whether releases may hold the incident"
    NAMING = "naming", "said whom releases may name"
    UNDO = "undo", "undid a decision"


# What can be decided on many rows at once, as a button says it.
CLAIM_VERBS = {
    Action.ACCEPT_CLAIM: "Accept",
    Action.REJECT_CLAIM: "Reject",
    Action.UNSURE_CLAIM: "Mark as unsure",
    Action.RETURN_CLAIM: "Put back in the queue",
}
INCIDENT_VERBS = {
    Action.CONFIRM: "Confirm",
    Action.REJECT: "Reject",
    Action.REOPEN: "Open again",
}


class Answer(TextChoices):
    """What people say to a suggestion that two incidents are one."""

    OPEN = "open", "Open"
    SAME = "same", "Same event"
    DIFFERENT = "different", "Different events"
    RELATED = "related", "Related, not the same"
    UNSURE = "unsure", "Unsure"


class BulkStatus(TextChoices):
    """How far one decision on many rows has come."""

    RUNNING = "running", "Running"
    DONE = "done", "Done"
    UNDOING = "undoing", "Being taken back"
    UNDONE = "undone", "Taken back"


class Obstacle(TextChoices):
    """Why a bulk decision leaves a row out, in words that follow "left out because"."""

    REPLACED = "replaced", "replaced by a newer claim"
    CLOSED = "closed", "in an incident that is rejected or merged"
    SAME = "same", "as you want them already"
    JUDGED = "judged", "judged by somebody already"
    CONFIRMED = "confirmed", "confirmed, or behind a confirmed incident"
    UNACCEPTED = "unaccepted", "without an accepted claim"
    LEASED = "leased", "being judged by somebody right now"
    DOUBLE = "double", "read by two people blind to each other"
    CHANGED = "changed", "changed after the preview"


class RelationKind(TextChoices):
    """How one incident bears on another, read from the first to the second."""

    EVIDENCE_OF = "evidence_of", "evidence of"
    PART_OF = "part_of", "part of"
    UPDATE_OF = "update_of", "an update of"
    SAME_OPERATION = "same_operation", "in the same operation as"


# The same read from the second to the first.
INVERSE = {
    RelationKind.EVIDENCE_OF: "shown by",
    RelationKind.PART_OF: "made up of",
    RelationKind.UPDATE_OF: "updated by",
    RelationKind.SAME_OPERATION: "in the same operation as",
}


class ReferenceStatus(TextChoices):
    """How far the comparison with a reference set has come."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Matching"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class ReleaseStatus(TextChoices):
    QUEUED = "queued", "Queued"
    BUILDING = "building", "Building"
    FROZEN = "frozen", "Frozen"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    FAILED = "failed", "Failed"


# Which decision may be taken on an incident, from which status, and where it leads.
TRANSITIONS: dict[Action, tuple[frozenset[Status], Status]] = {
    Action.CONFIRM: (frozenset({Status.CANDIDATE}), Status.CONFIRMED),
    Action.REJECT: (frozenset({Status.CANDIDATE, Status.CONFIRMED}), Status.REJECTED),
    Action.REOPEN: (frozenset({Status.CONFIRMED, Status.REJECTED}), Status.CANDIDATE),
    Action.MERGE: (frozenset({Status.CANDIDATE, Status.CONFIRMED}), Status.MERGED),
}

RANGE_QUALIFIERS = [*taxonomy.choices("qualifiers"), *taxonomy.choices("range_qualifiers")]
