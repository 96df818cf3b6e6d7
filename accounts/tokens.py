"""Keys for programs: made once, shown once, kept as a digest, and dead when they should be."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import ApiToken, User

MARK = "atr_"  # by which scanners for leaked keys know ours
RECOGNISED = 6
RANDOM_BYTES = 32
MOST = 20
NOTED_EVERY = timedelta(minutes=1)


class TokenError(Exception):
    """Why no token was made, in a sentence for the person who asked."""


@transaction.atomic
def issue(*, user: User, name: str, scopes: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """Make a token; return it with its key, which nobody can show again.

    Raises:
        TokenError: the person has a token of that name, or too many.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    names = list(ApiToken.objects.unrevoked().filter(user=user).values_list("name", flat=True))
    if name in names:
        raise TokenError("You have a token of that name. Revoke it first, or choose another name.")
    if len(names) >= MOST:
        raise TokenError(f"You have {MOST} tokens. Revoke one that nothing uses any more.")
    key = MARK + secrets.token_urlsafe(RANDOM_BYTES)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        scopes=sorted(scopes),
        prefix=key[: len(MARK) + RECOGNISED],
        digest=_digest(key),
        expires_at=Now() + timedelta(days=days),
    )
    token.refresh_from_db()
    return token, key


def opened_by(key: str) -> ApiToken | None:
    """Return the living token with this key and its user, and note that it was used."""
    token = ApiToken.objects.alive().select_related("user").filter(digest=_digest(key)).first()
    if token and _is_news(token):
        stale = Q(last_used_at=None) | Q(last_used_at__lt=Now() - NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=Now())
    return token


def revoke(token: ApiToken) -> None:
    """Close a token for ever. One that is closed stays as it is."""
    ApiToken.objects.unrevoked().filter(pk=token.pk).update(revoked_at=Now())


def _is_news(token: ApiToken) -> bool:
    return token.last_used_at is None or timezone.now() - token.last_used_at > NOTED_EVERY


def _digest(key: str) -> str:
    """Return what is kept of a key. It holds 256 random bits, so one round is enough."""
    return sha256(key.encode()).hexdigest()
