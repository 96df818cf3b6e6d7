"""What every page must hold to: the strict policy, forms without JavaScript, whole files."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path

from django.template import TemplateSyntaxError, engines

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLESHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
VENDOR = ROOT / "static" / "vendor"

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
MANIFEST_ROW = re.compile(
    r"^\| (?P<file>\S+) \| (?P<package>[^|]+) \| (?P<licence>[^|]+) \| `(?P<sum>[0-9a-f]{64})` \|$",
    re.MULTILINE,
)

HOST = re.compile(r"(https?:)?//")
LOADING_TAGS = {"link", "script", "img", "iframe", "source", "video", "audio", "object"}

Attributes = dict[str, str]


class Form:
    """One form as the template writes it: its attributes and the source between its tags."""

    def __init__(self, attributes: Attributes) -> None:
        self.attributes = attributes
        self.source = ""


class Markup(HTMLParser):
    """Every start tag of a template, and every form with what it holds."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[str, Attributes]] = []
        self.forms: list[Form] = []
        self._open: Form | None = None
        self.feed(TAG.sub(self._keep_value, source))
        self.close()

    @staticmethod
    def _keep_value(match: re.Match[str]) -> str:
        return " csrf " if "csrf_token" in match[0] else "x" if match[0].startswith("{{") else " "

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag == "form":
            self._open = Form(attributes)
            self.forms.append(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open.source += data


Check = Callable[[str], object]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def findings(paths: Iterable[Path], check: Check) -> dict[str, object]:
    """Return what the check objects to, by file; an empty dict is a clean tree."""
    found = {path.relative_to(ROOT).as_posix(): check(read(path)) for path in paths}
    return {name: objections for name, objections in found.items() if objections}


def parse_error(source: str) -> str:
    try:
        engines["django"].from_string(source)
    except TemplateSyntaxError as error:
        return str(error)
    return ""


def test_every_template_parses() -> None:
    assert findings(TEMPLATES, parse_error) == {}


def inline_code(source: str) -> list[str]:
    return [
        f"<{tag}> {sorted(attributes)}"
        for tag, attributes in Markup(source).tags
        if tag == "style"
        or (tag == "script" and "src" not in attributes)
        or any(name == "style" or name.startswith(("on", "hx-on")) for name in attributes)
        or any(value.strip().startswith("javascript:") for value in attributes.values())
    ]


def test_no_template_has_style_or_script_inline() -> None:
    assert findings(TEMPLATES, inline_code) == {}


def test_no_template_switches_escaping_off() -> None:
    assert findings(TEMPLATES, re.compile(r"\|\s*safe\w*|autoescape\s+off").findall) == {}


def foreign_loads(source: str) -> list[str]:
    return [
        value
        for tag, attributes in Markup(source).tags
        for name, value in attributes.items()
        if tag in LOADING_TAGS and name in {"src", "href", "data"} and HOST.match(value)
    ]


def test_no_template_loads_from_another_host() -> None:
    assert findings(TEMPLATES, foreign_loads) == {}


def scripted_posts(source: str) -> list[str]:
    markup = Markup(source)
    elsewhere = [
        tag for tag, attributes in markup.tags if "hx-post" in attributes and tag != "form"
    ]
    unsent = [
        form.attributes["hx-post"]
        for form in markup.forms
        if "hx-post" in form.attributes
        and not (form.attributes.get("method") == "post" and form.attributes.get("action"))
    ]
    return elsewhere + unsent


def test_every_htmx_post_is_a_form_that_works_without_a_script() -> None:
    assert findings(TEMPLATES, scripted_posts) == {}


def scripted_gets(source: str) -> list[str]:
    return [
        f"<{tag}> {attributes['hx-get']}"
        for tag, attributes in Markup(source).tags
        if "hx-get" in attributes
        and "hx-trigger" not in attributes
        and not {"href", "action"} & attributes.keys()
    ]


def test_every_htmx_get_is_a_link_or_form_that_works_without_a_script() -> None:
    assert findings(TEMPLATES, scripted_gets) == {}


def forms_without_token(source: str) -> list[Attributes]:
    return [
        form.attributes
        for form in Markup(source).forms
        if form.attributes.get("method") == "post" and "csrf" not in form.source
    ]


def test_every_posted_form_carries_its_token() -> None:
    assert findings(TEMPLATES, forms_without_token) == {}


def test_no_script_makes_markup_or_code_from_strings() -> None:
    risky = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")

    assert findings(SCRIPTS, risky.findall) == {}


def test_stylesheets_use_only_properties_that_are_defined() -> None:
    definition = re.compile(r"(?<![\w-])(--[\w-]+)\s*:")
    defined = {name for path in STYLESHEETS for name in definition.findall(read(path))}

    def undefined(source: str) -> set[str]:
        return set(re.findall(r"var\((--[\w-]+)", source)) - defined

    assert findings(STYLESHEETS, undefined) == {}


def test_only_the_tokens_hold_icons_and_nothing_is_imported() -> None:
    others = [path for path in STYLESHEETS if path.name != "tokens.css"]

    assert findings(others, re.compile(r"url\(|@import").findall) == {}


def test_vendored_files_are_those_of_the_manifest() -> None:
    stated = {row["file"]: row["sum"] for row in MANIFEST_ROW.finditer(read(VENDOR / "VENDOR.md"))}

    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.md"
    }

    assert found == stated


def test_vendored_versions_are_those_that_are_pinned() -> None:
    pinned = json.loads(read(ROOT / "tools" / "vendor" / "package.json"))["dependencies"]

    named = {row["package"] for row in MANIFEST_ROW.finditer(read(VENDOR / "VENDOR.md"))}

    assert named == {f"{package} {version}" for package, version in pinned.items()}
