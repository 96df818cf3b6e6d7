import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from sources.models import Document, ExtractionRun, Original, Source
from tests.factories import make_document, make_source

URL = "/upload/"
TEXT = "Soldiers shot dead at least 12 villagers near Gao on Thursday, a teacher said.\n"
HTMX = {"HX-Request": "true"}


def _file(name: str = "article.txt", content: bytes = TEXT.encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _results(response):
    return [(result.filename, result.status) for result in response.context["results"]]


def test_address_is_the_agreed_one():
    assert reverse("sources:upload") == URL


def test_file_is_stored_byte_for_byte_with_its_metadata(contributor):
    content = TEXT.encode("utf-16")

    response = contributor.post(
        URL,
        {
            "files": [_file(content=content)],
            "source": " Example  Herald ",
            "kind": "ngo",
            "published": "2022-09-17",
            "url": "https://example.org/gao",
            "language": "en",
        },
    )

    assert (response.status_code, response.url) == (302, URL)
    document = Document.objects.get()
    assert bytes(Original.objects.get().content) == content
    assert document.text == TEXT
    assert Source.objects.values_list("name", "kind").get() == ("Example Herald", "ngo")
    assert (str(document.published), document.url) == ("2022-09-17", "https://example.org/gao")
    assert document.uploaded_by == User.objects.get(username="contributor")
    assert [(run.status, run.reason) for run in document.runs.all()] == [("queued", "uploaded")]


def test_many_files_and_a_pasted_text_go_in_one_upload(contributor):
    files = [_file(f"{number}.txt", f"{number}. {TEXT}".encode()) for number in range(3)]

    contributor.post(URL, {"files": files, "text": "Pasted.\r\nLines.", "title": "By hand"})

    assert list(Document.objects.order_by("pk").values_list("filename", "title")) == [
        ("0.txt", f"0. {TEXT.strip()}"),
        ("1.txt", f"1. {TEXT.strip()}"),
        ("2.txt", f"2. {TEXT.strip()}"),
        ("pasted.txt", "By hand"),
    ]
    assert bytes(Original.objects.order_by("-pk")[0].content) == b"Pasted.\nLines."


def test_two_hundred_files_at_once_are_taken(contributor):
    files = [_file(f"{number}.txt", f"{number}. {TEXT}".encode()) for number in range(200)]

    contributor.post(URL, {"files": files})

    assert Document.objects.count() == ExtractionRun.objects.count() == 200


def test_more_files_than_fit_are_refused_whole(contributor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    files = [_file(f"{number}.txt", f"{number}".encode()) for number in range(4)]

    response = contributor.post(URL, {"files": files})

    assert (response.status_code, Document.objects.count()) == (400, 0)


def test_duplicate_is_shown_with_its_twin(contributor):
    twin = make_document(content=TEXT.encode(), title="The <b>twin</b>")

    response = contributor.post(URL, {"files": [_file("again.txt")]})

    assert (response.status_code, _results(response)) == (200, [("again.txt", "duplicate")])
    link = f'<a href="/documents/{twin.pk}/">The &lt;b&gt;twin&lt;/b&gt;</a>'
    assert response.content.decode().count(link) == 1


def test_same_file_twice_in_one_upload_is_stored_once(contributor):
    response = contributor.post(URL, {"files": [_file("a.txt"), _file("b.txt")]})

    assert _results(response) == [("a.txt", "stored"), ("b.txt", "duplicate")]


def test_refused_file_says_why_and_the_others_are_stored(contributor):
    response = contributor.post(
        URL, {"files": [_file("empty.txt", b""), _file("good.txt")], "source": "Herald"}
    )

    assert response.status_code == 422
    assert _results(response) == [("empty.txt", "refused"), ("good.txt", "stored")]
    reason = "The file is empty; choose the file again or paste the text."
    assert response.context["results"][0].reason == reason
    assert response.context["form"]["source"].value() == "Herald"


def test_refused_pasted_text_is_not_lost(contributor):
    response = contributor.post(URL, {"text": "--- ...", "title": "Dashes", "url": ""})

    form = response.context["form"]
    assert (response.status_code, _results(response)) == (422, [("pasted.txt", "refused")])
    assert (form["text"].value(), form["title"].value()) == ("--- ...", "Dashes")


def test_invalid_metadata_stores_nothing_and_loses_nothing(contributor):
    typed = {"text": TEXT, "title": "A title", "published": "1066-10-14", "url": "ftp://x.yz/"}

    response = contributor.post(URL, typed)

    form = response.context["form"]
    assert (response.status_code, Document.objects.count()) == (422, 0)
    assert {name: form[name].value() for name in typed} == typed
    assert form.errors == {
        "published": ["Articles cannot have appeared before 1800."],
        "url": ["The address must start with http:// or https://."],
    }


def test_nothing_to_upload_is_said(contributor):
    response = contributor.post(URL, {"source": "Herald"})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["Choose a file or paste an article."]


@pytest.mark.parametrize(
    "typed",
    [
        {"published": "0001-01-01"},
        {"published": "9999-12-31"},
        {"published": "2022-02-30"},
        {"url": "javascript:alert(1)"},
        {"url": "https://" + "a" * 3000 + ".org"},
        {"url": "http://[::1"},
        {"source": "a\0b"},
        {"source": "a" * 201},
        {"title": "a\0b"},
        {"text": "a\0b"},
        {"language": "klingon"},
        {"kind": "nonsense"},
    ],
)
def test_absurd_value_is_refused_beside_its_field(contributor, typed):
    response = contributor.post(URL, {"text": TEXT} | typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(typed)
    assert (Document.objects.count(), Source.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\secret\\a.txt", "a.txt"),
        ("a'; x=y.txt", "a'; x=y.txt"),
        ("a\u202etxt.exe.txt", "atxt.exe.txt"),
        ("<script>alert(1)<.txt", "<script>alert(1)<.txt"),
        ("сообщение.txt", "сообщение.txt"),
    ],
)
def test_hostile_file_name_is_stored_harmless(contributor, name, stored):
    contributor.post(URL, {"files": [_file(name)]})

    assert Document.objects.get().filename == stored


def test_very_long_file_name_keeps_its_ending(contributor):
    contributor.post(URL, {"files": [_file("a" * 300 + ".txt")]})

    filename = Document.objects.get().filename
    assert (len(filename), filename[-4:]) == (255, ".txt")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary.txt", bytes(range(256)) * 40),
        ("huge.txt", b"a" * 25 * 1024 * 1024),
        ("broken.pdf", b"%PDF-1.7 nothing follows"),
        ("broken.docx", b"PK\x03\x04 nothing follows"),
        ("program.exe", b"MZ\x90\x00\x03"),
        ("blank.html", b"<html><script>alert(1)</script></html>"),
    ],
)
def test_unreadable_file_is_refused_in_words(contributor, name, content):
    response = contributor.post(URL, {"files": [_file(name, content)]})

    assert (response.status_code, _results(response)) == (422, [(name, "refused")])
    assert Document.objects.count() == 0


def test_htmx_gets_the_fragment_and_a_full_success_goes_to_the_list(contributor):
    refused = contributor.post(URL, {"text": "..."}, headers=HTMX)
    stored = contributor.post(URL, {"text": TEXT}, headers=HTMX)

    assert refused.templates[0].name == "sources/_upload.html"
    assert stored.headers["HX-Redirect"] == URL


def test_page_lists_the_last_uploads_of_this_person_alone(contributor):
    contributor.post(URL, {"text": TEXT, "title": "Mine"})
    make_document(title="Of somebody else")

    response = contributor.get(URL)

    assert [document.title for document in response.context["uploads"]] == ["Mine"]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_for_any_number_of_uploads(
    contributor, django_assert_num_queries, rows
):
    me = User.objects.get(username="contributor")
    for _ in range(rows):
        make_document(uploaded_by=me, source=make_source())

    with django_assert_num_queries(5):  # session, user, permissions, sources, uploads
        response = contributor.get(URL)

    assert len(response.context["uploads"]) == rows
