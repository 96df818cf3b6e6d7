"""Files of invented events in the columns of other datasets."""

import csv
import io

from incidents.releases.acled import ACLED
from incidents.releases.airwars import AIRWARS
from incidents.releases.tables import INCIDENTS
from incidents.releases.ucdp import UCDP

ACLED_ROW = {
    "event_id_cnty": "MLI1",
    "event_date": "2021-03-14",
    "time_precision": "1",
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "actor1": "Red Column",
    "country": "Mali",
    "admin1": "Upper Lasa",
    "location": "Verrin",
    "latitude": "16.2710",
    "longitude": "-0.0440",
    "geo_precision": "1",
    "fatalities": "14",
}
UCDP_ROW = {
    "id": "7",
    "relid": "MLI-2021-1-7",
    "type_of_violence": "3",
    "side_a": "Red Column",
    "where_prec": "1",
    "where_coordinates": "Verrin village",
    "adm_1": "Upper Lasa",
    "latitude": "16.271",
    "longitude": "-0.044",
    "country": "Mali",
    "date_prec": "1",
    "date_start": "2021-03-14 00:00:00.000",
    "date_end": "2021-03-14 00:00:00.000",
    "best": "14",
    "high": "19",
    "low": "12",
}
AIRWARS_ROW = {
    "code": "TS7",
    "date": "2021-03-14",
    "country": "Mali",
    "location_name": "Verrin",
    "latitude": "16.271",
    "longitude": "-0.044",
    "geolocation_accuracy": "Village",
    "strike_type": "Airstrike",
    "civilian_non_combatants_killed_min": "3",
    "civilian_non_combatants_killed_max": "5",
}
RELEASE_ROW = {
    "reference": "AT-000009",
    "title": "Killing in Verrin",
    "event_type": "unlawful_killing",
    "place_name": "Verrin",
    "place_precision": "settlement",
    "country": "ML",
    "latitude": "16.271",
    "longitude": "-0.044",
    "date_start": "2021-03-14",
    "date_end": "2021-03-14",
    "date_precision": "day",
    "killed_lower": "14",
}
HEADERS = {
    "acled": ACLED.header,
    "ucdp": UCDP.header,
    "airwars": AIRWARS.header,
    "release": INCIDENTS.header,
}
ROWS = {
    "acled": ACLED_ROW,
    "ucdp": UCDP_ROW,
    "airwars": AIRWARS_ROW,
    "release": RELEASE_ROW,
}


def csv_of(code: str, *rows: dict[str, str], delimiter: str = ",") -> bytes:
    """Return a CSV file with all columns of a format; without rows, its one example."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, HEADERS[code], restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows or [ROWS[code]])
    return stream.getvalue().encode()
