"""The product as a server runs it: strict settings, hashed and compressed files, a health page."""

import gzip
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "tracker.example.org"
OTHERS = ("admin", "django_htmx", "flags", "world-atlas")  # no page here asks for them
FOREVER = "max-age=315360000, public, immutable"


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a server, with the static files collected."""
    folder = tmp_path_factory.mktemp("server")
    environment = os.environ | {
        "SECRET_KEY": "a key for one test, longer than the fifty letters Django asks for: 7Qz",
        "ALLOWED_HOSTS": f"{DOMAIN},127.0.0.1",
        "HTTPS": "true",
        "DATA_DIR": str(folder),
        "STATIC_ROOT": str(folder / "collected"),
    }
    others = [f"--ignore={name}" for name in OTHERS]
    manage(environment, "collectstatic", "--no-input", "--verbosity=0", *others)
    return environment


@pytest.fixture(scope="module")
def port(production: dict[str, str]) -> Iterator[int]:
    """The port of a real web server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--no-log", "atrocity_tracker.wsgi:application"]
    with subprocess.Popen(command, cwd=ROOT, env=production) as server:
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The web server did not start.")


def get(port: int, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers=sent)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def stylesheet(port: int) -> str:
    """Return the address of the style sheet that the login page names."""
    _, page = get(port, "/accounts/login/", Host=DOMAIN, X_Forwarded_Proto="https")
    return re.findall(r'href="(/static/css/base\.[^"]+)"', page.decode())[0]


def test_the_deployment_check_has_nothing_to_say(production: dict[str, str]) -> None:
    said = manage(production, "check", "--deploy", "--fail-level", "WARNING")

    assert said == "System check identified no issues (0 silenced).\n"


def test_the_settings_ask_for_a_key(production: dict[str, str]) -> None:
    without = {name: value for name, value in production.items() if name != "SECRET_KEY"}

    done = subprocess.run(
        [sys.executable, "-c", "import atrocity_tracker.settings"],
        cwd=ROOT,
        env=without,
        capture_output=True,
        text=True,
    )

    assert done.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable"
    )


def test_the_health_page_answers_without_login_and_without_tls(port: int) -> None:
    response, body = get(port, "/healthz")

    assert (response.status, body) == (200, b"ok")


def test_every_other_page_is_sent_to_tls(port: int) -> None:
    response, _ = get(port, "/", Host=DOMAIN)

    assert (response.status, response.headers["Location"]) == (301, f"https://{DOMAIN}/")


def test_a_page_behind_tls_is_closed_and_tells_the_browser_so(port: int) -> None:
    response, _ = get(port, "/", Host=DOMAIN, X_Forwarded_Proto="https")

    assert (response.status, response.headers["Location"]) == (302, "/accounts/login/?next=/")
    assert response.headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )


def test_another_host_name_is_refused(port: int) -> None:
    response, _ = get(port, "/", Host="elsewhere.example.org", X_Forwarded_Proto="https")

    assert response.status == 400


def test_static_files_carry_their_hash_and_are_kept_for_ever(port: int) -> None:
    path = stylesheet(port)

    response, _ = get(port, path, X_Forwarded_Proto="https", Host=DOMAIN)

    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", path)
    assert (response.status, response.headers["Cache-Control"]) == (200, FOREVER)


@pytest.mark.parametrize(
    ("encoding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_static_files_travel_compressed(
    port: int, encoding: str, decode: Callable[[bytes], bytes]
) -> None:
    path = stylesheet(port)
    _, plain = get(port, path, X_Forwarded_Proto="https", Host=DOMAIN)

    response, packed = get(
        port, path, Accept_Encoding=encoding, X_Forwarded_Proto="https", Host=DOMAIN
    )

    assert response.headers["Content-Encoding"] == encoding
    assert decode(packed) == plain
    assert len(packed) < len(plain) / 2
