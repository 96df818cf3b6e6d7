"""The sample articles, judged as a reviewer would."""

from incidents.actions.demo import review_samples
from incidents.enums import Status
from incidents.models import Incident, Suggestion
from tests.factories import make_claim, make_document, make_incident, make_link


def test_no_event_is_confirmed_that_may_be_another_one_too(ana):
    documents = [make_document(), make_document()]
    rows = [
        make_link(
            make_claim(document, place_name="Gao", place_precision="settlement"),
            make_incident(title=f"Killing {number}", place_name="Gao"),
        ).incident
        for number in range(2)
        for document in documents
    ]
    alone = make_link(make_claim(documents[0]), make_incident(place_name="Kidal")).incident
    for older, newer, score in [(0, 1, 0.9), (2, 3, 0.8), (0, 3, 0.7)]:
        Suggestion.objects.create(older=rows[older], newer=rows[newer], score=score)

    confirmed = review_samples(documents, by=ana)

    assert confirmed == [alone]
    assert Incident.objects.get(pk=rows[1].pk).status == Status.MERGED


def test_pair_merged_from_two_articles_is_confirmed_once(ana):
    documents = [make_document(), make_document()]
    older, newer = (
        make_link(
            make_claim(document, place_name="Gao", place_precision="settlement"),
            make_incident(place_name="Gao"),
        ).incident
        for document in documents
    )
    Suggestion.objects.create(older=older, newer=newer, score=0.9)

    confirmed = review_samples(documents, by=ana)

    assert (confirmed, review_samples(documents, by=ana)) == ([older], [])
