"""Who may open which page. Anonymous visitors are sent to the login, others are refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from tests.factories import make_claim, make_document, make_user

LOWEST_ROLE = {
    ("get", "documents"): roles.VIEWER,
    ("get", "document"): roles.VIEWER,
    ("get", "status"): roles.VIEWER,
    ("get", "original"): roles.VIEWER,
    ("get", "text"): roles.VIEWER,
    ("get", "why"): roles.VIEWER,
    ("get", "beside"): roles.VIEWER,
    ("get", "upload"): roles.CONTRIBUTOR,
    ("post", "upload"): roles.CONTRIBUTOR,
    ("post", "describe"): roles.CONTRIBUTOR,
    ("post", "retry"): roles.CONTRIBUTOR,
}
OF_NO_ROW = {"documents", "upload"}
ROLES = [None, *roles.GRANTS]


def _ask(client: Client, method: str, name: str) -> Any:
    row = make_claim() if name == "why" else make_document()
    args = [] if name in OF_NO_ROW else [row.pk]
    if name == "beside":
        args.append(make_document().pk)
    return getattr(client, method)(reverse(f"sources:{name}", args=args))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "name"), LOWEST_ROLE)
def test_page_opens_from_its_lowest_role_upwards(method, name, role):
    client = Client()
    client.force_login(make_user(role))

    response = _ask(client, method, name)

    allowed = ROLES.index(role) >= ROLES.index(LOWEST_ROLE[method, name])
    assert (response.status_code == 403) == (not allowed)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "name"), LOWEST_ROLE)
def test_anonymous_visitor_is_sent_to_the_login(method, name):
    response = _ask(Client(), method, name)

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize(
    "name", ["documents", "document", "status", "original", "text", "why", "beside"]
)
def test_page_that_only_shows_refuses_a_post(viewer, name):
    assert _ask(viewer, "post", name).status_code == 405


@pytest.mark.parametrize("name", ["describe", "retry"])
def test_page_that_changes_something_refuses_a_get(contributor, name):
    assert _ask(contributor, "get", name).status_code == 405


@pytest.mark.parametrize("name", ["document", "status", "original", "text"])
def test_document_that_does_not_exist_is_not_found(viewer, name):
    numbers = [0, 2**63, 10**30]

    answers = [viewer.get(reverse(f"sources:{name}", args=[pk])).status_code for pk in numbers]

    assert answers == [404, 404, 404]
