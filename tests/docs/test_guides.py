"""The guides are followed to the letter on a copy of the package: a toy document, a toy source."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.partnership import make_partnership

ROOT = Path(__file__).parents[2]
MONTH = "2026-06"
KEPT = "area_note|data_quality|documents:|own: true"
LSOAS = "E01991000,N1\nE01991001,N2\n"
"""Those that the guide's files name, which the smallest partnership has not."""


def blocks(guide):
    """(the file named on the line before it, or "", the kind of code, the text) of every block of code."""
    text = (ROOT / "docs" / guide).read_text()
    found = re.findall(r"(?:^`([^`\n]+)`\n\n)?^```(\w+)\n(.*?)^```", text, re.M | re.S)
    return [(file, kind, code) for file, kind, code in found if kind != "sh"]


def write(house, files):
    for file, text in files.items():
        (house / file).write_text(text)


def insert_before(path, line, text):
    content = path.read_text()
    assert content.count(line) == 1
    path.write_text(content.replace(line, text + line))


def insert_after(path, line, text):
    content = path.read_text()
    assert content.count(line) == 1
    path.write_text(content.replace(line, line + text))


def append(path, text):
    path.write_text(path.read_text().rstrip("\n") + "\n" + text)


def bsafe(house, *words):
    command = [sys.executable, "-m", "bsafe_analysis.cli", *words, "--workspace", str(house / "workspace")]
    environment = {"PYTHONPATH": str(house), "PATH": "/usr/bin:/bin", "HOME": str(house)}
    done = subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the package with a workspace beside it, in which both guides were followed."""
    house = tmp_path_factory.mktemp("house")
    # with what is compiled already, where it is: what a guide changes has another time and is compiled anew
    shutil.copytree(ROOT / "bsafe_analysis", house / "bsafe_analysis")
    shutil.copytree(ROOT / "notebooks", house / "notebooks")
    make_partnership(house / "workspace")
    append(house / "workspace" / "data" / "reference" / "lsoas.csv", LSOAS)
    add_the_document(house)
    add_the_sources(house)
    return house


def add_the_document(house):
    named = blocks("add-a-document.md")
    write(house, {file: code for file, _, code in named if file})
    own, entry, imports, choice = (code for file, _, code in named if not file)
    kinds = house / "bsafe_analysis" / "reports" / "document_kinds.py"
    insert_before(kinds, "from bsafe_analysis.reports.documents.document import", imports)
    insert_after(kinds, "KINDS: dict[str, DocumentKind[Any]] = {\n", entry)
    insert_after(house / "workspace" / "parameters" / "documents.yml", "documents:\n", own + choice)


def add_the_sources(house):
    named = blocks("add-a-source.md")
    module, entry, imports, audited = (code for _, kind, code in named if kind == "python")
    write(house, {"bsafe_analysis/loading/dispatch.py": module})
    suppliers = house / "bsafe_analysis" / "loading" / "suppliers.py"
    insert_before(suppliers, "from bsafe_analysis.loading import partner", imports)
    insert_after(suppliers, "LOADERS: dict[str, Loader] = {\n", entry)
    insert_after(
        house / "bsafe_analysis" / "audit" / "declared.py", "CODED: Mapping[str, Mapping[str, str]] = {\n", audited
    )
    forms = house / "bsafe_analysis" / "parameters" / "forms.py"
    forms.write_text(forms.read_text().replace('Literal["police_uk", ', 'Literal["police_uk", "dispatch", '))
    workspace = house / "workspace"
    for file, kind, code in named:
        if kind == "csv" and "raw" in file:
            (workspace / file).parent.mkdir(parents=True)
            (workspace / file).write_text(code)
        elif kind == "csv":
            append(workspace / file, code)
        elif kind == "yaml":
            append(workspace / "parameters" / "sources.yml", code)


@pytest.mark.slow
def test_the_toy_sources_made_by_the_guide_are_counted_row_by_row(house):
    receipts = {each["source"]: each for each in json.loads(bsafe(house, "check", MONTH, "--json"))["receipts"]}
    assert (receipts["ambulance"]["rows_read"], receipts["ambulance"]["rows_used"]) == (3, 2)
    assert (receipts["dispatch"]["rows_read"], receipts["dispatch"]["rows_used"]) == (2, 1)


@pytest.mark.slow
def test_the_toy_document_and_the_coded_source_are_published_with_all_that_is_counted_proved(house):
    """The guide's own look at the document is a preview of such a page: a run asks more of it."""
    choices = house / "workspace" / "parameters" / "documents.yml"
    few = [
        line
        for line in choices.read_text().splitlines()
        if re.search("area_note|data_quality|documents:|own: true", line)
    ]
    choices.write_text("\n".join(few) + "\n")
    assert "Proving what the pages state" in bsafe(house, "run", MONTH)
    pack = house / "workspace" / "outputs" / MONTH / "internal" / "v1"
    for area in ("a1", "a2"):
        (page,) = pack.glob(f"*area-note-{area}*.html")
        text = page.read_text()
        assert "The last twelve months in" in text
        assert 'id="year-table"' in text
    (own,) = pack.glob("*thefts-here*.html")
    assert "bsafe has not proved it" in own.read_text() and "Recorded incidents by kind" in own.read_text()
    (quality,) = pack.glob("*data-quality*.html")
    assert "Call-outs by dispatch" in quality.read_text()
