"""The addresses of the API. None leads to the login page: a program gets a problem instead."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page

from incidents.api.docs import docs
from incidents.api.interface import api
from incidents.api.problems import not_found, problem

app_name = "api"
READING = ("GET", "HEAD")
View = Callable[..., HttpResponseBase]


def _for_programs(view: View) -> View:
    """Let a view answer by itself who may read, and only to read."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if request.method not in READING:
            allowed = HttpResponseNotAllowed(READING).headers["Allow"]
            said = "This API only reads: use GET."
            return problem(405, said, headers={"Allow": allowed})
        asked, request.method = request.method, "GET"
        response = conditional_page(view)(request, *args, **named)
        request.method = asked  # the server leaves the body out of the answer to a HEAD
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        return response

    return login_not_required(answer)


def _routes() -> list[URLPattern]:
    found = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    return [
        path(str(one.pattern), _for_programs(one.callback), name=one.name)
        for one in found
        if one.name != "api-root"
    ]


urlpatterns = [
    path("docs", docs, name="docs"),
    *_routes(),
    path("", _for_programs(not_found), name="root"),
    path("<path:rest>", _for_programs(not_found)),
]
