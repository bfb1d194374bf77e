"""Every comparison of a prepared month made again: all agree on the samples, and each planted lie is found."""

from dataclasses import replace

import pytest

from bsafe_analysis.audit import Recounted
from bsafe_analysis.audit.comparisons import ComparedAgain
from bsafe_analysis.audit.false_alarms import alarms
from bsafe_analysis.audit.prepared_table import PreparedTable
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.preparation.store import save_cycle
from tests.shared import once, sample_month


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """The small sample as it is kept on disk, beside its recount."""
    root, prepared, _ = sample_month(tmp_path_factory, "odd")
    kept = once(tmp_path_factory, "kept-odd", lambda folder: save_cycle(folder, prepared).parents[2])
    month = prepared.cycle.month
    return ComparedAgain(PreparedTable.of(kept, month), Recounted.of(root, month), {})


def test_a_sample_agrees_in_every_comparison(compared):
    assert compared.table.findings
    assert [str(found) for found in compared.disagreements()] == []


def with_row(compared, series, **lies):
    key = (*series, compared.table.month)
    rows = dict(compared.table.rows) | {key: dict(compared.table.rows[key]) | lies}
    return replace(compared, table=replace(compared.table, rows=rows))


def with_first_finding(compared, **lies):
    first, *rest = compared.table.findings
    return replace(compared, table=replace(compared.table, findings=(first | lies, *rest)))


def checks(compared):
    return {found.check for found in compared.disagreements()}


def quiet(compared):
    """A series of which nothing is told."""
    told = {(place, f["category"]) for f in compared.table.findings for place in (f["area"], *f["also"])}
    return next(series for series, row in compared.table.judged.items() if series not in told and row["observed"] > 5)


@pytest.mark.parametrize(
    ("lie", "check"),
    [
        ({"observed": 1000}, "observed"),
        ({"lower": 900, "upper": 901}, "range holds the expected"),
        ({"p_high": 0.9, "p_low": 0.9}, "chances"),
        ({"upper": 3, "lower": 0, "expected": 2.5, "p_high": 0.5, "p_low": 0.5}, "rare outside"),
        ({"run_months": 2, "run_observed": 1}, "run"),
        ({"expected": 7.77, "lower": 0, "upper": 900}, "parts expected"),
        ({"p_high": 1e-12, "expected": 1.0}, "told"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_number_of_the_table_that_is_not_so_is_found(compared, lie, check):
    assert check in checks(with_row(compared, quiet(compared), **lie))


@pytest.mark.parametrize(
    ("lie", "check"),
    [
        ({"observed": 1}, "observed"),
        ({"expected": 1.0}, "expected"),
        ({"lower": 0, "upper": 99}, "upper"),
        ({"direction": "down"}, "direction"),
        ({"rule": "drift"}, "rule"),
        ({"since": "2020-01", "status": "new"}, "since"),
        ({"run_observed": 7}, "run observed"),
        ({"p": 0.5}, "chance"),
        ({"p": 0.5}, "order"),
        ({"area": "nowhere"}, "row"),
        ({"area": "nowhere"}, "judged"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_finding_that_says_other_than_its_row_is_found(compared, lie, check):
    assert check in checks(with_first_finding(compared, **lie))


def test_a_finding_that_is_no_alarm_or_no_matter_is_found(compared):
    area, category = quiet(compared)
    row = compared.table.judged[area, category]
    figures = {name: row[name] for name in ("observed", "expected", "lower", "upper")}
    invented = compared.table.findings[0] | figures | {"area": area, "category": category, "p": 0.9, "status": "new"}
    lying = replace(compared, table=replace(compared.table, findings=(*compared.table.findings, invented)))
    assert {"alarm", "matters"} <= checks(lying)


def test_months_of_an_exceptional_time_are_summed_with_each_other_alone(compared):
    area, category = quiet(compared)
    month = compared.table.month
    lasting = (add_months(month, -1), month)
    seen = compared.again.count([area], [category], lasting)
    told = with_row(compared, (area, category), run_months=2, run_observed=seen)
    assert "run" not in checks(told)
    for first, right in ((lasting[0], True), (month, False)):
        settings = {**told.table.settings, "exceptional": [{"first": first, "last": month}]}
        lying = replace(told, table=replace(told.table, settings=settings)).runs()
        assert all((d.about, d.month) != (f"{area}.{category}", month) for d in lying) is right, first


def test_a_change_in_most_parts_of_the_borough_comes_first(compared):
    first, *rest = compared.table.live
    borough = compared.again.gazetteer.borough
    parts = [{"area": area, "moved": True} for area in ("A1", "A2", "A3")]
    everywhere = first | {"area": borough, "p": 0.04, "observed": first["expected"], "parts": parts}
    for findings, right in (((everywhere, first, *rest), True), ((first, everywhere, *rest), False)):
        found = checks(replace(compared, table=replace(compared.table, findings=findings)))
        assert ("order" not in found) is right


def test_an_alarm_about_which_nothing_is_said_is_found(compared):
    assert "told" in checks(replace(compared, table=replace(compared.table, findings=())))


def series(p, expected=9.0, history=60):
    return {"observed": 20, "expected": expected, "p_high": p, "p_low": 1 - p, "p_run": None, "dispersion": 1.0,
            "history": history}  # fmt: skip


def test_of_five_alike_those_below_the_rising_line_are_alarms():
    # chances after their share 0.65, at a line of 0.08 n / 10: 0.0031 < 0.008, 0.0138 < 0.016, 0.046 > 0.024
    rows = {(f"N{n}", "burglary"): series(p) for n, p in enumerate((0.002, 0.009, 0.03, 0.3, 0.5))}
    assert alarms(rows, 0.10, {}) == {("N0", "burglary"), ("N1", "burglary")}


def test_categories_that_other_sources_count_are_a_family_of_their_own():
    rows = {(f"N{n}", "burglary"): series(0.5) for n in range(50)} | {("N0", "fires"): series(0.02)}
    assert alarms(rows, 0.10, {}) == frozenset()
    assert alarms(rows, 0.10, {"burglary": "police", "fires": "fire"}) == {("N0", "fires")}


def test_a_short_history_needs_a_smaller_chance():
    assert alarms({("N0", "fires"): series(0.02)}, 0.10, {})
    assert not alarms({("N0", "fires"): series(0.02, history=18)}, 0.10, {})
