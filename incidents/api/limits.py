"""How often a token and a person may ask. Counted in the cache, so all processes count as one."""

import logging
import time
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle
from redis.exceptions import RedisError

from incidents.api.rights import ApiRequest, Caller

WINDOW = 60  # seconds
logger = logging.getLogger(__name__)


class Limit(BaseThrottle):
    """So many requests in each minute of the clock. Without the cache nobody is held up."""

    def __init__(self, name: str, setting: str, key: Callable[[Caller], int | None]) -> None:
        self.name, self.setting, self.key = name, setting, key

    def allow_request(self, request: HttpRequest) -> bool:
        key = self.key(cast(ApiRequest, request).auth)
        if key is None:
            return True
        counter = f"api:{self.name}:{key}:{int(time.time()) // WINDOW}"
        try:
            cache.add(counter, 0, timeout=2 * WINDOW)
            asked: int = cache.incr(counter)
        except RedisError:
            logger.warning("The cache is away: API requests are not counted.")
            return True
        return asked <= getattr(settings, self.setting)

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW


LIMITS: list[BaseThrottle] = [
    Limit(
        "token", "API_REQUESTS_PER_TOKEN", lambda caller: caller.token.pk if caller.token else None
    ),
    Limit("user", "API_REQUESTS_PER_USER", lambda caller: caller.user.pk),
]
