"""A browser without a screen for each role, signed in, and the pages' styles without a build."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from accounts import roles
from tests.factories import make_user
from tests.processes import Process, running_worker


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """WhiteNoise wants a folder, even an empty one."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Tests ask for pages, not for files with hashed names."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a missing folder
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}


def _client(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, username=role))
    return client


@pytest.fixture
def viewer(db: None) -> Client:
    return _client(roles.VIEWER)


@pytest.fixture
def contributor(db: None) -> Client:
    return _client(roles.CONTRIBUTOR)


@pytest.fixture
def reviewer(db: None) -> Client:
    return _client(roles.REVIEWER)


@pytest.fixture
def lead(db: None) -> Client:
    return _client(roles.LEAD)


@pytest.fixture
def admin(db: None) -> Client:
    return _client(roles.ADMIN)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Process]:
    """A Celery worker in a process of its own, as in production."""
    with running_worker() as process:
        yield process
