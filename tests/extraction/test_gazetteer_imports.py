from collections.abc import Callable
from pathlib import Path

import pytest

from sources.extraction.gazetteer import Gazetteer, GazetteerError, load, load_base
from sources.extraction.gazetteer.importing import import_villages
from sources.extraction.gazetteer.imports import Summary, directory
from sources.extraction.gazetteer.sheets import SheetError

Write = Callable[..., Path]
HEADER = "name,country,latitude,longitude,region,names"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, *lines: str) -> Path:
        path = tmp_path / name
        path.write_text("".join(line + "\n" for line in lines), "utf-8")
        return path

    return write


def dump(number: int, name: str, code: str, *, names: str = "", admin1: str = "18") -> str:
    """Return a line of a GeoNames dump, near Poltava."""
    cells = [str(number), name, name, names, "49.7", "34.4", "P", code, "UA", "", admin1]
    return "\t".join([*cells, *[""] * 3, "120", "", "", "Europe/Kyiv", "2024-01-01"])


def postal(name: str, at: str, *, district: str = "Poltavskyi", accuracy: int = 4) -> str:
    """Return a line of a GeoNames postal file, of the Poltava region."""
    where = ["Poltavska", "18", district, "", "", ""]
    return "\t".join(["UA", "36000", name, *where, *at.split(), str(accuracy)])


def add(path: Path) -> Gazetteer:
    import_villages(path, load_base())
    return load()


def test_a_village_of_a_csv_file_is_found_in_its_region(write: Write) -> None:
    path = write(
        "mine.csv", HEADER, "Zelenybir,UA,49.7,34.4,Poltava Oblast,Green Grove|Зелений Бір"
    )

    known = add(path)

    (village,) = known.lookup("Zelenybir")
    assert (village.country, village.admin1, village.latitude) == ("UA", "Poltava Oblast", 49.7)
    assert known.lookup("Green Grove") == known.lookup("зелений бір") == (village,)


@pytest.mark.parametrize(
    "written", ["Старий Бір", "Staryi Bir", "Staryy Bir", "Staryj Bir", "STARYI BIR"]
)
def test_a_name_in_cyrillic_is_found_under_its_romanisations(write: Write, written: str) -> None:
    known = add(write("UA.txt", postal("Старий Бір (Лугівська рада)", "49.70 34.40")))

    assert [village.name for village in known.lookup(written)] == ["Staryi Bir"]


def test_a_dump_gives_settlements_and_camps_with_their_numbers(write: Write) -> None:
    path = write(
        "UA.txt",
        dump(900_000_001, "Zelenybir", "PPL", names="qoqlofantu,Зелений Бір"),
        dump(900_000_002, "Zelenybir Camp", "CMPRF"),
        dump(900_000_003, "Zelenybir River", "STM"),
    )

    known = add(path)

    village = known.entry(900_000_001)
    assert village is not None
    assert (village.name, village.admin1, village.population) == (
        "Zelenybir",
        "Poltava Oblast",
        120,
    )
    assert [entry.geoname_id for entry in known.lookup("Зелений Бір")] == [900_000_001]
    assert [len(known.lookup(n)) for n in ("Zelenybir Camp", "Zelenybir River", "qoqlofantu")] == [
        1,
        0,
        0,
    ]


def test_what_the_installed_data_have_is_not_added_again(write: Write) -> None:
    base = load_base()
    (poltava,) = [e for e in base.exact("Poltava") if e.kind == "settlement" and e.country == "UA"]
    path = write(
        "UA.txt",
        postal("Полтава", f"{poltava.latitude} {poltava.longitude}"),
        postal("Зелений Бір", "49.70 34.40"),
    )

    summary, _ = import_villages(path, base)

    assert (summary.places, summary.known) == (1, 1)
    assert load().exact("Poltava") == base.exact("Poltava")


def test_coordinates_of_a_namesake_elsewhere_give_way_to_the_district(write: Write) -> None:
    """The file gives a village of Poltava the coordinates of one near Lviv."""
    path = write(
        "UA.txt",
        postal("Зелений Бір", "49.70 34.40"),
        postal("Старий Бір", "49.60 34.60"),
        postal("Новий Бір", "49.84 24.02"),
    )

    summary, _ = import_villages(path, load_base())

    (village,) = load().lookup("Новий Бір")
    assert (village.latitude, village.longitude) == (pytest.approx(49.65), pytest.approx(34.5))
    assert (village.approximate, summary.misplaced) == (True, 1)


def test_a_place_of_which_only_the_surroundings_are_known_is_approximate(write: Write) -> None:
    known = add(write("UA.txt", postal("Зелений Бір", "49.70 34.40", accuracy=1)))

    assert [village.approximate for village in known.lookup("Зелений Бір")] == [True]


def test_importing_a_file_again_changes_nothing(write: Write) -> None:
    path = write("UA.txt", postal("Зелений Бір", "49.70 34.40"))
    first, first_is_new = import_villages(path, load_base())

    second, second_is_new = import_villages(path, load_base())

    assert (first, first_is_new, second_is_new) == (second, True, False)
    assert first == Summary(
        source="UA.txt",
        sha256=first.sha256,
        base=load_base().version,
        rows=1,
        places=1,
        known=0,
        misplaced=0,
    )


def test_a_newer_file_replaces_the_older_and_the_open_gazetteer_sees_it(write: Write) -> None:
    before = add(write("UA.txt", postal("Зелений Бір", "49.70 34.40")))

    after = add(write("UA.txt", postal("Старий Бір", "49.70 34.40")))

    assert (len(after.lookup("Старий Бір")), after.lookup("Зелений Бір")) == (1, ())
    assert len(before.lookup("Зелений Бір")) == 1
    assert before.version != after.version


def test_dump_and_postal_file_of_one_name_stand_side_by_side(write: Write) -> None:
    add(write("UA.txt", dump(900_000_001, "Zelenybir", "PPL")))

    known = add(write("UA.txt", postal("Старий Бір", "49.70 34.40")))

    assert [len(known.lookup(name)) for name in ("Zelenybir", "Staryi Bir")] == [1, 1]
    assert [path.name for path in sorted(directory().iterdir())] == [
        "UA-dump.places",
        "UA-postal.places",
    ]


def test_a_village_of_two_files_is_one_place(write: Write) -> None:
    add(write("UA.txt", dump(900_000_001, "Zelenybir", "PPL")))

    known = add(write("mine.csv", HEADER, "Zelenybir,UA,49.71,34.41,Poltava Oblast,"))

    assert len(known.lookup("Zelenybir")) == 1


def test_typing_a_prefix_offers_imported_villages(write: Write) -> None:
    known = add(write("UA.txt", postal("Зелений Бір", "49.70 34.40")))

    assert [entry.name for entry in known.search("zelenyi bi", country="ua")] == ["Zelenyi Bir"]
    assert known.search("zelenyi bi", country="pl") == ()


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "bad.txt is empty."),
        (["just words"], "bad.txt, line 1 has no column name, country, latitude, longitude."),
        (["a\tb\tc"], "bad.txt, line 1 has 3 columns between tabs: a GeoNames dump has 19"),
        ([postal("A", "49 34"), "UA\t1"], "bad.txt, line 2 has 2 columns instead of 12."),
        (
            [postal("A", "49 34"), postal("B", "north 34")],
            "bad.txt, line 2, column 10 (latitude) has 'north', which is no number from -90 to 90.",
        ),
        ([postal("A", "49 nan")], "bad.txt, line 1, column 11 (longitude) has 'nan'"),
        ([postal("", "49 34")], "bad.txt, line 1, column 3 (name) is empty."),
        (
            [HEADER, "Foo,UK,51,0,,"],
            "bad.txt, line 2, column 2 (country) has 'UK', which is no ISO country code",
        ),
        ([HEADER, '"Foo,UA,51,0,,'], "bad.txt, line 2: unexpected end of data."),
        ([dump(1, "River", "STM")], "bad.txt has no towns or villages in its 1 rows."),
    ],
)
def test_a_bad_file_is_told_by_line_and_column_and_changes_nothing(
    write: Write, lines: list[str], sentence: str
) -> None:
    path = write("bad.txt", *lines)

    with pytest.raises(SheetError) as told:
        import_villages(path, load_base())

    assert str(told.value).startswith(sentence)
    assert not directory().exists() or list(directory().iterdir()) == []


def test_an_archive_and_other_bytes_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "UA.zip").write_bytes(b"PK\x03\x04 and so on")
    (tmp_path / "UA.txt").write_bytes(postal("A", "49 34").encode() + b"\n\xff\n")

    for name, sentence in (("UA.zip", "is a zip archive"), ("UA.txt", "line 2 is not UTF-8 text")):
        with pytest.raises(SheetError, match=sentence):
            import_villages(tmp_path / name, load_base())


def test_a_damaged_import_is_named(data_dir: Path) -> None:
    (data_dir / "gazetteer").mkdir(parents=True)
    (data_dir / "gazetteer" / "UA-dump.places").write_bytes(b"half a file")

    with pytest.raises(GazetteerError, match=r"UA-dump.places is damaged"):
        load()
