"""What the docs say of the house is so: its rooms and layers, the files a reader is sent to, the examples shown."""

import ast
import doctest
import re
import tomllib
from pathlib import Path

import pytest

import bsafe_analysis
from bsafe_analysis.preparation.store import save_cycle
from tests.shared import once, sample_month

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "bsafe_analysis"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    """The second invented partnership, its last month prepared and kept."""

    def make(folder):
        _, prepared, _ = sample_month(tmp_path_factory, "odd")
        (folder / "parameters").mkdir()
        save_cycle(folder, prepared)
        return folder

    return once(tmp_path_factory, "odd-kept", make)


def test_every_example_of_the_public_names_runs(second, monkeypatch):
    monkeypatch.setenv("BSAFE_WORKSPACE", str(second))
    told = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False)
    assert told.failed == 0
    assert told.attempted > 20


def test_the_public_names_are_those_of_the_page_and_editors_see_each():
    named = set(re.findall(r"`([a-z_]+)\(", (ROOT / "docs" / "api.md").read_text()))
    assert set(dir(bsafe_analysis)) == set(bsafe_analysis.__all__) <= named
    typed = {
        alias.name
        for node in ast.walk(ast.parse((PACKAGE / "__init__.py").read_text()))
        if isinstance(node, ast.If)
        for inner in node.body
        if isinstance(inner, ast.ImportFrom)
        for alias in inner.names
    }
    assert typed == set(bsafe_analysis.__all__)
    assert all(callable(getattr(bsafe_analysis, name)) for name in bsafe_analysis.__all__)


def rooms_of(text):
    """The rooms of the drawn page's table, in order."""
    table = text[text.index("## The rooms") : text.index("Inside `reports/`")]
    return [re.findall(r"`([a-z_]+)(?:/|\.py)`", line.split("|")[1]) for line in table.splitlines() if "| `" in line]


def test_the_drawn_house_has_every_room_of_the_package_in_the_order_of_the_contract():
    drawn = rooms_of((ROOT / "docs" / "architecture.md").read_text())
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [set(row) for row in drawn] == [set(layer.split(" | ")) for layer in contracts[0]["layers"]]
    inside = re.search(r"Inside `reports/`: (.+?)\. ", (ROOT / "docs" / "architecture.md").read_text())
    assert re.findall(r"`([a-z_]+)`", inside[1]) == [
        room for layer in contracts[1]["layers"] for room in layer.split(" | ")
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_sends_nobody_to_a_file_that_is_not_there(page):
    made = re.compile(r"(?:^`[^`\n]+`\n\n)?^```.*?^```", re.M | re.S)  # what a guide has its reader write
    text = made.sub("", page.read_text())
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    missing = [link for link in links if not (page.parent / link).exists()]
    bases = (ROOT, PACKAGE, PACKAGE / "reports", PACKAGE / "detection")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|j2|css|md\.j2))`", text)
    missing += [name for name in named if not any((base / name).exists() for base in bases)]
    assert missing == []


def test_every_kind_of_claim_stands_in_the_docs_with_its_check():
    from bsafe_analysis.audit.proofs import PROOFS
    from bsafe_analysis.audit.proofs.registry import kinds_as_markdown, rule_of

    assert (ROOT / "docs" / "claims.md").read_text("utf-8").endswith(kinds_as_markdown())
    assert all(rule_of(kind).endswith(".") and len(rule_of(kind)) > 30 for kind in PROOFS)
