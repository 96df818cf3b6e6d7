"""What a release withholds, how two differ, and what others published, in a real browser."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect

from accounts.models import User
from accounts.roles import LEAD, sync_roles
from incidents.actions import disclosure, reference_sets, releases, review
from incidents.actions.release_freeze import freeze
from incidents.models import Incident, ReferenceSet, Release
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_user,
)
from tests.incidents.examples import ON_THE_DAY, PLACE
from tests.journeys.conftest import SCREENSHOTS
from tests.reference_sets.files import ACLED_ROW, csv_of

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Anna Vesnik, 34, a teacher, said soldiers had shot 14 people and beaten Petro Halvar."
ELSEWHERE = ACLED_ROW | {"event_id_cnty": "MLI2", "location": "Orrin", "latitude": "13.5"}
UNREADABLE = ACLED_ROW | {"event_id_cnty": "MLI3", "event_date": "once", "country": "Nowhere"}


@pytest.fixture
def told() -> Incident:
    """Two releases, a sensitive incident, and a file of others."""
    sync_roles()
    lena = make_user(LEAD, username="lena")
    first = _confirmed(lena)
    _frozen(lena, "Spring")
    review.override(
        first, "title", ["At the mill"], by=lena, version=first.version, reason="Clearer"
    )
    _confirmed(lena)
    _frozen(lena, "Summer")
    torture = _confirmed(lena, event_type="torture")
    disclosure.allow_name(
        torture,
        "Petro Halvar",
        allowed=True,
        by=lena,
        version=torture.version,
        reason="He told his story himself",
    )
    content = csv_of("acled", ACLED_ROW, ELSEWHERE, UNREADABLE)
    made = reference_sets.upload(content, filename="acled-2021.csv", name="ACLED 2021", by=lena)
    reference_sets.compare(made.pk)
    return torture


def _confirmed(by: User, **fields: Any) -> Incident:
    claim = make_claim(make_document(TEXT), **(PLACE | ON_THE_DAY | fields))
    make_count(claim, lower=14, upper=14, qualifier="exact")
    incident = make_link(claim, make_incident(**fields)).incident
    review.confirm(incident, by=by, version=0, accept_pending=True)
    incident.refresh_from_db()
    return incident


def _frozen(by: User, name: str) -> Release:
    release = releases.order(name=name, filters={}, by=by)
    freeze(release)
    return release


def cookie(url: str) -> Any:
    client = Client()
    client.force_login(User.objects.get(username="lena"))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def paths(told: Incident) -> dict[str, str]:
    return {
        "withheld": "/releases/new/",
        "disclosure": f"/incidents/{told.reference}/releases/",
        "difference": "/releases/2/difference/1/",
        "reference-sets": "/reference-sets/",
        "reference-both": f"/reference-sets/{_set()}/",
        "reference-theirs": f"/reference-sets/{_set()}/?list=theirs",
        "reference-ours": f"/reference-sets/{_set()}/?list=ours",
        "reference-unread": f"/reference-sets/{_set()}/?list=unread",
    }


def _set() -> int:
    return ReferenceSet.objects.get().pk


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390), ("dark", 320)])
def test_pages_are_accessible_and_never_wider_than_the_window(
    live_server: Any, browser: Browser, told: Incident, scheme: Any, width: int
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    context.add_cookies([cookie(live_server.url)])
    page = context.new_page()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    problems: dict[str, Any] = {}
    for name, path in paths(told).items():
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


def test_name_is_allowed_without_any_script(
    live_server: Any, browser: Browser, told: Incident
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([cookie(live_server.url)])
    page = context.new_page()
    page.goto(f"{live_server.url}{paths(told)['disclosure']}")
    row = page.get_by_role("row").filter(has_text="Anna Vesnik")
    row.get_by_text("Allow").click()
    row.get_by_label("Why?").fill("She is an author")

    row.get_by_role("button", name="Let releases name Anna Vesnik").click()

    expect(page.get_by_role("row").filter(has_text="Anna Vesnik")).to_contain_text("a lead allowed")
    told.refresh_from_db()
    assert told.named_openly == ["Anna Vesnik", "Petro Halvar"]
    context.close()
