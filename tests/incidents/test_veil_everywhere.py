"""Hard text is covered on every page where its reader asks for it, and nowhere else is it lost."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from accounts.models import User
from incidents.actions import bulk, merge, review
from incidents.actions import queue as leases
from incidents.actions.undo import undo
from incidents.enums import Action, Verdict
from incidents.models import IncidentClaim
from sources.models import Document
from tests.factories import make_claim, make_document, make_incident, make_link
from tests.incidents import test_access
from tests.incidents.states import draft_of

HARD = "Nine women told of what soldiers had done to them in Verrin."
WORDS = "what soldiers had done to them"
PAGES = sorted(name for method, name in test_access.LOWEST_ROLE if method == "get")
VOID = {"input", "link", "meta", "br", "img", "hr", "use", "rect", "line", "path", "circle"}


class Open(HTMLParser):
    """Collects the text of a page that stands outside of every cover."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.path: list[str] = []
        self.text = ""
        self.switched = "veil-switch" in html
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        css = (dict(attrs).get("class") or "").split()
        covers = "veiled" in css or ("sensitive" in css and self.switched)
        if tag not in VOID:
            self.path.append("cover" if covers else tag)

    def handle_endtag(self, tag):
        if tag not in VOID and self.path:
            self.path.pop()

    def handle_data(self, data):
        if "cover" not in self.path:
            self.text += data


def reads(html):
    """Return whether the hard words can be read, and whether they are on the page at all."""
    return WORDS in " ".join(Open(html).text.split()), WORDS in html


def make_hard_claim(document=None, **fields):
    document = document or Document.objects.filter(text=HARD).first() or make_document(HARD)
    return make_claim(document, event_type="sexual_violence", **fields)


def make_hard_document(*args, **fields):
    return make_hard_claim(make_document(HARD)).document


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_review_shows_hard_text_uncovered(admin, monkeypatch, name):
    monkeypatch.setattr(test_access, "make_claim", make_hard_claim)
    monkeypatch.setattr(test_access, "make_document", make_hard_document)
    url = test_access.address(name)
    if name in ("bulk_claims", "bulk_incidents"):
        url += f"?act={'accept_claim' if name == 'bulk_claims' else 'reject'}&scope=all"

    response = admin.get(url, follow=True)

    is_page = response.headers["Content-Type"].startswith("text/html")
    assert not is_page or reads(response.content.decode())[0] is False


@pytest.fixture
def link(db):
    return make_link(make_hard_claim(), make_incident())


def decided(link, by):
    """Do to claims what can be done, and return the pages that tell of it."""
    review.judge(link, Verdict.UNSURE, by=by, version=0)
    link.refresh_from_db()
    new = review.correct(link, draft_of(link.claim, weapon="a belt"), by=by, version=1)
    second = make_link(make_hard_claim(make_document(HARD)))
    rows = IncidentClaim.objects.filter(pk=second.pk)
    seen = bulk.preview(rows, Action.UNSURE_CLAIM, by=by).digest
    done = bulk.order(rows, Action.UNSURE_CLAIM, by=by, seen=seen)
    held = make_link(make_hard_claim(make_document(HARD)))
    leases.take(held, by=by)
    pair = [one.incident.reference for one in (new, held)]
    return {
        "judge": reverse("incidents:judge", args=[new.pk]),
        "correct": reverse("incidents:correct", args=[new.pk]),
        "add": reverse("incidents:add_claim", args=[held.claim.document_id])
        + f"?start=0&end={len(HARD)}",
        "choose": reverse("incidents:add_claim", args=[held.claim.document_id]),
        "history": new.incident.get_absolute_url() + "history/",
        "incident": new.incident.get_absolute_url(),
        "merge": reverse("incidents:merge", args=pair),
        "split": reverse("incidents:split", args=pair[:1]) + f"?link={new.pk}-0",
        "decisions": "/decisions/",
        "bulk": done.get_absolute_url(),
        "preview": f"/claims/bulk/?act=accept_claim&scope=ticked&row={second.pk}",
        "claims": "/claims/",
        "document": held.claim.document.get_absolute_url(),
        "why": reverse("sources:why", args=[held.claim_id]),
    }


SHOWING = [
    "add",
    "bulk",
    "choose",
    "claims",
    "correct",
    "decisions",
    "document",
    "history",
    "incident",
    "judge",
    "merge",
    "preview",
    "split",
    "why",
]


@pytest.mark.parametrize("name", SHOWING)
def test_page_covers_hard_text_and_opens_it_to_who_wants_none_covered(reviewer, link, name):
    me = User.objects.get(pk=reviewer.session["_auth_user_id"])
    pages = decided(link, me)
    covered = reviewer.get(pages[name]).content.decode()
    User.objects.update(veils_text=False)
    open_to_all = reviewer.get(pages[name]).content.decode()

    assert (reads(covered), reads(open_to_all)) == ((False, True), (True, True))


def test_message_that_names_a_claim_never_quotes_hard_text(reviewer, link, ana):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    survivor = make_link().incident
    versions = {link.incident_id: 1, survivor.pk: 0}
    merged = merge.merge(survivor, link.incident, by=ana, versions=versions, keep={})
    link.refresh_from_db()
    review.move_claim(link, to=None, by=ana, version=link.version)

    kept = undo(merged, by=ana)

    assert kept == ["A claim about sexual violence stays as it is: ana moved the claim since."]
