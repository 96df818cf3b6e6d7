"""How a route is declared: what it asks for, what it answers, and who may have it."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Self

from django.db.models import QuerySet
from django.http import Http404
from django_filters import FilterSet
from ninja import Path, Router
from pydantic import BaseModel

from incidents.api.limits import LIMITS
from incidents.api.paging import PAGING, Page, cut, links
from incidents.api.parameters import Parameter, filtered, parameters_of, read_parameters
from incidents.api.rights import ApiRequest, Right, Session, Token
from incidents.references import parse
from sources.paging import NEWEST, Order

DOOR = [Token(), Session()]


class Row(BaseModel):
    """A row as the API shows it."""

    @classmethod
    def of(cls, row: Any) -> Self:
        """Return what is shown of a row of the database. Asks the database for nothing."""
        raise NotImplementedError


Rows = Callable[..., QuerySet]
View = Callable[..., Any]


def listing(
    router: Router,
    path: str,
    item: type[Row],
    *,
    right: Right,
    filters: type[FilterSet] | None = None,
    order: Order = NEWEST,
) -> Callable[[Rows], Rows]:
    """Declare a list: the function returns the rows, the filters and the cursor choose of them."""
    chosen = parameters_of(filters) if filters else ()
    known = (*chosen, *PAGING)

    def declare(rows: Rows) -> Rows:
        @wraps(rows)
        def answer(request: ApiRequest, **named: Any) -> Page:
            right.check(request.auth)
            request.asked = read_parameters(request, known)
            found = rows(request, **named)
            if filters:
                found = filtered(filters, found, request.asked)
            part = cut(found, request.asked, order)
            return Page[item](  # type: ignore[valid-type]
                items=[item.of(row) for row in part.rows], **links(request, part)
            )

        _declare(router, path, answer, Page[item], right, known)  # type: ignore[valid-type]
        return rows

    return declare


def one(
    router: Router,
    path: str,
    item: Any,
    *,
    right: Right,
    parameters: Sequence[Parameter] = (),
    media_type: str = "",
) -> Callable[[View], View]:
    """Declare a route that answers with one thing; without ``item``, with bytes of a kind."""

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: ApiRequest, **named: Any) -> Any:
            right.check(request.auth)
            request.asked = read_parameters(request, parameters)
            return view(request, **named)

        _declare(router, path, answer, item, right, parameters, media_type)
        return view

    return declare


def _declare(
    router: Router,
    path: str,
    answer: View,
    response: Any,
    right: Right,
    parameters: Sequence[Parameter],
    media_type: str = "",
) -> None:
    extra: dict[str, Any] = {"parameters": [one.described for one in parameters]}
    extra["x-right"] = {"scope": right.scope, "permission": right.permission}
    if media_type:
        schema = {"type": "string", "format": "binary"}
        extra["responses"] = {200: {"content": {media_type: {"schema": schema}}}}
    router.get(
        path,
        response=response,
        auth=DOOR,
        throttle=LIMITS,
        operation_id=answer.__name__,
        summary=answer.__name__.replace("_", " ").capitalize(),
        openapi_extra=extra,
    )(answer)


ReferencePath = Path(pattern="^AT-[0-9]{6,12}$", description="as in AT-000012")


def key_of(reference: str) -> int:
    """Return the primary key behind a reference of the right form."""
    found = parse(reference)
    if found is None:
        raise Http404
    return found
