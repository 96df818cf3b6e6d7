"""Text about sexual violence and torture, covered until somebody asks to read it."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sources.enums import EVENT_TYPES, SENSITIVE
from sources.models import Claim
from sources.templatetags.facts import clip

register = template.Library()

LABELS = dict(EVENT_TYPES)
SHORT = 45


@register.simple_block_tag(takes_context=True)
def veil(context: Context, content: SafeString, event_type: str) -> SafeString:
    """Cover the words of one claim: `{% veil claim.event_type %}…{% endveil %}`."""
    if event_type not in SENSITIVE or not context["request"].user.veils_text:
        return content
    about = LABELS[event_type].lower()
    return format_html(
        '<details class="veiled"><summary>Text about {}. <span class="veil-show">Show</span>'
        '<span class="veil-hide">Cover</span></summary>{}</details>',
        about,
        content,
    )


@register.simple_tag(takes_context=True)
def short_quote(context: Context, claim: Claim) -> str:
    """Return the first words of a claim, or what it is about where they are covered."""
    if claim.event_type in SENSITIVE and context["request"].user.veils_text:
        return f"a claim about {LABELS[claim.event_type].lower()}"
    return f"“{clip(claim.quote, SHORT)}”"


@register.inclusion_tag("sources/_veil.html", takes_context=True)
def veil_article(context: Context, claims: Iterable[Claim]) -> dict[str, Any]:
    """Print the switch that uncovers the claims of the article that stands next to it."""
    found = {claim.event_type for claim in claims} & SENSITIVE
    covered = bool(found) and context["request"].user.veils_text
    return {
        "about": " and ".join(sorted(LABELS[code].lower() for code in found)) if covered else ""
    }
