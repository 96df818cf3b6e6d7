"""How far apart two places are, measured against how exactly each is known."""

from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz

from .model import weight
from .types import Place, Reason

RADIUS_KM = {"site": 1.0, "settlement": 8.0, "district": 40.0, "region": 160.0}
LEVELS = ("site", "settlement", "district", "region", "country")
SAME_KM = 1.0
BORDER_KM = 10.0
GUESSED_KM = 100.0  # Between two guesses where a place lies that no gazetteer holds.


def level(place: Place) -> int:
    """Return how coarse a place is: 0 for a site, 4 for a country; unsaid counts as settlement."""
    return LEVELS.index(place.precision) if place.precision in LEVELS else 1


def distance_km(one: Place, other: Place) -> float | None:
    """Return the great-circle distance, or None if either has no coordinates.

    >>> origin, east = (Place("", latitude=0.0, longitude=degrees) for degrees in (0.0, 1.0))
    >>> round(distance_km(origin, east))
    111
    """
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    lat1, lon1, lat2, lon2 = (
        radians(degrees or 0.0)
        for degrees in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, h)))


def compare_places(one: Place | None, other: Place | None) -> Reason | None:
    """Say what two places tell, or None where one is not said."""
    if one is None or other is None:
        return None
    fine, coarse = sorted((one, other), key=level)
    distance = distance_km(fine, coarse)
    near = _exact(coarse) and distance is not None and distance <= BORDER_KM
    if fine.country and coarse.country and fine.country != coarse.country and not near:
        return _reason("other_country", "in different countries")
    if _same(fine, coarse, distance):
        return _reason(f"same_{LEVELS[level(coarse)]}", f"both in {fine.name}")
    if coarse.precision == "country":
        if not coarse.country or not fine.country:
            return None
        return _reason("inside_country", f"{fine.name} lies in {coarse.name}")
    if _exact(coarse):
        return _between_points(fine, coarse, distance)
    return _inside(fine, coarse, distance)


def agree(one: Place, other: Place) -> bool:
    """Whether both can be the place of one event."""
    reason = compare_places(one, other)
    return reason is None or reason.weight > 0


def _exact(place: Place) -> bool:
    return level(place) < LEVELS.index("district")


def _same(fine: Place, coarse: Place, distance: float | None) -> bool:
    if fine.gazetteer_id is not None and fine.gazetteer_id == coarse.gazetteer_id:
        return True
    if level(coarse) != level(fine) and not _exact(coarse):
        return False
    if coarse.precision == "country":
        return bool(fine.country) and fine.country == coarse.country
    if distance is not None and _one_unlisted_name(fine, coarse):
        return distance <= GUESSED_KM
    if distance is not None:
        alike = fuzz.ratio(fine.name.casefold(), coarse.name.casefold()) >= 75
        return distance <= SAME_KM or (alike and distance <= RADIUS_KM[LEVELS[level(coarse)]])
    return fine.name.casefold() == coarse.name.casefold()


def _one_unlisted_name(one: Place, other: Place) -> bool:
    """Whether both bear one name that no gazetteer located, so that their points are guesses."""
    unlisted = None in (one.gazetteer_id, other.gazetteer_id)
    return unlisted and one.name.casefold() == other.name.casefold()


def _between_points(fine: Place, coarse: Place, distance: float | None) -> Reason:
    if distance is None:
        return _reason("other_name", f"{fine.name} and {coarse.name} are named")
    if level(fine) < level(coarse) and distance <= RADIUS_KM["settlement"]:
        return _reason("inside_settlement", f"{fine.name} may lie in {coarse.name}")
    worth = weight("place.near") + distance * weight("place.each_km")
    code = "near" if worth > 0 else "apart"
    return Reason(f"place.{code}", f"{distance:.0f} km apart", max(weight("place.apart"), worth))


def _inside(fine: Place, coarse: Place, distance: float | None) -> Reason | None:
    if _shared_name(fine, coarse) or (fine.admin1 and fine.admin1 == coarse.admin1):
        return _reason("inside_region", f"{fine.name} lies in {coarse.name}")
    if level(fine) == level(coarse):
        return _reason("other_region", f"{fine.name} is not {coarse.name}")
    if fine.admin1 and coarse.admin1:
        return _reason("other_region", f"{fine.name} lies outside {coarse.name}")
    if distance is None:
        return None
    reach = RADIUS_KM[LEVELS[level(coarse)]] + RADIUS_KM["settlement"]
    if distance > reach:
        return _reason("other_region", f"{fine.name} is {distance:.0f} km from {coarse.name}")
    likely = min(1.0, 2 * (1 - distance / reach))
    worth = likely * weight("place.inside_region")
    return Reason("place.inside_region", f"{fine.name} may lie in {coarse.name}", worth)


def _shared_name(fine: Place, coarse: Place) -> bool:
    return fuzz.token_set_ratio(fine.name.casefold(), coarse.name.casefold()) == 100


def _reason(code: str, label: str) -> Reason:
    return Reason(f"place.{code}", label, weight(f"place.{code}"))
