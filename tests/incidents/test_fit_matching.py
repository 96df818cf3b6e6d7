"""What people answer to suggestions teaches the scorer, or is said to be too little."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from incidents.enums import Answer
from incidents.matching.fit import FILE
from incidents.models import Suggestion
from tests.factories import make_incident, make_user

pytestmark = pytest.mark.django_db


def make_answered(number: int, answer: Answer, **worth: float) -> None:
    """Let a reviewer answer so many suggestions, all for the same reasons."""
    by, hub = make_user("reviewer"), make_incident()
    for _ in range(number):
        Suggestion.objects.create(
            older=hub,
            newer=make_incident(),
            score=0.5,
            reasons=[{"code": f"{g}.x", "label": "", "weight": w} for g, w in worth.items()],
            answer=answer,
            answered_by=by,
            answered_at="2024-01-01T00:00Z",
        )


def run(out) -> str:
    written = StringIO()
    call_command("fit_matching", out=out, stdout=written)
    return written.getvalue()


def test_too_few_answers_are_refused_in_a_sentence(tmp_path):
    make_answered(45, Answer.SAME, place=3.0)
    make_answered(9, Answer.DIFFERENT, place=3.0)

    with pytest.raises(CommandError, match=r"^There are 45 suggestions answered with same and 9"):
        run(tmp_path)

    assert not (tmp_path / FILE).exists()


def test_answers_refit_the_weights_outside_the_code(tmp_path, settings):
    settings.MATCHING_DIR = tmp_path
    make_answered(30, Answer.SAME, place=0.3, date=3.0)
    make_answered(30, Answer.DIFFERENT, place=3.0, date=0.3)

    said = run(tmp_path)

    assert "as shipped: precision 0.500, recall 1.000, 60 answers" in said
    assert "refitted, on answers held back: precision 1.000, recall 1.000, 60 answers" in said
    assert (tmp_path / FILE).exists()


def test_unsure_and_related_answers_teach_nothing(tmp_path):
    make_answered(60, Answer.UNSURE, place=3.0)
    make_answered(60, Answer.RELATED, place=3.0)

    with pytest.raises(CommandError, match=r"^There are 0 suggestions"):
        run(tmp_path)


def test_page_shows_how_right_the_scorer_was(reviewer):
    make_answered(3, Answer.SAME, place=3.0)
    make_answered(1, Answer.DIFFERENT, place=3.0)

    page = reviewer.get(reverse("incidents:suggestions")).content.decode()

    assert "precision 0.75, recall 1.00" in page
