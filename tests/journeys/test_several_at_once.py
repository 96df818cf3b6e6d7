"""Deciding on several rows at once and splitting an incident, in a real browser."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.roles import REVIEWER, sync_roles
from incidents.actions import bulk
from incidents.actions.facts import refresh
from incidents.enums import Action, Verdict
from incidents.models import Bulk, Incident, IncidentClaim
from tests.factories import make_claim, make_count, make_document, make_link, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def links(db: None) -> list[IncidentClaim]:
    """Six claims; the last two, one of them about torture, are in one incident."""
    sync_roles()
    found: list[IncidentClaim] = []
    for number in range(6):
        code = "torture" if number == 5 else "unlawful_killing"
        claim = make_claim(make_document(), event_type=code)
        make_count(claim, lower=number + 2, upper=None)
        found.append(make_link(claim, found[4].incident if number == 5 else None))
    refresh(*{link.incident for link in found})
    return found


@pytest.fixture
def ana(links: list[IncidentClaim]) -> User:
    return make_user(REVIEWER, username="ana")


def cookie(url: str, person: User) -> Any:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def verdicts() -> list[str]:
    return list(IncidentClaim.objects.order_by("pk").values_list("verdict", flat=True))


def test_rows_are_ticked_in_a_stretch_and_rejected_by_keyboard(
    live_server: Any, page: Page, ana: User
) -> None:
    page.context.add_cookies([cookie(live_server.url, ana)])
    page.goto(f"{live_server.url}/claims/")
    boxes = page.locator("tbody .tick input")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-ticked]")).to_have_text("3")
    expect(page.locator("tr.is-selected")).to_have_count(3)
    page.get_by_label("Several at once", exact=True).select_option("reject_claim")
    page.get_by_label("Several at once", exact=True).blur()

    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reject: 3 claims?")
    assert verdicts() == ["pending"] * 6
    page.get_by_label("Why").focus()
    page.keyboard.type("One wire report, three times")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("3 of 3 decided on")).to_be_visible()
    assert verdicts() == ["pending", "pending", "rejected", "rejected", "rejected", "pending"]
    page.keyboard.press("u")

    expect(page.get_by_text("3 put back")).to_be_visible()
    assert verdicts() == ["pending"] * 6


def test_all_rows_of_a_page_are_ticked_and_unticked_by_one_key(
    live_server: Any, page: Page, ana: User
) -> None:
    page.context.add_cookies([cookie(live_server.url, ana)])
    page.goto(f"{live_server.url}/incidents/")

    page.keyboard.press("x")
    expect(page.locator("[data-ticked]")).to_have_text("5")
    page.keyboard.press("x")

    expect(page.locator("[data-ticked]")).to_be_hidden()


def test_everything_works_without_a_script(live_server: Any, browser: Browser, ana: User) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([cookie(live_server.url, ana)])
    page = context.new_page()
    page.goto(f"{live_server.url}/claims/")
    page.get_by_label("Several at once", exact=True).select_option("accept_claim")
    page.locator("tbody .tick input").nth(0).check()
    page.get_by_role("button", name="Preview for the ticked").click()
    page.get_by_role("button", name="Accept 1").click()
    expect(page.get_by_text("1 of 1 decided on")).to_be_visible()

    page.goto(f"{live_server.url}/claims/?verdict=pending")
    page.get_by_label("Several at once", exact=True).select_option("unsure_claim")
    page.get_by_role("button", name="Preview for all 5 that match").click()
    page.get_by_role("button", name="Mark as unsure 5").click()
    expect(page.get_by_text("5 of 5 decided on")).to_be_visible()

    context.close()
    assert verdicts() == ["unsure"] * 5 + ["accepted"]


def test_incident_is_split_by_keyboard(
    live_server: Any, page: Page, links: list[IncidentClaim], ana: User
) -> None:
    page.context.add_cookies([cookie(live_server.url, ana)])
    page.goto(live_server.url + links[4].incident.get_absolute_url())
    page.keyboard.press("x")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Which claims are about another event?"
    )
    page.locator("tbody .tick input").nth(1).focus()
    page.keyboard.press("Space")

    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="Both, as they would be")).to_be_visible()
    page.keyboard.press("w")
    page.keyboard.type("Two days apart")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text(f"Split from {links[4].incident.reference}.")).to_be_visible()
    assert Incident.objects.order_by("-pk")[0].links.get() == links[5]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_never_wider_than_the_window(
    live_server: Any, browser: Browser, links: list[IncidentClaim], ana: User, scheme: Any
) -> None:
    rows = IncidentClaim.objects.filter(pk__in=[link.pk for link in links[:2]])
    seen = bulk.preview(rows, Action.ACCEPT_CLAIM, by=ana).digest
    bulk.take_back(bulk.order(rows, Action.ACCEPT_CLAIM, by=ana, seen=seen), by=ana)
    one, two, three = (link.incident.reference for link in links[2:5])
    paths = [
        "/claims/",
        "/incidents/",
        "/claims/bulk/?act=reject_claim&scope=all",
        "/incidents/bulk/?act=confirm&scope=all",
        Bulk.objects.get().get_absolute_url(),
        f"/incidents/{three}/split/?link={links[5].pk}-0",
        f"/incidents/{one}/merge/{two}/?also={three}",
    ]
    context = browser.new_context(color_scheme=scheme)
    context.add_cookies([cookie(live_server.url, ana)])
    page = context.new_page()
    problems: dict[str, Any] = {}
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            page.goto(live_server.url + path)
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
    assert Verdict.ACCEPTED not in verdicts()
