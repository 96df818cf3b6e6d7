"""One row of every kind that the API shows, and the addresses at which it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.models import ApiToken, Scope, User
from accounts.tokens import issue
from incidents.actions.releases import folder
from incidents.enums import Action, RelationKind, Verdict
from incidents.models import Incident, IncidentClaim, Relation, Release, Suggestion
from sources.models import Document, DocumentLikeness, Signature, Source
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_release,
    make_run,
    make_source,
    make_speaker,
    make_user,
)

CONTENT = b"reference,title\r\nAT-000001,Killing near Gao\r\n"


@dataclass(frozen=True)
class World:
    """Rows that hang together."""

    source: Source
    document: Document
    link: IncidentClaim
    incident: Incident
    release: Release


def make_world() -> World:
    by = make_user(roles.REVIEWER)
    source = make_source(kind="agency", country="ML", is_wire=True)
    document, other_document = make_document(source=source, published=date(2024, 5, 4)), _like()
    for one in (document, other_document):
        Signature.objects.create(document=one, version=1)
    DocumentLikeness.objects.create(
        document=document,
        other=other_document,
        kind="excerpt",
        words=40,
        share=0.8,
        other_share=0.1,
    )
    document.edits.create(by=by, changes={"title": ["", "An article"]})
    claim = make_claim(document, **WHERE_AND_WHEN, perpetrator="soldiers", scores={"place": 0.9})
    make_count(claim)
    make_speaker(claim)
    incident = make_incident(**WHERE_AND_WHEN, perpetrators=["soldiers"])
    other = make_incident(title="Shelling of Gao", event_type="shelling")
    link = make_link(claim, incident, verdict=Verdict.ACCEPTED, decided_by=by)
    incident.counts.create(
        effect="killed",
        unit="persons",
        lower=12,
        qualifier="at_least",
        rule="one claim",
        claims=[claim.pk],
    )
    incident.decisions.create(by=by, action=Action.ACCEPT_CLAIM, claim=claim, reason="Clear")
    note = incident.annotations.create(by=by, text="Look again")
    note.mentions.create(person=by)
    Relation.objects.create(incident=incident, other=other, kind=RelationKind.PART_OF, by=by)
    Suggestion.objects.create(
        older=incident,
        newer=other,
        score=0.7,
        reasons=[{"code": "days", "label": "same day", "weight": 1.5}],
    )
    return World(source, document, link, incident, _release())


WHERE_AND_WHEN: dict[str, Any] = {
    "place_name": "Gao",
    "place_precision": "settlement",
    "place_country": "ML",
    "place_latitude": 16.27,
    "place_longitude": -0.04,
    "date_start": date(2024, 5, 2),
    "date_end": date(2024, 5, 2),
    "date_precision": "day",
}


def key_of(user: User, *scopes: str, days: int = 30) -> str:
    """Return the key of a new token with these scopes, or with all."""
    name = f"token {ApiToken.objects.count()}"
    _, key = issue(user=user, name=name, scopes=scopes or Scope.values, days=days)
    ApiToken.objects.update(last_used_at=timezone.now())
    return key


def api_client(user: User, *scopes: str) -> Client:
    """Return a client that sends a token with these scopes, or with all."""
    return Client(headers={"Authorization": f"Bearer {key_of(user, *scopes)}"})


def addresses(world: World) -> dict[str, str]:
    """Return the address of every route, under its name in the schema."""
    incident, document = world.incident.reference, world.document.pk
    paths = {
        "list_incidents": "incidents",
        "get_incident": f"incidents/{incident}",
        "list_claims_of_incident": f"incidents/{incident}/claims",
        "list_decisions_on_incident": f"incidents/{incident}/decisions",
        "list_notes_on_incident": f"incidents/{incident}/notes",
        "list_claims": "claims",
        "get_claim": f"claims/{world.link.claim_id}",
        "list_documents": "documents",
        "get_document": f"documents/{document}",
        "list_claims_of_document": f"documents/{document}/claims",
        "get_text": f"documents/{document}/text",
        "get_original": f"documents/{document}/original",
        "list_sources": "sources",
        "get_source": f"sources/{world.source.pk}",
        "list_decisions": "decisions",
        "list_relations": "relations",
        "list_suggestions": "suggestions",
        "list_releases": "releases",
        "get_release": f"releases/{world.release.number}",
        "get_file": f"releases/{world.release.number}/files/incidents.csv",
        "search_places": "places?q=Gao",
        "get_me": "me",
        "get_schema": "openapi.json",
    }
    return {name: f"/api/v1/{path}" for name, path in paths.items()}


def _like() -> Document:
    document = make_document(title="Another article")
    make_run(document)
    return document


def _release() -> Release:
    release = make_release(filters={"country": "ML"})
    release.files.create(name="incidents.csv", sha256="0" * 64, size=len(CONTENT), rows=1)
    folder(release).mkdir(parents=True, exist_ok=True)
    (folder(release) / "incidents.csv").write_bytes(CONTENT)
    return release


def ask(client: Client, path: str, method: str = "get", **more: Any) -> Any:
    """Return the answer with all its bytes in ``body``."""
    response: Any = getattr(client, method)(path, **more)
    response.body = response.getvalue() if response.streaming else response.content
    return response
