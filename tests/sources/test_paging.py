import pytest
from django.http import HttpRequest, QueryDict

from sources.models import Source
from sources.paging import Order, page
from tests.factories import make_source


def _request(query: str | None = "") -> HttpRequest:
    assert query is not None
    request = HttpRequest()
    request.GET = QueryDict(query.removeprefix("?"))
    return request


@pytest.fixture
def names(db):
    return [make_source(f"Source {number}").name for number in range(7)][::-1]


def _names(shown):
    return [source.name for source in shown.rows]


def test_pages_lead_to_the_last_row_and_back(names):
    first = page(Source.objects.all(), _request(), size=3)
    second = page(Source.objects.all(), _request(first.older_url), size=3)
    third = page(Source.objects.all(), _request(second.older_url), size=3)
    back = page(Source.objects.all(), _request(third.newer_url), size=3)
    front = page(Source.objects.all(), _request(back.newer_url), size=3)

    assert [_names(each) for each in (first, second, third, back, front)] == [
        names[:3],
        names[3:6],
        names[6:],
        names[3:6],
        names[:3],
    ]
    assert (first.newer_url, first.first_url, third.older_url) == (None, None, None)
    assert (front.newer_url, front.first_url) == (None, None)


def test_order_can_start_with_the_oldest(names):
    first = page(Source.objects.all(), _request(), size=3, order=Order())
    second = page(Source.objects.all(), _request(first.older_url), size=3, order=Order())

    assert _names(first) + _names(second) == names[::-1][:6]


def test_row_added_meanwhile_repeats_none(names):
    first = page(Source.objects.all(), _request(), size=3)
    make_source("Newer than all")

    second = page(Source.objects.all(), _request(first.older_url), size=3)

    assert _names(second) == names[3:6]


def test_other_parameters_stay_in_the_addresses(names):
    shown = page(Source.objects.all(), _request("words=a&words=b&after=5"), size=1)

    assert shown.first_url == "?words=a&words=b"


@pytest.mark.parametrize("key", ["", "x", "-1", "1.5", "٣", "9" * 19, "9" * 400, "0x1"])
def test_key_that_is_no_key_shows_the_first_page(names, key):
    shown = page(Source.objects.all(), _request(f"after={key}"), size=2)

    assert _names(shown) == names[:2]


def test_page_costs_one_query_wherever_it_is(names, django_assert_num_queries):
    last = page(Source.objects.all(), _request(), size=6).older_url

    with django_assert_num_queries(1):
        shown = page(Source.objects.all(), _request(last), size=6)

    assert _names(shown) == names[6:]
