"""Map points, hours of the week and neighbourhoods that lie together, told of a few rows typed by hand."""

import json
from datetime import datetime

import numpy as np
import pytest

from bsafe_analysis.audit.hours_again import moment
from bsafe_analysis.audit.proofs.clusters_told import local_statistic
from bsafe_analysis.audit.proofs.points_told import by_chance
from bsafe_analysis.audit.proofs.registry import Unproved
from bsafe_analysis.model.periods import months_between
from tests.audit.evidence_by_hand import MONTH, changed, claim, evidence, police, proved, uncaught, wrong
from tests.audit.workspace_by_hand import FIRE, POLICE, fires, make
from tests.loading.downloads import row

RISE = {"area": "N1", "category": "burglary", "status": "new", "run_months": 1}
SPOT = claim(
    "spot", ("N1",), ("burglary",), ("whereabouts", "signal"), name="Mill Street", count=3, before=1, place="N1"
)  # fmt: skip
TIMED = FIRE | {"columns": FIRE["columns"] | {"occurred_from": "Called"}}


@pytest.fixture
def points(tmp_path):
    here = [row(f"a{n}") for n in range(3)]
    root = police(make(tmp_path), *here, row("c1", x="1.401"), row("c2", x="1.401"), row("d", x="1.402"))
    for month in months_between("2025-08", "2026-07"):
        here = () if month < "2026-07" else (row("b1", month=month),)
        police(root, *here, row("e1", month=month, lsoa="E01999003", x="1.425"), month=month)
    return evidence(root, findings=[RISE])


def test_the_busiest_points_of_a_finding_are_counted_in_its_months(points):
    assert proved(SPOT, points) == {"name", "count", "before", "place"}
    assert uncaught(SPOT, points) == set()
    assert wrong(changed(SPOT, count=2, before=0), points) == set()
    assert wrong(changed(SPOT, count=1, before=0), points) != set()


def test_a_point_is_not_set_beside_a_year_of_which_a_month_was_not_held(points):
    (points.root / "data/raw/police/2026-10-05/2026-02/2026-02-force-street.csv").unlink()
    held = evidence(points.root, findings=[RISE])
    assert wrong(SPOT, held) == {"before"}
    assert wrong(changed(SPOT, before=None), held) == set()


def test_points_with_as_many_as_the_last_of_a_list_are_counted_again(tmp_path):
    rows = [row(f"{p}{n}", x=f"1.40{p}") for p in range(4) for n in range(2)]
    held = evidence(police(make(tmp_path), *rows, row("z1", x="1.41"), row("z2", x="1.41"), row("z3", x="1.41")))
    told = claim("busiest_note", ("B",), short=False, tied=2, place="B", listed=3)
    assert proved(told, held) == {"tied"}
    assert uncaught(told, held) == set()
    found_at = evidence(held.root, findings=[RISE])
    spot = claim("spot", ("N1",), ("burglary",), ("whereabouts",), name="Mill Street", count=2, place="N1", tied=2)
    assert wrong(spot, found_at) == set()
    assert wrong(changed(spot, tied=0), found_at) == {"tied"}


def test_concentration_is_counted_at_each_point(tmp_path):
    rows = [row(f"a{n}", x="1.4010") for n in range(8)] + [row(f"b{n}", x="1.4020") for n in range(4)]
    held = evidence(police(make(tmp_path), *rows))
    told = claim(
        "concentration", ("B",), category="", first="2025-09", last=MONTH, points=1, of_points=2, held=8, total=12,
        share=8 / 12, share_of_points=0.5, last_years=None, by_chance=by_chance(12, 2, 1),
    )  # fmt: skip
    assert wrong(told, held) == set()
    assert uncaught(told, held) == set()
    addresses = evidence(police(make(tmp_path / "partner", {**POLICE, "class": "PARTNER"}), *rows))
    assert "total" in wrong(told, addresses)  # points of a partner's may be homes: nothing is made of them
    hidden = evidence(held.root, parameters={"policy.yml": {"not_by_place": ["burglary"]}})
    assert "total" in wrong(told, hidden)


def test_chance_alone_gives_the_busiest_of_many_points_more_than_their_share():
    many = np.random.default_rng(3).poisson(5.0, (400, 300))
    measured = np.sort(many, axis=1)[:, -3:].sum() / many.sum()
    assert by_chance(1500, 300, 3) == pytest.approx(measured, rel=0.05)


def test_a_moment_is_read_as_it_is_written():
    assert moment("2026-09-03 14:20") == datetime(2026, 9, 3, 14, 20)
    assert moment("2026-01-03T23:30:00+00:00") == datetime(2026, 1, 3, 23, 30)
    assert (moment("2026-02-30 10:00"), moment(""), moment("03/13/2026 10:00")) == (None, None, None)


def test_hours_are_counted_of_the_lines_that_give_one(tmp_path):
    root = police(make(tmp_path, POLICE, TIMED), row("a1"))
    file = fires(
        root,
        *["2026-08-04,Fire,E01999001,,,2026-08-04 19:10"] * 40,
        *["2026-08-05,Fire,E01999002,,,2026-08-05 02:59"] * 10,
        *["2026-08-06,Fire,E01999003,,,2026-08-06 12:00"] * 9,
        "2026-08-07,Fire,E01999001,,,2026-08-07",
    )
    file.write_text(file.read_text().replace("East,North", "East,North,Called"))
    held = evidence(root)
    told = claim("hours", ("A1",), known=50, **{"months[0]": "2025-09", "months[1]": MONTH, "categories[0]": "Fires"})
    assert proved(told, held) == set(told.values)
    assert uncaught(told, held) == set()
    part = claim("week_part", ("A1",), day="Tuesday", first=18, last=21, count=40)
    assert wrong(part, held) == set()
    assert uncaught(part, held) == set()
    assert wrong(claim("week_part", ("B",), day="Thursday", first=12, last=15, count=9), held) == set()
    assert "day" in wrong(claim("week_part", ("A1",), day="Thursday", first=12, last=15, count=0), held)


def test_the_local_statistic_is_that_of_the_library_for_statistics_of_places():
    esda = pytest.importorskip("esda.getisord")
    weights = pytest.importorskip("libpysal.weights").W
    values = np.array([3.0, 8.0, 1.0, 9.0, 4.0, 7.0])
    near = {n: [n, *(m for m in (n - 1, n + 1) if 0 <= m < 6)] for n in range(6)}
    matrix = np.array([[float(m in near[n]) for m in range(6)] for n in range(6)])
    other = esda.G_Local(values, weights(near, silence_warnings=True), transform="B", permutations=0, star=None)
    assert local_statistic(values, matrix) == pytest.approx(other.Zs)


def test_a_cluster_is_worked_out_from_counts_and_residents(tmp_path):
    rows = [row(f"a{n}") for n in range(90)] + [row(f"b{n}", lsoa="E01999002") for n in range(20)]
    root = police(make(tmp_path), *rows)
    (root / "data/reference/residents.csv").write_text("code,residents\nN1,100\nN2,200\nN3,300\n")
    touching = {"N1": ["N2"], "N2": ["N1", "N3"], "N3": ["N2"]}
    held = evidence(root, neighbours=touching, parameters={"detection.yml": {"false_discovery_rate": 1.0}})
    told = claim("cluster", ("N1",), ("burglary",), area="N1", category="burglary", rate=900.0, around=1100 / 3)
    assert proved(told, held) == {"rate", "around"}
    assert uncaught(told, held) == set()
    strict = evidence(root, neighbours=touching, parameters={"detection.yml": {"false_discovery_rate": 0.0001}})
    assert wrong(told, strict) == {"rate", "around"}
    borough = claim("cluster_row", ("N1",), category="burglary", borough=1000 * 110 / 600)
    assert proved(borough, held) == {"borough"}
    assert uncaught(borough, held) == set()


def test_hexagons_are_counted_again_from_the_points_of_the_raw_files(tmp_path):
    rows = [row(f"a{n}", x="1.4010") for n in range(8)] + [row(f"b{n}", x="1.4250") for n in range(4)]
    held = evidence(police(make(tmp_path), *rows), hexagon_shares=[{"width": 200}])
    likely = by_chance(12, 2, 1)
    told = claim(
        "hexagon_share", ("B",), area="B", step="half", first="2025-09", last=MONTH, width=200, hexagons=1,
        of_hexagons=2, held=8, total=12, by_chance=likely, percent=66.7, percent_by_chance=round(100 * likely, 1),
    )  # fmt: skip
    assert wrong(told, held) == set()
    assert uncaught(told, held) == set()
    sensitive = {"policy.yml": {"not_by_place": ["burglary"]}}
    hidden = evidence(held.root, parameters=sensitive, hexagon_shares=[{"width": 200}])
    with pytest.raises(Unproved):
        wrong(told, hidden)


def test_a_name_on_a_map_stands_in_a_file_of_the_partnerships(tmp_path):
    root = police(make(tmp_path), row("a1"))
    (root / "data/reference/context").mkdir(parents=True)
    drawn = {"type": "FeatureCollection", "features": [{"properties": {"roadNumber": " A630 "}, "geometry": None}]}
    (root / "data/reference/context/roads.geojson").write_text(json.dumps(drawn), "utf-8")
    held = evidence(root)
    assert wrong(claim("context_name", name="A630"), held) == set()
    assert wrong(claim("context_name", name="A631"), held) == {"name"}
    (root / "data/reference/context/roads.geojson").unlink()
    assert wrong(claim("context_name", name="A630"), evidence(root)) == {"name"}


def test_the_busiest_points_of_the_year_are_counted_for_the_borough_and_its_areas(points):
    chosen = {"detection.yml": {"places_listed": 10, "fewest_at_place": 1}}
    held = evidence(points.root, findings=[RISE], parameters=chosen)
    listed = claim("spot", ("N1",), (), ("gathering",), name="Mill Street", count=4, place="N1")
    assert wrong(listed, held) == set()
    assert wrong(changed(listed, count=40), held) == {"count"}
