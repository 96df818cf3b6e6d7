"""datapackage.json: the tables described for programs, as a Frictionless Tabular Data Package."""

from collections.abc import Iterable

from incidents.releases.cells import MISSING, timestamp
from incidents.releases.codebook import CODEBOOK, RELEASED
from incidents.releases.formats import to_json
from incidents.releases.info import ReleaseInfo, WrittenFile
from incidents.releases.schema import FORMAT_VERSION, Column, Table

PACKAGED: dict[str, Table] = {table.file: table for table in (*RELEASED, CODEBOOK)}


def datapackage(info: ReleaseInfo, files: Iterable[WrittenFile]) -> str:
    """Return the text of datapackage.json for those of the files that are tables."""
    package = {
        "profile": "tabular-data-package",
        "name": info.slug,
        "title": info.title,
        "description": info.notes,
        "version": str(info.number),
        "created": timestamp(info.created_at),
        "format_version": FORMAT_VERSION,
        "software_version": info.software_version,
        **({"homepage": info.base_url} if info.base_url else {}),
        "resources": [
            _resource(PACKAGED[file.name], file) for file in files if file.name in PACKAGED
        ],
    }
    return to_json(package, indent=2) + "\n"


def _resource(table: Table, file: WrittenFile) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file.name,
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
            "header": True,
        },
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, object]:
    key_is_full = all(table.column(name).required for name in table.key)
    foreign_keys = [
        {"fields": column.name, "reference": {"resource": resource, "fields": field}}
        for column in table.columns
        if column.references
        for resource, field in [column.references]
    ]
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [MISSING],
        **({"primaryKey": list(table.key)} if key_is_full else {}),
        **({"foreignKeys": foreign_keys} if foreign_keys else {}),
    }


def _field(column: Column) -> dict[str, object]:
    constraints = {
        "required": column.required or None,
        "enum": list(column.enum) or None,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "pattern": column.pattern,
    }
    stated = {name: value for name, value in constraints.items() if value is not None}
    return {
        "name": column.name,
        "type": column.type,
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({} if column.required else {"missing": column.missing}),
        **({"constraints": stated} if stated else {}),
    }
