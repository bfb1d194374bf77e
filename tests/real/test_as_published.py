"""A real borough from files in ONS's shape is the workspace made by hand: reference files, polygons, counts."""

import os
import shutil
import zipfile
from collections import Counter
from datetime import date

import pytest

from bsafe_analysis.loading.boundaries import read_boundaries
from bsafe_analysis.parameters import read_workspace
from bsafe_analysis.parameters.new_workspace import init_borough
from bsafe_analysis.parameters.published.borough_reference import PublishedFiles
from bsafe_analysis.preparation.prepare import count, open_month
from tests.real.as_published import (
    BY_OUTPUT_AREA,
    BY_OUTPUT_AREA_21,
    ESTIMATES,
    EXACT_FIT,
    NAMES_11,
    NAMES_21,
    WARDS,
    publish,
)
from tests.real.workspaces import real_data
from tests.shared import once, real_place

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        "BSAFE_REAL_DATA" not in os.environ, reason="BSAFE_REAL_DATA does not name a folder of real data"
    ),
]
PLACES = ["rotherham", "barnsley", "doncaster", "sheffield", "city"]
COUNTED = ["rotherham", "city"]
"""One of MSOAs with boundaries, one of LSOAs without: two months are enough, for equal references place alike."""


@pytest.fixture(scope="session")
def downloads(tmp_path_factory):
    return once(tmp_path_factory, "as-published", publish)


def by_borough(folder, downloads, place):
    """`bsafe init --borough` with the choices that were made by hand."""
    name = "City of London" if place == "city" else place.capitalize()
    published = PublishedFiles(
        borough=name,
        lookups=tuple(downloads / file for file in (EXACT_FIT, BY_OUTPUT_AREA, WARDS, NAMES_11)),
        neighbourhoods="lsoa11" if place == "city" else "msoa11",
        boundaries=None if place == "city" else downloads / f"{place}-msoa11.geojson",
        population=(downloads / ESTIMATES,),
        areas=str(downloads / f"{place}-areas.csv"),
    )
    init_borough(folder / place, published, date(2022, 1, 15))
    return folder / place


@pytest.mark.parametrize("place", PLACES)
def test_the_two_ways_give_equal_reference_files(tmp_path, tmp_path_factory, downloads, place):
    root, by_hand = by_borough(tmp_path, downloads, place), real_place(tmp_path_factory, place)
    ours, theirs = read_workspace(root), read_workspace(by_hand)
    assert ours.lsoas == theirs.lsoas
    assert [bare(area) for area in ours.areas] == [bare(area) for area in theirs.areas]
    for name in ("areas.csv", "categories.csv"):
        assert (root / "data/reference" / name).read_bytes() == (by_hand / "data/reference" / name).read_bytes()
    if place != "city":
        assert polygons(ours) == polygons(theirs)


@pytest.mark.parametrize("place", ["rotherham", "sheffield"])
def test_a_borough_by_msoas_of_2021_has_no_fault_and_areas_are_proposed(tmp_path, downloads, place):
    published = PublishedFiles(
        borough=place,
        lookups=tuple(downloads / file for file in (BY_OUTPUT_AREA_21, EXACT_FIT, WARDS, NAMES_21)),
        boundaries=real_data() / f"boundaries/{place}/{place}-lsoa_2021.geojson",
        population=(downloads / ESTIMATES,),
    )
    init_borough(tmp_path / place, published, date(2026, 10, 5))
    workspace = read_workspace(tmp_path / place)
    neighbourhoods = workspace.areas.neighbourhoods
    assert len(polygons(workspace)) == len(neighbourhoods) == {"rotherham": 32, "sheffield": 70}[place]
    held = Counter(area.parent for area in neighbourhoods)
    assert len(held) == {"rotherham": 4, "sheffield": 8}[place]
    assert min(held.values()) > 4
    assert not any(area.name.startswith(place.capitalize() + " 0") for area in neighbourhoods)


def bare(area):
    return (area.code, area.name, area.level, area.parent, area.residents, area.households)


def polygons(workspace):
    codes = [area.code for area in workspace.areas.neighbourhoods]
    return read_boundaries(workspace.boundaries_file, codes, workspace.code_property).polygons


def unpack_newest(archive, folder):
    """The last two months of a download, as the folders it unpacks to."""
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            if name.startswith(("2021-08", "2021-09")):
                packed.extract(name, folder)


@pytest.mark.parametrize("place", COUNTED)
def test_the_two_ways_give_equal_counts(tmp_path, tmp_path_factory, downloads, place):
    root, by_hand = by_borough(tmp_path, downloads, place), real_place(tmp_path_factory, place)
    folder = "city-of-london" if place == "city" else "south-yorkshire"
    other = tmp_path / "by-hand"
    shutil.copytree(by_hand, other, ignore=shutil.ignore_patterns("raw", "prepared", "outputs"))
    for each in (root, other):
        unpack_newest(real_data() / f"police-uk-{folder}/2021-{folder}.zip", each / "data/raw/police/2022-01-15")
        (each / "parameters/sources.yml").write_text((by_hand / "parameters/sources.yml").read_text())
    counted = [count(open_month(each, "2021-09")) for each in (root, other)]
    assert counted[0].equals(counted[1])
    assert counted[0]["count"].sum() > 500
