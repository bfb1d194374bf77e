"""Lines between places that move: all history by those of the month, people shared out and said to be."""

import json
import shutil

import pytest

from bsafe_analysis.audit import Recounted
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD
from bsafe_analysis.faults import InputError
from bsafe_analysis.parameters import init_workspace, read_workspace
from bsafe_analysis.preparation.prepare import count, open_month
from tests.audit.evidence_by_hand import claim, evidence, police, wrong
from tests.audit.workspace_by_hand import feature, make, write_rows
from tests.loading.downloads import row

JULY, AUGUST = "2026-07", "2026-08"
MOVED = {"N1": (1.400, 1.405), "N2": (1.405, 1.420), "N3": (1.420, 1.430)}
"""Half of the first place goes to the second; the third is as it was."""
HALF_WAY = {"x": "1.407", "y": "54.105"}


def workspace(tmp_path, by="points", table="since,file\n2026-08,moved.geojson"):
    by_hand = make(tmp_path / "by-hand", by=by)
    root = tmp_path / "workspace"
    init_workspace(root)
    shutil.copytree(by_hand, root, dirs_exist_ok=True)
    (root / "parameters/priorities.yml").write_text("priorities: []\n")
    drawn = root / "data/reference/boundaries"
    (drawn / "moved.geojson").write_text(json.dumps({"features": [feature(code, *at) for code, at in MOVED.items()]}))
    write_rows(drawn / "versions.csv", *table.split("\n"))
    write_rows(root / "data/reference/residents.csv", "code,residents,households,source", "N1,100,40,census",
               "N2,203,,census", "N3,57,20,census")  # fmt: skip
    for month in (JULY, AUGUST):
        police(root, row(f"{month}a", month=month, **HALF_WAY), month=month)
    return root


def places(root, month):
    """(month, place) -> burglaries, by the road of the month and by the audit's."""
    opened, again = open_month(root, month), Recounted.of(root, month)
    counts = count(opened).query("category == 'burglary' and level == 'neighbourhood'")
    found = {(m, a): int(n) for m, a, n in counts[["month", "area", "count"]].itertuples(index=False) if n}
    codes = again.gazetteer.at(NEIGHBOURHOOD)
    held = {(m, a): again.count([a], ["burglary"], [m]) for m in again.held("police") for a in codes}
    assert found == {key: n for key, n in held.items() if n}
    return found


def test_a_month_counts_all_its_history_by_the_lines_that_are_in_force_in_it(tmp_path):
    root = workspace(tmp_path)
    assert places(root, JULY) == {(JULY, "N1"): 1}
    assert places(root, AUGUST) == {(JULY, "N2"): 1, (AUGUST, "N2"): 1}


def people(root, month):
    told = open_month(root, month)
    return {area.code: (area.residents, area.households) for area in told.workspace.areas.neighbourhoods}, told


def test_people_are_shared_out_by_land_to_the_nearest_ten_and_it_is_said(tmp_path):
    root = workspace(tmp_path)
    assert people(root, JULY)[0] == {"N1": (100, 40), "N2": (203, None), "N3": (57, 20)}
    shared, told = people(root, AUGUST)
    assert shared == {"N1": (50, 20), "N2": (250, None), "N3": (57, 20)}
    assert told.workspace.areas["A1"].residents == 300
    assert told.workspace.areas["N1"].residents_note == "shared out by land area; census"
    texts = {notice.kind: notice.text for notice in told.of_choices}
    assert "moved with August 2026" in texts["moved_boundary"]
    assert "Nobody counted who lives in One, Two as they are drawn now" in texts["shared_residents"]
    assert open_month(root, JULY).of_choices == ()


def test_where_the_new_places_were_counted_nothing_is_shared_out(tmp_path):
    root = workspace(tmp_path, table="since,file,residents\n2026-08,moved.geojson,moved.csv")
    write_rows(root / "data/reference/moved.csv", "code,residents", "N1,61", "N2,242", "N3,57")
    shared, told = people(root, AUGUST)
    assert shared == {"N1": (61, None), "N2": (242, None), "N3": (57, None)}
    assert [notice.kind for notice in told.of_choices] == ["moved_boundary"]


def test_places_made_of_lsoas_move_by_a_table_of_their_own(tmp_path):
    root = workspace(tmp_path, "lsoas", "since,file,lsoas\n2026-08,moved.geojson,lsoas-2026.csv")
    lsoas = [f"E0199900{n},N{min(n, 3)}" for n in range(1, 5)]
    write_rows(root / "data/reference/lsoas.csv", "lsoa,neighbourhood", *lsoas)
    write_rows(root / "data/reference/lsoas-2026.csv", "lsoa,neighbourhood", "E01999001,N2", "E01999002,N1",
               "E01999003,N1", "E01999004,N3")  # fmt: skip
    assert places(root, JULY) == {(JULY, "N1"): 1}
    assert places(root, AUGUST) == {(JULY, "N2"): 1, (AUGUST, "N2"): 1}
    assert people(root, AUGUST)[0] == {"N1": (230, None), "N2": (100, 40), "N3": (30, 10)}


def test_the_audit_shares_the_people_out_by_another_road(tmp_path):
    held = evidence(workspace(tmp_path))
    told = claim("area", code="N1", residents=50, households=20, residents_note="shared out by land area; census")
    assert wrong(told, held) == set()
    assert wrong(claim("area", code="A1", residents=300), held) == set()
    assert wrong(claim("area", code="N3", residents=57, residents_note="census"), held) == set()
    assert wrong(claim("area", code="N1", residents=100, residents_note="census"), held) == {
        "residents", "residents_note"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("since,file\nAugust,moved.geojson", "row 2: 'August' is not a month"),
        ("since,file\n2026-08,gone.geojson", "there is no data/reference/boundaries/gone.geojson"),
        ("since,file\n2026-08,../areas.csv", "'../areas.csv' is no plain file name"),
        ("since,file\n2026-08,moved.geojson\n2026-08,moved.geojson", "row 3: 2026-08 stands twice"),
        ("since,file\n2026-08,", "no file is named"),
        ("from,file\n2026-08,moved.geojson", "columns missing: since"),
    ],
)
def test_a_row_that_cannot_be_used_is_one_plain_line(tmp_path, table, said):
    with pytest.raises(InputError) as refused:
        read_workspace(workspace(tmp_path, table=table))
    (fault,) = refused.value.faults
    assert said in str(fault)
    assert "data/reference/boundaries/versions.csv" in str(fault)
