"""The neighbourhood monitor: the month's findings of neighbourhoods, each once, and sums that make up the borough."""

from dataclasses import replace
from html import unescape
from re import sub

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.model.activities import Progress
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.findings import Direction, Rule, Status
from bsafe_analysis.model.monitor_groups import MonitorGroup
from bsafe_analysis.model.similar_places import SimilarBy, SimilarPlaces
from bsafe_analysis.reports.document_kinds import build_document, contents_of
from bsafe_analysis.reports.facts.lasting_differences import LastingDifference, LastingTold, PlacesBeside
from bsafe_analysis.reports.facts.neighbourhood_grid import neighbourhood_grid, standing_of_sum, unplaced_share
from bsafe_analysis.reports.facts.series import Standing
from bsafe_analysis.reports.show import compose
from tests.reports.months import MONTH, activity, finding, not_held, prepared

HOMES = MonitorGroup("homes", "Homes", ("burglary",))
BOTH = MonitorGroup("both", "Both kinds", ("burglary", "damage"))


def month(*groups, **changes):
    base = prepared(**changes)
    return replace(base, cycle=replace(base.cycle, monitor=groups or (HOMES, BOTH)))


def monitor(**changes):
    return build_document(month(**changes), "neighbourhood_monitor", "B")


def said(document, section="page-one"):
    return " ".join(sub("<[^>]+>", " ", unescape(compose(document, section)[0]["text/html"])).split())


def test_exceptions_are_the_month_s_findings_of_neighbourhoods_and_no_others():
    ended = finding("N3", status=Status.CLEARED)
    on = finding("N2", "damage", status=Status.CONTINUING, since="2026-07")
    document = monitor(findings=(finding(), finding("A1"), finding("B"), on, ended))
    assert [signal.finding.id for signal in document.exceptions] == ["N1.burglary.up", "N2.damage.up"]
    told = said(document)
    assert "6 series (each a neighbourhood and a kind of incident), 2 exceptions." in told
    assert "1 began, 1 goes on, 1 ended." in told
    assert "Mill Lane, burglary: 25 recorded; 3 to 15 expected; new this month. In the plan: mark bicycles" in told
    assert "Quarry, criminal damage: 25 recorded; 3 to 15 expected; above what was expected since July 2026." in told


def lasting(similar):
    """The page's section where Quarry's burglaries lie three times as high as the others', by these similar places."""
    held = month()
    each = (LastingDifference(held.areas["N2"], held.cycle.categories[0], MONTH, 2.4, 3.6),)
    beside = (PlacesBeside(held.areas["N2"], (held.areas["N1"],)),) if similar.of else ()
    centres = tuple(held.areas[code] for code in similar.town_centres)
    document = build_document(held, "neighbourhood_monitor", "B")
    return said(replace(document, lasting=LastingTold(each, 1, similar, centres, beside)), "lasting")


def test_the_page_says_with_what_places_are_compared_and_from_which_source():
    alone = lasting(SimilarPlaces())
    assert "compared with the borough only" in alone and "a town centre stands here" in alone
    near = SimilarPlaces(SimilarBy.FEATURES, (("N2", ("N1",)),), ("age", "private renting"), ("Census, 2021",), ("N2",))
    told = lasting(near)
    assert "the eight most like it in age and private renting. Source: Census, 2021." in told
    assert "Town centre: Quarry." in told and "Quarry (town centre): burglary 2.4 to 3.6." in told
    assert "Quarry Mill Lane" in told
    groups = SimilarPlaces(SimilarBy.GROUPS, (("N2", ("N1",)),), (), ("Team of March 2026",))
    assert "the others of its group" in lasting(groups) and "Source: Team of March 2026." in lasting(groups)


def test_what_runs_borough_wide_or_has_not_begun_is_not_told_as_at_work_there():
    wide = activity("D02", title="Teach cycling", areas=())
    idle = activity("D03", title="Light the path", status=Progress.AGREED)
    told = said(monitor(activities=(activity(), wide, idle)))
    assert "mark bicycles at the station (D01); borough-wide: D02; not under way: light the path (D03)." in told
    assert "Nothing in the plan works on it." in said(monitor(activities=()))


def test_exceptions_are_those_of_the_tactical_assessment():
    same = month(findings=(finding(), finding("A1"), finding("N2", "damage")))
    tactical = build_document(same, "tactical_assessment", "B")
    theirs = {s.finding.id for s in tactical.signals if s.place.code.startswith("N")}
    ours = {s.finding.id for s in build_document(same, "neighbourhood_monitor", "B").exceptions}
    assert ours == theirs == {"N1.burglary.up", "N2.damage.up"}


def test_places_stand_by_name_whatever_their_size():
    larger = finding("N2", observed=90)
    names = [s.place.name for s in monitor(findings=(larger, finding())).exceptions]
    assert names == ["Mill Lane", "Quarry"]


def test_a_month_without_exceptions_says_among_how_many():
    told = said(monitor(findings=(), rise={}))
    assert "No exceptions among 6 series" in told
    assert "No slow change of a single neighbourhood" in told


def test_slow_changes_of_neighbourhoods_alone_are_listed():
    slow = {"rule": Rule.DRIFT, "direction": Direction.UP, "run_months": 12, "run_observed": 90, "run_expected": 60.0}
    document = monitor(slow_changes=(finding("N3", "damage", **slow), finding("A2", "damage", **slow)))
    assert [s.place.code for s in document.slow] == ["N3"]
    assert "slow-table" in contents_of(document).tables


@settings(max_examples=10)
@given(st.dictionaries(
    st.tuples(st.sampled_from(["N1", "N2", "N3", NOT_PLACED]), st.sampled_from(["burglary", "damage"]),
              st.sampled_from(["2026-03", MONTH])), st.integers(0, 40), max_size=4,
))  # fmt: skip
def test_neighbourhoods_and_what_lies_in_none_make_up_the_borough(rise):
    grid = neighbourhood_grid(month(rise=rise))
    for i, whole in enumerate(grid.whole.cells):
        parts = [row.cells[i] for row in (*grid.rows, grid.not_placed)]
        assert sum(cell.total for cell in parts) == whole.total
        assert sum(cell.observed for cell in parts) == whole.observed


def test_a_group_of_one_kind_has_the_range_of_its_series_and_of_several_their_sum():
    grid = neighbourhood_grid(month())
    alone, together = grid.rows[0].cells
    assert (alone.observed, alone.lower, alone.upper, alone.standing) == (25, 3, 15, Standing.ABOVE)
    assert (together.observed, together.expected) == (34, 18.0)
    assert together.lower < 18 < together.upper


def test_a_kind_that_is_not_held_by_neighbourhood_all_year_is_in_no_sum_and_named():
    base = month()
    late = replace(base, held=replace(base.held, sources=tuple(_late(source) for source in base.held.sources)))
    grid = neighbourhood_grid(late)
    assert [category.key for category in grid.left_out] == ["damage"]
    assert grid.rows[0].cells[1].total == grid.rows[0].cells[0].total
    assert "not held by neighbourhood in every month of the year: criminal damage" in said(
        build_document(late, "neighbourhood_monitor", "B"), "grid"
    )


def _late(police):
    """The police's source without damage, which is in no source: as of an agency that has not begun."""
    return replace(police, categories=("burglary",))


def test_a_gap_takes_a_month_from_every_sum_and_is_said():
    document = monitor(held=not_held("2026-05"))
    assert document.grid.whole.cells[0].total == sum(
        row.cells[0].total for row in (*document.grid.rows, document.grid.not_placed)
    )
    assert "Not received: May 2026" in said(document)


def test_the_share_in_no_neighbourhood_stands_beside_that_of_the_year_before():
    share = unplaced_share(month(rise={(NOT_PLACED, "burglary", MONTH): 9}))
    assert (round(share.now, 4), round(share.before, 4)) == (round(10 / 46, 4), round(1 / 19, 4))
    assert "21.7 in 100 incidents this month, 5.3 in 100 over the twelve before" in said(
        monitor(rise={(NOT_PLACED, "burglary", MONTH): 9}, findings=())
    )


@pytest.mark.parametrize(
    "observed, expected, word",
    [(4, 0.9, "above"), (0, 0.9, "too_few"), (3, 0.9, "too_few"), (0, 1.0, "within"), (None, 1.0, "not_received")],
)
def test_little_that_is_expected_says_nothing_but_that_it_is_above(observed, expected, word):
    assert standing_of_sum(observed, expected, 0, 3) == word


def test_without_groups_the_page_says_so_and_still_tells_the_exceptions():
    document = build_document(prepared(), "neighbourhood_monitor", "B")
    assert "No groups are named" in said(document, "grid")
    assert "1 exception." in said(document)


def test_a_profile_is_the_same_with_and_without_the_monitor():
    def pages(month):
        document = build_document(month, "neighbourhood_profile", "N1")
        return [block for section in document.sections for block in compose(document, section)]

    assert pages(month(activities=(activity(),))) == pages(prepared(activities=(activity(),)))
