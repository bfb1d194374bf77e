"""The invented partnerships: in the form of real downloads, the same bytes from a seed, never over real data."""

import hashlib
import io
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from bsafe_analysis.faults import InputError
from bsafe_analysis.parameters import read_workspace
from bsafe_analysis.sample import INVENTIONS, make_sample, write
from bsafe_analysis.sample.geography import ground
from bsafe_analysis.sample.invented_incidents import ACTIVE_TYPE, COLUMNS
from bsafe_analysis.sample.inventions import SHARES
from bsafe_analysis.sample.stories import smallest_seen
from bsafe_analysis.sample.write import sample_files
from tests.shared import invention, sample_folder

REPOSITORY = Path(__file__).parents[2]


@cache
def of_seed(invention, seed):
    return sample_files(invention, seed)


def generated(key, seed):
    return of_seed(INVENTIONS[key], seed)


@pytest.fixture(autouse=True)
def generated_once(monkeypatch):
    """What a seed gives is worked out once; that it is always the same is a test of its own.

    By the invention itself: the shared folder of the first holds a third of it, under the same key.
    """
    monkeypatch.setattr(write, "sample_files", of_seed)


@pytest.fixture(scope="module")
def made():
    return {key: generated(key, 2026) for key in INVENTIONS}


@pytest.fixture(scope="module")
def published(made):
    files, _ = made["main"]
    newest = {name.rsplit("/", 1)[1]: data for name, data in sorted(files.items()) if name.endswith("-street.csv")}
    return pd.concat(
        [pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False) for data in newest.values()], ignore_index=True
    )


def digest(files):
    return hashlib.sha256(b"".join(name.encode() + data for name, data in sorted(files.items()))).hexdigest()


@pytest.mark.parametrize("key", [pytest.param("main", marks=pytest.mark.proof), "odd"])
def test_the_same_seed_gives_the_same_bytes(tmp_path_factory, key):
    folder, _ = sample_folder(tmp_path_factory, key)  # made by another process, where one was quicker
    files, _ = sample_files(invention(key), 2026)
    assert digest(files) == digest({name: (folder / name).read_bytes() for name in files})


def test_another_seed_gives_other_bytes(made):
    assert digest(sample_files(INVENTIONS["odd"], 7)[0]) != digest(made["odd"][0])


def test_the_committed_parameters_and_reference_are_the_generators_own(made):
    files, _ = made["main"]
    committed = [name for name in files if name.startswith(("parameters/", "data/reference/"))]
    assert len(committed) > 10
    for name in committed:
        assert (REPOSITORY / name).read_bytes() == files[name], (
            f"{name}: `bsafe sample` writes another (docs/add-a-document.md)"
        )


def test_the_form_is_that_of_real_downloads(made):
    files, _ = made["main"]
    raw = {name: data for name, data in files.items() if name.startswith("data/raw/police")}
    for name, data in raw.items():
        assert re.fullmatch(r"data/raw/police/\d{4}-\d\d-\d\d/(\d{4}-\d\d)/\1-[a-z]+-street\.csv", name)
        assert data.startswith(",".join(COLUMNS).encode() + b"\r\n")
        assert data.count(b"\r\n") == data.count(b"\n")
        assert data.isascii()


def test_identifiers_are_blank_for_anti_social_behaviour_only(published):
    blank = published["Crime ID"] == ""
    assert (blank == (published["Crime type"] == ACTIVE_TYPE)).all()
    assert published.loc[~blank, "Crime ID"].str.fullmatch(r"[0-9a-f]{64}").all()
    assert published.loc[~blank, "Crime ID"].is_unique


def test_some_rows_have_no_location_as_in_real_files(published):
    lost = published["Location"] == "No Location"
    # South Yorkshire 2018-21: 3 to 5 % of rows
    assert 0.02 < lost.mean() < 0.06
    assert (published.loc[lost, ["Longitude", "Latitude", "LSOA code", "LSOA name"]] == "").all(axis=None)
    assert published.loc[~lost, "Longitude"].str.fullmatch(r"-?\d+\.\d{6}").all()


def test_incidents_share_map_points(published):
    placed = published[published["Location"] != "No Location"]
    assert placed.groupby(["Longitude", "Latitude"]).size().mean() > 10


def test_mix_and_season_are_those_of_a_real_northern_borough(published):
    ours = published[published["LSOA name"].str.startswith("Thornmere ")]
    share = ours["Crime type"].value_counts(normalize=True)
    for kind, permille in SHARES.items():
        assert share[kind] == pytest.approx(permille / sum(SHARES.values()), rel=0.35), kind
    asb = ours[ours["Crime type"] == ACTIVE_TYPE].groupby(ours["Month"].str[5:]).size()
    assert asb["07"] > 1.2 * asb["12"]
    per_month = ours.groupby("Month").size()
    assert len(per_month) == 60
    assert 2300 < per_month.mean() < 2900


@pytest.mark.parametrize("key", INVENTIONS)
@pytest.mark.parametrize("seed", [1, 2, 2026])
def test_boundaries_are_a_clean_coverage_of_single_places(key, seed):
    invention = INVENTIONS[key]
    land = ground(invention, np.random.Generator(np.random.PCG64([seed, invention.seed_offset, 0])))
    cells = np.array(land.neighbourhoods)
    assert len(cells) == len(invention.neighbourhood_names)
    assert shapely.coverage_is_valid(cells)
    assert {cell.geom_type for cell in cells} == {"Polygon"}
    assert set(land.area_of) == set(range(len(invention.area_names)))


def test_neighbourhoods_of_the_main_sample_do_not_follow_statistical_areas():
    land = ground(INVENTIONS["main"], np.random.Generator(np.random.PCG64([2026, 0, 0])))
    crossing = [
        lsoa
        for lsoa in land.lsoas
        if sum(cell.intersection(lsoa).area > 0.05 * lsoa.area for cell in land.neighbourhoods) > 1
    ]
    assert len(crossing) > len(land.lsoas) / 4


def test_the_second_partnership_differs_in_every_number(made, tmp_path):
    make_sample(tmp_path, 2026, "odd")
    odd, main = read_workspace(tmp_path), read_workspace(REPOSITORY)
    for count in (
        lambda w: len(w.areas.local_areas),
        lambda w: len(w.areas.neighbourhoods),
        lambda w: len(w.categories),
    ):
        assert count(odd) != count(main)
    assert odd.placed_by != main.placed_by
    assert {m.key for m in odd.meetings}.isdisjoint({m.key for m in main.meetings})


def test_stories_are_planted_near_the_smallest_that_could_be_seen(made):
    _, stories = made["main"]
    kinds = {story.kind: story for story in stories}
    assert set(kinds) == {"lasting", "spike", "drift", "move", "revision", "quiet"}
    assert kinds["lasting"].extra < 15
    assert all(kinds["move"].places)


def test_the_smallest_seen_grows_with_the_count_and_shrinks_with_time():
    assert smallest_seen(20, 1.25, 1) > smallest_seen(5, 1.25, 1) > smallest_seen(5, 1.25, 3)
    assert 10 < smallest_seen(10, 1.25, 1) < 30


def test_making_it_again_leaves_the_same_files(tmp_path):
    make_sample(tmp_path, 2026, "odd")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    make_sample(tmp_path, 2026, "odd")
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    "foreign", ["data/raw/police/2026-10-05/real.csv", "data/register/activities.csv", "data/raw/x/y/z"]
)
def test_it_never_touches_a_workspace_that_holds_anything_else(tmp_path, foreign):
    path = tmp_path / foreign
    path.parent.mkdir(parents=True)
    path.write_text("somebody's work")
    with pytest.raises(InputError, match="the sample did not make this"):
        make_sample(tmp_path, 2026, "odd")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]


def test_a_file_of_its_own_that_a_person_changed_is_no_longer_its_own(tmp_path):
    make_sample(tmp_path, 2026, "odd")
    plan = tmp_path / "data/register/activities.csv"
    plan.write_text(plan.read_text() + "my own activity")
    with pytest.raises(InputError, match=r"activities\.csv"):
        make_sample(tmp_path, 2026, "odd")
    assert "my own activity" in plan.read_text()


def test_a_forged_mark_proves_nothing(tmp_path):
    path = tmp_path / "data/raw/real.csv"
    path.parent.mkdir(parents=True)
    path.write_text("real")
    (tmp_path / "data/raw/.sample.json").write_text(json.dumps({"files": {"data/raw/real.csv": "0"}}))
    with pytest.raises(InputError):
        make_sample(tmp_path, 2026, "odd")
    assert path.read_text() == "real"


@pytest.mark.parametrize("named", ["data/reference/mine.csv", "data/raw/../../mine.csv"])
def test_a_mark_never_has_a_file_deleted_outside_the_samples_folders(tmp_path, named):
    path = tmp_path / named
    (tmp_path / "data/raw").mkdir(parents=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    (tmp_path / "data/raw/.sample.json").write_text(json.dumps({"files": {named: "0"}}))
    make_sample(tmp_path, 2026, "odd")
    assert path.read_text() == "mine"


def test_another_partnerships_parameters_are_not_mixed_with_the_sample(tmp_path):
    make_sample(tmp_path, 2026, "odd")
    with pytest.raises(InputError, match="another partnership's, or another seed's"):
        make_sample(tmp_path, 2026, "main")


def test_raw_data_of_one_seed_is_not_put_over_the_places_of_another(tmp_path):
    make_sample(tmp_path, 2026, "odd")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(InputError, match="data/reference"):
        make_sample(tmp_path, 7, "odd")
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_the_generator_shares_no_code_with_detection():
    for path in (REPOSITORY / "bsafe_analysis/sample").glob("*.py"):
        assert not re.search(r"^\s*(from|import) .*detection", path.read_text(), flags=re.MULTILINE)
