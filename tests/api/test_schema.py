"""The schema is valid OpenAPI 3.1, and every answer keeps to it, whatever is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from accounts import roles
from incidents.api.interface import description
from tests.api.world import World, addresses, key_of
from tests.factories import make_user

FEW = settings(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Served:
    """The running application, as schemathesis sees it, and a key that opens all of it."""

    schema: Any
    headers: dict[str, str]

    def operations(self) -> dict[str, Any]:
        found = (result.ok() for result in self.schema.get_all_operations())
        return {one.definition.raw["operationId"]: one for one in found}


@pytest.fixture
def served(world: World, settings: Any) -> Iterator[Served]:
    settings.API_REQUESTS_PER_TOKEN = settings.API_REQUESTS_PER_USER = 10**6
    settings.ALLOWED_HOSTS = ["localhost"]
    headers = {"Authorization": f"Bearer {key_of(make_user(roles.REVIEWER))}"}
    for signal in (request_started, request_finished):  # the test keeps its transaction
        signal.disconnect(close_old_connections)
    app = WSGIHandler()
    yield Served(
        schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, headers=headers), headers
    )
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_schema_is_valid_openapi(served):
    served.schema.validate()

    assert served.schema.raw_schema["openapi"] == "3.1.0"


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_route_keeps_to_the_schema_whatever_is_asked(served, mode):
    for operation in served.operations().values():

        @FEW
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_to_it(case):
            case.call_and_validate(headers=served.headers)

        keeps_to_it()


def test_every_real_row_is_answered_as_the_schema_says(served, world):
    operations = served.operations()
    del operations["get_file"]  # the client behind schemathesis leaves files open
    real = addresses(world)
    answered = {}

    for name, operation in operations.items():
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/?]+)", operation.path)
        path, _, query = real[name].partition("?")
        found = re.fullmatch(pattern, path)
        assert found
        case = operation.Case(
            path_parameters=found.groupdict(),
            query=dict(pair.split("=") for pair in query.split("&") if pair),
        )
        answered[name] = case.call_and_validate(headers=served.headers).status_code

    assert answered == dict.fromkeys(operations, 200)


def test_every_field_of_every_answer_is_listed_as_given_or_null():
    schemas = description()["components"]["schemas"]

    optional = {
        name: set(one["properties"]) - set(one.get("required", []))
        for name, one in schemas.items()
        if "properties" in one
    }

    assert {name: left for name, left in optional.items() if left} == {}
