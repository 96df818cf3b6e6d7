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


class Grade(TextChoices):
    """How well an incident is borne out, as Airwars grades civilian harm."""

    CONFIRMED = "confirmed", "Confirmed"
    FAIR = "fair", "Fair"
    WEAK = "weak", "Weak"
    CONTESTED = "contested", "Contested"
    DISCOUNTED = "discounted", "Discounted"


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
    CONFIRM = "confirm", "confirmed the incident"
    REJECT = "reject", "rejected the incident"
    REOPEN = "reopen", "reopened the incident"
    OVERRIDE = "override", "set a fact by hand"
    GRADE = "grade", "graded the incident"
    MERGE = "merge", "merged incidents"
    ANSWER = "answer", "answered a suggestion"
    UNDO = "undo", "undid a decision"


class Answer(TextChoices):
    """What people say to a suggestion that two incidents are one."""

    OPEN = "open", "Open"
    SAME = "same", "Same event"
    DIFFERENT = "different", "Different events"
    UNSURE = "unsure", "Unsure"


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
