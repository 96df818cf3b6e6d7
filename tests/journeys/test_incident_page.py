"""The page of an incident in a real browser: accessible, at any width, and by keyboard alone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.roles import LEAD, REVIEWER, sync_roles
from incidents.actions import notes
from incidents.models import Incident, Mention
from tests.factories import make_user
from tests.incidents.examples import make_contested_incident

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def incident() -> Incident:
    sync_roles()
    lena, ben = make_user(LEAD, username="lena"), make_user(REVIEWER, username="ben")
    found = make_contested_incident()
    notes.annotate(found, by=ben, text=f"@{lena.username}, is the date right?")
    return found


def cookie(url: str) -> Any:
    client = Client()
    client.force_login(Mention.objects.get().person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_never_wider_than_the_window(
    live_server: Any, browser: Browser, incident: Incident, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme)
    context.add_cookies([cookie(live_server.url)])
    page = context.new_page()
    problems: dict[str, Any] = {}
    for width in (320, 720, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("", "history/"):
            page.goto(f"{live_server.url}{incident.get_absolute_url()}{path}")
            page.evaluate(
                "for (const d of document.querySelectorAll('main details')) d.open = true"
            )
            found = [one["id"] for one in Axe().run(page).response["violations"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("wider than the window")
            if found:
                problems[f"{width} {path}"] = found
    context.close()

    assert problems == {}


def test_colleague_is_called_by_keyboard_alone(
    live_server: Any, page: Page, incident: Incident
) -> None:
    page.context.add_cookies([cookie(live_server.url)])
    page.goto(f"{live_server.url}{incident.get_absolute_url()}")
    note = page.get_by_label("Note", exact=True)
    note.focus()

    page.keyboard.type("Please look, @b")
    expect(page.get_by_role("option", name="@ben")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(note).to_have_value("Please look, @ben ")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Please look, @ben")).to_be_visible()
    assert Mention.objects.filter(person__username="ben").count() == 1


def test_incident_is_graded_without_any_script(
    live_server: Any, browser: Browser, incident: Incident
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([cookie(live_server.url)])
    page = context.new_page()
    page.goto(f"{live_server.url}{incident.get_absolute_url()}")

    page.get_by_text("Grade it", exact=True).click()
    page.get_by_label("Fair").check()
    page.get_by_label("Why?").last.fill("Two counts agree.")
    page.get_by_role("button", name="Grade").click()

    expect(page.get_by_text("differs from the rule")).to_be_visible()
    context.close()
    incident.refresh_from_db()
    assert incident.grade == "fair"
