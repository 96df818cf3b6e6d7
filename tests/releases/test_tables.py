import csv

import pytest

from incidents.enums import Verdict
from incidents.releases import columns
from incidents.releases.precision import DATE_PRECISIONS, PLACE_PRECISIONS
from incidents.releases.schema import Table, join_list
from incidents.releases.tables import TABLES
from incidents.releases.write import write_release
from sources import enums
from tests.releases.rows import INFO, make_release, parts_of

INCIDENT_HEADER = (
    "reference title event_type event_label status grade grade_suggested "
    "place_name place_precision admin1 country latitude longitude gazetteer_id "
    "date_start date_end date_precision perpetrators denied_by "
    "killed_lower killed_upper killed_qualifier killed_known "
    "injured_lower injured_upper injured_qualifier injured_known "
    "bodies_found_lower bodies_found_upper bodies_found_qualifier bodies_found_known "
    "tortured_lower tortured_upper tortured_qualifier tortured_known "
    "sexually_abused_lower sexually_abused_upper sexually_abused_qualifier sexually_abused_known "
    "abducted_lower abducted_upper abducted_qualifier abducted_known "
    "detained_lower detained_upper detained_qualifier detained_known "
    "displaced_lower displaced_upper displaced_qualifier displaced_known "
    "missing_lower missing_upper missing_qualifier missing_known "
    "sites_lower sites_upper sites_qualifier sites_known "
    "documents sources speakers independent_sources claims confirmed_at confirmed_by merged_from "
    "acled_event_type acled_sub_event_type ucdp_type_of_violence ucdp_where_prec ucdp_date_prec "
    "acled_geo_precision acled_time_precision"
)

ACLED_HEADER = (
    "event_id_cnty event_date year time_precision disorder_type event_type "
    "sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 "
    "interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags "
    "timestamp"
)
UCDP_HEADER = (
    "id relid year active_year code_status type_of_violence conflict_dset_id "
    "conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id "
    "side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources "
    "source_article source_office source_date source_headline source_original "
    "where_prec where_coordinates where_description adm_1 adm_2 latitude longitude "
    "geom_wkt priogrid_gid country country_id region event_clarity date_prec "
    "date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
)
AIRWARS_FACTS = (
    "code previous_codes post_status published modified date_type date date_end "
    "local_time_type local_time local_time_start local_time_end local_time_of_day "
    "first_reported_date_time first_reported_by first_reported_url country "
    "location_name region latitude longitude geolocation_status geolocation_accuracy "
    "geolocation_notes sign_off_assessor sign_off_date_time strike_status strike_type "
    "infrastructure targeted_belligerent observation impact total_strikes "
    "cause_of_death_injury civilian_harm_reported civilian_harm_status belligerents"
)
AIRWARS_GROUPS = (
    "civilian_non_combatants children women men human_rights_defenders journalists "
    "trade_unionists healthcare_personnel other_civilian_non_combatants undetermined "
    "other_protected_persons medical_and_religious_personnel_state "
    "medical_and_religious_personnel_non_state persons_hors_de_combat belligerents "
    "member_of_armed_forces persons_directly_participating_in_hostilities "
    "civilian_role_in_military"
)
AIRWARS_HEADER = " ".join(
    [
        AIRWARS_FACTS,
        *(
            f"{group}_{effect}_{end}"
            for group in AIRWARS_GROUPS.split()
            for effect in ("killed", "injured")
            for end in ("min", "max")
        ),
    ]
)
HXL_HEADER = (
    "reference title event_type event_label status grade place_name place_precision "
    "admin1 country latitude longitude date_start date_end perpetrators killed_lower "
    "killed_upper injured_lower injured_upper bodies_found_lower bodies_found_upper "
    "tortured_lower tortured_upper sexually_abused_lower sexually_abused_upper "
    "abducted_lower abducted_upper detained_lower detained_upper displaced_lower "
    "displaced_upper missing_lower missing_upper sites_lower sites_upper sources "
    "confirmed_at"
)

# Frozen: readers of earlier releases rely on names and order. A change is a new format version.
HEADERS = {
    "incidents": INCIDENT_HEADER,
    "counts": "id incident claim effect lower upper qualifier unit victim_class victims part "
    "speakers stance document reported used rule",
    "claims": "id incident document document_sha256 start end sentence event_type "
    "place_name place_precision admin1 country latitude longitude gazetteer_id "
    "date_start date_end date_precision perpetrator speakers stance confidence made_by "
    "supersedes verdict reviewer reviewed_at",
    "documents": "id sha256 text_sha256 title source published url language filename media_type "
    "uploaded_at",
    "sources": "id name kind country is_wire",
    "provenance": "table row column value claim sentence document document_sha256 start end "
    "reviewer decided_at decision rule",
    "decisions": "id at reviewer action incident claim reason changes",
    "relations": "incident relation other left_out",
    "codebook": "file column type unit missing values minimum maximum description since",
    "acled_like": ACLED_HEADER,
    "ucdp_like": UCDP_HEADER,
    "airwars_like": AIRWARS_HEADER,
    "hxl": HXL_HEADER,
}


def test_the_headers_are_frozen(tmp_path):
    write_release(tmp_path, parts_of(make_release()), info=INFO)

    headers = {}
    for name in HEADERS:
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            headers[name] = " ".join(next(csv.reader(stream)))

    assert headers == HEADERS


def test_other_datasets_have_as_many_columns_as_their_makers_give_them():
    assert (len(ACLED_HEADER.split()), len(UCDP_HEADER.split())) == (31, 49)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_column_is_explained_and_every_reference_leads_somewhere(table: Table):
    described = [column.name for column in table.columns if column.description and column.missing]
    targets = [column.references for column in table.columns if column.references]

    assert tuple(described) == table.header
    assert [t for t in targets if TABLES[t[0]].key != (t[1],)] == []
    assert set(table.key) | set(table.order) <= set(table.header)


def test_codes_of_releases_are_the_codes_of_the_database():
    assert list(PLACE_PRECISIONS) == enums.PlacePrecision.values
    assert list(DATE_PRECISIONS) == enums.DatePrecision.values
    assert list(columns.SOURCE_KINDS) == enums.SourceKind.values
    assert list(columns.VERDICTS) == Verdict.values
    assert list(columns.EFFECTS) == [code for code, _ in enums.EFFECTS]
    assert list(columns.EVENT_TYPES) == [code for code, _ in enums.EVENT_TYPES]


def test_a_list_of_nothing_is_a_missing_value():
    assert join_list([]) is None
