"""The files a server is set up with: no weakness that a linter or a reader could have seen."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DCLINT = ROOT / "tools" / "dclint"
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD"}


def services() -> dict[str, str]:
    """Return what docker-compose.yml says of each service."""
    section = re.split(r"^(?=\w)", COMPOSE.partition("\nservices:\n")[2], flags=re.MULTILINE)[0]
    parts = re.split(r"^  (\w+):\n", section, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(scope="session")
def dclint(request: pytest.FixtureRequest) -> list[str]:
    """The linter of Compose files, installed once for each of its lock files."""
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        reason = f"{' and '.join(missing)} not found, so docker-compose.yml is not linted"
        (pytest.fail if os.environ.get("REQUIRE_NODE") else pytest.skip)(reason)
    lock = hashlib.sha256((DCLINT / "package-lock.json").read_bytes()).hexdigest()[:12]
    assert request.config.cache
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder = request.config.cache.mkdir(f"dclint-{lock}-{worker}")
    program = folder / "node_modules" / "dclint" / "bin" / "dclint.cjs"
    if not program.exists():
        for name in ("package.json", "package-lock.json"):
            shutil.copy(DCLINT / name, folder)
        install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(install, cwd=folder, check=True, timeout=120)
    return ["node", str(program), "--config", str(DCLINT / "dclintrc.json"), "--max-warnings=0"]


def test_dclint_finds_nothing_in_the_compose_file(dclint: list[str]) -> None:
    done = subprocess.run([*dclint, ROOT / "docker-compose.yml"], capture_output=True, text=True)

    assert (done.returncode, done.stdout.strip()) == (0, "")


def test_dclint_would_find_a_misspelt_key(dclint: list[str], tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.replace("    image: postgres:18", "    imagee: postgres:18"))

    done = subprocess.run([*dclint, wrong], capture_output=True, text=True)

    assert done.returncode == 1


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")

    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True)

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_services_are_the_expected_ones() -> None:
    assert list(services()) == ["postgres", "redis", "migrate", "web", "worker", "beat"]


def test_every_service_that_stays_has_a_health_check() -> None:
    checked = {name for name, said in services().items() if "\n    healthcheck:\n" in said}

    assert checked == set(services()) - {"migrate"}


def test_every_service_is_hardened() -> None:
    everywhere = COMPOSE.partition("x-app:")[0]
    inherits = {
        name for name, said in services().items() if re.match(r"    <<: \*(all|app)\n", said)
    }
    reverts = {name for name, said in services().items() if re.search("privileged|cap_add", said)}

    assert [line.strip() for line in everywhere.splitlines() if line.startswith("  ")] == [
        "restart: unless-stopped",
        "read_only: true",
        "cap_drop: [ALL]",
        'security_opt: ["no-new-privileges:true"]',
        "init: true",
    ]
    assert (inherits, reverts) == (set(services()), set())


def test_no_service_runs_as_root() -> None:
    own_user = {name: said for name, said in services().items() if "image: " in said}
    users = {name: re.findall(r"^    user: (\w+)$", said, re.M) for name, said in own_user.items()}
    image = re.findall(r"^USER (\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert (users, image) == ({"postgres": ["postgres"], "redis": ["valkey"]}, ["10001"])


def test_secrets_come_from_outside_and_have_no_default() -> None:
    used = re.findall(r"\$\{(\w+)([^}]*)\}", COMPOSE)
    demanded = {name for name, rest in used if rest.startswith(":?")}
    given_a_default = {name for name, rest in used if not rest.startswith(":?")}

    assert demanded >= SECRETS
    assert not SECRETS & given_a_default
    assert not re.search(r"(KEY|PASSWORD): (?!\$\{)", COMPOSE)


def test_the_example_of_an_env_file_holds_no_secret() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    said = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert {name: said[name] for name in SECRETS} == dict.fromkeys(SECRETS, "")


def test_only_the_loopback_sees_a_port() -> None:
    assert re.findall(r"^    ports:\n((?:      - .*\n)+)", COMPOSE, re.MULTILINE) == [
        '      - "127.0.0.1:${PORT:-8000}:8000"\n'
    ]


def test_only_the_web_process_can_reach_the_internet() -> None:
    assert [name for name, said in services().items() if "outside" in said] == ["web"]
    assert "\n  inside: {internal: true}\n" in COMPOSE
