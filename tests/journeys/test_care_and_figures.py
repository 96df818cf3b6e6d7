"""The map, the figures about the extractor, preferences and covered text in a real browser."""

from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.roles import LEAD, sync_roles
from incidents.actions import review
from incidents.enums import Verdict
from incidents.models import IncidentClaim
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_user,
)
from tests.incidents.states import draft_of
from tests.journeys.conftest import SCREENSHOTS

pytestmark = pytest.mark.django_db(transaction=True)

HARD = "Nine women told investigators that soldiers had abused them at the barracks in Verrin."
PLAIN = "On the same day soldiers shot dead four men at the market of Verrin, a nurse said."
REST = "The ministry did not answer questions. Roads to the town stayed closed until the weekend."
VERRIN: dict[str, Any] = {"place_name": "Verrin", "place_precision": "settlement"}
AT: dict[str, Any] = {"place_latitude": 16.27, "place_longitude": -0.04}


@pytest.fixture
def link() -> IncidentClaim:
    """A claim about sexual violence to judge, among others; incidents; and a past of decisions."""
    sync_roles()
    lena = make_user(LEAD, username="lena")
    document = make_document(f"{HARD} {PLAIN}\n\n{REST}", title="What happened in Verrin")
    at = HARD.index("Verrin")
    hard = make_claim(
        document,
        quote=HARD,
        event_type="sexual_violence",
        place_span=NumericRange(at, at + 6),
        **VERRIN,
        **AT,
    )
    make_count(hard, effect="sexually_abused", lower=9, upper=9, qualifier="exact")
    make_link(make_claim(document, quote=PLAIN))
    _judge_some(lena)
    for number in range(12):
        day = date(2020, 1, 5) + timedelta(days=37 * number)
        make_incident(
            date_start=day,
            date_end=day,
            date_precision="day",
            place_latitude=16.27 - number,
            place_longitude=number * 2.0,
            **VERRIN,
            **(
                {"status": "confirmed", "confirmed_by": lena, "confirmed_at": timezone.now()}
                if number % 3
                else {}
            ),
        )
    return make_link(hard, make_incident(**VERRIN, **AT))


def _judge_some(by: User) -> None:
    for number in range(60):
        score = 0.35 + number % 6 / 10
        judged = make_link(make_claim(confidence=score, **VERRIN))
        if number % 11 == 5:
            review.correct(judged, draft_of(judged.claim, place_name="Gao"), by=by, version=0)
        else:
            verdict = Verdict.REJECTED if number % (number % 6 + 2) == 0 else Verdict.ACCEPTED
            review.judge(judged, verdict, by=by, version=0)


def cookie(url: str) -> Any:
    client = Client()
    client.force_login(User.objects.get(username="lena"))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def paths(link: IncidentClaim) -> dict[str, str]:
    return {
        "home": "/",
        "overview": "/overview/",
        "extractor": "/extractor/",
        "preferences": "/account/preferences/",
        "veil-judge": f"/queue/{link.pk}/",
        "veil-document": link.claim.document.get_absolute_url(),
        "veil-incident": link.incident.get_absolute_url(),
        "veil-claims": "/claims/",
    }


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 320), ("dark", 1440)])
def test_pages_are_accessible_and_never_wider_than_the_window(
    live_server: Any, browser: Browser, link: IncidentClaim, scheme: Any, width: int
) -> None:
    size: Any = {"width": width, "height": 900}
    context = browser.new_context(color_scheme=scheme, viewport=size)
    context.add_cookies([cookie(live_server.url)])
    page = context.new_page()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    problems: dict[str, Any] = {}
    for name, path in paths(link).items():
        page.goto(f"{live_server.url}{path}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}-{width}.png", full_page=True)
        found = [one["id"] for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if found:
            problems[name] = found
    context.close()

    assert problems == {}


def test_covered_words_are_shown_by_a_key_and_nothing_moves(
    live_server: Any, page: Page, link: IncidentClaim
) -> None:
    page.context.add_cookies([cookie(live_server.url)])
    page.goto(f"{live_server.url}{paths(link)['veil-judge']}")
    words = page.locator(".article .sensitive > *").first
    after = page.get_by_text("The ministry did not answer")
    expect(words).to_be_hidden()
    before = after.bounding_box()

    page.keyboard.press("v")

    expect(words).to_be_visible()
    assert after.bounding_box() == before


def test_covered_quote_is_shown_by_a_click_without_any_script(
    live_server: Any, browser: Browser, link: IncidentClaim
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([cookie(live_server.url)])
    page = context.new_page()
    page.goto(f"{live_server.url}/claims/")
    row = page.get_by_role("row").filter(has_text="Sexual violence")
    before = row.bounding_box()
    expect(row.get_by_role("link", name="Nine women")).to_be_hidden()

    row.get_by_text("Show").click()

    expect(row.get_by_role("link", name="Nine women")).to_be_visible()
    assert row.bounding_box() == before
    context.close()


def test_keys_that_are_switched_off_do_nothing(
    live_server: Any, page: Page, link: IncidentClaim
) -> None:
    User.objects.update(uses_keys=False)
    page.context.add_cookies([cookie(live_server.url)])
    page.goto(f"{live_server.url}{paths(link)['veil-judge']}")

    page.keyboard.press("v")
    page.keyboard.press("y")

    expect(page.locator(".article .sensitive > *").first).to_be_hidden()
    link.refresh_from_db()
    assert link.verdict == Verdict.PENDING


def test_map_and_table_show_the_same_incidents(
    live_server: Any, page: Page, link: IncidentClaim
) -> None:
    page.context.add_cookies([cookie(live_server.url)])
    with page.expect_response("**/overview/places.geojson") as answer:
        page.goto(f"{live_server.url}/overview/")

    rows = page.get_by_role("row").filter(has_text="AT-")
    placed = rows.filter(has_text="Verrin").filter(has_not_text="not on the map")
    assert placed.count() == len(answer.value.json()["features"]) == 13
