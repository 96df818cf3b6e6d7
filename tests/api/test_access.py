"""Who may read which route, in one table: by role, by scope, and with what key."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts import roles
from accounts.models import ApiToken, Scope
from accounts.tokens import revoke
from incidents.api.interface import description
from tests.api.world import addresses, api_client, ask, key_of
from tests.factories import make_user

NEEDS: dict[str, tuple[Scope | None, str | None]] = {
    "list_incidents": (Scope.INCIDENTS, roles.VIEWER),
    "get_incident": (Scope.INCIDENTS, roles.VIEWER),
    "list_claims_of_incident": (Scope.INCIDENTS, roles.VIEWER),
    "list_decisions_on_incident": (Scope.INCIDENTS, roles.VIEWER),
    "list_notes_on_incident": (Scope.INCIDENTS, roles.VIEWER),
    "list_claims": (Scope.EVIDENCE, roles.VIEWER),
    "get_claim": (Scope.EVIDENCE, roles.VIEWER),
    "list_documents": (Scope.EVIDENCE, roles.VIEWER),
    "get_document": (Scope.EVIDENCE, roles.VIEWER),
    "list_claims_of_document": (Scope.EVIDENCE, roles.VIEWER),
    "get_text": (Scope.EVIDENCE, roles.VIEWER),
    "get_original": (Scope.EVIDENCE, roles.VIEWER),
    "list_sources": (Scope.EVIDENCE, roles.VIEWER),
    "get_source": (Scope.EVIDENCE, roles.VIEWER),
    "list_decisions": (Scope.INCIDENTS, roles.VIEWER),
    "list_relations": (Scope.INCIDENTS, roles.VIEWER),
    "list_suggestions": (Scope.INCIDENTS, roles.REVIEWER),
    "list_releases": (Scope.RELEASES, roles.VIEWER),
    "get_release": (Scope.RELEASES, roles.VIEWER),
    "get_file": (Scope.RELEASES, roles.VIEWER),
    "search_places": (Scope.EVIDENCE, roles.REVIEWER),
    "get_me": (None, None),
    "get_schema": (None, None),
}
ROLES = [None, *roles.GRANTS]


def statuses(client: Client, world) -> dict[str, int]:
    return {name: ask(client, path).status_code for name, path in addresses(world).items()}


def all_refused(client: Client, world) -> dict[int, tuple[str, str]]:
    """Return each status with its title and sentence, of every route."""
    answers = [ask(client, path) for path in addresses(world).values()]
    return {one.status_code: (one.json()["title"], one.json()["detail"]) for one in answers}


def test_table_names_every_route_of_the_schema(world):
    found = {one["get"]["operationId"] for one in description()["paths"].values()}

    assert (found, set(addresses(world))) == (set(NEEDS), set(NEEDS))


@pytest.mark.parametrize("role", ROLES)
def test_route_opens_from_its_lowest_role_upwards(world, role):
    client = api_client(make_user(role))

    level = ROLES.index(role)
    assert statuses(client, world) == {
        name: 200 if level >= ROLES.index(low) else 403 for name, (_, low) in NEEDS.items()
    }


@pytest.mark.parametrize("scope", Scope)
def test_route_opens_to_its_scope_alone(world, scope):
    client = api_client(make_user(roles.REVIEWER), scope)

    assert statuses(client, world) == {
        name: 200 if needed in (scope, None) else 403 for name, (needed, _) in NEEDS.items()
    }


def test_signed_in_person_reads_what_their_role_may(world, viewer):
    assert statuses(viewer, world) == {
        name: 403 if low == roles.REVIEWER else 200 for name, (_, low) in NEEDS.items()
    }


def test_stranger_is_told_to_send_a_token(world):
    said = "Send a token, as in “Authorization: Bearer atr_…”, or sign in."

    assert all_refused(Client(), world) == {401: ("Unauthorized", said)}


DEAD = {401: ("Unauthorized", "This token is unknown, ended or revoked.")}


@pytest.mark.parametrize("key", ["", "atr_", "atr_" + "A" * 43, "\xe4", "a b", "x" * 5000])
def test_unknown_key_opens_nothing(world, key):
    client = Client(headers={"Authorization": f"Bearer {key}"})

    assert all_refused(client, world) == DEAD


def test_expired_token_opens_nothing(world):
    key, year = key_of(make_user(roles.REVIEWER)), timedelta(days=365)
    token = ApiToken.objects.get()
    ApiToken.objects.all().delete()
    token.created_at, token.expires_at = token.created_at - year, token.expires_at - year
    token.save(force_insert=True)

    client = Client(headers={"Authorization": f"Bearer {key}"})
    assert all_refused(client, world) == DEAD


def test_revoked_token_opens_nothing(world):
    client = api_client(make_user(roles.REVIEWER))
    revoke(ApiToken.objects.get())

    assert all_refused(client, world) == DEAD


def test_token_of_somebody_who_left_opens_nothing(world):
    user = make_user(roles.REVIEWER)
    client = api_client(user)
    user.is_active = False
    user.save()

    assert all_refused(client, world) == DEAD


def test_token_of_somebody_who_lost_a_role_reads_no_more_than_they(world):
    user = make_user(roles.REVIEWER)
    client = api_client(user)
    user.groups.clear()

    assert {name for name, status in statuses(client, world).items() if status == 200} == {
        "get_me",
        "get_schema",
    }


def test_dead_token_does_not_fall_back_on_the_session(world, viewer):
    headers = {"Authorization": "Bearer atr_gone"}

    answers = [ask(viewer, path, headers=headers) for path in addresses(world).values()]

    assert {one.status_code for one in answers} == {401}


@pytest.mark.parametrize("scheme", ["Basic", "Token", "bearer\t", ""])
def test_token_counts_in_the_bearer_header_alone(world, scheme):
    key = key_of(make_user(roles.REVIEWER))
    path = "/api/v1/me"

    answers = [
        Client(headers={"Authorization": f"{scheme} {key}"}).get(path),
        Client().get(f"{path}?token={key}&access_token={key}"),
        Client().post(path, {"access_token": key}),
    ]

    assert [one.status_code for one in answers] == [401, 401, 405]


def test_nothing_can_be_written(world, admin):
    methods = ["post", "put", "patch", "delete", "options"]

    answers = {
        (getattr(admin, method)(path).status_code, getattr(admin, method)(path)["Allow"])
        for path in addresses(world).values()
        for method in methods
    }

    assert answers == {(405, "GET, HEAD")}


def test_head_says_of_a_route_what_a_get_would(program, world):
    for path in addresses(world).values():
        head, get = ask(program, path, "head"), ask(program, path)
        assert (head.status_code, head.body) == (200, b"")
        assert head["Content-Type"] == get["Content-Type"]


@pytest.mark.parametrize("path", ["", "x", "incidents/", "incidents/AT-000001/x", "documents/x"])
def test_address_that_leads_nowhere_is_a_problem_and_no_login_page(db, path):
    response = Client().get(f"/api/v1/{path}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_description_for_people_names_every_route_to_whoever_is_signed_in(viewer):
    page = viewer.get("/api/v1/docs")

    shown = {route.name for noun in page.context["nouns"] for route in noun.routes}
    assert (page.status_code, shown) == (200, set(NEEDS))
    assert Client().get("/api/v1/docs")["Location"] == "/accounts/login/?next=/api/v1/docs"


def test_answers_are_for_nobody_else(program, world):
    answers = [ask(program, path) for path in addresses(world).values()]

    assert {one["Cache-Control"] for one in answers} == {"private, no-cache"}
    assert {"Authorization" in one["Vary"] for one in answers} == {True}
    assert {one.get("Access-Control-Allow-Origin") for one in answers} == {None}


def test_no_answer_holds_an_address_or_a_digest(world):
    user = make_user(roles.ADMIN, email="ana@example.org")
    client = api_client(user)

    told = b"".join(ask(client, path).body for path in addresses(world).values())

    assert b"@example.org" not in told
    assert ApiToken.objects.get().digest.encode() not in told
