"""Baselines and places, told of five rows typed by hand."""

import pytest
from scipy.stats import poisson

from bsafe_analysis.audit.proofs.baselines_told import typical, yearly_rate
from tests.audit.evidence_by_hand import MONTH, changed, claim, evidence, police, proved, uncaught, wrong
from tests.audit.workspace_by_hand import FIRE, POLICE, fires, make, write_rows
from tests.loading.downloads import row


@pytest.fixture
def held(tmp_path):
    root = police(make(tmp_path), row("a1"), row("a2"), row("a3", lsoa="E01999002"))
    return evidence(
        police(root, row("b1", month="2026-07"), row(month="2026-07", kind="Anti-social behaviour"), month="2026-07")
    )


def baseline_row(*places):
    rate, lower, upper = yearly_rate(3, 2, 100)
    return claim(
        "baseline_row", places, ("burglary",), category="burglary", count=3, months=2, typical_low=1, typical_high=2,
        rate=rate, rate_lower=lower, rate_upper=upper, borough_rate=None,
    )  # fmt: skip


def test_a_place_is_counted_over_the_months_of_the_baseline(held):
    assert wrong(baseline_row("N1"), held) == set()
    assert uncaught(baseline_row("N1"), held, leave=("category",)) == set()
    assert wrong(baseline_row(), held) == set()
    assert wrong(changed(baseline_row(), typical_high=3), held) == {"typical_high"}


def test_the_baseline_of_the_cycles_file_goes_before_the_kept_one(tmp_path):
    root = police(make(tmp_path), row("a1"))
    parameters = {f"cycles/{MONTH}.yml": {"month": MONTH, "baseline": {"first": "2026-08", "last": "2026-08"}}}
    held = evidence(root, parameters=parameters)
    told = claim("window", ("N1",), first="2026-08", last="2026-08")
    assert proved(told, held) == {"first", "last"}
    assert uncaught(told, held) == set()


def test_the_interval_is_that_of_a_poisson_count():
    _, lower, upper = yearly_rate(7, 12, 1000)
    assert poisson.sf(6, lower) == pytest.approx(0.025)
    assert poisson.cdf(7, upper) == pytest.approx(0.025)
    assert yearly_rate(0, 12, 1000)[:2] == (0.0, 0.0)
    assert yearly_rate(5, 12, None) == (None, None, None)


def test_typical_months_are_the_middle_four_fifths():
    assert typical([5]) == (5, 5)
    assert typical(list(range(36))) == (3, 32)


def test_an_interval_in_a_cell_is_one_of_those_that_can_be_worked_out(held):
    _, lower, upper = yearly_rate(3, 2, 100)
    told = claim("interval", low=lower, high=upper)
    assert proved(told, held) == {"low", "high"}
    assert uncaught(told, held) == set()


def test_rates_are_counted_where_residents_are_known(held):
    told = claim("rates_alt", ("N1",), above=2, total=2)
    assert proved(told, held) == {"above", "total"}
    assert uncaught(told, held) == set()
    assert proved(claim("neighbourhood_profile", ("N1",), place="N1", baseline_months=2), held) == {"baseline_months"}


def test_no_sum_over_the_baseline_is_made_of_what_was_not_held_in_all_of_it(tmp_path):
    """Two years of the police's files, and of a partner's the last month alone: its rows are in no sum."""
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    root = make(tmp_path, POLICE, FIRE)
    for month in months:
        police(root, row(f"{month}1", month=month), row(f"{month}2", month=month), month=month)
    fires(root, *["2025-12-02,Fire,E01999001,,"] * 5)
    baseline = {f"cycles/{MONTH}.yml": {"baseline": {"first": "2024-01", "last": "2025-12"}}}
    held = evidence(root, parameters=baseline)
    told = claim("season_row", ("N1",), month=12, usual=2, lowest=2, highest=2)
    assert proved(told, held) == {"usual", "lowest", "highest"}
    assert wrong(changed(told, usual=4, highest=7), held) == {"usual", "highest"}
    assert wrong(claim("rates_alt", ("N1",), total=2), held) == set()
    assert wrong(claim("rates_alt", ("N1",), total=3), held) == {"total"}
    fires(root, *(f"{month}-02,Fire,E01999001,," for month in months))
    whole = evidence(root, parameters=baseline)
    assert wrong(claim("rates_alt", ("N1",), total=3), whole) == set()
    assert wrong(told, whole) == {"usual", "lowest", "highest"}


def test_a_season_is_told_where_every_calendar_month_is_held_twice(tmp_path):
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    root = make(tmp_path)
    for at, month in enumerate(months):
        police(root, *(row(f"{month}{n}", month=month) for n in range(1 + at)), month=month)
    held = evidence(root, parameters={f"cycles/{MONTH}.yml": {"baseline": {"first": "2024-01", "last": "2025-12"}}})
    told = claim("season_row", ("N1",), month=3, usual=9, lowest=3, highest=15)
    assert proved(told, held) == {"usual", "lowest", "highest"}
    assert uncaught(told, held) == set()
    short = evidence(root, parameters={f"cycles/{MONTH}.yml": {"baseline": {"first": "2024-01", "last": "2025-11"}}})
    assert wrong(told, short) == {"usual", "lowest", "highest"}


def test_a_place_is_as_the_reference_tables_have_it(held):
    people = held.root / "data/reference/residents.csv"
    write_rows(people, "code,residents,households,as_at,source", "N1,100,40,mid-2025,estimate", "N2,200,80,,", "N3,,,,")
    again = evidence(held.root)
    own = claim(
        "area", ("N1",), code="N1", name="One", level="neighbourhood", parent="A1", residents=100, households=40,
        residents_note="estimate, mid-2025", valid_from=None, valid_to=None,
    )  # fmt: skip
    assert wrong(own, again) == set()
    assert uncaught(own, again) == set()
    assert wrong(claim("area", code="A1", name="North", residents=300, households=120), again) == set()
    assert wrong(claim("area", code="A2", name="South", residents=None, households=None), again) == set()


def test_names_of_kinds_of_incident_and_numbers_of_places(held):
    told = claim("category", (), ("asb",), key="asb", name="Asb", noun="asb incidents")
    assert wrong(told, held) == set()
    assert uncaught(told, held) == set()
    for one in (claim("strip", ("A1",), ("asb",), rows=2), claim("place_alt", total=3), claim("map_alt", total=1)):
        assert wrong(one, held) == set()
        assert uncaught(changed(one, **dict.fromkeys(one.values, 3)), held) == set() or one.kind == "strip"
    assert wrong(claim("strip", ("A1",), ("asb",), rows=3), held) == {"rows"}
    assert wrong(claim("map_alt", total=7), held) == {"total"}
