"""A program that asks too often is told to wait; others and people are not held up by it."""

import pytest
from django.core.cache.backends.redis import RedisCache

from accounts import roles
from tests.api.world import api_client
from tests.factories import make_user

PATH = "/api/v1/me"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """The clock of the counter stands ten seconds before the next minute."""
    monkeypatch.setattr("time.time", lambda: 1_700_000_090.0)


def statuses(client, times):
    return [client.get(PATH).status_code for _ in range(times)]


def test_token_that_asks_too_often_is_told_how_long_to_wait(db, settings):
    settings.API_REQUESTS_PER_TOKEN = 2
    client = api_client(make_user())

    asked = statuses(client, 3)

    refusal = client.get(PATH)
    assert asked == [200, 200, 429]
    assert (refusal["Retry-After"], refusal["Content-Type"]) == ("10", "application/problem+json")
    assert refusal.json() == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "Too many requests. Wait as many seconds as Retry-After says.",
        "errors": [],
    }


def test_next_minute_counts_anew(db, settings, monkeypatch):
    settings.API_REQUESTS_PER_TOKEN = 1
    client = api_client(make_user())
    first = statuses(client, 2)

    monkeypatch.setattr("time.time", lambda: 1_700_000_100.0)

    assert (first, statuses(client, 2)) == ([200, 429], [200, 429])


def test_tokens_of_one_person_share_the_limit_of_the_person(db, settings):
    settings.API_REQUESTS_PER_USER = 3
    user = make_user()

    asked = [statuses(api_client(user), 2), statuses(api_client(user), 2)]

    assert asked == [[200, 200], [200, 429]]


def test_one_program_holds_up_no_other(db, settings):
    settings.API_REQUESTS_PER_TOKEN = 1
    busy, other = api_client(make_user()), api_client(make_user())

    assert (statuses(busy, 2), statuses(other, 1)) == ([200, 429], [200])


def test_person_who_is_signed_in_has_a_limit_too(viewer, settings):
    settings.API_REQUESTS_PER_USER = 1

    assert statuses(viewer, 2) == [200, 429]


def test_without_the_cache_nobody_is_held_up(db, settings, monkeypatch):
    settings.API_REQUESTS_PER_TOKEN = 1
    nowhere = RedisCache("redis://127.0.0.1:1/1", {})
    monkeypatch.setattr("incidents.api.limits.cache", nowhere)

    assert statuses(api_client(make_user(roles.VIEWER)), 3) == [200, 200, 200]
