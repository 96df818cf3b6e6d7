"""Keys for programs: shown once, kept as a digest, fixed when made, dead when revoked."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, ProgrammingError
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from accounts import roles, tokens
from accounts.models import ApiToken, Scope, User
from tests.factories import make_user

ADDRESS = "/account/tokens/"
ASKED = {"name": "notebook", "scopes": ["read:evidence", "read:releases"], "days": "30"}


def issue(user, name="notebook", scopes=(Scope.EVIDENCE,), days=30):
    return tokens.issue(user=user, name=name, scopes=scopes, days=days)


def made(client, **changed):
    return client.post(ADDRESS, ASKED | changed)


def test_key_holds_256_random_bits_and_only_its_digest_is_kept(db):
    token, key = issue(make_user())

    assert re.fullmatch(r"atr_[A-Za-z0-9_-]{43}", key)
    assert (token.prefix, token.digest) == (key[:10], sha256(key.encode()).hexdigest())
    assert key[10:] not in str(ApiToken.objects.values().get())


def test_key_is_on_the_answer_to_the_form_and_nowhere_else(viewer):
    answer = made(viewer)
    [key] = re.findall(r"atr_[A-Za-z0-9_-]{43}", answer.content.decode())
    token = ApiToken.objects.get()

    again = viewer.get(ADDRESS).content.decode()

    assert tokens.opened_by(key) == token
    assert (key in again, token.prefix in again) == (False, True)
    assert "no-store" in answer["Cache-Control"]


def test_token_says_what_was_asked_for(viewer):
    made(viewer)

    token = ApiToken.objects.get()
    assert (token.user.username, token.name) == ("viewer", "notebook")
    assert token.scopes == ["read:evidence", "read:releases"]
    assert token.expires_at - token.created_at == timedelta(days=30)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"scopes": []}, {"scopes": ["write:all"]}, {"days": "366"}, {"days": "0"}],
)
def test_token_that_makes_no_sense_is_refused(viewer, wrong):
    answer = made(viewer, **wrong)

    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)


def test_form_sent_twice_makes_one_token(viewer):
    answers = [made(viewer).status_code, made(viewer).status_code]

    assert (answers, ApiToken.objects.count()) == ([200, 422], 1)


def test_nobody_has_more_than_twenty_tokens(db):
    user = make_user()
    for number in range(tokens.MOST):
        issue(user, name=str(number))

    with pytest.raises(tokens.TokenError, match="You have 20 tokens"):
        issue(user)


def test_revoked_token_is_dead_at_once_and_its_name_is_free(viewer):
    made(viewer)
    token = ApiToken.objects.get()

    answer = viewer.post(f"{ADDRESS}{token.pk}/revoke/")
    again = made(viewer)

    token.refresh_from_db()
    assert (answer.status_code, again.status_code) == (302, 200)
    assert token.revoked_at is not None


def test_nobody_sees_or_revokes_the_token_of_another(viewer, reviewer):
    made(viewer)
    token = ApiToken.objects.get()

    answer = reviewer.post(f"{ADDRESS}{token.pk}/revoke/")

    token.refresh_from_db()
    assert (answer.status_code, token.revoked_at) == (404, None)
    assert token.prefix not in reviewer.get(ADDRESS).content.decode()


def test_every_role_has_tokens_and_a_stranger_none(viewer, contributor, reviewer, lead, admin):
    everybody = [viewer, contributor, reviewer, lead, admin, Client()]

    assert [one.get(ADDRESS).status_code for one in everybody] == [200] * 5 + [302]


def test_page_costs_a_fixed_number_of_queries(viewer, django_assert_num_queries):
    user = User.objects.get(username="viewer")
    issue(user)
    with django_assert_num_queries(4):  # session, user, tokens, permissions
        viewer.get(ADDRESS)
    issue(user, name="script")
    issue(user, name="map")

    with django_assert_num_queries(4):
        viewer.get(ADDRESS)


def test_use_is_noted_once_a_minute_at_most(db, django_assert_num_queries):
    token, key = issue(make_user())
    with django_assert_num_queries(2):
        tokens.opened_by(key)
    with django_assert_num_queries(1):
        tokens.opened_by(key)

    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))

    with django_assert_num_queries(2):
        tokens.opened_by(key)
    token.refresh_from_db()
    assert timezone.now() - token.last_used_at < timedelta(seconds=30)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_database_refuses_a_life_of_more_than_a_year_or_none(db, days):
    with pytest.raises(IntegrityError):
        issue(make_user(), days=days)


@pytest.mark.parametrize("scopes", [[], ["write:all"]])
def test_database_refuses_scopes_that_nobody_knows(db, scopes):
    with pytest.raises(IntegrityError):
        issue(make_user(), scopes=scopes)


WIDER = [
    {"scopes": ["read:evidence", "read:releases"]},
    {"expires_at": Now() + timedelta(days=300)},
    {"digest": "0" * 64},
    {"name": "other"},
]


@pytest.mark.parametrize("change", WIDER)
def test_database_refuses_to_change_what_a_token_opens(db, change):
    issue(make_user())

    with pytest.raises(ProgrammingError, match="Cannot update rows"):
        ApiToken.objects.update(**change)


def staff(role):
    client = Client()
    client.force_login(make_user(role, is_staff=True))
    return client


@pytest.mark.parametrize(("role", "status"), [(roles.ADMIN, 200), (roles.LEAD, 403)])
def test_admin_sees_all_tokens_and_nobody_else_does(db, role, status):
    assert staff(role).get("/admin/accounts/apitoken/").status_code == status


def test_admin_revokes_tokens_but_neither_makes_nor_changes_nor_reads_one(db):
    token, key = issue(make_user())
    client, address = staff(roles.ADMIN), "/admin/accounts/apitoken/"

    client.post(address, {"action": "revoke", "_selected_action": [token.pk]})

    page = client.get(f"{address}{token.pk}/change/").content.decode()
    assert tokens.opened_by(key) is None
    assert client.get(f"{address}add/").status_code == 403
    assert client.get(f"{address}{token.pk}/delete/").status_code == 403
    assert token.digest not in page
