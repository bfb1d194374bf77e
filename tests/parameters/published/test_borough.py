"""A borough's workspace from published files: what is filled in, and what is refused in one plain line."""

import csv
import json
from datetime import date

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bsafe_analysis.faults import InputError
from bsafe_analysis.parameters import read_workspace
from bsafe_analysis.parameters.new_workspace import init_borough
from bsafe_analysis.parameters.published.borough_reference import PublishedFiles, gather
from bsafe_analysis.parameters.published.published_residents import unreadable_counts
from tests.examples import examples
from tests.parameters.published import files

TODAY = date(2026, 10, 5)


@pytest.fixture
def downloads(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


def made(tmp_path, downloads, **chosen):
    chosen.setdefault("lookups", files.published(downloads))
    new = init_borough(tmp_path / "vale", PublishedFiles(chosen.pop("borough", "Thornmere"), **chosen), TODAY)
    return tmp_path / "vale", new


def refused(tmp_path, downloads, **chosen):
    with pytest.raises(InputError) as told:
        made(tmp_path, downloads, **chosen)
    assert [path.name for path in tmp_path.iterdir()] == ["downloads"]  # nothing half-made, nothing hidden
    return [str(fault) for fault in told.value.faults]


def table(root, name):
    with (root / "data/reference" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def everything(downloads):
    return {"boundaries": files.geojson(downloads), "population": (files.estimates(downloads),)}


def test_a_borough_is_whole_from_published_files_and_its_workspace_has_no_fault(tmp_path, downloads):
    root, _ = made(tmp_path, downloads, **everything(downloads))
    workspace = read_workspace(root)
    assert [area.name for area in workspace.areas.neighbourhoods] == list(files.KNOWN_AS.values())
    assert [area.residents for area in workspace.areas.neighbourhoods] == [3000, 2000, 2000, 1000]
    assert {area.residents_note for area in workspace.areas.neighbourhoods} == {"ONS mid-year estimate, mid-2022"}
    assert (workspace.partnership.borough, workspace.placed_by) == ("Thornmere", "lsoas")


def test_codes_of_both_censuses_are_listed_side_by_side(tmp_path, downloads):
    root, _ = made(tmp_path, downloads)
    held = {row["lsoa"]: row["neighbourhood"] for row in table(root, "lsoas.csv")}
    assert held["E01000002"] == "E02000001"  # split: only 2011 has it
    assert held["E01000021"] == held["E01000022"] == "E02000001"
    assert held["E01000007"] == held["E01000008"] == held["E01000023"] == "E02000004"  # merged
    assert len(held) == 11
    assert "E01009999" not in held


def test_each_file_is_kept_with_its_checksum_its_day_and_its_licence(tmp_path, downloads):
    root, _ = made(tmp_path, downloads, **everything(downloads))
    kept = {row["file"]: row for row in table(root, "provenance.csv")}
    assert set(kept) == {path.name for path in downloads.iterdir()}
    assert kept["MSOA-Names.csv"]["licence"] == "Open Parliament Licence v3.0"
    assert {row["read_on"] for row in kept.values()} == {"2026-10-05"}
    assert all(len(row["sha256"]) == 64 for row in kept.values())


def test_the_order_of_the_files_changes_nothing(tmp_path, downloads):
    lookups = files.published(downloads)
    one, _ = made(tmp_path, downloads, lookups=lookups, **everything(downloads))
    other = tmp_path / "other"
    init_borough(other, PublishedFiles("thornmere", lookups[::-1], **everything(downloads)), TODAY)
    for name in ("areas.csv", "lsoas.csv", "residents.csv", "boundaries/neighbourhoods.geojson"):
        assert (one / "data/reference" / name).read_bytes() == (other / "data/reference" / name).read_bytes()


@pytest.mark.parametrize("kind, expected", [
    ("msoa21", 4), ("ward", 2), ("lsoa", 8), ("lsoa11", 8), ("lsoa21", 8),
])  # fmt: skip
def test_neighbourhoods_may_be_msoas_wards_or_lsoas(tmp_path, downloads, kind, expected):
    root, _ = made(tmp_path, downloads, neighbourhoods=kind, population=(files.estimates(downloads),))
    workspace = read_workspace(root)
    assert len(workspace.areas.neighbourhoods) == expected
    assert set(workspace.lsoas) == {*files.LSOAS_21, "E01000002", "E01000007", "E01000008"}


def test_an_lsoa_that_lies_in_several_neighbourhoods_counts_in_one_and_is_told(tmp_path, downloads):
    _, new = made(tmp_path, downloads, neighbourhoods="lsoa21")
    assert any("1 in more than one neighbourhood (first: E01000002" in line for line in new.to_decide)


@pytest.mark.parametrize("shapes", [
    files.geojson,
    lambda folder: files.geojson(folder, degrees=False),
    files.geopackage,
    lambda folder: files.geojson(folder, "LSOA21CD", lsoa_squares()),
], ids=["degrees", "metres", "GeoPackage", "LSOAs"])  # fmt: skip
def test_boundaries_in_degrees_or_metres_or_of_lsoas_are_the_same_polygons(tmp_path, downloads, shapes):
    root, _ = made(tmp_path, downloads, boundaries=shapes(downloads))
    drawn = json.loads((root / "data/reference/boundaries/neighbourhoods.geojson").read_text())
    held = {f["properties"]["code"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in drawn["features"]}
    assert list(held) == list(files.MSOAS)
    for code, square in files.msoa_squares().items():
        if code in held:
            assert held[code].symmetric_difference(files.in_degrees(square)).area < 1e-7  # a thousandth of it


def lsoa_squares():
    held = {}
    for i, msoa in enumerate(files.MSOAS):
        inside = [lsoa for lsoa, parent in files.LSOAS_21.items() if parent == msoa]
        side = files.SIDE / len(inside)
        west = files.WEST + i * files.SIDE
        for k, lsoa in enumerate(inside):
            held[lsoa] = shapely.box(west + k * side, files.SOUTH, west + (k + 1) * side, files.SOUTH + files.SIDE)
    return held


def test_households_of_a_census_stand_beside_the_residents_of_an_estimate(tmp_path, downloads):
    root, _ = made(tmp_path, downloads, population=(files.households(downloads), files.estimates(downloads)))
    held = table(root, "residents.csv")
    assert {row["source"] for row in held} == {"ONS mid-year estimate (households: census 2021)"}
    assert [(r["residents"], r["households"], r["as_at"]) for r in held] == [
        ("3000", "1200", "mid-2022"), ("2000", "800", "mid-2022"), ("2000", "800", "mid-2022"),
        ("1000", "400", "mid-2022"),
    ]  # fmt: skip


def test_residents_of_2011_are_summed_where_lsoas_were_merged_and_not_known_where_one_was_split(tmp_path, downloads):
    old = {code for code, _, _ in files.CHANGES}
    people = files.put(downloads / "mid-2019.csv", ("LSOA Code", "All Ages"), [(code, "1,500") for code in sorted(old)])
    root, _ = made(tmp_path, downloads, neighbourhoods="lsoa21", population=(people,))
    known = {row["code"]: row["residents"] for row in table(root, "residents.csv")}
    assert known["E01000023"] == "3000"
    assert known["E01000001"] == "1500"
    assert not {"E01000021", "E01000022"} & set(known)


def test_a_population_by_the_neighbourhoods_themselves_is_taken_as_it_is(tmp_path, downloads):
    header = ("date", "geography", "geography code", "Residence type: Total; measures: Value")
    rows = [(2021, "", code, 7000 + i) for i, code in enumerate(files.MSOAS)]
    census = files.put(downloads / "census2021-ts001-msoa.csv", header, rows)
    root, _ = made(tmp_path, downloads, population=(census,))
    assert [(r["residents"], r["as_at"]) for r in table(root, "residents.csv")] == [
        ("7000", "census 2021"), ("7001", "census 2021"), ("7002", "census 2021"), ("7003", "census 2021"),
    ]  # fmt: skip


def test_a_table_of_ones_own_is_read_by_year_or_told_which_headings_to_write(tmp_path):
    rows = [("E01000001", "1400", "1500")]
    assert (
        unreadable_counts([files.put(tmp_path / "own.csv", ("lsoa11_code", "pop_mid2019", "pop_mid2020"), rows)]) == ()
    )
    (told,) = unreadable_counts([files.put(tmp_path / "odd.csv", ("lsoa11_code", "folk", "more"), rows)])
    assert "needs a column LSOA21CD (or LSOA11CD, MSOA21CD) and one called Residents" in told.cure


def test_a_table_that_counts_a_place_several_times_is_refused(tmp_path, downloads):
    rows = [("E01000001", "Female", 510), ("E01000001", "Male", 490)]
    people = files.put(downloads / "people.csv", ("LSOA 2021 Code", "Sex", "Total"), rows)
    (fault,) = refused(tmp_path, downloads, population=(people,))
    assert fault.startswith("people.csv, header: E01000001 stands in several rows with different counts")


def test_neighbourhoods_drawn_by_hand_are_placed_by_points(tmp_path, downloads):
    drawn = files.geojson(downloads, "code", {"N1": files.square(0, 2), "N2": files.square(2, 2)})
    root, new = made(tmp_path, downloads, neighbourhoods=str(drawn))
    workspace = read_workspace(root)
    assert workspace.placed_by == "points"
    assert [area.code for area in workspace.areas.neighbourhoods] == ["N1", "N2"]
    assert set(workspace.lsoas.values()) == {""}
    assert any("Residents: not known for 2" in line for line in new.to_decide)


def test_of_a_national_file_of_polygons_the_boroughs_own_are_taken(tmp_path, downloads):
    squares = {"E05000001": files.square(0, 2), "E05000002": files.square(2, 2), "E05009999": files.square(9)}
    root, _ = made(tmp_path, downloads, neighbourhoods=str(files.geojson(downloads, "WD24CD", squares)))
    assert [area.code for area in read_workspace(root).areas.neighbourhoods] == ["E05000001", "E05000002"]


def test_what_a_check_would_refuse_is_not_handed_over(tmp_path, downloads):
    rows = [(code, "THORNMERE") for code in files.MSOAS]  # the borough's own code
    given = files.put(downloads / "areas.csv", ("MSOA21CD", "area_code"), rows)
    faults = refused(tmp_path, downloads, areas=str(given))
    assert any("the code 'THORNMERE' stands twice" in fault for fault in faults)


def test_areas_that_a_partnership_has_already_are_used(tmp_path, downloads):
    rows = [(code, "A1" if i < 2 else "A2", "West" if i < 2 else "East") for i, code in enumerate(files.MSOAS)]
    given = files.put(downloads / "areas.csv", ("MSOA21CD", "area_code", "area_name"), rows)
    root, new = made(tmp_path, downloads, areas=str(given))
    places = {row["code"]: (row["name"], row["parent"]) for row in table(root, "areas.csv")}
    assert (places["A1"], places["E02000003"]) == (("West", "THORNMERE"), ("Hope", "A2"))
    assert not any("proposed" in line for line in new.to_decide)


@pytest.mark.parametrize("heading, expected", [("area_code", ["Z2", "Z1"]), ("Area", ["A1", "A2"])])
def test_codes_of_areas_are_kept_and_names_get_codes(tmp_path, downloads, heading, expected):
    rows = [(code, "Z2" if i < 2 else "Z1") for i, code in enumerate(files.MSOAS)]
    root, _ = made(tmp_path, downloads, areas=str(files.put(downloads / "areas.csv", ("MSOA21CD", heading), rows)))
    held = [(row["code"], row["name"]) for row in table(root, "areas.csv") if row["level"] == "area"]
    assert held == [(expected[0], "Z2"), (expected[1], "Z1")]


def test_areas_may_be_asked_for_by_number(tmp_path, downloads):
    root, new = made(tmp_path, downloads, areas="2", **everything(downloads))
    parents = {row["code"]: row["parent"] for row in table(root, "areas.csv") if row["level"] == "neighbourhood"}
    assert parents == {"E02000001": "A1", "E02000002": "A1", "E02000003": "A2", "E02000004": "A2"}
    assert any("West (A1), East (A2): proposed" in line for line in new.to_decide)


def test_what_is_left_to_decide_names_what_was_not_given(tmp_path, downloads):
    _, new = made(tmp_path, downloads, lookups=(files.by_output_area(downloads),))
    told = " ".join(new.to_decide)
    assert "by the order of their codes alone" in told
    assert "4 neighbourhoods without a name" in told
    assert "no file lists those of 2011" in told
    assert "not known for 4 of 4 neighbourhoods" in told
    assert "pages have no maps" in told


def test_a_misspelt_borough_is_told_the_nearest_name(tmp_path, downloads):
    assert refused(tmp_path, downloads, borough="Thornmear") == [
        "--borough, Thornmear: no lookup has a local authority district of that name. Did you mean Thornmere?"
    ]


def test_part_of_a_name_is_told_the_names_that_hold_it(tmp_path, downloads):
    rows = [("E01009999", "E08000097", "Kingston upon Marl, City of"), ("E01009998", "E08000098", "Upford")]
    lookup = files.put(downloads / "lookup.csv", ("LSOA21CD", "LAD24CD", "LAD24NM"), rows)
    (fault,) = refused(tmp_path, downloads, borough="Marl", lookups=(lookup,))
    assert fault.endswith("Did you mean Kingston upon Marl, City of?")


def test_a_borough_may_be_named_by_its_code(tmp_path, downloads):
    root, _ = made(tmp_path, downloads, borough="e08000099")
    assert read_workspace(root).partnership.borough == "Thornmere"


def test_every_fault_of_every_file_is_told_at_once(tmp_path, downloads):
    people = files.put(downloads / "people.csv", ("geography code", "Total"), [("E02009999", 5)])
    areas = [("E02000001", "A1"), ("E02009999", "A1")]
    faults = refused(
        tmp_path, downloads,
        boundaries=files.geojson(downloads, squares={"E02009999": files.square(9)}),
        population=(people, downloads / "none.csv"),
        areas=str(files.put(downloads / "areas.csv", ("MSOA21CD", "area_code"), areas)),
    )  # fmt: skip
    assert [fault.split(":")[0] for fault in faults] == [
        "people.csv", "none.csv", "boundaries.geojson, MSOA21CD", "areas.csv, row 3",
    ]  # fmt: skip
    assert "it holds none of the borough's neighbourhoods: another place" in faults[2]


@pytest.mark.parametrize("lookups, neighbourhoods, told", [
    ((files.changes, files.wards), "msoa21", "--lookup: no file joins LSOAs to MSOA21CD; "
     "together they hold LAD22CD, LAD24CD, LSOA11CD, LSOA21CD, WD24CD"),
    ((files.by_output_area,), "msoa11", "no file joins LSOAs to MSOA11CD"),
    ((files.by_output_area,), "ward", "no file joins LSOAs to WD24CD"),
    ((files.by_output_area,), "parish", "--neighbourhoods, parish: this is no kind of neighbourhood"),
    ((files.names,), "msoa21", "no lookup names local authority districts"),
    ((lambda d: files.put(d / "x.csv", ("Area", "People"), [("Vale", 3)]),), "msoa21",
     "x.csv, header: no two columns of standard codes"),
    ((), "msoa21", "no lookup is named"),
])  # fmt: skip
def test_lookups_that_do_not_join_are_refused_with_what_they_hold(tmp_path, downloads, lookups, neighbourhoods, told):
    (fault,) = refused(tmp_path, downloads, lookups=tuple(f(downloads) for f in lookups), neighbourhoods=neighbourhoods)
    assert told in fault


def test_a_lookup_that_cannot_be_read_is_told_without_what_would_follow_from_it(tmp_path, downloads):
    lookups = (downloads / "none.csv", files.wards(downloads))
    assert refused(tmp_path, downloads, lookups=lookups) == [
        "none.csv: there is no such file or folder. Look at the name"
    ]


def test_a_lookup_of_another_place_is_named(tmp_path, downloads):
    header = ("LSOA21CD", "WD24CD", "LAD24CD", "LAD24NM")
    other = files.put(downloads / "other.csv", header, [("E01009999", "E05009999", "E08000098", "Upford")])
    (fault,) = refused(tmp_path, downloads, lookups=(*files.published(downloads), other))
    assert fault.startswith("other.csv: no row of Thornmere: it holds Upford.")


def test_names_of_another_year_are_told_from_those_of_another_place(tmp_path, downloads):
    other = files.put(downloads / "names-11.csv", ("msoa11cd", "msoa11hclnm"), [("E02000001", "Mill Lane")])
    (fault,) = refused(tmp_path, downloads, lookups=(*files.published(downloads), other))
    assert "names-11.csv: its MSOA11CD are in no other lookup of Thornmere: another place, or another year." in fault
    assert "or the lookup from LSOAs to MSOA11CD; or choose --neighbourhoods of a year" in fault


@pytest.mark.parametrize("code, told", [
    ("MSOA11CD", "it is of MSOA11, the neighbourhoods are MSOA21"),
    ("name", "no property holds standard codes; it has FID, name, GlobalID"),
])  # fmt: skip
def test_boundaries_of_another_year_are_told_apart_from_those_of_another_place(tmp_path, downloads, code, told):
    strangers = {f"E0200100{i}": files.square(i) for i in range(4)}
    (fault,) = refused(tmp_path, downloads, boundaries=files.geojson(downloads, code, strangers))
    assert told in fault


def test_boundaries_that_lack_a_neighbourhood_are_refused(tmp_path, downloads):
    some = {code: square for code, square in files.msoa_squares().items() if code != "E02000003"}
    (fault,) = refused(tmp_path, downloads, boundaries=files.geojson(downloads, squares=some))
    assert "1 of 4 neighbourhoods have no polygon (first: E02000003)" in fault


def test_centroids_and_other_projections_are_refused(tmp_path, downloads):
    points = {code: square.centroid for code, square in files.msoa_squares().items()}
    (fault,) = refused(tmp_path, downloads, boundaries=files.geojson(downloads, squares=points))
    assert "drawn without an area" in fault
    mercator = {code: shapely.box(-150_000, 7_000_000, -149_000, 7_001_000) for code in files.MSOAS}
    (fault,) = refused(tmp_path, downloads, boundaries=files.geojson(downloads, squares=mercator, degrees=False))
    assert "neither degrees (WGS84) nor metres" in fault


@pytest.mark.parametrize("name, content, told", [
    ("b.geojson", b"{", "this is not GeoJSON with features"),
    ("b.geojson", b'{"features": [1]}', "this is not GeoJSON with features"),
    ("b.gpkg", b"SQLite format 4", "this is no GeoPackage that can be read"),
])  # fmt: skip
def test_a_boundary_file_that_is_none_is_refused(tmp_path, downloads, name, content, told):
    path = downloads / name
    path.write_bytes(content)
    (fault,) = refused(tmp_path, downloads, boundaries=path)
    assert fault.startswith(f"{name}: {told}")


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["lookups", "boundaries", "population", "areas"]), st.floats(0, 1), st.binary(max_size=30))
def test_whatever_a_file_holds_it_is_read_or_refused_in_plain_words(downloads, which, where, put_in):
    good = {
        "lookups": files.by_output_area(downloads), "boundaries": files.geojson(downloads),
        "population": files.put(downloads / "p.csv", ("LSOA21CD", "Total"), [(code, 5) for code in files.LSOAS_21]),
        "areas": files.put(downloads / "a.csv", ("MSOA21CD", "area"), [(code, "A1") for code in files.MSOAS]),
    }  # fmt: skip
    content = good[which].read_bytes()
    cut = int(where * len(content))
    good[which].write_bytes(content[:cut] + put_in + content[cut + len(put_in) :])
    chosen = ("msoa21", good["boundaries"], (good["population"],), str(good["areas"]))
    try:
        gather(PublishedFiles("Thornmere", (good["lookups"],), *chosen), TODAY)
    except InputError as told:
        assert all(fault.cause and fault.cure and "/" not in fault.file for fault in told.faults)


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken"])
def test_a_damaged_workbook_is_refused_whatever_it_is_called(tmp_path, downloads, content):
    (downloads / "a.xlsx").write_bytes(content)
    (downloads / "b.csv").write_bytes(content)
    faults = refused(tmp_path, downloads, population=(downloads / "a.xlsx", downloads / "b.csv"))
    assert [fault.split(". ")[0] for fault in faults] == [
        "a.xlsx: it is no workbook that can be read", "b.csv: this is no CSV",
    ]  # fmt: skip


@pytest.mark.parametrize("rows, told", [
    ([("E02000001", "A1")], "3 of 4 neighbourhoods are in no area (first: E02000002)"),
    ([("E02000001", "A1"), ("E02000001", "A2")], "row 3: E02000001 is in both A1 and A2"),
    ([("E02000001", "")], "row 2: the neighbourhood or the area is blank"),
])  # fmt: skip
def test_areas_that_do_not_fit_are_refused_by_row(tmp_path, downloads, rows, told):
    faults = refused(
        tmp_path, downloads, areas=str(files.put(downloads / "areas.csv", ("MSOA21CD", "area_code"), rows))
    )
    assert any(told in fault for fault in faults)


def test_nothing_is_written_over_what_is_there(tmp_path, downloads):
    root, _ = made(tmp_path, downloads)
    before = sorted(root.rglob("*"))
    with pytest.raises(InputError, match="not empty"):
        made(tmp_path, downloads)
    assert sorted(root.rglob("*")) == before


def test_a_disk_that_fills_leaves_no_half_workspace(tmp_path, downloads, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bsafe_analysis.parameters.new_workspace.write_reference", full)
    with pytest.raises(OSError, match="No space"):
        made(tmp_path, downloads)
    assert [path.name for path in tmp_path.iterdir()] == ["downloads"]


def test_an_empty_folder_that_is_there_is_filled_in_place(tmp_path, downloads):
    (tmp_path / "vale").mkdir()
    inode = (tmp_path / "vale").stat().st_ino
    root, _ = made(tmp_path, downloads)
    assert root.stat().st_ino == inode  # whoever stands in it still does
    assert read_workspace(root).areas.neighbourhoods
