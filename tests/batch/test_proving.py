"""A run proves what its pages state before it publishes them; `audit` does so again, `trace` says where from."""

import json

import pytest
from typer.testing import CliRunner

from bsafe_analysis import cli
from bsafe_analysis.batch.proving import PROVED
from bsafe_analysis.claims.claim_file import claims_folder
from tests.batch.partnerships import as_made

MONTH = "2026-09"
pytestmark = pytest.mark.slow


def invoke(root, *words):
    return CliRunner().invoke(cli.app, [*words, "--workspace", str(root)])


@pytest.fixture
def root(alone, tmp_path):
    yield as_made(alone / "first", tmp_path / "ready")
    for folder in tmp_path.glob("ready/outputs/*/*/v*"):
        folder.chmod(0o755)


def one_more(folder):
    """Every counted month of the borough's own document has one incident more in its claim than on its page."""
    (file,) = folder.glob("*tactical*.json")
    kept = json.loads(file.read_text())
    for statement in kept["statements"]:
        for claim in statement["claims"]:
            if claim["kind"] == "series_point" and isinstance(claim["values"].get("observed"), int):
                claim["values"]["observed"] += 1
    file.write_text(json.dumps(kept))


def test_a_count_that_is_not_so_keeps_the_pack_back_and_is_named_with_both_values(root, warm):
    audited = invoke(root, "audit", MONTH)
    assert audited.exit_code == 0 and "Nothing was found that is not so." in audited.output, audited.output
    assert "expectations fitted again" in audited.output
    folder = claims_folder(root / "outputs" / MONTH, "internal")
    assert (folder / PROVED).is_file(), "the run that made it had it proved"
    one_more(folder)
    again = invoke(root, "audit", MONTH)
    assert again.exit_code == 1 and "NOT SO" in again.output and "its claim holds" in again.output
    (folder / PROVED).unlink()
    refused = invoke(root, "run", MONTH)
    assert refused.exit_code == 1, refused.output
    assert "states what is not so" in refused.output and "Nothing was published." in refused.output
    look = invoke(root, "documents", MONTH, "--only", "tactical_assessment")
    (page,) = (root / "outputs" / MONTH / "preview" / "internal").glob("*tactical*.html")
    assert look.exit_code == 0 and "this is a look" in look.output, look.output
    assert "<strong>Not proved.</strong>" in page.read_text("utf-8")


def test_a_pack_whose_raw_files_say_otherwise_is_found_by_the_audit(root):
    (file,) = (root / "data/raw").glob(f"**/{MONTH}-*street.csv")
    header, *rows = file.read_text().splitlines()
    file.write_text("\n".join([header, *rows[: len(rows) // 2]]) + "\n")
    audited = invoke(root, "audit", MONTH)
    assert audited.exit_code == 1 and "NOT SO" in audited.output and "the audit finds" in audited.output


def test_a_number_on_a_page_is_followed_to_its_raw_lines(root):
    page = min((root / "outputs" / MONTH / "internal" / "current").glob("*neighbourhood*.html"))
    found = invoke(root, "trace", page.name, "burglary")
    assert found.exit_code == 0 and "category.name" in found.output, found.output
    nothing = invoke(root, "trace", page.name, "no such words")
    assert nothing.exit_code == 2 and "no sentence" in nothing.output
