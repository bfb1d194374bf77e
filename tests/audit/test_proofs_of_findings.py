"""Findings and what stands beside them, told of a few rows typed by hand."""

import pytest

from bsafe_analysis.audit.proofs.findings_told import standing_of
from tests.audit.evidence_by_hand import FACTS, MONTH, changed, claim, evidence, judged, police, proved, uncaught, wrong
from tests.audit.workspace_by_hand import FIRE, POLICE, fires, make
from tests.loading.downloads import row

KEPT = {
    "area": "N1", "category": "burglary", "month": MONTH, "rule": "persistent", "direction": "up", "since": "2026-07",
    "run_months": 2, "run_observed": 5, "run_expected": 1.1, "status": "new", "p": 0.0001 / 0.35,
}  # fmt: skip
RUN = {"p_run": 0.0001, "run_months": 2, "run_observed": 5, "run_expected": 1.1}
ROW = judged(observed=3, expected=0.5, upper=2, p_high=0.5, **RUN)
TOLD = claim(
    "finding", ("N1",), ("burglary",), area="N1", category="burglary", month=MONTH, rule="persistent", observed=3,
    expected=0.5, lower=0, upper=2, run_observed=5, run_expected=1.1, run_months=2, since="2026-07", direction="up",
    side="above", p=0.0001 / 0.35, status="new",
)  # fmt: skip


@pytest.fixture
def raw(tmp_path):
    root = police(
        make(tmp_path), *(row(f"a{n}") for n in range(3)), row(kind="Anti-social behaviour", lsoa="E01999003")
    )
    return police(root, row("b1", month="2026-07"), row("b2", month="2026-07"), month="2026-07")


def test_a_finding_is_proved_value_by_value(raw):
    held = evidence(raw, expectations=[ROW], findings=[KEPT])
    assert wrong(TOLD, held) == set()
    assert proved(TOLD, held) >= {"observed", "run_observed", "run_expected", "since", "direction", "p", "upper"}
    assert uncaught(TOLD, held) == set()
    assert {"area", "observed"} <= wrong(changed(TOLD, area="N2"), held)


def test_a_finding_that_the_months_list_does_not_name_has_no_chance(raw):
    held = evidence(raw, expectations=[ROW | {"p_run": 0.04}], findings=[KEPT])
    assert "p" in wrong(changed(TOLD, p=0.04 / 0.35), held)
    standing = evidence(raw, expectations=[ROW | {"p_run": 0.015}], findings=[KEPT | {"status": "continuing"}])
    assert wrong(changed(TOLD, p=0.015 / 0.35, status="continuing"), standing) == set()


def test_a_finding_that_cleared_keeps_the_side_on_which_it_lay_and_its_months_own_chance(raw):
    row_ = judged(observed=3, expected=2.5, upper=9, p_high=0.52)
    kept = KEPT | {"status": "cleared", "direction": "down", "run_months": 1, "run_observed": 3, "run_expected": 2.5}
    held = evidence(raw, expectations=[row_], findings=[kept])
    cleared = changed(TOLD, expected=2.5, upper=9, run_observed=3, run_expected=2.5, run_months=1, status="cleared",
                      direction="down", side="below", p=0.52 / 0.65)  # fmt: skip
    assert wrong(cleared, held) == set()
    assert wrong(changed(cleared, p=0.2, direction="up", side="above"), held) == {"p", "direction", "side"}


def test_a_story_never_crosses_a_month_that_was_not_held(raw):
    held = evidence(raw, expectations=[ROW], findings=[KEPT | {"since": "2026-05"}])
    assert wrong(changed(TOLD, since="2026-05"), held) == {"since"}


def test_a_signals_months_are_counted_from_since_when_it_stands(raw):
    held = evidence(raw, findings=[KEPT])
    told = claim("signal", ("N1",), ("burglary",), place="N1", category="burglary", months_running=2)
    assert proved(told, held) == {"months_running"}
    assert uncaught(told, held) == set()


def test_a_signal_began_in_the_month_that_is_estimated_and_what_has_cleared_runs_no_more(raw):
    told = claim("signal", ("N1",), ("burglary",), place="N1", category="burglary", began="2026-06", months_running=3)
    dated = KEPT | {"onset": {"first": "2026-05", "month": "2026-06", "last": "2026-07"}}
    held = evidence(raw, findings=[dated])
    assert proved(told, held) == {"began", "months_running"}
    assert uncaught(told, held) == set()
    assert wrong(told, evidence(raw, findings=[dated | {"status": "cleared"}])) == {"months_running"}
    assert wrong(told, evidence(raw, slow_changes=[dated])) == set()
    assert wrong(told, evidence(raw)) == {"began", "months_running"}


DRIFT = KEPT | {"rule": "drift", "since": MONTH, "run_months": 12, "run_observed": 5, "run_expected": 3.0, "p": 0.01}


@pytest.fixture
def two_years(raw):
    """July and August of both years: 2 and 3 after 1 and 2."""
    police(raw, row("c1", month="2025-07"), month="2025-07")
    return police(raw, *(row(f"d{n}", month="2025-08") for n in range(2)), month="2025-08")


def test_a_slow_change_is_the_sum_of_the_months_that_both_years_hold(two_years):
    # June is held of the later year alone, so it is no part of either sum
    police(two_years, row("e1", month="2026-06"), month="2026-06")
    held = evidence(two_years, expectations=[ROW], slow_changes=[DRIFT])
    told = changed(TOLD, rule="drift", since=MONTH, run_months=12, run_expected=3.0, p=0.01)
    assert wrong(told, held) == set()
    assert {"run_observed", "run_expected", "direction"} <= proved(told, held)
    assert uncaught(told, held) == set()
    assert wrong(changed(told, run_observed=6), held) == {"run_observed"}


def test_a_slow_change_leaves_out_exceptional_months_and_those_recorded_otherwise(two_years):
    settings = FACTS["cycle"]["detection"]
    told = changed(TOLD, rule="drift", since=MONTH, run_months=12, run_observed=3, run_expected=2.0, p=0.01)
    for changes in ({"exceptional": [{"first": "2025-07", "last": "2025-07"}]}, {"rebase": [["*", "2025-08"]]},
                    {"rebases": [{"places": ["N1"], "category": "burglary", "since": "2025-08"}]}):  # fmt: skip
        cycle = FACTS["cycle"] | {"detection": settings | changes}
        held = evidence(two_years, expectations=[ROW], slow_changes=[DRIFT], cycle=cycle)
        assert wrong(told, held) == set(), changes
        assert wrong(changed(told, run_observed=5, run_expected=3.0), held) == {"run_observed", "run_expected"}
    elsewhere = [{"places": ["N2"], "category": "burglary", "since": "2025-08"}]
    cycle = FACTS["cycle"] | {"detection": settings | {"rebases": elsewhere}}
    untouched = evidence(two_years, expectations=[ROW], slow_changes=[DRIFT], cycle=cycle)
    assert wrong(told, untouched) == {"run_observed", "run_expected"}


def test_what_was_judged_near_a_signal_is_counted_in_the_table(raw):
    rows = [ROW | {"expected": 9.0, "upper": 15}, judged(category="asb", expected=2.0), judged(area="N2", expected=2.0)]
    rows += [judged(category="fires", expected=0.1), judged(area="N3", category="burglary", expected=0.1)]
    held = evidence(raw, expectations=rows, findings=[KEPT], neighbours={"N1": ["N2", "N3", "B"]})
    told = claim("whereabouts", ("N1",), ("burglary",), others_judged=1, around=3, near_judged=1, near_unjudged=2,
                 told=5)  # fmt: skip
    assert proved(told, held) == {"others_judged", "around", "near_judged", "near_unjudged", "told"}
    assert uncaught(told, held) == set()
    undrawn = evidence(raw, expectations=rows, findings=[KEPT], neighbours={})
    assert wrong(told, undrawn) == {"around", "near_unjudged"}
    assert wrong(changed(told, around=1, near_judged=1, near_unjudged=0), undrawn) == set()  # N2, of the same area


def test_no_month_is_told_as_the_beginning_where_the_one_before_it_was_as_far_out(raw):
    """Shoplifting was told to have begun in the month in which restrictions ended, though it had been as low before."""
    usual = {"expected": 1.0, "lower": 0, "upper": 1}
    table = [judged(month=month, **usual) for month in ("2026-06", "2026-07", MONTH)]
    late = KEPT | {"onset": {"first": MONTH, "month": MONTH, "last": MONTH}}
    told = claim("onset", ("N1",), ("burglary",), **late["onset"])
    assert wrong(told, evidence(raw, expectations=table, findings=[late])) == set()  # 2 in July, 3 in August
    police(raw, *(row(f"f{n}", month="2026-07") for n in range(3)), month="2026-07")
    assert wrong(told, evidence(raw, expectations=table, findings=[late])) == {"first", "month", "last"}
    beyond = {"first": "2026-07", "month": "2026-07", "last": MONTH}
    right = changed(told, **beyond)
    reaching = [late | {"onset": late["onset"] | {"as_told": beyond}}]
    assert wrong(right, evidence(raw, expectations=table, findings=reaching)) == set()
    assert wrong(told, evidence(raw, expectations=table, findings=reaching)) == {"first", "month"}


NEAREST = claim(
    "nearest_count", ("N2",), ("burglary",), place="N2", category="burglary", observed=4, lower=0, upper=9,
    run_months=2, run_observed=9, run_expected=2.0,
)  # fmt: skip


def test_the_closest_to_a_signal_is_found_again_by_the_chance_that_decides_signals(raw):
    police(raw, *(row(f"g{n}", lsoa="E01999002") for n in range(4)))
    run = {"p_run": 0.001, "run_months": 2, "run_observed": 9, "run_expected": 2.0}
    table = [
        judged(area="N1", observed=9, expected=2.0, p_high=0.004),
        judged(area="N2", observed=4, expected=2.0, upper=9, p_high=0.09, **run),
        judged(area="N3", observed=3, expected=2.0, p_high=0.0001),
    ]
    held = evidence(raw, expectations=table)
    assert {"place", "run_observed", "run_months"} <= proved(NEAREST, held)
    assert uncaught(NEAREST, held) == set()
    told = [KEPT | {"area": "N2", "also": []}]
    assert "place" in wrong(NEAREST, evidence(raw, expectations=table, findings=told))
    assert "place" in wrong(NEAREST, evidence(raw, expectations=[table[0] | {"p_high": 1e-6}, table[1]]))
    around = KEPT | {"area": "A1", "also": [], "direction": "up"}
    assert "place" in wrong(NEAREST, evidence(raw, expectations=table, findings=[around]))
    assert "place" not in wrong(NEAREST, evidence(raw, expectations=table, findings=[around | {"direction": "down"}]))


def test_what_moved_over_a_signals_months_is_summed_again(raw):
    """2 in July and 3 in August, where 0.9 and 1.0 were expected: over both it moved, though no month is outside."""
    months = [judged(month="2026-07", expected=1.7, upper=9), judged(expected=1.7, upper=9)]
    other = [{**each, "category": "asb"} for each in months]
    asb = [row(f"h{n}", kind="Anti-social behaviour", month="2026-07") for n in range(14)]
    police(raw, *asb, row("b1", month="2026-07"), row("b2", month="2026-07"), month="2026-07")
    held = evidence(raw, expectations=[*months, *other], findings=[KEPT])
    told = claim("over_months", ("N1",), ("asb",), place="N1", category="asb", first="2026-07", month=MONTH,
                 observed=14, expected=3.4, side="above")  # fmt: skip
    assert proved(told, held) == {"month", "observed", "expected", "side"}
    assert uncaught(told, held) == set()
    where = claim("whereabouts", ("N1",), ("burglary",), others_moved=1, near_moved=0)
    assert wrong(where, held) == set()
    assert wrong(changed(where, others_moved=0), held) == {"others_moved"}


def test_of_a_burst_of_two_months_no_slow_change_may_be_told(raw):
    months = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 8)]
    for month in (*months, "2025-08", *(f"2025-{m:02d}" for m in range(9, 13)), "2024-09", "2024-10", "2024-11"):
        many = 6 if month in ("2026-03", "2026-04") else 1
        police(raw, *(row(f"{month}-{n}", month=month) for n in range(many)), month=month)
    drift = DRIFT | {"run_observed": 1, "run_expected": 1.0}
    told = changed(TOLD, rule="drift", since=MONTH, run_months=12, run_observed=24, run_expected=12.0, p=0.01)
    assert {"run_observed", "run_expected"} <= wrong(told, evidence(raw, expectations=[ROW], slow_changes=[drift]))


@pytest.mark.parametrize(
    ("expected", "lower", "upper", "stands"),
    ((1.0, 0, 2, "above"), (0.5, 0, 3, ""), (3.0, 1, 6, "within"), (9.0, 4, 14, "below")),
)
def test_how_a_month_stands_to_its_range(raw, expected, lower, upper, stands):
    held = evidence(raw, expectations=[judged(expected=expected, lower=lower, upper=upper)])
    assert standing_of(held, "N1", "burglary") == stands


def test_the_kinds_named_beside_the_borough_are_all_that_stand_so(raw):
    rows = [judged(area="A1", expected=1.0, upper=2), judged(area="B", expected=3.0, lower=1, upper=6)]
    held = evidence(raw, expectations=rows)
    told = claim("beside_borough", ("A1",), (), here="above", there="within", **{"names[0]": "burglary"})
    assert proved(told, held) == {"names[0]"}
    assert uncaught(told, held) == set()


def test_when_a_change_began_and_what_parts_add_are_the_kept_findings(raw):
    parts = [{"area": "N1", "expected": 1.6}, {"area": "N2", "expected": 0.4}]
    onset = {"first": "2026-06", "month": "2026-07", "last": MONTH}
    held = evidence(raw, findings=[KEPT | {"area": "A1", "parts": parts, "onset": onset, "run_months": 2}])
    told = claim("onset", ("A1",), ("burglary",), **onset)
    assert proved(told, held) == {"first", "month", "last"}
    assert uncaught(told, held) == set()
    # 5 recorded, 1.1 expected: 3.9 more, 3.4 in N1, -0.4 in N2 and 0.9 in no part
    for part in (claim("share", ("N1",), ("burglary",), place="N1", excess=3),
                 claim("share", ("N2",), ("burglary",), place="N2", excess=0)):  # fmt: skip
        assert wrong(part, held) == set()
        assert uncaught(part, held) == set()
    whole = claim("signal", ("A1",), place="A1", category="burglary", excess=4, not_in_parts=1, other_parts=0)
    assert wrong(whole, held) == set()
    assert uncaught(whole, held) == set()
    odd = evidence(raw, findings=[KEPT | {"area": "A1", "onset": onset | {"first": "2026-08"}}])
    assert wrong(told, odd) == {"first", "month", "last"}


def test_the_range_of_an_excess_is_the_raw_count_beyond_the_tables_range(raw):
    kept = KEPT | {"area": "A1", "run_months": 1, "parts": [{"area": "N1", "expected": 0.6}]}
    table = [judged(area="A1", expected=1.1, lower=0, upper=2)]
    whole = {"place": "A1", "category": "burglary", "excess_least": 1, "excess_most": 3}  # 3 recorded
    alone = evidence(raw, findings=[kept], expectations=table)
    assert wrong(claim("signal", ("A1",), **whole), alone) == set()
    shifted = whole | {"excess_least": 2, "excess_most": 4}
    assert wrong(claim("signal", ("A1",), **shifted), alone) == {"excess_least", "excess_most"}
    together = evidence(raw, findings=[kept | {"run_months": 2}], expectations=table)
    assert wrong(claim("signal", ("A1",), **whole), together) == {"excess_least", "excess_most"}


def test_a_partners_kinds_of_incident_are_a_family_of_their_own(tmp_path):
    root = fires(police(make(tmp_path, POLICE, FIRE), row("a1")), *["2026-08-02,Fire,E01999001,,"] * 3).parents[4]
    unlikely = {"p_high": 1e-9, "observed": 3, "expected": 0.5, "upper": 2}
    rows = [judged(p_high=0.04, observed=1, expected=0.5)]
    rows += [judged(category="fires", area=place, **unlikely) for place in ("N1", "N2", "N3", "A1", "A2", "B")]
    told = changed(
        TOLD, rule="month", observed=1, run_observed=1, run_expected=0.5, run_months=1, since=MONTH, p=0.04 / 0.65
    )
    kept = KEPT | {"rule": "month", "run_months": 1, "since": MONTH}
    alone, beside = (evidence(root, expectations=each, findings=[kept]) for each in (rows[:1], rows))
    assert wrong(told, alone) == wrong(told, beside)
