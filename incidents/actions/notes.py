"""Leave a note, call colleagues in it, and mark it as dealt with."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower, Now

from accounts.models import User
from incidents.exceptions import ReviewError
from incidents.mentions import called, key_of
from incidents.models import Annotation, Incident, Mention


@transaction.atomic
def annotate(incident: Incident, *, by: User, text: str) -> Annotation:
    """Leave a note. Whom it calls by name finds it on their home page until it is resolved."""
    if not text.strip():
        raise ReviewError("Write something before you save the note.")
    note = Annotation.objects.create(incident=incident, by=by, text=text.strip())
    Mention.objects.bulk_create(
        Mention(note=note, person=person) for person in _people(called(note.text))
    )
    return note


def resolve(annotation: Annotation, *, by: User) -> None:
    """Mark a note as dealt with."""
    Annotation.objects.filter(pk=annotation.pk, resolved_by=None).update(
        resolved_by=by, resolved_at=Now()
    )


def strangers(note: Annotation) -> list[str]:
    """Return the names that a note calls and that nobody here has."""
    names = {name for mention in note.mentions.select_related("person") for name in _names(mention)}
    return [name for name in called(note.text) if name.casefold() not in names]


def _people(names: list[str]) -> list[User]:
    keys = [key for name in names if (key := key_of(name))]
    plain = [name.lower() for name in names]
    people = User.objects.filter(is_active=True).alias(plain_name=Lower("username"))
    return list(people.filter(Q(plain_name__in=plain) | Q(pk__in=keys)).order_by("pk"))


def _names(mention: Mention) -> tuple[str, str]:
    return mention.person.username.casefold(), mention.person.pseudonym.casefold()
