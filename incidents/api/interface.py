"""The API as a whole, and its description in OpenAPI 3.1."""

from functools import cache
from typing import Any

from ninja import NinjaAPI, Router
from ninja.openapi.schema import REF_TEMPLATE

from incidents.api.problems import MEDIA_TYPE, Problem, handle_problems
from incidents.api.rights import NOTHING, ApiRequest
from incidents.api.routers import (
    claims,
    decisions,
    documents,
    incidents,
    me,
    places,
    relations,
    releases,
)
from incidents.api.routes import one

ROOT = "/api/v1/"
REFUSALS = {
    "401": "No token, or one that is unknown, ended or revoked.",
    "403": "The token lacks the scope, or its holder the permission.",
    "404": "There is no such row.",
    "422": "A parameter is unknown or makes no sense; `errors` says which, and why.",
    "429": "Too many requests. Retry-After says how many seconds to wait.",
}
DESCRIPTION = """Everything that the pages show, to read. Send a token in the header
`Authorization: Bearer …`; you make one under *API tokens* in your account menu.
Lists come in pages: follow `next` until it is null. Times are UTC, days are ISO 8601,
countries ISO 3166-1 alpha-2, coordinates WGS 84. Null means: not said."""

api = NinjaAPI(
    title="Atrocity Tracker",
    version="1",
    description=DESCRIPTION.replace("\n", " "),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
handle_problems(api)
about = Router(tags=["schema"])


@one(about, "/openapi.json", dict[str, Any], right=NOTHING)
def get_schema(request: ApiRequest) -> dict[str, Any]:
    """This description."""
    return description()


for prefix, router in {
    "/incidents": incidents.router,
    "/claims": claims.router,
    "/documents": documents.documents,
    "/sources": documents.sources,
    "/decisions": decisions.router,
    "/relations": relations.relations,
    "/suggestions": relations.suggestions,
    "/releases": releases.router,
    "/places": places.router,
    "/me": me.router,
    "": about,
}.items():
    api.add_router(prefix, router)


@cache
def description() -> dict[str, Any]:
    """Return the schema of the API. It is the same for everybody."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=ROOT))
    problem = Problem.model_json_schema(ref_template=REF_TEMPLATE)
    schema["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    for operations in schema["paths"].values():
        for operation in operations.values():
            _complete(operation)
    return schema


def _complete(operation: dict[str, Any]) -> None:
    """Add to a route what all have in common: how they refuse, and whom."""
    operation["responses"] = {
        **{str(status): said for status, said in operation["responses"].items()},
        **{status: _refusal(said) for status, said in REFUSALS.items()},
    }
    right = operation["x-right"]
    needs = [
        f"the scope `{right['scope']}`" if right["scope"] else "",
        f"the permission `{right['permission']}`" if right["permission"] else "",
    ]
    if any(needs):
        operation["description"] += f" Needs {' and '.join(filter(None, needs))}."


def _refusal(said: str) -> dict[str, Any]:
    schema = {"$ref": REF_TEMPLATE.format(model="Problem")}
    return {"description": said, "content": {MEDIA_TYPE: {"schema": schema}}}
