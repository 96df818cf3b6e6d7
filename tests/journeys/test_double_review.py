"""Two readers and a third person, by keyboard alone: blind reading, difference, settlement."""

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.roles import LEAD, REVIEWER, sync_roles
from incidents.actions import double
from incidents.actions.readings import as_json, draft_of, from_json
from incidents.enums import Verdict
from incidents.models import Assessment, Decision, IncidentClaim
from tests.factories import make_claim, make_count, make_document, make_link, make_user
from tests.journeys.conftest import SCREENSHOTS

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCES = [
    "At least 14 people were shot dead near Timbuktu on Friday, the governor said.",
    "Gunmen burnt the granary of Goundam the same night.",
    "Three teachers are missing since then, their school said.",
]
HARD = "A nurse said that soldiers had abused nine women."


@pytest.fixture
def people(db: None) -> dict[str, User]:
    sync_roles()
    names = {"ana": REVIEWER, "ben": REVIEWER, "cleo": REVIEWER, "lena": LEAD}
    return {name: make_user(role, username=name) for name, role in names.items()}


@pytest.fixture
def links(people: dict[str, User]) -> list[IncidentClaim]:
    text = "\n\n".join(["Night in the north", *SENTENCES])
    document = make_document(text, title="Night in the north", published=date(2021, 5, 5))
    links = [make_link(make_claim(document, quote=quote)) for quote in SENTENCES]
    make_count(links[0].claim, lower=14)
    return links


def sign_in(page: Page, url: str, person: User) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def press(page: Page, key: str) -> None:
    """Press a key and wait for the page that it leads to."""
    address = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda now: now != address)


def test_two_readers_and_a_third_person_use_keys_alone(
    live_server: Any,
    page: Page,
    people: dict[str, User],
    links: list[IncidentClaim],
    shot: Any,
) -> None:
    url = live_server.url
    sign_in(page, url, people["lena"])
    page.goto(url + reverse("incidents:new_double_set"))
    page.get_by_label("Title").focus()
    page.keyboard.type("First hundred")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("100")
    shot("double-new")
    press(page, "Enter")
    expect(page.get_by_text("3 claims are now read by two.")).to_be_visible()

    sign_in(page, url, people["ana"])
    page.goto(url + reverse("incidents:queue"))
    shot("double-queue")
    press(page, "y")
    press(page, "n")
    press(page, "u")
    expect(page.get_by_text("Undone. Nobody has seen what you said.")).to_be_visible()
    press(page, "y")
    press(page, "y")
    expect(page.get_by_text("What you read blind waits for a second reader")).to_be_visible()

    sign_in(page, url, people["ben"])
    page.goto(url + reverse("incidents:queue"))
    press(page, "y")
    press(page, "n")
    press(page, "e")
    page.locator("#id_weapon").focus()
    page.keyboard.type("an axe")
    press(page, "Control+Enter")
    expect(page.get_by_text("Noted. It counts when a second reader says the same.")).to_be_visible()
    shot("double-read")
    states = {link.pk: (link.verdict, link.awaits) for link in IncidentClaim.objects.all()}
    assert [states[link.pk] for link in links] == [
        ("accepted", None),
        ("pending", "third"),
        ("pending", "third"),
    ]

    sign_in(page, url, people["cleo"])
    page.goto(url + reverse("incidents:double_sets"))
    shot("double-sets")
    press(page, "g")
    expect(page.get_by_role("heading", name="Two readers differ")).to_be_visible()
    shot("adjudicate-verdict")
    page.keyboard.press("r")
    page.keyboard.type("A granary is no person")
    page.keyboard.press("Escape")
    press(page, "n")
    expect(page.get_by_role("radio").first).to_be_visible()
    page.keyboard.press(page.get_by_role("radio", name="an axe").get_attribute("value") or "")
    shot("adjudicate-fields")
    press(page, "y")
    expect(page.get_by_text("There is nothing to settle")).to_be_visible()

    links[1].refresh_from_db()
    assert (links[1].verdict, links[1].decided_by) == ("rejected", people["cleo"])
    assert IncidentClaim.objects.get(claim__supersedes=links[2].claim).claim.weapon == "an axe"
    reasons = [done.reason for done in Decision.objects.filter(by=people["cleo"]).order_by("pk")]
    assert reasons[0] == "Two readers differed. A granary is no person"
    assert Assessment.objects.in_force().count() == 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_never_wider_than_the_window(
    live_server: Any,
    browser: Browser,
    people: dict[str, User],
    links: list[IncidentClaim],
    scheme: Any,
) -> None:
    documents = [make_document(f"{HARD} {number}") for number in range(24)]
    claims = [make_claim(one, quote=HARD, event_type="sexual_violence") for one in documents]
    hard = [make_link(claim) for claim in claims]
    first = _read_by_two(people, [*links, *hard])
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    sign_in(page, live_server.url, people["lena"])
    addresses = {
        "double-sets": reverse("incidents:double_sets"),
        "double-new": reverse("incidents:new_double_set"),
        "agreement": reverse("incidents:agreement"),
        "adjudicate": reverse("incidents:adjudicate", args=[first.pk]),
        "adjudicate-write": reverse("incidents:adjudicate_by_hand", args=[first.pk]),
        "agreement-claims": reverse("incidents:agreement_claims")
        + "?field=verdict&one=accepted&other=rejected",
    }
    problems: dict[str, Any] = {}
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for name, path in addresses.items():
            page.goto(live_server.url + path)
            page.evaluate(
                "for (const d of document.querySelectorAll('main details')) d.open = true"
            )
            page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}-{width}.png", full_page=True)
            found = [one["id"] for one in Axe().run(page).response["violations"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("wider than the window")
            if found:
                problems[f"{name} {width}"] = found
    context.close()

    assert problems == {}


def _read_by_two(people: dict[str, User], links: list[IncidentClaim]) -> IncidentClaim:
    """Have two people read all, differ on some, and return the first on which they differ."""
    rows = IncidentClaim.objects.order_by("pk")
    double.make_set(rows.all(), by=people["lena"], title="Trial", share=100, seed=1)
    for position, link in enumerate(rows.all()):
        said: dict[str, Any] = {"version": link.version}
        double.assess(link, Verdict.ACCEPTED, by=people["ana"], **said)
        rejects = position % 5 == 4
        said["draft"] = _otherwise(link.claim) if position % 3 == 0 else None
        said["reason"] = "It reads like a rumour" if rejects else ""
        verdict = Verdict.REJECTED if rejects else Verdict.ACCEPTED
        double.assess(link, verdict, by=people["ben"], **said)
    return rows.filter(awaits="third").first() or links[0]


def _otherwise(claim: Any) -> Any:
    values = as_json(draft_of(claim))
    place = {"place_name": "Timbuktu", "place_precision": "settlement", "place_country": "ML"}
    days = {"date_start": "2021-04-30", "date_end": "2021-04-30", "date_precision": "day"}
    return from_json(values | place | days | {"weapon": "rifles", "stance": "asserted"})
