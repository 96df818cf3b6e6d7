"""Who the caller is."""

from datetime import datetime

from ninja import Router
from pydantic import BaseModel, Field

from accounts.models import Scope
from accounts.roles import GRANTS
from incidents.api import codes
from incidents.api.rights import NOTHING, ApiRequest
from incidents.api.routes import one

router = Router(tags=["me"])


class Me(BaseModel):
    """The caller, and what they may do here."""

    username: str
    roles: list[str]
    token: str | None = Field(description="the name of the token; null: signed in")
    scopes: list[codes.TokenScope]
    expires_at: datetime | None


@one(router, "", Me, right=NOTHING)
def get_me(request: ApiRequest) -> Me:
    """Who you are here, and what the token may read."""
    user, token = request.auth.user, request.auth.token
    roles = user.groups.filter(name__in=GRANTS).order_by("pk").values_list("name", flat=True)
    return Me(
        username=user.username,
        roles=list(roles),
        token=token.name if token else None,
        scopes=token.scopes if token else list(Scope.values),
        expires_at=token.expires_at if token else None,
    )
