"""Preferences: everybody's own, kept with the account, and no more than a way to work."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_user

ADDRESS = "/account/preferences/"


def kept(name):
    person = User.objects.get(username=name)
    return person.veils_text, person.break_minutes, person.uses_keys


def test_hard_text_is_covered_and_breaks_are_reminded_of_until_somebody_says_otherwise(db):
    make_user(username="new")

    assert kept("new") == (True, 45, True)


def test_preferences_are_kept_for_who_set_them_and_nobody_else(viewer, reviewer):
    response = viewer.post(ADDRESS, {"break_minutes": "30"})

    assert (response.status_code, response.url) == (302, reverse("preferences"))
    assert (kept("viewer"), kept("reviewer")) == ((False, 30, False), (True, 45, True))


@pytest.mark.parametrize("minutes", ["-1", "241", "soon", ""])
def test_break_that_makes_no_sense_is_refused_and_changes_nothing(viewer, minutes):
    response = viewer.post(ADDRESS, {"break_minutes": minutes})

    assert (response.status_code, kept("viewer")) == (422, (True, 45, True))


def test_database_refuses_a_stretch_longer_than_it_can_mean(db):
    with pytest.raises(IntegrityError):
        make_user(break_minutes=241)


def test_nothing_but_preferences_can_be_set_here(viewer):
    viewer.post(ADDRESS, {"break_minutes": "0", "is_superuser": "on", "is_staff": "on"})

    person = User.objects.get(username="viewer")
    assert (person.is_superuser, person.is_staff) == (False, False)


def test_keys_that_are_off_are_off_on_every_page(viewer):
    before = viewer.get(ADDRESS).content.decode()
    viewer.post(ADDRESS, {"break_minutes": "45"})

    after = viewer.get(ADDRESS).content.decode()

    assert ('data-keys="off"' in before, 'data-keys="off"' in after) == (False, True)


def test_every_role_has_preferences_and_a_stranger_none(viewer, contributor, reviewer, lead, admin):
    everybody = [viewer, contributor, reviewer, lead, admin, Client()]

    assert [one.get(ADDRESS).status_code for one in everybody] == [200] * 5 + [302]


def test_page_costs_a_fixed_number_of_queries(viewer, django_assert_num_queries):
    with django_assert_num_queries(4):  # session, user, the same anew, permissions
        viewer.get(ADDRESS)
