import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from accounts.roles import GRANTS, permissions_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", GRANTS)
def test_person_may_do_what_their_role_says_and_nothing_else(role):
    user = make_user(role)

    assert user.get_all_permissions() == permissions_of(role)


def test_what_a_person_may_do_is_one_query(django_assert_num_queries):
    user = make_user("lead")

    with django_assert_num_queries(1):
        user.has_perm("incidents.lead_review")
        user.has_perm("incidents.publish_release")


def test_permission_given_by_hand_counts_for_nothing():
    user = make_user("viewer")
    user.user_permissions.add(Permission.objects.get(codename="review_incident"))

    again = User.objects.get(pk=user.pk)

    assert not again.has_perm("incidents.review_incident")


def test_deactivated_person_may_do_nothing():
    user = make_user("admin", is_active=False)

    assert user.get_all_permissions() == set()


def test_administration_offers_roles_and_no_single_permission(client):
    client.force_login(make_user("admin", is_staff=True))

    shown = client.get(f"/admin/accounts/user/{make_user('viewer').pk}/change/").content.decode()

    assert ('name="groups"' in shown, 'name="user_permissions"' in shown) == (True, False)
