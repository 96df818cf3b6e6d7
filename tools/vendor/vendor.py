"""Copy the browser code of node_modules into static/vendor and write its manifest.

    npm ci --ignore-scripts && python vendor.py

Nothing is bundled or changed: each file is the one its authors published.
"""

import hashlib
import json
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parents[1] / "static" / "vendor"

FILES: dict[str, tuple[str, ...]] = {
    "htmx.org": ("dist/htmx.min.js", "LICENSE"),
    "leaflet": (
        "dist/leaflet.js",
        "dist/leaflet.js.map",
        "dist/leaflet.css",
        "dist/images/layers.png",
        "dist/images/layers-2x.png",
        "dist/images/marker-icon.png",
        "LICENSE",
    ),
    "topojson-client": ("dist/topojson-client.min.js", "LICENSE"),
    "world-atlas": ("countries-50m.json", "LICENSE"),
}

HEAD = """\
# Vendored browser code

Served as it was published, so that the product needs neither a build step nor a network.
`tools/vendor` fetches these files in the versions pinned there and writes this page; the tests
compare the sums. The borders of world-atlas are Natural Earth's, which are in the public domain.

| file | package | licence | sha256 |
| --- | --- | --- | --- |
"""


def sha256(path: Path) -> str:
    """Return the checksum that the manifest states for this file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_package(name: str, files: tuple[str, ...]) -> list[str]:
    """Copy one package's files and return their manifest rows."""
    package = HERE / "node_modules" / name
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    folder = VENDOR / name.removesuffix(".org")
    rows = []
    for file in files:
        target = folder / file.removeprefix("dist/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / file, target)
        path = target.relative_to(VENDOR).as_posix()
        rows.append(
            f"| {path} | {name} {about['version']} | {about['license']} | `{sha256(target)}` |"
        )
    return rows


def main() -> None:
    """Rewrite static/vendor from node_modules."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    rows = [row for name, files in FILES.items() for row in copy_package(name, files)]
    (VENDOR / "VENDOR.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
