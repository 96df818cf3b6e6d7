"""How far apart two readers put the same event."""

from incidents.matching.places import distance_km
from incidents.matching.types import Place

from .readings import Draft

WITHIN_KM = (0, 10, 50)
AS_GOOD_AS_NONE = 0.05  # km: coordinates of one place, written with other decimals


def distance(one: Draft, other: Draft) -> float | None:
    """Return the kilometres between the places of two readings, None where one has no point."""
    apart = distance_km(_place(one), _place(other))
    return None if apart is None else (0.0 if apart < AS_GOOD_AS_NONE else apart)


def is_placed(draft: Draft) -> bool:
    return bool(draft.get("place_name"))


def _place(draft: Draft) -> Place:
    latitude, longitude = draft.get("place_latitude"), draft.get("place_longitude")
    return Place(draft.get("place_name") or "", latitude=latitude, longitude=longitude)
