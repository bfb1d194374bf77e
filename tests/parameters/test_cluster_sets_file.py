"""Who could share a team: clusters.csv, adjacency.csv and workload.yml are read whole or refused row by row."""

import pytest

from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.team_clusters import (
    Adjacency,
    DeprivedShare,
    HoursPerIncident,
    pieces_of,
    todays_areas,
    touching_with,
)
from bsafe_analysis.parameters.cluster_sets_file import FILE, read_adjacency, read_cluster_sets, torn_clusters
from bsafe_analysis.parameters.deprivation_file import read_deprivation
from bsafe_analysis.parameters.workload_file import read_workload

PLACES = [("N1", "A1"), ("N2", "A1"), ("N3", "A2"), ("N14", "A2")]
AREAS = Areas((
    Area("B", "Borough", Level.BOROUGH, None),
    Area("A1", "North", Level.AREA, "B"),
    Area("A2", "South", Level.AREA, "B"),
    *(Area(code, code, Level.NEIGHBOURHOOD, parent) for code, parent in PLACES),
))  # fmt: skip
HEADER = "set,cluster,name,neighbourhood,team,apart,crosses\n"
ROWS = (
    "2026b,C1,North pair,N1,T1,,\n2026b,C1,North pair,N2,T1,,\n"
    "2026b,C2,South pair,N3,T2,,\n2026b,C2,South pair,N14,T2,,\n"
)
LINE = {"N1": ("N2",), "N2": ("N1", "N3"), "N3": ("N14", "N2"), "N14": ("N3",)}


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return root


def told(tmp_path, text):
    sets, faults = read_cluster_sets(write(tmp_path, FILE, HEADER + text), AREAS)
    assert sets == () or not faults
    return [(fault.place, fault.cause, fault.cure) for fault in faults]


def test_a_set_is_read_and_today_s_areas_are_always_there(tmp_path):
    (each,), faults = read_cluster_sets(write(tmp_path, FILE, HEADER + ROWS), AREAS)
    assert faults == ()
    assert [(c.code, c.name, c.members, c.team) for c in each.clusters] == [
        ("C1", "North pair", ("N1", "N2"), "T1"), ("C2", "South pair", ("N14", "N3"), "T2"),
    ]  # fmt: skip
    assert [c.members for c in todays_areas(AREAS).clusters] == [("N1", "N2"), ("N3", "N14")]
    assert read_cluster_sets(tmp_path / "nowhere", AREAS) == ((), ())


def test_a_typing_error_is_one_line_with_the_nearest_name_and_mended_it_is_read(tmp_path):
    (fault,) = told(tmp_path, ROWS.replace("N14", "N144"))
    assert fault == ("row 5", "'N144' is no neighbourhood", "Did you mean 'N14'?")
    assert told(tmp_path, ROWS) == []


def test_every_fault_of_every_row_is_told_at_once(tmp_path):
    causes = [cause for _, cause, _ in told(tmp_path, ROWS + "2026b,C2,South,N1,T2,maybe,\ntoday,C1,x,N2,,,\n")]
    assert "apart says 'maybe'" in causes
    assert "'today' is the set of today's areas, which is always there" in causes


def test_a_neighbourhood_in_two_clusters_or_in_none_is_refused(tmp_path):
    ((place, cause, _),) = told(tmp_path, ROWS.replace("N14", "N1"))
    assert (place, cause) == ("row 5", "N1 is in C1 (row 2) of set 2026b already")
    ((_, cause, _),) = told(tmp_path, ROWS.rsplit("2026b", 1)[0])
    assert cause == "N14 is in no cluster of set 2026b"
    ((_, cause, _),) = told(tmp_path, "s,C1,x,N1,,,\n")
    assert cause == "N2, N3, N14 are in no cluster of set s"


def test_one_cluster_has_one_name_and_one_team(tmp_path):
    ((place, cause, _),) = told(tmp_path, ROWS.replace("North pair,N2", "North,N2"))
    assert (place, cause) == ("row 3", "the name of cluster C1 is 'North' here and 'North pair' above")


def test_crossing_an_area_must_be_said(tmp_path):
    crossing = ROWS.replace("C2,South pair,N3,T2", "C1,North pair,N3,T1")
    ((place, cause, _),) = told(tmp_path, crossing)
    assert (place, cause) == ("set 2026b, cluster C1", "it lies in 2 areas (A1, A2): 2 inspectors would share it")
    assert told(tmp_path, crossing.replace("N3,T1,,", "N3,T1,,yes")) == []


def test_places_that_do_not_touch_are_refused_unless_somebody_says_so_or_a_bridge_joins_them(tmp_path):
    apart = "s,C1,x,N1,,,yes\ns,C1,x,N14,,,\ns,C2,y,N2,,,yes\ns,C2,y,N3,,,\n"
    sets, _ = read_cluster_sets(write(tmp_path, FILE, HEADER + apart), AREAS)
    (fault,) = torn_clusters(sets, LINE)
    assert (fault.place, fault.cause) == ("set s, cluster C1", "its places do not touch: N1 and N14")
    assert torn_clusters(sets, {}) == ()
    assert torn_clusters(sets, touching_with(LINE, [Adjacency("N14", "N1", True, "a bridge")])) == ()
    river = touching_with(LINE, [Adjacency("N2", "N3", False, "a river"), Adjacency("N14", "N1", True, "a bridge")])
    assert [f.place for f in torn_clusters(sets, river)] == ["set s, cluster C2"]
    said, _ = read_cluster_sets(write(tmp_path, FILE, HEADER + apart.replace("N14,,,", "N14,,yes,")), AREAS)
    assert torn_clusters(said, LINE) == ()


def test_pieces_hang_together():
    assert pieces_of(["N1", "N3", "N14"], LINE) == (("N14", "N3"), ("N1",))
    assert pieces_of([], LINE) == ()


@pytest.mark.parametrize("row, cause", [
    ("N1,N99,yes,bridge", "'N99' is no neighbourhood"), ("N1,N1,yes,bridge", "a place cannot touch itself"),
    ("N1,N2,perhaps,bridge", "touch says 'perhaps'"), ("N1,N2,no,", "it says no why"),
    ("N1,N2,no,river\nN2,N1,yes,bridge", "N2 and N1 stand in row 2 already"),
])  # fmt: skip
def test_a_row_of_adjacency_that_cannot_be_used_is_refused(tmp_path, row, cause):
    write(tmp_path, "data/reference/adjacency.csv", f"a,b,touch,why\n{row}\n")
    rows, faults = read_adjacency(tmp_path, AREAS)
    assert rows == () and [fault.cause for fault in faults] == [cause]


def test_adjacency_is_read(tmp_path):
    write(tmp_path, "data/reference/adjacency.csv", "a,b,touch,why\nN1,N3,yes,footbridge\n")
    assert read_adjacency(tmp_path, AREAS) == ((Adjacency("N1", "N3", True, "footbridge"),), ())


def hours(tmp_path, text):
    return read_workload(write(tmp_path, "parameters/workload.yml", text), {"burglary", "damage"})


def test_hours_are_read_with_their_source_and_without_the_file_there_are_none(tmp_path):
    assert read_workload(tmp_path, {"burglary"}) == (None, ())
    found, faults = hours(tmp_path, "hours:\n  burglary: {low: 4, central: 6, high: 10, source: 2026 diary}\n")
    assert faults == () and found == (HoursPerIncident("burglary", 4, 6, 10, "2026 diary"),)


@pytest.mark.parametrize("line, cause", [
    ("burglry: {low: 4, central: 6, high: 10, source: diary}", "'burglry' is no category"),
    ("burglary: {low: -1, central: 6, high: 10, source: diary}", "-1 hours are below nought"),
    ("burglary: {low: 7, central: 6, high: 10, source: diary}", "low, central and high are not in order"),
    ("burglary: {low: 0, central: 0, high: 0, source: diary}", "all hours are nought: there would be no work"),
    ("burglary: {low: 1, central: 6, high: 99999, source: diary}", "99999 hours are years of work"),
])  # fmt: skip
def test_hours_that_cannot_be_are_refused(tmp_path, line, cause):
    found, faults = hours(tmp_path, f"hours:\n  {line}\n")
    assert found is None and [fault.cause for fault in faults] == [cause]


@pytest.mark.parametrize("text", ["hours: {}\n", "hours:\n  burglary: {low: 1, central: 2, high: 3}\n", "hour: 3\n"])
def test_a_workload_without_hours_or_source_is_refused(tmp_path, text):
    assert hours(tmp_path, text)[1]


def deprivation(tmp_path, rows, lsoas=None):
    write(tmp_path, "data/reference/deprivation.csv", f"lsoa,neighbourhood,domain,rank,year,source\n{rows}")
    return read_deprivation(tmp_path, {"E01000001": "N1"} if lsoas is None else lsoas, {"N1", "N2"})


def test_small_areas_among_the_most_deprived_fifth_are_counted_by_place(tmp_path):
    rows = "E01000001,,imd,6751,2025,x\nE01000002,N1,imd,6752,2025,x\n"
    rows += "E01000003,N2,imd,1,2025,x\nE01000004,,imd,1,2025,x\n"
    told = deprivation(tmp_path, rows + "E01000001,,income,1,2025,x\n")
    assert told == ((DeprivedShare("N1", 1, 2), DeprivedShare("N2", 1, 1)), 2025, ())
    assert read_deprivation(tmp_path / "none", {}, {"N1"}) == ((), 0, ())


@pytest.mark.parametrize("row, cause", [
    ("E01000001,,imd,0,2025,x", "the rank '0' is none of 1 to 33,755"),
    ("E01000001,,imd,7,2020,x", "there are no indices of '2020'"),
    ("E01000002,N9,imd,7,2025,x", "'N9' is no neighbourhood"),
    ("E01000001,,imd,7,2025,x\nE01000001,,imd,8,2025,x", "E01000001 stands twice"),
    ("E01000001,,imd,7,2025,x\nE01000002,N1,imd,8,2019,x", "it holds 2 years"),
])  # fmt: skip
def test_a_rank_that_cannot_be_is_refused(tmp_path, row, cause):
    shares, year, faults = deprivation(tmp_path, f"{row}\n")
    assert (shares, year) == ((), 0) and [fault.cause for fault in faults] == [cause]
