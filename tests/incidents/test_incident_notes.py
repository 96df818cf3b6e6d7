"""Notes: whom they call, where these find them, and when they are dealt with."""

import pytest
from django.urls import reverse

from accounts import roles
from incidents.actions import notes
from incidents.models import Annotation, Mention
from incidents.templatetags.history import note_pieces
from tests.factories import make_user


def called_by(note):
    return [mention.person for mention in note.mentions.all()]


def test_note_calls_people_by_username_and_by_pseudonym_once(link, ana, ben):
    text = f"@ana, @ANA and @{ben.pseudonym}: see this. Write to me@ben"

    note = notes.annotate(link.incident, by=ana, text=text)

    assert called_by(note) == [ana, ben]


def test_nobody_is_called_who_has_left(link, ana, ben):
    ben.is_active = False
    ben.save()

    assert called_by(notes.annotate(link.incident, by=ana, text="@ben?")) == []


def test_mention_waits_until_the_note_is_resolved(link, ana, ben):
    note = notes.annotate(link.incident, by=ana, text="@ben, is it Gao?")
    before = [one.note for one in Mention.objects.waiting_for(ben)]

    notes.resolve(note, by=ana)

    assert (before, list(Mention.objects.waiting_for(ben))) == ([note], [])


def test_writer_is_told_which_names_nobody_has(reviewer, link, ben):
    url = reverse("incidents:annotate", args=[link.incident.reference])

    response = reviewer.post(url, {"text": "@ben or @nobody1?"}, follow=True)

    said = [str(message) for message in response.context["messages"]]
    assert said == ["Nobody here is called @nobody1; the note reaches no such person."]
    assert called_by(Annotation.objects.get()) == [ben]


def test_calls_are_marked_and_the_rest_of_a_note_is_only_text(link, ana, ben):
    note = notes.annotate(link.incident, by=ana, text="Ask @ben, not @eve <b>")

    assert list(note_pieces(note)) == [
        ("Ask ", False),
        ("@ben", True),
        (", not @eve <b>", False),
    ]


def test_called_person_finds_the_note_on_the_home_page_and_others_do_not(client, link, ana, ben):
    note = notes.annotate(link.incident, by=ana, text="@ben, is it Gao?")
    url = f"{link.incident.get_absolute_url()}#note-{note.pk}"

    pages = {}
    for person in (ana, ben):
        client.force_login(person)
        pages[person] = [client.get(reverse(name)) for name in ("home", "incidents:mentions")]

    found = {str(who): [url in page.content.decode() for page in pages[who]] for who in pages}
    assert found == {"ana": [False, False], "ben": [True, True]}


def test_list_of_my_notes_is_empty_in_words(viewer):
    page = viewer.get(reverse("incidents:mentions")).content.decode()

    assert "Nothing waits for you" in page


def test_colleagues_to_call_are_on_the_page_without_any_script(client, link, ana, ben):
    client.force_login(ana)

    page = client.get(link.incident.get_absolute_url()).content.decode()

    assert ("@ben" in page, f"@{ben.pseudonym}" in page, 'data-colleague="ana"' in page) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("role", [roles.VIEWER, roles.CONTRIBUTOR])
def test_who_may_not_write_notes_is_told_of_no_colleagues(client, link, ben, role):
    client.force_login(make_user(role))

    page = client.get(link.incident.get_absolute_url()).content.decode()

    assert "@ben" not in page
