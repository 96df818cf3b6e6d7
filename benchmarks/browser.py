"""The product's web server and a browser on it: from the key to the next claim on screen."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright

from atrocity_tracker.embedded.process import wait_until

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STARTS_WITHIN = 60
# From the press until two frames after another claim has taken the place of the judged one.
WATCH = """() => {
  const next = (mark) => requestAnimationFrame(() => requestAnimationFrame(() => mark()))
  window.took = []
  addEventListener("keydown", ({ timeStamp }) => { window.pressed = timeStamp }, true)
  document.addEventListener("htmx:afterSettle", () =>
    next(() => window.took.push(performance.now() - window.pressed)))
}"""


def key_to_next(client: Client, *, rounds: int) -> dict[str, object]:
    """Judge claims with one key each; return the median and the 95th percentile in milliseconds."""
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with server() as url, browser_at_hand() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{url}{reverse('incidents:queue')}?sort=reading")
        page.evaluate(WATCH)
        times = [_judge(page, number) for number in range(rounds + 1)][1:]
    return {
        "n": len(times),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
    }


def _judge(page: Page, number: int) -> float:
    page.keyboard.press("n" if number % 5 == 4 else "y")
    page.wait_for_function("count => window.took.length > count", arg=number)
    return float(page.evaluate("window.took.at(-1)"))


@contextmanager
def browser_at_hand() -> Iterator[Browser]:
    """Start the Chromium or Chrome of this machine, without a window."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_program(), args=root)
        yield chromium
        chromium.close()


@contextmanager
def server() -> Iterator[str]:
    """Start the product's web server; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--no-log", "atrocity_tracker.wsgi:application"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR) as server:
        try:
            wait_until(lambda: _answers(port), STARTS_WITHIN)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def _program() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit("There is no Chromium or Chrome here; set CHROMIUM to the path of one.")
    return found
