"""The resourcing paper: places, work, need and ways to share them out, each with what it gives and leaves open."""

from dataclasses import replace
from html import unescape
from re import sub

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection import groupings
from bsafe_analysis.detection.place_rates import AmongHighest
from bsafe_analysis.detection.suggested_sets import pairs
from bsafe_analysis.detection.workloads import Third
from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.cycle import Outline
from bsafe_analysis.model.held_months import all_held
from bsafe_analysis.model.periods import Window, months_between
from bsafe_analysis.model.similar_places import SimilarPlaces
from bsafe_analysis.model.team_clusters import ClusterSet, DeprivedShare, HoursPerIncident, Resourcing, TeamCluster
from bsafe_analysis.reports.document_kinds import build_document, contents_of
from bsafe_analysis.reports.facts.cluster_options import options_compared
from bsafe_analysis.reports.facts.place_baselines import place_baselines
from bsafe_analysis.reports.facts.work_and_need import Quadrant, work_told
from bsafe_analysis.reports.show import compose
from tests.reports.months import BURGLARY, DAMAGE, MONTH, prepared

WIDE, HIGH = 8, 4
MONTHS = months_between("2023-10", MONTH)
CODES = [f"N{x}{y}" for x in range(WIDE) for y in range(HIGH)]


@pytest.fixture(autouse=True)
def fewer_sets(monkeypatch):
    """Fewer sets are drawn at random than on a page: nothing here hangs on how many."""
    monkeypatch.setattr(groupings, "CHANCE_SETS", 20)


def area_of(code):
    return f"A{1 + (int(code[1]) >= WIDE / 2) + 2 * (int(code[2]) >= HIGH / 2)}"


def beside(code):
    x, y = int(code[1]), int(code[2])
    near = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
    return tuple(sorted(f"N{a}{b}" for a, b in near if 0 <= a < WIDE and 0 <= b < HIGH))


def places(people):
    """32 places in four areas of eight, on a grid of a kilometre."""
    return Areas((
        Area("B", "Thornmere", Level.BOROUGH, None, residents=sum(people.values())),
        *(Area(f"A{i}", f"Area {i}", Level.AREA, "B") for i in range(1, 5)),
        *(Area(c, f"Place {c[1:]}", Level.NEIGHBOURHOOD, area_of(c), residents=people[c]) for c in CODES),
        Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B"),
    ), "2026")  # fmt: skip


def month(yearly, people=None, seed=1, phi=2.0, **written):
    """A month whose places' true yearly counts are `yearly` (a code -> how many), half of either category."""
    rng, rows = np.random.default_rng(seed), []
    for category in ("burglary", "damage"):
        for code in [*CODES, NOT_PLACED]:
            mean = yearly.get(code, 3) / 24
            for m in MONTHS:
                count = int(rng.negative_binomial(mean / (phi - 1), 1 / phi))
                level = "not_placed" if code == NOT_PLACED else "neighbourhood"
                rows.append((code, level, category, m, count, False))
    counts = pd.DataFrame(rows, columns=["area", "level", "category", "month", "count", "provisional"])
    base = prepared(findings=())
    square = ((0.0, 0.0), (0.0, 1000.0), (1000.0, 1000.0), (1000.0, 0.0))
    outlines = tuple(
        Outline(c, (tuple((x + 1000 * int(c[1]), y + 1000 * int(c[2])) for x, y in square),), (0.0, 0.0)) for c in CODES
    )
    cycle = replace(
        base.cycle, months=MONTHS, baseline=Window("2023-10", MONTH), categories=(BURGLARY, DAMAGE),
        resourcing=Resourcing(**written),
    )  # fmt: skip
    return replace(
        base, cycle=cycle, areas=places(people or dict.fromkeys(CODES, 5000)), counts=counts, outlines=outlines,
        neighbours={c: beside(c) for c in CODES}, held=all_held(["burglary", "damage"], list(MONTHS), "police"),
    )  # fmt: skip


def columns():
    """Eight teams, each a column of the grid: every one lies in two areas."""
    return ClusterSet("2026b", tuple(
        TeamCluster(f"C{x}", f"Column {x}", tuple(c for c in CODES if c[1] == str(x)), f"T{x}", crosses=True)
        for x in range(WIDE)
    ))  # fmt: skip


def said(document, section="page-one"):
    return " ".join(sub("<[^>]+>", " ", unescape(compose(document, section)[0]["text/html"])).split())


def paper(*args, **changes):
    return build_document(month(*args, **changes), "resourcing_paper", "B")


ALIKE = dict.fromkeys(CODES, 300)


def test_planted_need_and_demand_lie_in_their_quadrants_and_the_pair_is_suggested():
    """One busy place with few deprived, one deprived and silent, two alike side by side, one island of work."""
    yearly = {code: 200 + 6 * i for i, code in enumerate(CODES)} | {"N11": 1500, "N62": 20, "N30": 900, "N31": 900}
    deprived = tuple(
        DeprivedShare(c, {"N11": 0, "N62": 10, "N30": 9, "N31": 9}.get(c, int(c[2]) + 2), 10) for c in CODES
    )
    d = paper(yearly, deprived=deprived, deprivation_year=2025)
    at = {row.place.code: row for row in d.work.rows}
    assert at["N11"].quadrant is Quadrant.PLACE_NOT_PEOPLE and at["N11"].demand is Third.UPPER
    assert at["N62"].quadrant is Quadrant.UNREPORTED
    assert at["N30"].quadrant is at["N31"].quadrant is Quadrant.WORK_THERE
    told = said(d)
    assert "Much demand, little need: " in told and "Place 11" in told
    assert "Little demand, most need: " in told and "Place 62" in told
    work = {row.place.code: row.usual for row in d.work.rows}
    suggested = pairs(CODES, d.prepared.neighbours, lambda a, b: abs(work[a] - work[b]))
    assert ["N30", "N31"] in suggested


def test_where_all_places_are_alike_nobody_is_told_apart():
    apart = sure = 0
    for seed in range(3):
        alike = month(ALIKE, seed=seed)
        baselines = place_baselines(alike)
        options = options_compared(alike, baselines, work_told(alike, baselines))
        apart += options.differ
        sure += any(row.among is AmongHighest.SURE for kind in baselines.kinds for row in kind.rows)
    assert apart <= 1 and sure <= 1
    assert "Workloads differ by no more than chance: no evidence for moving anybody." in said(paper(ALIKE))


def test_an_own_set_stands_beside_today_s_areas_with_what_it_gives_and_costs():
    yearly = {code: 200 if int(code[1]) < WIDE / 2 else 400 for code in CODES}
    d = paper(yearly, sets=(columns(),))
    today, own = d.options.every
    assert (today.key, len(today.clusters), today.moved, today.crossing, today.better) == ("today", 4, 0, 0, 0)
    assert (own.key, len(own.clusters), own.crossing, own.apart) == ("2026b", 8, 8, 0)
    assert (own.fewest, own.most, own.longest, today.longest) == (4, 4, 3.0, 3.2)
    assert own.moved == 32 - 4 * 2
    assert 1.8 < today.ratio < 2.3 and today.ratio_lower < today.ratio < today.ratio_upper
    assert d.options.differ and "more than chance. An area holds 8 neighbourhoods at the fewest and 8 at the" in said(d)
    assert "because" not in said(d), "both have 8: nothing here says why one has more work"
    assert "Choose one of two ways to share 32 neighbourhoods out among teams." in said(d)
    assert "map-1" in contents_of(d).figures and "teams-1" in contents_of(d).tables


def test_a_set_s_teams_make_up_the_whole_s_work_and_counts_the_borough_s():
    """Where the usual hours are not in the middle of their range, too: one label has one number."""
    d = paper(ALIKE, sets=(columns(),), hours=(HoursPerIncident("burglary", 4, 5, 20, "2026 diary"),))
    of = {row.place.code: row.usual for row in d.work.rows}
    for option in d.options.every:
        for team in option.clusters:
            assert abs(team.usual - sum(of[place.code] for place in team.members)) < 0.06 * len(team.members)
        assert option.smallest == min(team.usual for team in option.clusters)
    counts = d.prepared.counts
    for kind in d.baselines.kinds:
        own = counts[counts["category"] == kind.category.key]
        assert kind.total + kind.not_placed == own["count"].sum()
        assert kind.total == sum(row.count for row in kind.rows)


def test_hours_are_said_with_their_source_and_a_kind_without_is_named():
    d = paper(ALIKE, hours=(HoursPerIncident("burglary", 4, 6, 10, "2026 diary"),))
    told = said(d)
    assert "Hours for an incident are the partnership's own" in told
    assert "In no work, for no hours are given: criminal damage." in told
    assert d.work.rows[0].upper > 1.5 * d.work.rows[0].lower
    assert "2026 diary" in said(d, "demand")
    assert "No hours are given (parameters/workload.yml): every incident counts one." in said(paper(ALIKE))


def test_without_options_deprivation_or_residents_each_is_named_as_missing():
    unknown = dict.fromkeys(CODES, 5000) | {"N00": None}
    d = build_document(
        replace(month(ALIKE), areas=replace(places(dict.fromkeys(CODES, 5000)))), "resourcing_paper", "B"
    )
    assert "Only today's areas are told: data/reference/clusters.csv holds no other way" in said(d)
    assert "Need is missing: no deprivation is held of all places" in said(d)
    lacking = month(ALIKE)
    areas = Areas(tuple(replace(a, residents=unknown.get(a.code, a.residents)) for a in lacking.areas), "2026")
    d = build_document(replace(lacking, areas=areas), "resourcing_paper", "B")
    assert "Who lives there is not known of 1 of 32 neighbourhoods" in said(d)
    assert "not known" in said(d, "baseline")
    assert d.options.every[0].alike is None


def test_a_town_centre_is_drawn_towards_no_other_place_and_is_named():
    whole = month(ALIKE)
    marked = replace(whole, cycle=replace(whole.cycle, similar=SimilarPlaces(town_centres=("N11",))))
    for rates in place_baselines(marked).rates.values():
        assert [rate.place for rate in rates.rates if not rate.shrunken] == ["N11"]
    assert "Town centre: Place 11." in said(build_document(marked, "resourcing_paper", "B"))
    assert "Town centres are not marked" in said(build_document(whole, "resourcing_paper", "B"))


def test_a_baseline_under_a_year_is_refused():
    short = month(ALIKE)
    short = replace(short, cycle=replace(short.cycle, baseline=Window("2026-03", MONTH)))
    d = build_document(short, "resourcing_paper", "B")
    assert "a shorter one would be the season's" in said(d)
    assert contents_of(d).tables == () and contents_of(d).figures == ()
    for section in d.sections:
        compose(d, section)


def test_a_month_that_is_not_held_is_in_no_count_and_no_rate():
    whole = month(ALIKE)
    lacking = whole.counts.assign(count=whole.counts["count"].astype("Float64"))
    lacking.loc[lacking["month"] == "2025-02", "count"] = pd.NA
    kind = place_baselines(replace(whole, counts=lacking)).kinds[0]
    before = place_baselines(whole).kinds[0]
    assert (kind.months, kind.of, before.months) == (35, 36, 36)
    assert kind.total < before.total and abs(kind.rows[0].rate / before.rows[0].rate - 1) < 0.1


def test_the_page_holds_no_order_of_merit_and_each_range_its_ends():
    d = paper({code: 200 + 9 * i for i, code in enumerate(CODES)}, sets=(columns(),))
    for section in d.sections:
        told = said(d, section).lower()
        assert not any(word in told for word in ("rank", "league", "worst"))
    for kind in d.baselines.kinds:
        assert all(row.lower <= row.rate <= row.upper for row in kind.rows)
        assert all(row.drawn_lower <= row.drawn <= row.drawn_upper for row in kind.rows)
        assert [row.place.name for row in kind.rows] == sorted(
            (row.place.name for row in kind.rows), key=lambda name: (area_of(f"N{name[6:]}"), name)
        )
