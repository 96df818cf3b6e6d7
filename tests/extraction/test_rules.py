"""Every rule that can fill a field has words for who asks why."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sources import extraction
from sources.extraction.report import explain
from sources.extraction.rules import is_known, reason

MODULES = Path(extraction.__file__).parent
MADE_BY = {"Said": "speakers", "Judged": "stance", "Event": "event_type"}
DECIDED_IN = {"setting": "place", "timing": "date", "blame": "perpetrator"}
STANCES = {"asserted", "alleged", "confirmed", "denied"}
ARTICLE = "Gunmen killed ten farmers in Maiduguri, police said.\nThe army denied involvement."


def _rules_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield field and rule wherever a module of the extractor writes one down."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        field, written = "", []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            field, written = MADE_BY.get(node.func.id, ""), node.args
            if node.func.id == "replace":
                field = "speakers"
                written = [keyword.value for keyword in node.keywords if keyword.arg == "kind"]
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            if not isinstance(node.elts[0], ast.Constant) or node.elts[0].value is None:
                field, written = DECIDED_IN.get(path.stem, ""), node.elts[1:]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
            field = "support" if node.targets[0].attr == "support" else ""
            written = [node.value]
        for value in written if field else []:
            told = constants.get(value.id, value) if isinstance(value, ast.Name) else value
            if isinstance(told, ast.Constant) and isinstance(told.value, str):
                yield field, told.value


def test_every_rule_of_the_code_has_a_sentence():
    found = {pair for path in MODULES.rglob("*.py") for pair in _rules_in(path)}
    rules = {(field, rule) for field, rule in found if rule not in STANCES}

    silent = {
        (field, rule)
        for field, rule in rules
        if not (is_known(field, rule) or is_known(field, f"{rule} word"))
    }

    assert silent == set()
    assert len(rules) > 40


@pytest.mark.parametrize("text", [ARTICLE, "He was left dead in Gao. They had been shot, he said."])
def test_every_rule_met_in_an_article_has_a_sentence(text):
    rules = [pair for claim in extraction.extract(text).claims for pair in claim.rules.items()]

    assert [pair for pair in rules if not is_known(*pair)] == []


def test_reasons_are_told_in_the_same_words_on_the_command_line():
    (claim, *_) = extraction.extract(ARTICLE).claims

    lines = explain(claim, ARTICLE).splitlines()

    at = next(i for i, line in enumerate(lines) if line.split()[0] == "event_type")
    assert lines[at].split() == ["event_type", "'killed'", f"({claim.scores['event_type']:.2f})"]
    assert lines[at + 1].strip() == reason("event_type", claim.rules["event_type"])


def test_rule_of_an_older_pipeline_is_shown_as_it_was_stored():
    assert reason("date", "guessed from the moon") == "guessed from the moon"
