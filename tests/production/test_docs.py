"""The documentation keeps up with the code."""

import re
from pathlib import Path

import pytest

from accounts.roles import GRANTS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
READ_BY_CODE = re.compile(r"env\.\w+\(\s*\"([A-Z_]+)\"|environ\.get\(\"([A-Z_]+)\"")
CODE = [
    ROOT / "atrocity_tracker" / "settings.py",
    ROOT / "atrocity_tracker" / "supervisor.py",
    ROOT / "atrocity_tracker" / "embedded" / "data_dir.py",
    ROOT / "sources" / "extraction" / "model.py",
    ROOT / "sources" / "extraction" / "gazetteer" / "location.py",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_operations_explains_every_variable_that_the_code_reads() -> None:
    found = {
        name for path in CODE for pair in READ_BY_CODE.findall(path.read_text()) for name in pair
    }
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, re.MULTILINE))

    assert explained == found - {"", "PYTHONPATH"}


def test_every_variable_of_the_example_is_one_that_compose_reads() -> None:
    example = (ROOT / ".env.example").read_text()
    compose = (ROOT / "docker-compose.yml").read_text()

    named = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))

    assert named == set(re.findall(r"\$\{([A-Z_]+)", compose))


def test_security_page_grants_each_role_what_the_code_does() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    rows = re.findall(r"^\| (\w+) \| .* \| (.*) \|$", page, re.MULTILINE)
    granted = {
        role: tuple(re.findall(r"`([a-z_.]+)`", cell)) for role, cell in rows if role in GRANTS
    }

    assert granted == GRANTS
