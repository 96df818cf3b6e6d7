"""The five roles and what each may do. Roles are groups; each includes the one before it."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

VIEWER = "viewer"
CONTRIBUTOR = "contributor"
REVIEWER = "reviewer"
LEAD = "lead"
ADMIN = "admin"

GRANTS: dict[str, tuple[str, ...]] = {
    VIEWER: (
        "sources.view_document",
        "incidents.view_incident",
        "incidents.view_release",
    ),
    CONTRIBUTOR: ("sources.add_document", "sources.change_document"),
    REVIEWER: ("incidents.review_incident",),
    LEAD: ("incidents.lead_review", "incidents.add_release", "incidents.publish_release"),
    ADMIN: (
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "sources.view_source",
        "sources.add_source",
        "sources.change_source",
    ),
}


def permissions_of(role: str) -> set[str]:
    """Return every permission of a role, those of the roles below it included.

    >>> sorted(permissions_of("contributor") - permissions_of("viewer"))
    ['sources.add_document', 'sources.change_document']
    """
    names = list(GRANTS)
    return {name for lower in names[: names.index(role) + 1] for name in GRANTS[lower]}


@transaction.atomic
def sync_roles() -> None:
    """Make the groups in the database say what this table says. Safe to repeat."""
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role in GRANTS:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([known[name] for name in permissions_of(role) if name in known])
