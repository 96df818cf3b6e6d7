"""Incidents with HXL tags under the header, as humanitarian tools read them."""

from incidents.releases.columns import EFFECTS
from incidents.releases.records import IncidentRecord, csv_format
from incidents.releases.schema import Table
from incidents.releases.tables import INCIDENTS

NOT_PEOPLE = {"bodies_found": "#indicator+bodies", "sites": "#indicator+sites"}
TAGS = {
    "reference": "#event+id",
    "title": "#description",
    "event_type": "#event+type",
    "event_label": "#event+type+name",
    "status": "#status",
    "grade": "#meta+confidence",
    "place_name": "#loc+name",
    "place_precision": "#geo+precision",
    "admin1": "#adm1+name",
    "country": "#country+code+v_iso2",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "perpetrators": "#group+name+perpetrator",
    **{
        f"{effect}_{bound}": f"{NOT_PEOPLE.get(effect, f'#affected+{effect}')}+{attribute}"
        for effect in EFFECTS
        for bound, attribute in (("lower", "min"), ("upper", "max"))
    },
    "sources": "#meta+sources+num",
    "confirmed_at": "#date+confirmed",
}

HXL = Table(
    "hxl",
    "Incidents with HXL tags",
    "The columns of the incidents that HXL has tags for.",
    INCIDENTS.key,
    tuple(INCIDENTS.column(name) for name in TAGS),
)


def hxl_row(record: IncidentRecord) -> dict[str, object]:
    """Return the cells of the incident that HXL has tags for."""
    return {name: record.incident.row[name] for name in TAGS}


HXL_FORMAT = csv_format(HXL, hxl_row, tags=tuple(TAGS.values()))
