"""The pages of double review: draw a set, read, settle, and see how far readers agree."""

import csv

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from accounts.models import User
from incidents.actions import double
from incidents.actions.readings import as_json, draft_of, from_json
from incidents.enums import Verdict
from incidents.models import Assessment, Decision, DoubleSet, IncidentClaim
from tests.factories import make_claim, make_count, make_incident, make_link, make_user
from tests.incidents.test_claim_pages import posted

ALL = IncidentClaim.objects.all()


def draw(by):
    return double.make_set(ALL, by=by, title="Trial", share=100, seed=7)


def make_read_by_two(lead, *, number=1, one="accepted", other="rejected", weapons=("", "")):
    """Make claims that two people have read."""
    links = [make_link(make_claim(weapon=None), make_incident()) for _ in range(number)]
    for link in links:
        make_count(link.claim)
    draw(lead)
    readers = [make_user(roles.REVIEWER) for _ in range(2)]
    for link in links:
        link.refresh_from_db()
        for reader, verdict, weapon in zip(readers, (one, other), weapons, strict=True):
            draft = as_json(draft_of(link.claim)) | ({"weapon": weapon} if weapon else {})
            read = from_json(draft) if verdict == "accepted" else None
            double.assess(link, Verdict(verdict), by=reader, version=link.version, draft=read)
    return links


@pytest.fixture
def chief(lead):
    return User.objects.get(username="lead")


def test_lead_draws_a_share_of_what_the_filters_let_through(lead):
    for kind in ["torture"] * 6 + ["pillage"] * 2:
        make_link(make_claim(event_type=kind))
    url = reverse("incidents:new_double_set") + "?event_type=torture"

    shown = lead.get(url)
    response = lead.post(url, {"title": "Torture", "share": "50", "seed": "3"})

    assert (shown.context["there_are"], response.url) == (6, reverse("incidents:double_sets"))
    made = DoubleSet.objects.get()
    assert (made.size, made.filters, made.seed) == (3, "event_type=torture", 3)
    assert set(made.links.values_list("event_type", flat=True)) == {"torture"}


@pytest.mark.parametrize(
    "typed",
    [{}, {"title": "x", "share": "0", "seed": "1"}, {"title": "x", "share": "9", "seed": "1"}],
)
def test_set_that_cannot_be_drawn_says_why_and_keeps_what_was_typed(lead, typed):
    response = lead.post(reverse("incidents:new_double_set"), typed)

    assert (response.status_code, bool(response.context["form"].errors)) == (422, True)
    assert DoubleSet.objects.count() == 0


def test_queue_of_a_set_gives_its_claims_alone(reviewer, chief):
    make_link(make_claim(event_type="torture"))
    drawn = draw(chief)
    make_link(make_claim(event_type="torture"))

    seen = reviewer.get(reverse("incidents:queue"), {"set": drawn.pk}, follow=True)

    assert (seen.context["link"].double_set, seen.context["left"].value) == (drawn, 1)


def test_key_of_the_queue_writes_a_reading_and_goes_on(reviewer, chief):
    links = [make_link(), make_link()]
    draw(chief)

    response = reviewer.post(
        reverse("incidents:decide", args=[links[0].pk]), {"verdict": "accepted", "version": 1}
    )

    assert response.url == reverse("incidents:judge", args=[links[1].pk])
    assert [one.verdict for one in Assessment.objects.all()] == ["accepted"]
    assert Decision.objects.count() == 0


def test_correction_is_written_as_a_reading(reviewer, chief):
    link = make_link(make_claim())
    draw(chief)
    url = reverse("incidents:correct", args=[link.pk])

    response = reviewer.post(url, posted(reviewer.get(url), weapon="a rifle"))

    assert response.url == reverse("incidents:judge", args=[link.pk])
    read = Assessment.objects.values_list("verdict", "corrected", "draft__weapon").get()
    assert read == ("accepted", True, "a rifle")
    assert IncidentClaim.objects.count() == 1


def test_settling_takes_each_field_from_the_chosen_reader_and_goes_on(lead, chief):
    first, second = make_read_by_two(chief, number=2, other="accepted", weapons=("a gun", "a rod"))
    url = reverse("incidents:adjudicate", args=[first.pk])
    rows = lead.get(url).context["differing"]
    side = "a" if rows[0].a == "a rod" else "b"

    response = lead.post(url, {"verdict": "accepted", "version": first.version, "weapon": side})

    assert [row.field for row in rows] == ["weapon"]
    assert response.url == reverse("incidents:adjudicate_next") + f"?after={first.pk}"
    correction = first.claim.corrections.get()
    assert correction.weapon == "a rod"
    reason = f"Two readers differed: With what as Reader {side.upper()}."
    assert correction.decisions.get().reason == reason
    following = lead.get(response.url)
    assert following.url == reverse("incidents:adjudicate", args=[second.pk])


def test_settling_without_a_choice_is_refused_and_keeps_the_remark(lead, chief):
    (link,) = make_read_by_two(chief, other="accepted", weapons=("a gun", "a rod"))

    response = lead.post(
        reverse("incidents:adjudicate", args=[link.pk]),
        {"verdict": "accepted", "version": link.version, "reason": "I saw it"},
    )

    assert (response.status_code, response.context["typed"]) == (422, "I saw it")
    assert Decision.objects.count() == 0


def test_second_adjudicator_is_told(lead, chief):
    (link,) = make_read_by_two(chief)
    url = reverse("incidents:adjudicate", args=[link.pk])
    lead.post(url, {"verdict": "rejected", "version": link.version})

    response = lead.post(url, {"verdict": "accepted", "version": link.version})

    assert response.url == reverse("incidents:judge", args=[link.pk])
    link.refresh_from_db()
    assert link.verdict == "rejected"


def test_accepting_against_one_who_rejects_takes_what_the_other_read(lead, chief):
    (link,) = make_read_by_two(chief, weapons=("a gun", ""))

    lead.post(
        reverse("incidents:adjudicate", args=[link.pk]),
        {"verdict": "accepted", "version": link.version},
    )

    assert link.claim.corrections.get().weapon == "a gun"


def test_third_reading_starts_from_what_was_chosen(lead, chief):
    (link,) = make_read_by_two(chief, other="accepted", weapons=("a gun", "a rod"))
    url = reverse("incidents:adjudicate", args=[link.pk])
    row = lead.get(url).context["differing"][0]

    answer = lead.post(url, {"write": "1", "version": link.version, "weapon": "b"})
    form = lead.get(answer.url).context["form"]

    assert (answer.url, form["weapon"].value()) == (f"{url}write/?weapon=b", row.b)


def test_third_reading_is_saved_as_the_decision(lead, chief):
    (link,) = make_read_by_two(chief, other="accepted", weapons=("a gun", "a rod"))
    url = reverse("incidents:adjudicate_by_hand", args=[link.pk])

    response = lead.post(url, posted(lead.get(url), weapon="an axe", reason="Look again"))

    assert response.url == reverse("incidents:adjudicate_next") + f"?after={link.pk}"
    decision = link.claim.corrections.get().decisions.get()
    assert decision.reason == "Two readers differed: a third reading. Look again"


def test_agreement_page_counts_and_leads_to_the_claims(reviewer, chief):
    agreed = make_read_by_two(chief, number=12, other="accepted")
    differ = make_read_by_two(chief, number=3)

    page = reviewer.get(reverse("incidents:agreement"))

    report = page.context["report"]
    verdict = report.codes[0]
    assert (report.pairs, report.accepted, verdict.same.right) == (15, 12, 12)
    cells = {
        (row, cell[2]): cell for row, cells in page.context["codes"][0]["rows"] for cell in cells
    }
    _, url, *_ = cells["Accepted", "Rejected"]
    behind = reviewer.get(url).context["page"].rows
    assert sorted(link.pk for link in behind) == [link.pk for link in differ]
    assert len(agreed) == cells["Accepted", "Accepted"][0]


def test_agreement_is_measured_by_set_and_time(reviewer, chief):
    make_read_by_two(chief, number=2)
    chosen = DoubleSet.objects.get()
    make_read_by_two(chief, number=1)
    url = reverse("incidents:agreement")

    counted = [
        reviewer.get(url, query).context["report"].pairs
        for query in ({"set": chosen.pk}, {"until": "2001-01-01"}, {"since": "2001-01-01"}, {})
    ]

    assert counted == [2, 0, 3, 3]


def test_names_of_readers_are_shown_to_leads_alone(reviewer, lead, chief):
    make_read_by_two(chief)
    url = reverse("incidents:agreement")

    assert [len(client.get(url).context["people"]) for client in (reviewer, lead)] == [0, 1]


def test_figures_of_the_page_come_as_a_file(reviewer, chief):
    make_read_by_two(chief, number=12, other="accepted")
    make_read_by_two(chief, number=12)

    answer = reviewer.get(reverse("incidents:agreement_figures")).content.decode()

    rows = {(row["field"], row["measure"]): row for row in csv.DictReader(answer.splitlines())}
    same, kappa = rows["verdict", "same"], rows["verdict", "kappa"]
    assert (same["n"], same["agreed"], same["value"]) == ("24", "12", "0.5000")
    assert (kappa["n"], kappa["value"], kappa["low"]) == ("24", "0.0000", "")
    assert rows["counts", "mean overlap"]["value"] == "1.0000"
    assert rows["place", "median km"]["value"] == ""


def test_decisions_list_offers_to_take_a_reading_back(reviewer, chief):
    link = make_link()
    draw(chief)
    reviewer.post(reverse("incidents:decide", args=[link.pk]), {"verdict": "unsure", "version": 1})

    page = reviewer.get(reverse("incidents:decisions"))

    assert [one.link for one in page.context["readings"]] == [link]


def test_empty_queue_says_that_readings_wait_for_others(reviewer, chief):
    link = make_link()
    draw(chief)
    reviewer.post(reverse("incidents:decide", args=[link.pk]), {"verdict": "unsure", "version": 1})

    page = reviewer.get(reverse("incidents:queue")).content.decode()

    assert "waits for a second reader" in page


PAGES = {"double_sets": 6, "agreement": 7, "adjudicate": 7, "adjudicate_next": 8}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", PAGES)
def test_page_costs_the_same_queries_for_any_number_of_rows(
    django_assert_num_queries, lead, chief, name, rows
):
    links = make_read_by_two(chief, number=rows)
    args = [links[0].pk] if name == "adjudicate" else []
    url = reverse(f"incidents:{name}", args=args)

    with django_assert_num_queries(PAGES[name]):
        lead.get(url)


@pytest.mark.parametrize("readings", [0, 3])
def test_claim_that_two_read_costs_two_queries_more(reviewer, chief, readings, ana):
    plain, *links = [make_link() for _ in range(4)]
    ordinary = queries(reviewer, plain)
    draw(chief)
    me = User.objects.get(username="reviewer")
    for link in links[:readings]:
        link.refresh_from_db()
        double.assess(link, Verdict.ACCEPTED, by=me, version=link.version)

    assert queries(reviewer, plain) - ordinary == 1 + bool(readings)


def queries(client, link):
    url = reverse("incidents:judge", args=[link.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)
