"""python3 dev.py screens [--out DIR] [PAGE ...]: photograph the pages, both themes, two widths.

The samples are read, judged and released in a database of its own. Each page is looked at by
axe-core on the way; what it finds, and what runs off the side, is printed and fails the command.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import django
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from atrocity_tracker.embedded import throwaway_services
from benchmarks.browser import browser_at_hand, server

FOLDER = Path("docs/screenshots")
THEMES = ("light", "dark")
WIDTHS = {1440: 900, 390: 844}
QUALITY = 55  # of the JPEG files: text stays sharp, a page takes about 60 kB


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a person from using a page."""

    page: str
    theme: str
    width: int
    what: str

    def __str__(self) -> str:
        return f"{self.page}, {self.theme}, {self.width}: {self.what}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py screens", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="all of them without any")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrocity_tracker.settings")
    os.environ["LOG_LEVEL"] = "ERROR"
    with throwaway_services():
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from benchmarks import scene  # noqa: PLC0415 -- Django is ready now

        cookie, addresses = scene.stage()
        if unknown := set(options.pages) - set(addresses):
            parser.error(f"There is no page called {', '.join(sorted(unknown))}.")
        chosen = {name: addresses[name] for name in options.pages or addresses}
        with server() as url, browser_at_hand() as browser:
            faults = list(photograph(browser, url, cookie, chosen, options.out))
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{len(chosen)} pages in {options.out}, {len(faults)} faults\n")
    sys.exit(1 if faults else 0)


def photograph(
    browser: Browser, url: str, cookie: dict[str, str], addresses: dict[str, str], out: Path
) -> Iterator[Fault]:
    """Write ``PAGE-THEME-WIDTH.jpg`` for each page; yield what is wrong with it."""
    out.mkdir(parents=True, exist_ok=True)
    for theme, (width, height) in product(THEMES, WIDTHS.items()):
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
        context.add_cookies([cookie | {"url": url}])  # type: ignore[list-item]
        page = context.new_page()
        for name, address in addresses.items():
            page.goto(f"{url}{address}")
            page.wait_for_load_state("networkidle")
            file = out / f"{name}-{theme}-{width}.jpg"
            page.screenshot(path=file, type="jpeg", quality=QUALITY)
            yield from (Fault(name, theme, width, what) for what in _faults(page))
        context.close()


def _faults(page: Page) -> Iterator[str]:
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield "runs off the side"
    for found in Axe().run(page).response["violations"]:
        yield f"{found['id']}: {found['nodes'][0]['html'][:120]}"


if __name__ == "__main__":
    main()
