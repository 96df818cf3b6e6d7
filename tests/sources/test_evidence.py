import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from sources.templatetags.evidence import Mark, cut
from tests.factories import make_claim, make_count, make_document, make_run

FIELD_NAMES = ["event", "place", "count", "victims"]


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and marks anywhere: overlapping, nested, empty, the same twice, beyond the end."""
    text = draw(st.text(max_size=40))
    edges = st.integers(-2, len(text) + 2)
    fields = st.none() | st.sampled_from(FIELD_NAMES)
    marks = st.builds(
        Mark, start=edges, end=edges, claim=st.integers(1, 3), field=fields, active=st.booleans()
    )
    return text, draw(st.lists(marks, max_size=8))


@given(texts_with_marks())
def test_pieces_are_the_text_unchanged(text_and_marks):
    text, marks = text_and_marks

    pieces = list(cut(text, marks))

    assert "".join(piece.text for piece in pieces) == text


@given(texts_with_marks())
def test_every_letter_carries_exactly_the_marks_that_cover_it(text_and_marks):
    text, marks = text_and_marks

    pieces = list(cut(text, marks))

    carried = {
        at: sorted(map(repr, piece.marks))
        for piece in pieces
        for at in range(piece.start, piece.end)
    }
    expected = {
        at: sorted(repr(mark) for mark in marks if mark.start <= at < mark.end)
        for at in range(len(text))
    }
    assert carried == expected


@given(texts_with_marks())
def test_every_field_is_named_once_where_it_ends(text_and_marks):
    text, marks = text_and_marks
    fields = {
        (min(mark.end, len(text)), mark.field)
        for mark in marks
        if mark.field and max(mark.start, 0) < min(mark.end, len(text)) and mark.end <= len(text)
    }

    pieces = list(cut(text, marks))

    named = [(piece.end, name) for piece in pieces for name in piece.label.split(", ") if name]
    assert sorted(named) == sorted(fields)


def test_innermost_field_gives_the_colour():
    marks = [
        Mark(0, 30, claim=1, active=True),
        Mark(4, 20, claim=1, field="victims", active=True),
        Mark(4, 6, claim=1, field="count", active=True),
    ]

    pieces = list(cut("The 12 villagers of Gao were shot", marks))

    assert [(piece.text, piece.css, piece.label) for piece in pieces] == [
        ("The ", "claim is-active", ""),
        ("12", "claim is-active ev ev-count", "count"),
        (" villagers of ", "claim is-active ev ev-victims", "victims"),
        ("Gao were s", "claim is-active", ""),
        ("hot", "", ""),
    ]


@pytest.mark.django_db
def test_article_is_escaped_in_every_piece():
    document = make_document("<b>Ten</b> & <script>alert(1)</script> died.")
    claim = make_claim(document, quote="<script>alert(1)</script>", place_span=(13, 21))
    claim.refresh_from_db()
    template = Template("{% load evidence %}{% marked_article text claims active %}")

    page = template.render(Context({"text": document.text, "claims": [claim], "active": claim}))

    assert page.strip() == (
        '<div class="article" data-article>&lt;b&gt;Ten&lt;/b&gt; &amp; '
        '<mark class="claim is-active ev ev-place" id="at-13" data-label="place" data-active>'
        "&lt;script&gt;</mark>"
        '<mark class="claim is-active" id="at-21">alert(1)&lt;/script&gt;</mark> died.</div>'
    )


@pytest.mark.django_db
def test_active_claim_shows_its_fields_and_the_others_are_links():
    document = make_document("Ten died in Rome. Two were hurt.")
    run = make_run(document)
    active = make_claim(
        document,
        quote="Ten died in Rome.",
        run=run,
        place_name="Rome",
        place_precision="settlement",
        place_span=(12, 16),
    )
    make_count(active, lower=10, upper=10, qualifier="exact", span=(0, 3))
    other = make_claim(document, quote="Two were hurt.", run=run)
    active.refresh_from_db()
    template = Template("{% load evidence %}{% marked_article text claims active %}")

    page = template.render(
        Context({"text": document.text, "claims": [active, other], "active": active})
    )

    link = f"?claim={other.pk}"
    assert page.strip() == (
        '<div class="article" data-article>'
        '<mark class="claim is-active ev ev-count" id="at-0" data-label="count" data-active>'
        "Ten</mark>"
        '<mark class="claim is-active" id="at-3"> died in </mark>'
        '<mark class="claim is-active ev ev-place" id="at-12" data-label="place">Rome</mark>'
        '<mark class="claim is-active" id="at-16">.</mark> '
        f'<a class="claim" href="{link}" hx-get="{link}" hx-target="#reading"'
        ' hx-select="#reading" hx-swap="outerHTML" hx-push-url="true">Two were hurt.</a></div>'
    )
