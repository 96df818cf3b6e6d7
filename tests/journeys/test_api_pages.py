"""The pages about the API in a real browser: they pass axe and keep to the site's policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from accounts.models import Scope
from accounts.roles import REVIEWER, sync_roles
from accounts.tokens import issue
from tests.factories import make_user
from tests.journeys.conftest import SCREENSHOTS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, page):
    sync_roles()
    ana = make_user(REVIEWER, username="ana")
    issue(user=ana, name="notebook", scopes=Scope.values, days=30)
    client = Client()
    client.force_login(ana)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    return live_server.url


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/account/tokens/", "/api/v1/docs"])
def test_page_is_accessible_and_fits(site, page, shot, path, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}{path}")

    for details in page.locator("main details:not([open]) > summary").all()[:8]:
        details.click()

    name = path.strip("/").replace("/", "-")
    page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
