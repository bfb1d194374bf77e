"""A name that is still the starter file's is refused: nobody's pack is printed under it."""

import pytest
import yaml

from bsafe_analysis.faults import InputError
from bsafe_analysis.parameters import init_workspace, read_workspace


def faults_of(root):
    with pytest.raises(InputError) as refused:
        read_workspace(root)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("kept", [("name",), ("borough",), ("name", "borough")])
def test_a_partnership_that_nobody_named_is_refused(tmp_path, kept):
    init_workspace(tmp_path)
    reference = tmp_path / "data/reference"
    (reference / "areas.csv").write_text(
        "code,name,level,parent\nB,Wexmere,borough,\nA1,North,area,B\nN1,Mill Lane,neighbourhood,A1\n"
    )
    (reference / "lsoas.csv").write_text("lsoa,neighbourhood\nE01999001,N1\n")
    (reference / "residents.csv").write_text("code,residents,households,as_at,source\nN1,300,100,mid-2025,census\n")
    path = tmp_path / "parameters/partnership.yml"
    given = {"name": "Safer Wexmere", "borough": "Wexmere"}
    chosen = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump(chosen | {key: each for key, each in given.items() if key not in kept}))
    found = faults_of(tmp_path)
    assert len(found) == len(kept) and all("the starter file's" in fault for fault in found)
