import pytest

from benchmarks.evaluation.geoparsing import Tally, measure

GEOVIRUS = """<articles><article><source>https://news.example/{address}</source>
<text>Cholera broke out in Sittwe and Yangon.</text><locations>
<location><name>Sittwe</name><start>22</start><end>28</end><lat>20.15</lat><lon>92.9</lon></location>
<location><name>Yangon</name><start>33</start><end>39</end><lat>16.8</lat><lon>96.2</lon></location>
</locations></article></articles>"""
LGL = """<articles><article docid="1"><domain>{domain}</domain>
<text>French doctors came to Goma.</text><toponyms>
<toponym><start>0</start><end>6</end><phrase>French</phrase>
<gaztag geonameid="3017382"><lat>46</lat><lon>2</lon></gaztag></toponym>
<toponym><start>23</start><end>27</end><phrase>Goma</phrase></toponym>
</toponyms></article></articles>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "GeoVirus.xml").write_text(GEOVIRUS.format(address="b"))
    (tmp_path / "lgl.xml").write_text(LGL.format(domain="b.example"))
    return tmp_path


def test_found_and_located_places_are_counted_in_the_part_of_their_article(folder):
    figures = {(f.part, f.measure): (round(f.value, 2), f.count) for f in measure(folder)}

    assert {key: value for key, value in figures.items() if value[1]} == {
        ("train", "GeoVirus recognition F1"): (1.0, 2),
        ("train", "GeoVirus accuracy at 161 km"): (1.0, 2),
        ("dev", "LGL recognition F1"): (0.67, 2),
        ("dev", "LGL accuracy at 161 km"): (1.0, 1),
        ("dev", "mean recognition F1"): (0.33, 2),
    }


def test_recognition_weighs_what_is_missed_and_what_is_made_up():
    tally = Tally(marked=10, reached=5, ours=5, right=5)

    assert tally.recognition == pytest.approx(2 / 3)
    assert Tally(marked=10).recognition == 0.0
