"""People and a claim that waits for them."""

import pytest

from accounts import roles
from accounts.models import User
from incidents.models import IncidentClaim
from tests.factories import make_claim, make_count, make_incident, make_link, make_user


@pytest.fixture
def ana(db: None) -> User:
    return make_user(roles.REVIEWER, username="ana")


@pytest.fixture
def ben(db: None) -> User:
    return make_user(roles.REVIEWER, username="ben")


@pytest.fixture
def link(db: None) -> IncidentClaim:
    """A pending claim of at least 12 killed, alone in a candidate."""
    claim = make_claim()
    make_count(claim)
    return make_link(claim, make_incident())
