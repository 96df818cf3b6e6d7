"""Care: hard text waits behind a click, pauses are reminded of, and no fact is ever hidden."""

from datetime import datetime, time, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from incidents.actions import review
from incidents.care import shift_of
from incidents.enums import Verdict
from incidents.models import Decision
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
)

HARD = "Nine women were abused by soldiers in Verrin."
PLAIN = "Soldiers shot dead 4 men in Verrin."


@pytest.fixture
def links(db):
    """A claim about sexual violence and one about killing, in one article and incident."""
    document = make_document(f"{HARD} {PLAIN}")
    span = NumericRange(HARD.index("Verrin"), HARD.index("Verrin") + 6)
    fields = {"place_name": "Verrin", "place_precision": "settlement", "place_span": span}
    hard = make_claim(document, quote=HARD, event_type="sexual_violence", **fields)
    make_count(hard, effect="sexually_abused", lower=9, upper=9, qualifier="exact")
    plain = make_claim(document, quote=PLAIN)
    incident = make_incident()
    return make_link(hard, incident), make_link(plain, incident)


def pages(links):
    """Return the address of every page that shows the quote of a claim."""
    link = links[0]
    return {
        "judge": reverse("incidents:judge", args=[link.pk]),
        "document": link.claim.document.get_absolute_url(),
        "incident": link.incident.get_absolute_url(),
        "claims": reverse("incidents:claims"),
    }


def veils(client, url):
    html = client.get(url).content.decode()
    return html.count('<details class="veil')


PAGES = ["judge", "document", "incident", "claims"]


@pytest.mark.parametrize("name", PAGES)
def test_text_about_sexual_violence_is_covered_where_its_reader_wants_it(reviewer, links, name):
    url = pages(links)[name]
    covered = veils(reviewer, url)
    User.objects.update(veils_text=False)

    assert (covered > 0, veils(reviewer, url)) == (True, 0)


@pytest.mark.parametrize("name", PAGES)
def test_other_text_is_never_covered(reviewer, links, name):
    plain = make_link(make_claim(make_document(PLAIN)))
    links[0].delete()

    assert veils(reviewer, pages([plain])[name]) == 0


def test_article_covers_the_words_of_that_claim_alone(reviewer, links):
    html = reviewer.get(pages(links)["judge"]).content.decode()

    pieces = html.split('<span class="sensitive">')[1:]
    assert [PLAIN[:12] in piece.split("</span>")[0] for piece in pieces] == [False] * len(pieces)
    assert "Nine women" in pieces[0]


def test_numbers_and_fields_are_never_covered(reviewer, links):
    html = reviewer.get(pages(links)["judge"]).content.decode()
    card = html[html.index('class="review-card') :]

    assert ("9" in card, "Verrin" in card, '<details class="veil' in card) == (True, True, False)


def test_last_decision_names_hard_text_by_what_it_is_about(reviewer, links):
    hard, plain = links
    review.judge(hard, Verdict.ACCEPTED, by=User.objects.get(username="reviewer"), version=0)

    html = reviewer.get(pages([plain])["judge"]).content.decode()

    assert "a claim about sexual violence" in html
    assert "“Nine women" not in html


def test_claims_about_sexual_violence_decided_today_are_counted(ana, ben, links):
    hard, plain = links
    review.judge(hard, Verdict.ACCEPTED, by=ana, version=0)
    review.judge(plain, Verdict.ACCEPTED, by=ana, version=0)

    now = timezone.now()
    assert (shift_of(ana, now).exposures, shift_of(ben, now).exposures) == (1, 0)


def test_claim_in_view_counts_once_before_and_after_it_is_decided(reviewer, links):
    url = pages(links)["judge"]
    person = User.objects.get(username="reviewer")

    before = reviewer.get(url).content.decode()
    review.judge(links[0], Verdict.ACCEPTED, by=person, version=0)
    after = reviewer.get(url).content.decode()

    said = "1 claim about sexual violence or torture today"
    assert (said in before, said in after) == (True, True)


def decided(by, claim, minutes_ago, now):
    at = now - timedelta(minutes=minutes_ago)
    Decision.objects.create(by=by, claim=claim, action="accept_claim", at=at)


@pytest.fixture
def noon():
    """Midday, so that no test runs across midnight."""
    return timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))


@pytest.mark.parametrize(
    ("minutes", "every", "reminded"),
    [(44, 45, False), (46, 45, True), (51, 45, False), (91, 45, True), (46, 0, False)],
)
def test_break_is_reminded_of_for_a_while_after_each_stretch(
    ana, link, noon, minutes, every, reminded
):
    ana.break_minutes = every
    for ago in range(minutes, -1, -2):
        decided(ana, link.claim, ago, noon)

    shift = shift_of(ana, noon)

    assert (shift.minutes, shift.reminder) == (minutes, reminded)


def test_pause_starts_the_count_anew(ana, link, noon):
    for ago in (60, 55, 50, 8, 4):
        decided(ana, link.claim, ago, noon)

    assert shift_of(ana, noon).minutes == 8


def test_day_before_does_not_count(ana, links, noon):
    for _ in range(3):
        decided(ana, links[0].claim, 24 * 60, noon)

    shift = shift_of(ana, noon)

    assert (shift.exposures, shift.minutes) == (0, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_shift_is_one_query(ana, link, django_assert_num_queries, rows):
    for _ in range(rows):
        decided(ana, link.claim, 1, timezone.now())

    with django_assert_num_queries(1):
        shift_of(ana, timezone.now())
