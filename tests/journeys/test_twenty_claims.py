"""A shift without a mouse: twenty claims judged, some corrected, some taken back, a merge; and two
reviewers at once on the same queue."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.roles import LEAD, REVIEWER, sync_roles
from incidents.actions.facts import refresh
from incidents.enums import Action, Answer, Status, Verdict
from incidents.models import Decision, Incident, IncidentClaim, Suggestion
from incidents.querysets import LEASE
from tests.factories import make_claim, make_count, make_document, make_link, make_user

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMS = 20
LINES = [
    f"Gunmen shot dead {n + 2} herders near Gao, a nurse said on day {n}." for n in range(CLAIMS)
]
KEYS = "yynhyynyyhnyyyynyyhy"
VERDICTS = {"y": Verdict.ACCEPTED, "n": Verdict.REJECTED, "h": Verdict.UNSURE}
JUDGED = re.compile(r"/queue/\d+/")


@pytest.fixture
def links(db: None) -> list[IncidentClaim]:
    """Twenty claims in four articles, each in a candidate of its own."""
    sync_roles()
    found = []
    for first in range(0, CLAIMS, 5):
        lines = LINES[first : first + 5]
        document = make_document("\n\n".join(lines), title=f"Day {first}")
        for number, line in enumerate(lines, first):
            claim = make_claim(document, quote=line)
            make_count(claim, lower=number + 2, upper=number + 2, qualifier="exact")
            found.append(make_link(claim))
    refresh(*(link.incident for link in found))
    one, other = found[0].incident, found[5].incident
    Suggestion.objects.create(older=one, newer=other, score=0.9)
    Suggestion.objects.create(older=found[10].incident, newer=found[15].incident, score=0.8)
    return found


@pytest.fixture
def without_mouse(page: Page) -> Page:
    """A page on which every click with a mouse is an error."""
    page.add_init_script(
        'addEventListener("mousedown", () => console.error("a mouse was used"), true)'
    )
    return page


def sign_in(page: Page, url: str, person: User) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def press(page: Page, key: str) -> None:
    """Press a key and wait until another claim or another page is there."""
    here = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != here)


def at(page: Page) -> int:
    return int(page.url.split("/queue/")[1].split("/")[0])


def test_twenty_claims_are_judged_by_keys_alone(
    live_server: Any, without_mouse: Page, links: list[IncidentClaim]
) -> None:
    page = without_mouse
    sign_in(page, live_server.url, make_user(LEAD, username="lena"))
    page.goto(f"{live_server.url}/queue/")
    given = {}
    for key in KEYS:
        given[at(page)] = VERDICTS[key]
        press(page, key)
    expect(page.get_by_text("That was the last claim here.")).to_be_visible()
    assert dict(IncidentClaim.objects.values_list("pk", "verdict")) == given
    assert sorted(given) == [link.pk for link in links]

    _correct(page, live_server.url, links[4], "Timbuktu")
    _correct(page, live_server.url, links[7], "Gao")
    corrected = IncidentClaim.objects.filter(claim__made_by__isnull=False)
    places = corrected.order_by("claim__supersedes").values_list("claim__place_name", "verdict")
    assert list(places) == [("Timbuktu", "accepted"), ("Gao", "accepted")]

    _take_back_three(page, live_server.url)
    _merge(page, live_server.url)

    assert Decision.objects.filter(action=Action.UNDO, claim__isnull=False).count() >= 3


def _correct(page: Page, url: str, link: IncidentClaim, place: str) -> None:
    """Open the form by its key, type a place, and save without leaving the keyboard."""
    page.goto(f"{url}/queue/{link.pk}/")
    press(page, "e")
    expect(page.get_by_role("heading", name="Correct a claim")).to_be_visible()
    page.locator("#id_place_name").focus()
    page.keyboard.type(place)
    expect(page.locator("#places [role=option]").first).to_contain_text(place)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_place_name")).to_have_value(place)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Corrected.")).to_be_visible()


def _take_back_three(page: Page, url: str) -> None:
    """Undo what was done last, three times, each by one key."""
    page.goto(f"{url}/decisions/")
    for _ in range(3):
        lines = page.locator("ol.history > li")
        before = lines.count()
        page.keyboard.press("u")
        expect(lines).to_have_count(before - 1)
    assert IncidentClaim.objects.pending().count() == 1
    assert Decision.objects.filter(action=Action.UNDO).values("batch").distinct().count() == 3


def _merge(page: Page, url: str) -> None:
    """Answer one pair with y and merge it, and the next one with n."""
    page.goto(f"{url}/suggestions/")
    press(page, "y")
    expect(page.get_by_role("heading", name="Are these one event?")).to_be_visible()
    press(page, "y")
    expect(page.get_by_text("is now part of this incident")).to_be_visible()
    assert Incident.objects.filter(status=Status.MERGED).count() == 1
    page.goto(f"{url}/suggestions/")
    expect(page.locator("#next")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("No suggestion")).to_be_visible()
    answers = Suggestion.objects.order_by("-score").values_list("answer", flat=True)
    assert list(answers) == [Answer.SAME, Answer.DIFFERENT]


@pytest.fixture
def two(browser: Browser, live_server: Any, links: list[IncidentClaim]) -> Iterator[list[Page]]:
    """Two reviewers, each in a browser of their own."""
    contexts = [browser.new_context() for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page, name in zip(pages, ("ana", "ben"), strict=True):
        sign_in(page, live_server.url, make_user(REVIEWER, username=name))
    yield pages
    for context in contexts:
        context.close()


def test_two_reviewers_at_once_never_get_the_same_claim_and_lose_no_decision(
    live_server: Any, two: list[Page], links: list[IncidentClaim]
) -> None:
    for page in two:
        page.goto(f"{live_server.url}/queue/")
    seen: list[list[int]] = [[], []]
    working = [0, 1]
    while working:
        shown = {one: at(two[one]) for one in working}
        assert len(set(shown.values())) == len(working)
        here = {one: two[one].url for one in working}
        for one in working:
            seen[one].append(shown[one])
            two[one].keyboard.press("y" if one else "n")
        for one in working:
            two[one].wait_for_function("before => location.href !== before", arg=here[one])
        working = [one for one in working if JUDGED.search(two[one].url)]

    assert not set(seen[0]) & set(seen[1])
    assert sorted(seen[0] + seen[1]) == [link.pk for link in links]
    decided = Decision.objects.filter(claim__isnull=False).values_list(
        "claim__link", "by__username", "changes__verdict__1"
    )
    assert sorted(decided) == sorted(
        [(pk, "ana", "rejected") for pk in seen[0]] + [(pk, "ben", "accepted") for pk in seen[1]]
    )


def test_second_of_two_on_one_claim_is_told_and_keeps_what_was_typed(
    live_server: Any, two: list[Page], links: list[IncidentClaim]
) -> None:
    ana, ben = two
    for page in two:
        page.goto(f"{live_server.url}/queue/{links[3].pk}/")
    expect(ben.get_by_text("ana has it until")).to_be_visible()
    ben.get_by_label("Remark").fill("Seen by two nurses")
    press(ana, "n")

    ben.get_by_label("Remark").blur()
    ben.keyboard.press("y")

    expect(ben.get_by_role("alert")).to_contain_text("ana rejected the claim")
    expect(ben.get_by_label("Remark")).to_have_value("Seen by two nurses")
    links[3].refresh_from_db()
    assert links[3].verdict == Verdict.REJECTED


def test_keys_do_nothing_while_somebody_types(
    live_server: Any, page: Page, links: list[IncidentClaim]
) -> None:
    sign_in(page, live_server.url, make_user(REVIEWER))
    page.goto(f"{live_server.url}/queue/")
    here = page.url
    remark = page.get_by_label("Remark")
    remark.focus()

    page.keyboard.type("yes, no, hm + 123?")

    expect(remark).to_have_value("yes, no, hm + 123?")
    assert (page.url, page.locator("dialog[open]").count()) == (here, 0)
    page.keyboard.press("Escape")
    press(page, "y")
    decision = Decision.objects.get(claim__isnull=False)
    assert (decision.action, decision.reason) == (Action.ACCEPT_CLAIM, "yes, no, hm + 123?")


@pytest.mark.parametrize("where", ["everywhere", "in this browser"])
def test_keys_that_are_switched_off_rest_until_they_are_on_again(
    live_server: Any, page: Page, links: list[IncidentClaim], where: str
) -> None:
    person = make_user(REVIEWER, uses_keys=where != "everywhere")
    sign_in(page, live_server.url, person)
    page.goto(f"{live_server.url}/queue/")
    here = page.url
    if where == "in this browser":
        page.keyboard.press("?")
        page.get_by_label("Use single-key shortcuts").uncheck()
        page.keyboard.press("Escape")

    for key in "ynhsejk1?":
        page.keyboard.press(key)

    assert (page.url, page.locator("dialog[open]").count()) == (here, 0)
    assert not Decision.objects.exists()
    expect(page.locator(".verdict kbd").first).to_be_hidden()
    User.objects.update(uses_keys=True)
    page.evaluate("localStorage.removeItem('shortcuts')")
    page.reload()
    press(page, "y")


def test_list_of_keys_names_those_of_the_page_each_once(
    live_server: Any, page: Page, links: list[IncidentClaim]
) -> None:
    sign_in(page, live_server.url, make_user(REVIEWER))
    page.goto(f"{live_server.url}/queue/")
    press(page, "y")

    page.keyboard.press("?")

    keys = page.locator("[data-shortcut-list] kbd").all_text_contents()
    assert len(keys) == len(set(keys))
    assert {*"ynhsemu+j?", *"23456789"} <= set(keys)
    names = page.locator("[data-shortcut-list] dd").all_text_contents()
    assert "" not in names
    page.keyboard.press("Escape")
    press(page, "+")
    expect(page.get_by_role("heading", name="Add a claim")).to_be_visible()


def test_lease_counts_down_and_is_offered_again_before_it_ends(
    live_server: Any, page: Page, links: list[IncidentClaim]
) -> None:
    sign_in(page, live_server.url, make_user(REVIEWER))
    page.clock.install()
    page.goto(f"{live_server.url}/queue/")
    clock, keep = page.get_by_role("timer"), page.get_by_role("link", name="Keep it")
    expect(clock).to_have_text(re.compile(r"^(10:00|9:5\d) left$"))
    expect(keep).to_be_hidden()

    page.clock.fast_forward((LEASE.seconds - 100) * 1000)
    expect(clock).to_have_text(re.compile(r"^1:[34]\d left$"))
    expect(keep).to_be_visible()
    page.clock.fast_forward(110_000)

    expect(page.get_by_text("Your time is up: somebody else may take it now.")).to_be_visible()
    expect(clock).to_have_text("")
