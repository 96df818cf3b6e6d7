import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from atrocity_tracker import bootstrap

ROOT = Path(__file__).resolve().parents[1]
STDLIB_ONLY = "import sys; sys.path.insert(0, {!r}); import atrocity_tracker.bootstrap"


def test_the_bootstrap_needs_the_standard_library_alone():
    program = STDLIB_ONLY.format(str(ROOT))

    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("name", ["base", "local", "dev", "model", "uv"])
def test_locks_carry_a_hash_for_each_package_and_no_address(name):
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    packages = text.replace("\\\n", " ").splitlines()

    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in text


def test_what_is_installed_for_the_tests_holds_all_that_a_run_needs():
    def pins(name: str) -> set[str]:
        lines = (ROOT / "requirements" / f"{name}.lock").read_text().splitlines()
        return {line.rstrip(" \\") for line in lines if "==" in line}

    assert pins("base") - pins("local") == set()
    assert pins("local") - pins("dev") == set()


def test_uv_is_told_what_pip_knows_of_this_machine(monkeypatch):
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example.org/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "/wheels")
    monkeypatch.setenv("UV_FIND_LINKS", "/better")

    environment = bootstrap.uv_environment()

    assert environment["UV_DEFAULT_INDEX"] == "https://packages.example.org/simple"
    assert environment["UV_FIND_LINKS"] == "/better"


def test_without_a_command_it_says_what_there_is():
    done = subprocess.run([sys.executable, "dev.py"], cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (1, f"{bootstrap.USAGE}\n")


def test_an_old_python_gets_one_sentence():
    program = (
        "import runpy, sys; sys.version_info = (3, 9, 6); sys.version = '3.9.6 (old)'; "
        "runpy.run_path('dev.py', run_name='__main__')"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"Python 3\.11, 3\.12 or 3\.13 is needed and this is 3\.9\.6: "
        r"(try `python3\.1\d dev\.py`|please install one of them)\.\n",
        done.stderr,
    )


def test_every_python_3_can_parse_the_start():
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 6))
