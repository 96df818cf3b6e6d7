"""What every view needs to say about a request."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class UserRequest(HttpRequest):
    """A request behind the login wall: the user is one of ours."""

    user: User
    htmx: HtmxDetails
