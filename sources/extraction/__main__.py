"""Print the claims of text files as JSON, with no database.

python -m sources.extraction FILE... [--metadata META.json] [--published DATE] [--explain]
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from sources.extraction import PIPELINE, ModelError, extract, load_model, model_version
from sources.extraction.digest import digest
from sources.extraction.gazetteer import GazetteerError
from sources.extraction.report import as_data, digest_data, explain


class UsageError(Exception):
    """The command was given something it cannot read; the message says what."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0, or 2 after one sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except (UsageError, ModelError, GazetteerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sources.extraction", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--metadata", type=Path, help='JSON: {"documents": {file name: {...}}}')
    parser.add_argument("--published", help="the date of all articles, as 2022-09-17")
    parser.add_argument("--focus-country", help="ISO code of the country the articles are about")
    parser.add_argument("--explain", action="store_true", help="print reasons instead of JSON")
    return parser


def _run(options: argparse.Namespace) -> None:
    metadata = read_metadata(options.metadata) if options.metadata else {}
    default = read_date(options.published, "--published") if options.published else None
    articles = {path: read_article(path) for path in options.files}
    load_model()
    documents: dict[str, Any] = {}
    for path, text in articles.items():
        about = metadata.get(path.name, {})
        published = about.get("published")
        day = read_date(published, f"{path.name} in {options.metadata}") if published else default
        extraction = extract(
            text,
            published=day,
            title=about.get("title"),
            focus_country=options.focus_country,
            toponyms=True,
        )
        if options.explain:
            reasons = [explain(claim, text) for claim in extraction.claims]
            sys.stdout.write("\n".join([f"== {path.name}", *reasons]) + "\n")
        main_event = digest_data(digest(extraction, text, published=day))
        documents[path.name] = {**as_data(extraction), "digest": main_event}
    if not options.explain:
        result = {"pipeline": PIPELINE, "model": model_version(), "documents": documents}
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def read_article(path: Path) -> str:
    """Return the file's text, its line breaks as they are, without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text.") from error


def read_metadata(path: Path) -> dict[str, dict[str, Any]]:
    """Return what the metadata file says of each article, by file name."""
    try:
        documents = json.loads(read_article(path)).get("documents", {})
    except (json.JSONDecodeError, AttributeError) as error:
        raise UsageError(f"{path} is not the JSON that --metadata expects: {error}.") from error
    if not isinstance(documents, dict) or not all(isinstance(d, dict) for d in documents.values()):
        raise UsageError(f'{path}: "documents" must map file names to objects.')
    return documents


def read_date(value: object, where: str) -> date:
    """Return the date, or say where the unreadable one stands."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise UsageError(f"{value!r} ({where}) is no date like 2022-09-17.") from error


if __name__ == "__main__":
    sys.exit(main())
