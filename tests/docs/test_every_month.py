"""docs/guide-every-month.md, followed as a new user would: a feed that is late, a boundary that moves."""

import re
import shutil
from pathlib import Path

import pytest

from bsafe_analysis.audit import Recounted
from bsafe_analysis.faults import InputError
from bsafe_analysis.preparation.prepare import open_month
from tests.shared import sample_folder

GUIDE = (Path(__file__).parents[2] / "docs/guide-every-month.md").read_text()
MONTH, BEFORE = "2026-06", "2026-04"


@pytest.fixture
def workspace(tmp_path, tmp_path_factory):
    folder, _ = sample_folder(tmp_path_factory, "odd")
    shutil.copytree(folder, tmp_path / "workspace", ignore=shutil.ignore_patterns("prepared", "outputs"))
    return tmp_path / "workspace"


def shown(section, kind="text"):
    """The blocks of one section of the guide, each as it stands without its indent."""
    text = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", GUIDE, re.M | re.S)[1]
    blocks = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", text, re.M | re.S)
    return [re.sub(rf"^{indent}", "", block, flags=re.M).strip() for indent, block in blocks]


def test_a_month_without_its_police_cannot_go_out_and_one_without_a_partner_can(workspace):
    no_police, no_partner = shown("A feed is late")
    council = workspace / "data/raw/council/2026-07-05"
    shutil.move(council, workspace / "council")
    assert any(no_partner in notice.text for notice in open_month(workspace, MONTH).received.notices)
    shutil.rmtree(workspace / "data/raw/police/2026-07-05")
    with pytest.raises(InputError) as refused:
        open_month(workspace, MONTH)
    assert no_police in str(refused.value.faults[0])


@pytest.mark.proof  # five rows by hand: tests/preparation/test_moved_boundaries.py
def test_a_moved_boundary_is_a_row_and_a_file(workspace):
    reference, (rows,) = workspace / "data/reference", shown("Change a boundary", "csv")
    shutil.copy(reference / "boundaries/neighbourhoods.geojson", reference / "boundaries/2026-05.geojson")
    (reference / "boundaries/versions.csv").write_text(rows + "\n")
    header, first, *rest = (reference / "lsoas.csv").read_text().splitlines()
    lsoa, old = first.split(",")[:2]
    new = next(line.split(",")[1] for line in rest if line.split(",")[1] != old)
    (reference / "lsoas-2026-05.csv").write_text("\n".join([header, f"{lsoa},{new}", *rest, ""]))
    now, then = open_month(workspace, MONTH), open_month(workspace, BEFORE)
    (told,) = shown("Change a boundary")
    assert any(told in notice.text for notice in now.of_choices) and not then.of_choices
    for opened, place in ((now, new), (then, old)):
        rows_of = opened.received.incidents[opened.received.incidents["lsoa"] == lsoa]
        assert set(rows_of["neighbourhood"]) == {place}
    # the audit's road says the same of a month long before the line moved
    placed = now.received.incidents.query("month == '2026-01' and neighbourhood == @new and source == 'police'")
    again, keys = Recounted.of(workspace, MONTH), sorted(set(placed["category"]))
    assert again.count([new], keys, ["2026-01"], ["police"]) == len(placed)
