"""A calm word to who judges: how much of the hardest they read today, and when to pause."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from incidents.care import shift_of
from incidents.models import IncidentClaim
from sources.enums import SENSITIVE

register = template.Library()


@register.inclusion_tag("incidents/_care.html", takes_context=True)
def care(context: Context, link: IncidentClaim) -> dict[str, Any]:
    """Print the day of this reviewer so far, the claim in front of them counted if undecided."""
    shift = shift_of(context["request"].user, timezone.now())
    is_new = link.event_type in SENSITIVE and link.verdict == "pending"
    return {"shift": shift, "exposures": shift.exposures + is_new}
