"""Places of the gazetteer, by the beginning of a name."""

from typing import Any

from django.http import Http404
from ninja import Router
from pydantic import BaseModel, Field

from incidents.api.parameters import key, words
from incidents.api.rights import PLACES, ApiRequest
from incidents.api.routes import one
from incidents.claim_hints import offers
from sources.models import Document

router = Router(tags=["places"])


class FoundPlace(BaseModel):
    """A place that the words may mean."""

    name: str
    admin1: str
    country: str = Field(description="ISO 3166-1 alpha-2")
    country_name: str
    latitude: float
    longitude: float
    geonames_id: int | None
    precision: str
    kind: str
    within: str
    population: int


class FoundPlaces(BaseModel):
    """The likeliest first."""

    items: list[FoundPlace]


@one(
    router,
    "",
    FoundPlaces,
    right=PLACES,
    parameters=[
        words("q", "How the name begins, in any spelling."),
        key("document", "The id of an article whose countries and places come first."),
    ],
)
def search_places(request: ApiRequest) -> FoundPlaces:
    """Places whose name begins so. Without words, none."""
    asked = request.asked
    document = None
    if number := asked.get("document"):
        document = Document.objects.only("pk").filter(pk=number).first()
        if document is None:
            raise Http404(f"There is no document {number}.")
    found = offers(asked.get("q", ""), document)
    return FoundPlaces(items=[_place(place) for place in found])


def _place(place: dict[str, Any]) -> FoundPlace:
    return FoundPlace(**place | {"geonames_id": place["gazetteer_id"] or None})
