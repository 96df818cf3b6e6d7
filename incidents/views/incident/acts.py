"""What people did, one entry for each act, however many decisions it took."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from incidents.actions.release_trail import by_bearer, merged_into
from incidents.actions.undo import COLUMNS
from incidents.enums import Action
from incidents.models import Bulk, Decision, Incident

# What an act did to claims beside its first decision, for one claim and for several.
ALSO: dict[str, tuple[str, str]] = {
    Action.ACCEPT_CLAIM: ("accepted a claim", "accepted {} claims"),
    Action.REJECT_CLAIM: ("rejected a claim", "rejected {} claims"),
    Action.UNSURE_CLAIM: ("was unsure of a claim", "was unsure of {} claims"),
    Action.RETURN_CLAIM: ("put a claim back in the queue", "put {} claims back in the queue"),
    Action.MOVE_CLAIM: ("moved a claim", "moved {} claims"),
    Action.CONFIRM: ("confirmed it", "confirmed {} incidents"),
    Action.REJECT: ("rejected it", "rejected {} incidents"),
    Action.REOPEN: ("reopened it", "reopened {} incidents"),
    Action.RELATE: ("related incidents", "related incidents"),
    Action.ANSWER: ("answered a suggestion", "answered {} suggestions"),
}


@dataclass(frozen=True)
class Act:
    """One thing that a person did: the decision that stands for it, and all that belong to it."""

    head: Decision
    steps: tuple[Decision, ...]
    bulk: Bulk | None = None

    @property
    def summary(self) -> str:
        """What was done, in words: "confirmed the incident and accepted 5 claims"."""
        if self.head.action == Action.UNDO and self.head.undoes:
            undone = self.head.undoes
            return f"took back what {undone.by} did: {undone.get_action_display()}"
        rest = Counter(step.action for step in self.steps if step.action != self.head.action)
        also = [
            ALSO[action][number > 1].format(number)
            for action, number in rest.items()
            if action in ALSO
        ]
        return " and ".join([self.head.get_action_display(), *also])

    @property
    def reasons(self) -> list[str]:
        return list(dict.fromkeys(step.reason for step in self.steps if step.reason))

    @cached_property
    def on_incident(self) -> list[Decision]:
        return [step for step in self.steps if step.claim is None]

    @cached_property
    def on_claims(self) -> list[Decision]:
        return [step for step in self.steps if step.claim is not None]

    @cached_property
    def undone(self) -> Decision | None:
        """The decision that took this act back, in whole or in part."""
        found = (getattr(step, "undone_by", None) for step in self.steps)
        return next((undoing for undoing in found if undoing), None)

    @property
    def can_be_undone(self) -> bool:
        changed = {column for step in self.steps for column in step.changes}
        changed_back = bool(changed & {*COLUMNS, "answer", "relation"})
        return self.head.action != Action.UNDO and self.undone is None and changed_back


def acts_of(heads: Sequence[Decision], incidents: Iterable[int]) -> list[Act]:
    """Return the acts that these decisions stand for, in two queries."""
    batches = [head.batch for head in heads if head.batch]
    bulks = Bulk.objects.only("changed").in_bulk(batches)
    found = Decision.objects.about(incidents).filter(batch__in=batches).in_full().order_by("pk")
    steps: dict[object, list[Decision]] = {}
    for step in found:
        steps.setdefault(step.batch, []).append(step)
    return [
        Act(
            head, tuple(steps.get(head.batch, ()) if head.batch else (head,)), bulks.get(head.batch)
        )
        for head in heads
    ]


def borne_by(incident: Incident) -> list[int]:
    """Return this incident and all that were merged into it, whose history it carries on."""
    into = merged_into(Incident.objects.filter(pk=incident.pk))
    return [incident.pk, *by_bearer(into).get(incident.pk, [])]
