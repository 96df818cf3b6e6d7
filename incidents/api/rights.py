"""Who asks, and what they may read: the scope of the token and the permission of its holder."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import APIKeyCookie, HttpBearer

from accounts.models import ApiToken, Scope, User
from accounts.tokens import opened_by
from sources.http import UserRequest

SIGN_IN = "Send a token, as in “Authorization: Bearer atr_…”, or sign in."


@dataclass(frozen=True, slots=True)
class Caller:
    """A person, and the token that speaks for them; none if they are signed in themselves."""

    user: User
    token: ApiToken | None


class ApiRequest(UserRequest):
    """A request behind the door of the API, with its parameters as they were understood."""

    auth: Caller
    asked: dict[str, str]


@dataclass(frozen=True, slots=True)
class Right:
    """What a route asks for: a permission, as its page does, and of a token also a scope."""

    scope: Scope | None
    permission: str | None

    def check(self, caller: Caller) -> None:
        """Refuse a caller who lacks it.

        Raises:
            AuthorizationError: the token or its holder may not read this.
        """
        if self.scope and caller.token and self.scope not in caller.token.scopes:
            raise AuthorizationError(message=f"This token lacks the scope {self.scope}.")
        if self.permission and not caller.user.has_perm(self.permission):
            raise AuthorizationError(message="Your role may not read this.")


class Token(HttpBearer):
    """A key in the header, and nowhere else."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        found = opened_by(token)
        if found is None:
            raise AuthenticationError(message="This token is unknown, ended or revoked.")
        request.user = found.user
        return Caller(found.user, found)


class Session(APIKeyCookie):
    """A person who is signed in and looks at the API with their browser."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)  # nothing here changes anything

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        if "Authorization" in request.headers or not isinstance(request.user, User):
            return None
        return Caller(request.user, None)


EVIDENCE = Right(Scope.EVIDENCE, "sources.view_document")
CLAIMS = Right(Scope.EVIDENCE, "incidents.view_incident")
PLACES = Right(Scope.EVIDENCE, "incidents.review_incident")
INCIDENTS = Right(Scope.INCIDENTS, "incidents.view_incident")
SUGGESTIONS = Right(Scope.INCIDENTS, "incidents.review_incident")
RELEASES = Right(Scope.RELEASES, "incidents.view_release")
NOTHING = Right(None, None)
