"""Refusals as RFC 9457 has them: a status, a title and a sentence."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic import BaseModel, Field

from incidents.api.rights import SIGN_IN

MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Problem(BaseModel):
    """Why a request was refused."""

    type: str = Field(description="always about:blank: the status says what kind it is")
    title: str
    status: int
    detail: str = Field(description="a sentence for a person")
    errors: list[FieldProblem]


class InvalidError(Exception):
    """Parameters that make no sense, each with a sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


def problem(
    status: int,
    detail: str,
    *,
    errors: Iterable[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    said = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=list(errors),
    )
    return JsonResponse(
        said.model_dump(), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def not_found(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problem(404, "There is nothing at this address.")


def handle_problems(api: NinjaAPI) -> None:
    """Let every refusal of this API be a problem."""
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(ValidationError, _mistyped)
    api.add_exception_handler(InvalidError, _invalid)


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    said = str(error)
    return problem(404, said if said.endswith(".") else "There is no such thing here.")


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, Throttled):
        return problem(429, "Too many requests. Wait as many seconds as Retry-After says.")
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        said = SIGN_IN if error.message == HTTPStatus.UNAUTHORIZED.phrase else error.message
        return problem(401, said, headers={"WWW-Authenticate": "Bearer"})
    return problem(error.status_code, error.message)


def _mistyped(request: HttpRequest, error: Any) -> HttpResponse:
    return _unprocessable({str(one["loc"][-1]): f"{one['msg']}." for one in error.errors})


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return _unprocessable(error.errors)


def _unprocessable(errors: Mapping[str, str]) -> HttpResponse:
    fields = [FieldProblem(parameter=name, detail=said) for name, said in errors.items()]
    return problem(422, f"Look at {', '.join(errors)}.", errors=fields)
