"""Who may open which page of review and release, in one table; and what no address may break."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from incidents.models import Bulk, Suggestion
from tests.factories import (
    make_claim,
    make_document,
    make_incident,
    make_link,
    make_reference_set,
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
    ("get", "bulk_claims"): roles.REVIEWER,
    ("post", "bulk_claims"): roles.REVIEWER,
    ("get", "bulk_incidents"): roles.REVIEWER,
    ("post", "bulk_incidents"): roles.REVIEWER,
    ("get", "bulk"): roles.REVIEWER,
    ("post", "undo_bulk"): roles.REVIEWER,
    ("get", "extractor"): roles.REVIEWER,
    ("get", "overview"): roles.VIEWER,
    ("get", "overview_places"): roles.VIEWER,
    ("get", "extractor_figures"): roles.REVIEWER,
    ("get", "double_sets"): roles.REVIEWER,
    ("get", "new_double_set"): roles.LEAD,
    ("post", "new_double_set"): roles.LEAD,
    ("post", "withdraw_reading"): roles.REVIEWER,
    ("get", "adjudicate_next"): roles.REVIEWER,
    ("get", "adjudicate"): roles.REVIEWER,
    ("post", "adjudicate"): roles.REVIEWER,
    ("get", "adjudicate_by_hand"): roles.REVIEWER,
    ("post", "adjudicate_by_hand"): roles.REVIEWER,
    ("get", "agreement"): roles.REVIEWER,
    ("get", "agreement_claims"): roles.REVIEWER,
    ("get", "agreement_figures"): roles.REVIEWER,
    ("get", "incidents"): roles.VIEWER,
    ("get", "incident"): roles.VIEWER,
    ("post", "confirm"): roles.REVIEWER,
    ("post", "reject"): roles.REVIEWER,
    ("post", "reopen"): roles.REVIEWER,
    ("post", "override"): roles.REVIEWER,
    ("post", "grade"): roles.REVIEWER,
    ("post", "relate"): roles.REVIEWER,
    ("post", "unrelate"): roles.REVIEWER,
    ("get", "history"): roles.VIEWER,
    ("get", "mentions"): roles.VIEWER,
    ("post", "annotate"): roles.REVIEWER,
    ("post", "resolve"): roles.REVIEWER,
    ("get", "choose_merge"): roles.REVIEWER,
    ("get", "merge"): roles.REVIEWER,
    ("post", "merge"): roles.REVIEWER,
    ("get", "split"): roles.REVIEWER,
    ("post", "split"): roles.REVIEWER,
    ("get", "suggestions"): roles.REVIEWER,
    ("post", "answer"): roles.REVIEWER,
    ("get", "releases"): roles.VIEWER,
    ("get", "new_release"): roles.LEAD,
    ("get", "dry_run"): roles.LEAD,
    ("get", "disclosure"): roles.VIEWER,
    ("post", "mark_sensitive"): roles.REVIEWER,
    ("post", "allow_name"): roles.LEAD,
    ("post", "new_release"): roles.LEAD,
    ("get", "release"): roles.VIEWER,
    ("get", "reference_sets"): roles.VIEWER,
    ("post", "reference_sets"): roles.LEAD,
    ("get", "reference_set"): roles.VIEWER,
    ("get", "reference_set_csv"): roles.VIEWER,
    ("post", "match_reference_set"): roles.LEAD,
    ("get", "choose_difference"): roles.VIEWER,
    ("get", "difference"): roles.VIEWER,
    ("get", "difference_csv"): roles.VIEWER,
    ("get", "difference_json"): roles.VIEWER,
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
    relation = incident.relations.create(kind="part_of", other=other, by=by)
    note = incident.annotations.create(by=by, text="Look again")
    act = Bulk.objects.create(action="reopen", by=by, rows=[incident.pk], versions=[0])
    older, release = make_release(), make_release()
    reference_set = make_reference_set()
    release.files.create(name="incidents.csv", sha256="0" * 64, size=1)
    args: dict[str, list[object]] = {
        "queue": [],
        "queue_filters": [],
        "decisions": [],
        "extractor": [],
        "overview": [],
        "overview_places": [],
        "extractor_figures": [],
        "double_sets": [],
        "new_double_set": [],
        "withdraw_reading": [1],
        "adjudicate_next": [],
        "adjudicate": [link.pk],
        "adjudicate_by_hand": [link.pk],
        "agreement": [],
        "agreement_claims": [],
        "agreement_figures": [],
        "skip": [link.pk],
        "claims": [],
        "bulk_claims": [],
        "bulk_incidents": [],
        "bulk": [act.pk],
        "undo_bulk": [act.pk],
        "incidents": [],
        "suggestions": [],
        "releases": [],
        "mentions": [],
        "new_release": [],
        "dry_run": [],
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
        "unrelate": [incident.reference, relation.pk],
        "answer": [suggestion.pk],
        "release": [release.number],
        "reference_sets": [],
        "reference_set": [reference_set.pk],
        "reference_set_csv": [reference_set.pk],
        "match_reference_set": [reference_set.pk],
        "choose_difference": [release.number],
        "difference": [release.number, older.number],
        "difference_csv": [release.number, older.number],
        "difference_json": [release.number, older.number],
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
    "double_sets",
    "agreement",
    "agreement_claims",
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
    "set",
    "field",
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
        "link",
        "act",
        "scope",
        "row",
        "seen",
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
