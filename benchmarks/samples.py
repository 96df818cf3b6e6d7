"""The sample articles that come with the project, as texts to read."""

from benchmarks.extraction import Article
from sources.actions.samples import FOLDER
from sources.metadata import read_metadata
from sources.reading import read


def articles() -> list[Article]:
    """Return them in the order of their file names."""
    said = read_metadata(FOLDER / "metadata.json")
    return [
        Article(
            read((FOLDER / name).read_bytes(), filename=name).text,
            said[name].published,
            said[name].title,
        )
        for name in sorted(said)
    ]
