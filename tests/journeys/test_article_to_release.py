"""One story from end to end: two articles on one event become one row of a released dataset."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Page, expect

from accounts.roles import LEAD, sync_roles
from incidents.enums import Status, Verdict
from incidents.models import Incident, IncidentClaim
from sources.models import Document
from tests.factories import make_user

FIRST = """Mass grave found in Mosul

Iraqi officials said they have found 97 bodies, mostly civilians, in a mass grave in Mosul.

The army denied that its soldiers had executed prisoners in the city.
"""
SECOND = """Exhumation goes on in northern Iraq

At least 97 bodies were found in a mass grave in Mosul, according to the Iraqi Interior Ministry.

The ministry said forensic experts would go on working at the site.
"""
PASSWORD = "a long password for one test"
LONG = 30_000  # milliseconds; what a worker may take for a short article


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for file, text in zip(files, (FIRST, SECOND), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def test_two_articles_become_one_released_incident(
    live_server: Any,
    page: Page,
    worker: Any,
    articles: list[Path],
    shot: Callable[[str], None],
) -> None:
    sync_roles()
    make_user(LEAD, username="lena", password=PASSWORD)
    show = _accessible(page, shot)
    page.set_default_timeout(LONG)

    page.goto(live_server.url)
    show("login")
    page.get_by_label("Username").or_(page.get_by_label("Login")).first.fill("lena")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The work")
    show("home-empty")

    _upload(page, live_server.url, articles, show)
    _judge_all(page, live_server.url, show)
    _merge(page, live_server.url, show)
    files = _release(page, live_server.url, show)

    (row,) = _rows(files, "incidents.csv")
    assert (row["place_name"], row["country"], row["documents"]) == ("Mosul", "IQ", "2")
    assert (row["bodies_found_lower"], row["bodies_found_upper"]) == ("97", "")
    assert (row["bodies_found_qualifier"], row["bodies_found_known"]) == ("at_least", "true")
    assert (row["killed_lower"], row["killed_upper"], row["killed_known"]) == ("", "", "false")
    said = {
        (count["lower"], count["upper"], count["speakers"]) for count in _rows(files, "counts.csv")
    }
    assert said == {
        ("97", "97", "Iraqi officials"),
        ("97", "", "the Iraqi Interior Ministry"),
    }
    _provenance_leads_to_the_articles(files, articles)
    _checksums_hold(files)


def _accessible(page: Page, shot: Callable[[str], None]) -> Callable[[str], None]:
    """Return a function that keeps a picture of the page and finds nothing wrong with it."""

    def show(name: str) -> None:
        shot(name)
        violations = Axe().run(page).response["violations"]
        assert [(name, one["id"], one["nodes"][0]["html"]) for one in violations] == []

    return show


def _upload(page: Page, url: str, articles: list[Path], show: Callable[[str], None]) -> None:
    page.goto(f"{url}/upload/")
    page.locator("input[type=file]").set_input_files(articles)
    page.get_by_label("Published").fill("2017-11-13")
    page.locator("main").get_by_role("button", name="Upload").click()
    expect(page.locator("main .chip-ready")).to_have_count(2, timeout=2 * LONG)
    show("upload")
    page.goto(f"{url}/documents/")
    show("documents")
    page.goto(url + Document.objects.get(filename="first.txt").get_absolute_url())
    expect(page.locator("article .claim").first).to_be_visible()
    show("document")


def _judge_all(page: Page, url: str, show: Callable[[str], None]) -> None:
    """Accept with one key what is said of the grave, reject the rest, and take one back."""
    page.goto(f"{url}/queue/")
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    show("queue")
    first = page.url
    page.keyboard.press("h")
    _leave(page, first)
    page.keyboard.press("u")
    expect(page.get_by_text("Undone.")).to_be_visible()
    page.goto(f"{url}/queue/")
    while IncidentClaim.objects.to_judge().exists():
        link = IncidentClaim.objects.get(pk=page.url.split("/queue/")[1].split("/")[0])
        decided = page.url
        page.keyboard.press("y" if link.claim.event_type == "mass_grave" else "n")
        _leave(page, decided)
    assert set(IncidentClaim.objects.values_list("verdict", flat=True)) <= {
        Verdict.ACCEPTED,
        Verdict.REJECTED,
    }
    page.goto(f"{url}/claims/")
    show("claims")


def _leave(page: Page, address: str) -> None:
    page.wait_for_url(lambda now: now != address)


def _merge(page: Page, url: str, show: Callable[[str], None]) -> None:
    page.goto(f"{url}/suggestions/")
    show("suggestions")
    page.keyboard.press("y")
    expect(page.get_by_role("heading", name="Are these one event?")).to_be_visible()
    show("merge")
    page.keyboard.press("y")
    expect(page.get_by_text("is now part of this incident")).to_be_visible()
    gone = Incident.objects.get(status=Status.MERGED)
    page.goto(f"{url}/incidents/{gone.reference}/")
    expect(page.get_by_text("was merged into this incident")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("#messages").get_by_text("Confirmed")).to_be_visible()
    show("incident")
    page.goto(f"{url}/incidents/")
    show("incidents")
    page.goto(url)
    show("home")


def _release(page: Page, url: str, show: Callable[[str], None]) -> dict[str, bytes]:
    page.goto(f"{url}/releases/new/")
    page.get_by_label("Name").fill("First light")
    show("new-release")
    page.get_by_role("button", name="Freeze").click()
    expect(page.locator("#release .chip-frozen")).to_be_visible(timeout=LONG)
    show("release")
    files = {}
    for link in page.locator("#release table th a").all():
        with page.expect_download() as waiting:
            link.click()
        files[link.inner_text()] = _content(waiting.value)
    page.goto(f"{url}/releases/")
    show("releases")
    return files


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def _rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode(), newline="")))


def _provenance_leads_to_the_articles(files: dict[str, bytes], articles: list[Path]) -> None:
    digests = {hashlib.sha256(file.read_bytes()).hexdigest() for file in articles}
    cells = [
        row
        for row in _rows(files, "provenance.csv")
        if (row["table"], row["column"]) == ("incidents", "bodies_found_lower")
    ]
    claims = {row["id"]: row for row in _rows(files, "claims.csv")}
    assert {row["document_sha256"] for row in cells} == digests
    assert all(row["reviewer"] and row["decided_at"] and row["rule"] for row in cells)
    assert all(claims[row["claim"]]["sentence"] == row["sentence"] for row in cells)


def _checksums_hold(files: dict[str, bytes]) -> None:
    listed = dict(line.split("  ")[::-1] for line in files["MANIFEST.sha256"].decode().splitlines())
    (archive,) = (name for name in files if name.endswith(".zip"))
    single = {name: content for name, content in files.items() if name != archive}
    present = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in single.items()
        if name != "MANIFEST.sha256"
    }
    assert listed == present
    with zipfile.ZipFile(io.BytesIO(files[archive])) as packed:
        assert {Path(name).name: packed.read(name) for name in packed.namelist()} == single
