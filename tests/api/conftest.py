"""A world to read, and programs that read it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import roles
from tests.api.world import World, api_client, make_world
from tests.factories import make_user


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    """The files of releases lie apart."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def program(db: None) -> Client:
    """A program of a reviewer, who may read everything that the API shows."""
    return api_client(make_user(roles.REVIEWER))
