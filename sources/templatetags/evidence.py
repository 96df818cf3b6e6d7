"""The article with its evidence marked: text cut into flat pieces, each escaped by the template."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django import template
from django.db.backends.postgresql.psycopg_any import NumericRange

from sources.enums import SENSITIVE
from sources.models import Claim

register = template.Library()

FIELDS = {
    "event_type_span": "event",
    "place_span": "place",
    "date_span": "date",
    "perpetrator_span": "perpetrator",
    "victims_span": "victims",
    "weapon_span": "weapon",
    "stance_span": "stance",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open range of the text: a claim, or with ``field`` a field of the active claim."""

    start: int
    end: int
    claim: int
    field: str | None = None
    active: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same marks cover from end to end."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def claim(self) -> int | None:
        """The claim that a click here means: the shortest one."""
        claims = [mark for mark in self.marks if mark.field is None]
        return min(claims, key=_length).claim if claims else None

    @property
    def active(self) -> bool:
        return any(mark.active for mark in self.marks)

    @property
    def sensitive(self) -> bool:
        """Whether a veil covers these words until they are asked for."""
        return any(mark.sensitive for mark in self.marks)

    @property
    def opens(self) -> bool:
        """Whether the active claim begins here."""
        return any(
            mark.active and mark.field is None and mark.start == self.start for mark in self.marks
        )

    @property
    def css(self) -> str:
        """The classes of the piece; where fields overlap, the innermost one gives the colour."""
        fields = [mark for mark in self.marks if mark.field]
        names = ["claim"] if self.claim else []
        names += ["is-active"] if self.active else []
        names += ["ev", f"ev-{min(fields, key=_length).field}"] if fields else []
        return " ".join(names)

    @property
    def label(self) -> str:
        """The fields that end here, by name: each is named once, where a reader has read it."""
        ending = sorted(
            (mark for mark in self.marks if mark.field and mark.end == self.end), key=_length
        )
        return ", ".join(dict.fromkeys(mark.field for mark in ending if mark.field))


def cut(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Yield the text in pieces, each with all the marks that cover it. Marks may overlap and nest.

    >>> marks = [Mark(0, 8, claim=1), Mark(4, 8, claim=1, field="place")]
    >>> [(piece.text, len(piece.marks)) for piece in cut("Ten in Rome.", marks)]
    [('Ten ', 1), ('in R', 2), ('ome.', 0)]
    """
    inside = [mark for mark in marks if max(mark.start, 0) < min(mark.end, len(text))]
    starting = sorted(inside, key=lambda mark: mark.start)
    edges = {edge for mark in inside for edge in (max(mark.start, 0), min(mark.end, len(text)))}
    open_marks: list[Mark] = []
    upcoming = iter(starting)
    following = next(upcoming, None)
    bounds = sorted(edges | {0, len(text)})
    for start, end in pairwise(bounds):
        open_marks = [mark for mark in open_marks if mark.end > start]
        while following is not None and following.start <= start:
            open_marks.append(following)
            following = next(upcoming, None)
        yield Piece(start, text[start:end], tuple(open_marks))


def marks_of(claims: Iterable[Claim], active: Claim | None) -> Iterator[Mark]:
    """Yield a mark for each claim, and one for each field of the active claim."""
    for claim in claims:
        sensitive = claim.event_type in SENSITIVE
        yield Mark(claim.start, claim.end, claim.pk, active=claim == active, sensitive=sensitive)
    if active is None:
        return
    spans = [(field, getattr(active, span)) for span, field in FIELDS.items()]
    spans += [("count", count.span) for count in active.counts.all()]
    spans += [("speaker", speaker.span) for speaker in active.speakers.all()]
    for field, span in spans:
        if _is_range(span):
            yield Mark(span.lower, span.upper, active.pk, field, active=True)


def _is_range(span: NumericRange | None) -> bool:
    return span is not None and span.lower is not None and span.upper is not None


def _length(mark: Mark) -> int:
    return mark.end - mark.start


@register.inclusion_tag("sources/_article.html")
def marked_article(
    text: str, claims: Sequence[Claim], active: Claim | None = None, *, linked: bool = True
) -> dict[str, Any]:
    """Print an article with its claims marked, and within the active claim each of its fields.

    A span of the active claim that starts at character 7 has the id ``at-7``. With ``linked``,
    the other claims are links to ``?claim=<pk>``.
    """
    pieces = cut(text, marks_of(claims, active))
    return {"pieces": [(piece, piece.css, _target(piece, linked=linked)) for piece in pieces]}


def _target(piece: Piece, *, linked: bool) -> int | None:
    """Return the claim to which a piece leads; the active claim is here already."""
    return piece.claim if linked and not piece.active else None


@register.filter
def words_at(text: str, span: NumericRange | None) -> str:
    """Return the words that a span of the article covers."""
    return text[span.lower : span.upper] if span is not None and _is_range(span) else ""
