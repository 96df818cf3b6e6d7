"""The API described for people: a page made from the same schema that programs read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents.api.interface import description


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a route, or a field of what it answers."""

    name: str
    kind: str
    said: str
    codes: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One route, as the page shows it."""

    name: str
    path: str
    summary: str
    said: str
    scope: str
    permission: str
    parameters: tuple[Field, ...]
    kind: str
    answer: str
    paged: bool


@dataclass(frozen=True, slots=True)
class Noun:
    """The routes about one kind of thing."""

    name: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer holds, field by field."""

    name: str
    said: str
    fields: tuple[Field, ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Describe every route, what it asks for and what it answers."""
    host = f"{request.scheme}://{request.get_host()}"
    return render(request, "api/docs.html", {"nouns": nouns(), "shapes": shapes(), "host": host})


@cache
def nouns() -> tuple[Noun, ...]:
    """Return the routes by noun, in the order of the schema."""
    found: dict[str, list[Route]] = {}
    for path, operations in description()["paths"].items():
        operation = operations["get"]
        found.setdefault(operation["tags"][0], []).append(_route(path, operation))
    return tuple(Noun(name, tuple(routes)) for name, routes in found.items())


@cache
def shapes() -> tuple[Shape, ...]:
    """Return what answers are made of, but for pages: those all look alike."""
    schemas = description()["components"]["schemas"]
    return tuple(
        Shape(name, _sentence(one.get("description", "")), tuple(_fields(one)))
        for name, one in sorted(schemas.items())
        if not name.startswith("Page_")
    )


def _route(path: str, operation: dict[str, Any]) -> Route:
    kind, content = next(iter(operation["responses"]["200"]["content"].items()))
    answer = content["schema"].get("$ref", "").rpartition("/")[2]
    right = operation["x-right"]
    return Route(
        name=operation["operationId"],
        path=path,
        summary=operation["summary"],
        said=operation["description"].partition(" Needs ")[0],
        scope=right["scope"] or "",
        permission=right["permission"] or "",
        parameters=tuple(
            _field(one["name"], one["schema"], one.get("description", ""), one["in"])
            for one in operation["parameters"]
        ),
        kind=kind,
        answer=answer.removeprefix("Page_").removesuffix("_"),
        paged=answer.startswith("Page_"),
    )


def _fields(shape: dict[str, Any]) -> Iterator[Field]:
    for name, one in shape["properties"].items():
        yield _field(name, one, one.get("description", ""))


def _field(name: str, schema: dict[str, Any], said: str, where: str = "") -> Field:
    codes = _codes(schema)
    return Field(name, _kind(schema), said, codes, "" if where == "query" else where)


def _kind(schema: dict[str, Any]) -> str:
    """Return the type of a value in words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if either := schema.get("anyOf"):
        return " or ".join(_kind(one) for one in either)
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_kind(schema['items'])}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_kind(schema['additionalProperties'])}"
    return str(schema.get("format", kind))


def _codes(schema: dict[str, Any]) -> tuple[str, ...]:
    kinds = [schema, *schema.get("anyOf", [])]
    return tuple(code for one in kinds for code in one.get("enum", []))


def _sentence(text: str) -> str:
    return " ".join(text.split())
