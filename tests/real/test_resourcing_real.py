"""Rotherham's 33 statistical areas shared out among teams in three ways: what each gives and costs, in real data."""

import os
from dataclasses import replace

import pytest

from bsafe_analysis.commands.suggest_clusters import suggested_lines
from bsafe_analysis.model.periods import Window
from bsafe_analysis.model.team_clusters import ClusterSet, Resourcing, TeamCluster
from bsafe_analysis.parameters.cluster_sets_file import FILE, read_cluster_sets, torn_clusters
from bsafe_analysis.parameters.deprivation_file import FILE as DEPRIVATION
from bsafe_analysis.parameters.deprivation_file import read_deprivation
from bsafe_analysis.reports.document_kinds import build_document
from bsafe_analysis.reports.facts.work_and_need import Quadrant
from tests.real.workspaces import lsoas_of, rows, write_csv
from tests.reports.documents.test_resourcing_paper import said
from tests.shared import real_month

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.proof,  # no other test prepares this month: 18 s of processor
    pytest.mark.skipif(
        "BSAFE_REAL_DATA" not in os.environ, reason="BSAFE_REAL_DATA does not name a folder of real data"
    ),
]
TEAMS = 11


def by_name(areas):
    """Each area cut in two by the names of its places: nobody looked at a map, so pieces lie apart."""
    clusters = []
    for area in areas.local_areas:
        places = sorted(areas.children(area.code), key=lambda place: place.name)
        for half, part in (("a", places[: len(places) // 2]), ("b", places[len(places) // 2 :])):
            codes = tuple(sorted(place.code for place in part))
            clusters.append(TeamCluster(f"{area.code}{half}", f"{area.name} {half}", codes, apart=True))
    return ClusterSet("by-name", tuple(clusters))


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    base, root = real_month(tmp_path_factory, "rotherham", "2021-09"), tmp_path_factory.mktemp("written")
    base = replace(base, cycle=replace(base.cycle, baseline=Window("2018-10", "2021-09")))
    lsoas, places = dict(lsoas_of("Rotherham")), [area.code for area in base.areas.neighbourhoods]
    indices = rows("population-deprivation/imd2015_iod2019_lsoa11.csv")
    write_csv(
        root / DEPRIVATION, ("lsoa", "domain", "rank", "year", "source"),
        [(r["lsoa11_code"], "imd", r["iod2019_imd_rank"].partition(".")[0], "2019", "published") for r in indices],
    )  # fmt: skip
    deprived, year, faults = read_deprivation(root, lsoas, places)
    assert faults == () and year == 2019 and len(deprived) == 33
    (root / FILE).write_text("\n".join(suggested_lines(base, TEAMS)) + "\n")
    suggested, faults = read_cluster_sets(root, base.areas)
    assert faults == () and torn_clusters(suggested, base.neighbours) == ()
    written = Resourcing((*suggested, by_name(base.areas)), deprived=deprived, deprivation_year=year)
    return build_document(replace(base, cycle=replace(base.cycle, resourcing=written)), "resourcing_paper", "ROTHERHAM")


def test_the_month_that_was_never_received_is_in_no_count(paper):
    assert {(kind.months, kind.of) for kind in paper.baselines.kinds} == {(35, 36)}


def test_eleven_teams_can_be_more_even_than_a_library_made_them_and_pairs_cannot(paper):
    """Busiest over quietest: eleven teams 1.7 by a library when this was designed, 1.3 here; pairs 4.4 then, 5.1 here.

    One place, the town centre, makes several times the usual work: no pair that holds it can be like the others.
    """
    today, even, pairs, by_halves = paper.options.every
    assert even.ratio <= 1.5 and len(even.clusters) == TEAMS
    assert 4 <= pairs.ratio <= 5.6 and len(pairs.clusters) in (16, 17)
    assert paper.options.differ and today.ratio_lower > 1.5
    assert by_halves.crossing == 0 and by_halves.apart > 0 and by_halves.moved > 0
    for option in paper.options.every:
        assert option.ratio_lower <= option.ratio <= option.ratio_upper
        assert abs(sum(team.usual for team in option.clusters) - sum(row.usual for row in paper.work.rows)) < 3


def test_need_and_demand_go_together_but_for_a_few(paper):
    thirds = [row.quadrant for row in paper.work.rows]
    assert thirds.count(Quadrant.WORK_THERE) >= 4
    assert thirds.count(Quadrant.WORK_THERE) > thirds.count(Quadrant.PLACE_NOT_PEOPLE)
    assert Quadrant.UNKNOWN not in thirds


def test_surely_among_the_five_are_few(paper):
    """Measured on one year: violence 3, bicycle theft 1; three years can tell a few more, never all five surely."""
    sure = {kind.category.key: kind.sure for kind in paper.baselines.kinds}
    assert 2 <= sure["violence"] <= 5 and all(n <= 5 for n in sure.values())
    assert sum(n < 5 for n in sure.values()) >= len(sure) - 2


def test_page_one_can_be_read_and_holds_no_order(paper):
    told = said(paper)
    assert "Choose one of four ways to share 33 neighbourhoods out among teams." in told
    assert not any(word in told.lower() for word in ("rank", "league", "worst"))
    assert len(told.split()) <= 420
