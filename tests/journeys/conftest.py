"""A real browser, a real worker and a real web server, on the database of the tests."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCREENSHOTS = Path(settings.BASE_DIR) / "test-results" / "screenshots"
QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in the thread of the test


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium or Chrome of this machine; a skip without one, unless one is required."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        told = "There is no Chromium or Chrome here; install one to run the journeys."
        pytest.fail(told) if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip(told)
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=[*QUIET, *root])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own that fails the test if the browser reports an error."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("console", lambda line: complaints.append(line.text) if _is_ours(line) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def _is_ours(line: ConsoleMessage) -> bool:
    """Pictures and axe style the page from outside; no template holds an inline style."""
    return line.type == "error" and "Applying inline style" not in line.text


@pytest.fixture
def shot(page: Page) -> Any:
    """Keep a picture of the page as an artefact of the run."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(name: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def worker(transactional_db: None) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker in a process of its own, as in production."""
    process = start_worker()
    deadline = time.monotonic() + 60
    while not current_app.control.ping(timeout=0.5):
        assert process.poll() is None, "the worker ended before it was ready"
        assert time.monotonic() < deadline, "the worker did not answer within a minute"
    yield process
    process.terminate()
    process.wait(timeout=30)


def start_worker() -> subprocess.Popen[bytes]:
    url = urlsplit(os.environ["DATABASE_URL"])
    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", "celery", "-A", "atrocity_tracker", "worker"]
    return subprocess.Popen(
        [*command, "-c", "1", "-l", "WARNING", "--without-gossip", "--without-mingle"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": urlunsplit(url._replace(path=f"/{database}"))}
        | {"DATA_DIR": str(settings.DATA_DIR)},
        start_new_session=True,
    )
