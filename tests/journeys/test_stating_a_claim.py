"""Correcting and adding claims in a real browser: by words selected, by typing, by keyboard."""

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from accounts.roles import REVIEWER, sync_roles
from incidents.enums import Verdict
from incidents.lookup import find_places
from incidents.models import IncidentClaim
from tests.factories import make_claim, make_count, make_document, make_link, make_user
from tests.journeys.conftest import SCREENSHOTS

pytestmark = pytest.mark.django_db(transaction=True)

QUOTE = "At least 14 people were shot dead near Timbuktu on Friday, the governor said."
TEXT = f"""Night in the north 😔

{QUOTE} He blamed the Red Column. It was the third such night since spring, and the roads to
the river stayed closed until the morning.

Dozens more were wounded in the market of Goundam, a nurse said."""
SELECT = """(words) => {
  const root = document.querySelector("[data-article]")
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const whole = root.textContent
  let left = whole.indexOf(words)
  let right = left + words.length
  const range = document.createRange()
  let begun = false
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!begun && left < node.length) { range.setStart(node, left); begun = true }
    if (right <= node.length) { range.setEnd(node, right); break }
    left -= node.length
    right -= node.length
  }
  root.closest("[data-scroll]").focus()
  getSelection().removeAllRanges()
  getSelection().addRange(range)
}"""


@pytest.fixture
def link(db: None) -> IncidentClaim:
    sync_roles()
    find_places("Gao")  # opens the gazetteer, as the first search of a day does
    document = make_document(TEXT, title="Night in the north", published=date(2021, 5, 5))
    claim = make_claim(document, quote=QUOTE)
    make_count(claim)
    return make_link(claim)


def cookie(url: str) -> Any:
    client = Client()
    client.force_login(make_user(REVIEWER))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def select(page: Page, words: str, key: str) -> None:
    page.evaluate(SELECT, words)
    expect(page.get_by_role("toolbar")).to_be_visible()
    page.keyboard.press(key)


def test_selected_words_fill_the_fields_by_one_key_each(
    live_server: Any, page: Page, link: IncidentClaim, shot: Any
) -> None:
    page.context.add_cookies([cookie(live_server.url)])
    page.goto(live_server.url + reverse("incidents:judge", args=[link.pk]))

    select(page, "Timbuktu", "p")
    expect(page.get_by_role("heading", name="Correct a claim")).to_be_visible()
    expect(page.get_by_label("Country")).to_have_value("ML")
    select(page, "on Friday", "t")
    expect(page.get_by_label("First possible day")).to_have_value("2021-04-30")
    select(page, "Dozens", "c")
    expect(page.locator("#id_counts-1-lower")).to_have_value("24")
    select(page, "the Red Column", "b")
    expect(page.locator("#id_perpetrator")).to_have_value("the Red Column")
    select(page, "the governor", "a")
    expect(page.locator("#id_speakers-0-name")).to_have_value("the governor")
    shot("correct-filled")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Corrected.")).to_be_visible()

    claim = IncidentClaim.objects.get(verdict=Verdict.ACCEPTED).claim
    spans = (claim.place_span, claim.date_span, claim.perpetrator_span)
    assert [TEXT[span.lower : span.upper] for span in spans] == [
        "Timbuktu",
        "on Friday",
        "the Red Column",
    ]
    assert (claim.place_name, claim.place_country, claim.date_start) == (
        "Timbuktu",
        "ML",
        date(2021, 4, 30),
    )
    counts = claim.counts.values_list("lower", "upper", "qualifier")
    assert list(counts) == [(12, None, "at_least"), (24, 99, "vague")]


def test_place_is_chosen_from_the_gazetteer_by_keyboard(
    live_server: Any, page: Page, link: IncidentClaim, shot: Any
) -> None:
    page.context.add_cookies([cookie(live_server.url)])
    page.goto(live_server.url + reverse("incidents:correct", args=[link.pk]))

    page.locator("#id_place_name").fill("Ізю")
    expect(page.locator("#places [role=option]").first).to_contain_text("Izyum")
    shot("correct-places")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("#id_place_name")).to_have_value("Izyum")
    expect(page.get_by_label("Country")).to_have_value("UA")
    expect(page.locator("[data-gazetteer]")).to_have_text("GeoNames 707292")
    pin = page.locator(".map-pin")
    expect(pin).to_be_visible()
    before = page.get_by_label("Latitude").input_value()
    pin.evaluate('(pin) => pin.scrollIntoView({ block: "center" })')
    pin.hover()  # waits until the page has come to rest
    box = pin.bounding_box()
    assert box
    page.mouse.down()
    page.mouse.move(box["x"] + 11, box["y"] - 40, steps=4)
    page.mouse.up()
    expect(page.get_by_label("Latitude")).not_to_have_value(before)


def test_numbers_and_days_in_words_are_told_as_they_are_typed(
    live_server: Any, page: Page, link: IncidentClaim
) -> None:
    page.context.add_cookies([cookie(live_server.url)])
    page.goto(live_server.url + reverse("incidents:correct", args=[link.pk]))

    page.get_by_role("button", name="Another number").click()
    page.keyboard.press("Tab")
    page.locator("#id_counts-2-words").fill("at least 10")
    expect(page.locator("#id_counts-2-lower")).to_have_value("10")
    expect(page.get_by_text("This means 10 or more, with no upper bound.")).to_be_visible()
    page.locator("#id_date_words").fill("early March 2021")
    expect(page.get_by_label("Last possible day")).to_have_value("2021-03-31")


def test_new_claim_starts_from_words_selected_by_keyboard_alone(
    live_server: Any, page: Page, link: IncidentClaim
) -> None:
    page.context.add_cookies([cookie(live_server.url)])
    page.goto(live_server.url + reverse("sources:document", args=[link.claim.document_id]))

    page.get_by_role("article").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Shift+ArrowRight")
    expect(page.get_by_role("toolbar")).to_be_visible()
    page.keyboard.press("+")

    expect(page.get_by_role("heading", name="Add a claim")).to_be_visible()
    expect(page.locator("[data-quote]")).to_have_text("least 14")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_is_accessible_and_never_wider_than_the_window(
    live_server: Any, browser: Browser, link: IncidentClaim, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme)
    context.add_cookies([cookie(live_server.url)])
    page = context.new_page()
    problems: dict[int, Any] = {}
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + reverse("incidents:correct", args=[link.pk]))
        page.locator("#id_place_name").fill("Timbuk")
        expect(page.locator("#places [role=option]").first).to_contain_text("Timbuktu")
        page.evaluate(SELECT, "Dozens")
        page.screenshot(path=SCREENSHOTS / f"correct-{scheme}-{width}.png", full_page=True)
        found = [one["id"] for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if found:
            problems[width] = found
    context.close()

    assert problems == {}
