"""The orders of the queue: whatever the rows, keys lead through each of them once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.models import IncidentClaim
from incidents.orders import ORDERS
from sources.paging import page
from tests.factories import make_claim, make_document, make_link, make_run

DAY = date(2020, 1, 1)
ROWS = st.lists(
    st.tuples(
        st.integers(0, 2),  # the article
        st.integers(0, 3),  # where the claim begins
        st.sampled_from([0.2, 0.5, 0.7]),
        st.none() | st.integers(0, 3),  # days
    ),
    min_size=1,
    max_size=9,
)
SORTED = {
    "reading": lambda link: (link.document_id, link.start, link.pk),
    "newest": lambda link: (-link.document_id, link.start, link.pk),
    "surest": lambda link: (-link.confidence, -link.pk),
    "doubtful": lambda link: (link.confidence, link.pk),
    "date": lambda link: (link.date_start or date.max, link.pk),
}


def request(query):
    asked = HttpRequest()
    asked.GET = QueryDict(query.removeprefix("?"))
    return asked


def make_rows(rows):
    documents = [make_document("Ten died.") for _ in range(3)]
    runs = [make_run(document) for document in documents]
    for number, start, confidence, days in rows:
        day = None if days is None else DAY + timedelta(days=days)
        when: dict[str, Any] = (
            {"date_start": day, "date_end": day, "date_precision": "day"} if day else {}
        )
        claim = make_claim(documents[number], run=runs[number], confidence=confidence, **when)
        make_link(type(claim).objects.get(pk=claim.pk))
        IncidentClaim.objects.filter(claim=claim).update(start=start)


def test_every_order_is_tested():
    assert SORTED.keys() == ORDERS.keys()


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("name", ORDERS)
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS, size=st.integers(1, 4))
def test_pages_show_every_row_once_and_in_order_forwards_and_backwards(db, name, rows, size):
    IncidentClaim.objects.all().delete()
    make_rows(rows)
    order = ORDERS[name][1]
    everything = IncidentClaim.objects.all()
    expected = sorted(everything, key=SORTED[name])

    shown = page(everything, request(""), size=size, order=order)
    pages = [shown]
    while shown.older_url:
        shown = page(everything, request(shown.older_url), size=size, order=order)
        pages.append(shown)
    back = [shown]
    while shown.newer_url:
        shown = page(everything, request(shown.newer_url), size=size, order=order)
        back.append(shown)

    assert [link for one in pages for link in one.rows] == expected
    assert [one.rows for one in reversed(back)] == [one.rows for one in pages]


def test_link_copies_what_the_queue_sorts_by(db):
    claim = make_claim(event_type="torture", confidence=0.4)

    link = IncidentClaim.objects.get(pk=make_link(claim).pk)

    assert (link.document_id, link.start, link.event_type, link.confidence, link.date_start) == (
        claim.document_id,
        claim.start,
        "torture",
        0.4,
        None,
    )
