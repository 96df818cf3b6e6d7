"""README.md and CITATION.cff: what a person needs to read, trust and cite a release."""

import json
import re
from collections.abc import Iterable, Mapping

from incidents.releases.cells import timestamp
from incidents.releases.codebook import RELEASED
from incidents.releases.info import ReleaseInfo, WrittenFile
from incidents.releases.schema import FORMAT_VERSION
from sources import taxonomy

DESCRIPTIONS = {
    **{table.file: table.description for table in RELEASED},
    "incidents.xlsx": "The incidents as a spreadsheet.",
    "incidents.parquet": "The incidents with types and codebook, for data frames.",
    "incidents.jsonl": "The incidents as JSON Lines, each with its counts and claim numbers.",
    "incidents.geojson": "The incidents as GeoJSON; no geometry where only the country is known.",
    "hxl.csv": "The incidents with a second header line of HXL tags.",
    "codebook.csv": "Every column: type, unit, what an empty cell means, since which version.",
    "datapackage.json": "The tables described for programs (Frictionless Tabular Data Package).",
    "CITATION.cff": "How to cite this release.",
}

RULES = """\
## How to read it

- Only incidents that a reviewer confirmed are here. Each cell of `incidents.csv`, and each of
  `counts.csv` that the words of an article gave, leads back, through `provenance.csv`, to the
  claim, the sentence, the document's checksum and who decided. A row of `claims.csv` holds its
  sentence, document and reviewer itself; `documents.csv` has the checksum.
- A number is a range, `_lower` to `_upper`. An empty end is open: “at least 440” has a lower end
  and no upper one. `_known` false means that no source states a number; it never means 0.
- Bodies, graves and people killed are different things. No column is a sum of others, and
  `bodies_found` must not be added to `killed`.
- Perpetrators are allegations of the speakers named in `claims.csv`, not findings.
- A place is a point only as far as `place_precision` says; a date is a span of days.

## How the CSV files are written

UTF-8 without a byte order mark, commas, CRLF, double quotes where needed, the first line a header.
An empty cell is a missing value; `codebook.csv` says for each column what that means. Times are
UTC. A text that begins with `=`, `+`, `-`, `@`, a tab or a line break has one apostrophe in front,
for otherwise a spreadsheet would run it; so does one that has such a sign after leading
apostrophes. Take one apostrophe away to have the text as it was. Numbers and dates are not
changed. The JSON Lines file holds every text as it was.
"""


WITHHELD_RULES = """\
`withheld.csv` says of each cell, or whole incident, by which rule it was left out or made coarser.
What a cell of another file repeats is left out there too. A marker such as `[person K7Q2MZ4T]`
stands for one person in this release and in all others of its line; it cannot be traced back to
a name. `start` and `end` still count the characters of the article as it was."""


def readme(info: ReleaseInfo, files: Iterable[WrittenFile]) -> str:
    """Return the text of README.md for a release made of the files."""
    parts = [
        f"# {info.title}",
        *([info.notes.strip()] if info.notes.strip() else []),
        _facts(info),
        "## Files\n\n" + _file_table(files),
        "Check them with `sha256sum -c MANIFEST.sha256`.",
        RULES.rstrip(),
        "## What was selected\n\n" + _listing(info.filters, none="Every confirmed incident."),
        "## What was withheld\n\n" + "\n\n".join(_withheld(info)),
        "## Codes\n\n" + "\n\n".join(_code_lists()),
    ]
    return "\n\n".join(parts) + "\n"


def citation(info: ReleaseInfo) -> str:
    """Return the text of CITATION.cff."""
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": info.title,
        "version": str(info.number),
        "date-released": timestamp(info.created_at)[: len("2022-09-17")],
        **({"url": info.base_url} if info.base_url else {}),
        **({"abstract": info.notes.strip()} if info.notes.strip() else {}),
    }
    lines = [f"{name}: {_yaml_string(value)}" for name, value in fields.items()]
    lines += ["authors:", '  - name: "Atrocity Tracker"']
    return "\n".join(lines) + "\n"


def _facts(info: ReleaseInfo) -> str:
    facts = {
        "Frozen": timestamp(info.created_at),
        "Software": f"Atrocity Tracker {info.software_version}",
        "Pipelines": ", ".join(sorted(info.pipelines)) or "none",
        "Format": f"version {FORMAT_VERSION}",
        **({"Address": info.base_url} if info.base_url else {}),
    }
    return "\n".join(f"- {name}: {value}" for name, value in facts.items())


def _file_table(files: Iterable[WrittenFile]) -> str:
    rows = [
        f"| `{file.name}` | {'' if file.rows is None else file.rows} | {DESCRIPTIONS[file.name]} |"
        for file in files
    ]
    return "\n".join(["| File | Rows | What it holds |", "| --- | ---: | --- |", *rows])


def _listing(entries: Mapping[str, object], *, none: str) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in sorted(entries.items())) or none


def _withheld(info: ReleaseInfo) -> Iterable[str]:
    if info.profile:
        yield f"Profile “{info.profile.label}”: {info.profile.description}"
    yield _listing(info.withheld, none="Nothing.")
    if info.withheld:
        yield WITHHELD_RULES


def _code_lists() -> Iterable[str]:
    lists: dict[str, Iterable[taxonomy.EventType | taxonomy.Code]] = {
        "Event types": taxonomy.event_types().values(),
        "Effects": taxonomy.codes("effects").values(),
        "Qualifiers": taxonomy.codes("qualifiers").values(),
        "Stances": taxonomy.codes("stances").values(),
        "Units": taxonomy.codes("units").values(),
    }
    for title, entries in lists.items():
        lines = [f"- `{entry.code}` {entry.label}: {entry.definition}" for entry in entries]
        yield f"### {title}\n\n" + "\n".join(lines)


UNPRINTABLE_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _yaml_string(text: str) -> str:
    """Return the text as a quoted YAML string, which JSON's is but for a few characters."""
    quoted = json.dumps(text, ensure_ascii=False)
    return UNPRINTABLE_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
