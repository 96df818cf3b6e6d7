"""A pytest plugin: throwaway services for the tests, started before Django reads its settings."""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from .embedded import ServiceError, throwaway_services


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Run before pytest-django; workers of pytest-xdist share what their controller started."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    os.environ["CELERY_QUEUE"] = f"test-{worker or 'main'}"
    if worker is None:
        until_the_end = ExitStack()
        early_config.add_cleanup(until_the_end.close)
        try:
            until_the_end.enter_context(throwaway_services())
        except ServiceError as error:
            raise pytest.UsageError(str(error)) from error
    return (yield)
