"""Who may open which page of review and release, in one table; and what no address may break."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from incidents.models import Suggestion
from tests.factories import (
    make_claim,
    make_document,
    make_incident,
    make_link,
    make_release,
    make_user,
)

LOWEST_ROLE = {
    ("get", "queue"): roles.REVIEWER,
    ("get", "judge"): roles.REVIEWER,
    ("post", "decide"): roles.REVIEWER,
    ("get", "queue_filters"): roles.REVIEWER,
    ("post", "skip"): roles.REVIEWER,
    ("get", "decisions"): roles.REVIEWER,
    ("get", "correct"): roles.REVIEWER,
    ("post", "correct"): roles.REVIEWER,
    ("post", "move"): roles.REVIEWER,
    ("get", "add_claim"): roles.REVIEWER,
    ("get", "places"): roles.REVIEWER,
    ("get", "reading"): roles.REVIEWER,
    ("post", "add_claim"): roles.REVIEWER,
    ("post", "undo"): roles.REVIEWER,
    ("get", "claims"): roles.VIEWER,
    ("get", "extractor"): roles.REVIEWER,
    ("get", "overview"): roles.VIEWER,
    ("get", "overview_places"): roles.VIEWER,
    ("get", "extractor_figures"): roles.REVIEWER,
    ("get", "incidents"): roles.VIEWER,
    ("get", "incident"): roles.VIEWER,
    ("post", "confirm"): roles.REVIEWER,
    ("post", "reject"): roles.REVIEWER,
    ("post", "reopen"): roles.REVIEWER,
    ("post", "override"): roles.REVIEWER,
    ("post", "grade"): roles.REVIEWER,
    ("get", "history"): roles.VIEWER,
    ("get", "mentions"): roles.VIEWER,
    ("post", "annotate"): roles.REVIEWER,
    ("post", "resolve"): roles.REVIEWER,
    ("get", "choose_merge"): roles.REVIEWER,
    ("get", "merge"): roles.REVIEWER,
    ("post", "merge"): roles.REVIEWER,
    ("get", "suggestions"): roles.REVIEWER,
    ("post", "answer"): roles.REVIEWER,
    ("get", "releases"): roles.VIEWER,
    ("get", "new_release"): roles.LEAD,
    ("post", "new_release"): roles.LEAD,
    ("get", "release"): roles.VIEWER,
    ("post", "publish"): roles.LEAD,
    ("post", "withdraw"): roles.LEAD,
    ("get", "download"): roles.VIEWER,
}
NAMES = sorted({name for _, name in LOWEST_ROLE})
POST_ONLY = sorted(
    name for method, name in LOWEST_ROLE if method == "post" and ("get", name) not in LOWEST_ROLE
)
GET_ONLY = sorted(
    name for method, name in LOWEST_ROLE if method == "get" and ("post", name) not in LOWEST_ROLE
)
ROLES = [None, *roles.GRANTS]


def address(name: str) -> str:
    """Return the address of a page about rows that exist."""
    incident, other = make_incident(), make_incident()
    link = make_link(make_claim(), incident)
    suggestion = Suggestion.objects.create(older=incident, newer=other, score=0.9)
    by = make_user(roles.REVIEWER)
    decision = link.claim.decisions.create(incident=incident, by=by, action="reopen")
    note = incident.annotations.create(by=by, text="Look again")
    release = make_release()
    release.files.create(name="incidents.csv", sha256="0" * 64, size=1)
    args: dict[str, list[object]] = {
        "queue": [],
        "queue_filters": [],
        "decisions": [],
        "extractor": [],
        "overview": [],
        "overview_places": [],
        "extractor_figures": [],
        "skip": [link.pk],
        "claims": [],
        "incidents": [],
        "suggestions": [],
        "releases": [],
        "mentions": [],
        "new_release": [],
        "judge": [link.pk],
        "decide": [link.pk],
        "correct": [link.pk],
        "move": [link.pk],
        "add_claim": [make_document().pk],
        "places": [],
        "reading": [make_document().pk],
        "undo": [decision.pk],
        "resolve": [note.pk],
        "override": [incident.reference, "title"],
        "merge": [incident.reference, other.reference],
        "answer": [suggestion.pk],
        "release": [release.number],
        "publish": [release.number],
        "withdraw": [release.number],
        "download": [release.number, "incidents.csv"],
    }
    return reverse(f"incidents:{name}", args=args.get(name, [incident.reference]))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_page_opens_from_its_lowest_role_upwards(role):
    client = Client()
    client.force_login(make_user(role))

    forbidden = {
        key for key in LOWEST_ROLE if getattr(client, key[0])(address(key[1])).status_code == 403
    }

    level = ROLES.index(role)
    assert forbidden == {key for key, low in LOWEST_ROLE.items() if level < ROLES.index(low)}


@pytest.mark.django_db
def test_anonymous_visitor_is_sent_to_the_login():
    answers = {
        key: getattr(Client(), key[0])(address(key[1])).headers.get("Location", "").split("?")[0]
        for key in LOWEST_ROLE
    }

    assert answers == dict.fromkeys(LOWEST_ROLE, reverse("account_login"))


def test_page_that_changes_something_refuses_a_get(admin):
    answers = {name: admin.get(address(name)).status_code for name in POST_ONLY}

    assert answers == dict.fromkeys(POST_ONLY, 405)


def test_page_that_only_shows_refuses_a_post(admin):
    answers = {name: admin.post(address(name)).status_code for name in GET_ONLY}

    assert answers == dict.fromkeys(GET_ONLY, 405)


HUGE = 10**30
UNKNOWN = [
    f"/queue/{HUGE}/",
    "/queue/0/",
    f"/queue/{HUGE}/correct/",
    f"/documents/{HUGE}/claims/new/",
    "/incidents/AT-999999999999/",
    "/incidents/AT-999999999999/merge/",
    "/incidents/AT-1/",
    "/incidents/at-000001/",
    "/incidents/AT-000000/merge/AT-000000/",
    f"/releases/{HUGE}/",
    "/releases/1/..%2f..%2fsecret",
    "/releases/1/incidents.csv%00",
    "/releases/0/incidents.csv",
]


@pytest.mark.parametrize("path", UNKNOWN)
def test_unknown_address_is_not_found(admin, path):
    assert admin.get(path).status_code == 404


GARBAGE = ["xyz", "-1", "²", "٣", "9" * 30, "9" * 5000, "\x00", "' OR 1=1", "NaN", "<b>"]
LISTS = [
    "queue",
    "queue_filters",
    "decisions",
    "claims",
    "incidents",
    "new_release",
    "suggestions",
    "releases",
]
PARAMETERS = [
    "after",
    "before",
    "words",
    "verdict",
    "event_type",
    "stance",
    "source",
    "place",
    "speaker",
    "confidence",
    "confidence_to",
    "document",
    "state",
    "mine",
    "sort",
    "type",
    "country",
    "since",
    "until",
    "status",
]


@pytest.mark.parametrize("name", LISTS)
def test_garbage_in_the_address_never_breaks_a_list(admin, name):
    make_link()
    url = reverse(f"incidents:{name}")

    answers = {
        value: admin.get(url, dict.fromkeys(PARAMETERS, value)).status_code for value in GARBAGE
    }

    assert {value for value, status in answers.items() if status not in (200, 302)} == set()


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_garbage_in_one_filter_never_breaks_the_queue(admin, parameter):
    make_link()

    answers = {
        value: admin.get(reverse("incidents:queue"), {parameter: value}).status_code
        for value in ("xyz", "9" * 30, "\x00")
    }

    assert {value for value, status in answers.items() if status not in (200, 302)} == set()


@pytest.mark.parametrize("name", sorted({name for method, name in LOWEST_ROLE if method == "post"}))
@pytest.mark.parametrize("value", ["xyz", "\x00", str(HUGE)])
def test_garbage_in_a_form_never_breaks_a_page(admin, name, value):
    fields = [
        "version",
        "verdict",
        "reason",
        "answer",
        "to",
        "text",
        "survivor_version",
        "other_version",
        "title",
        "place",
        "date",
        "name",
        "notes",
        "next",
        "start",
        "end",
        "event_type",
        "stance",
        "counts-TOTAL_FORMS",
        "counts-INITIAL_FORMS",
        "counts-0-lower",
        "counts-0-span",
        "speakers-TOTAL_FORMS",
        "speakers-INITIAL_FORMS",
        "place_span",
        "accept_pending",
    ]

    response = admin.post(address(name), dict.fromkeys(fields, value))

    assert response.status_code in (200, 302, 404, 409, 422)
