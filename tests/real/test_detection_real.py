"""The engine on real counts: does the expected range hold what it should, and does it stay quiet and quick?"""

import os
import time

import pytest

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.coverage import measure_coverage
from bsafe_analysis.detection.ranking import find_history
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Caution, Direction, Status

pytestmark = [pytest.mark.real, pytest.mark.slow]
SETTINGS = DetectionSettings()


@pytest.fixture(scope="module")
def rolled():
    if not os.environ.get("BSAFE_REAL_DATA"):
        pytest.skip("BSAFE_REAL_DATA names no folder of real data")
    from pathlib import Path

    from benchmarks.detection.real import FIRST_JUDGED, counts_of

    counts, areas = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), "Rotherham")
    months = tuple(sorted(counts["month"].unique())[FIRST_JUDGED:])
    start = time.process_time()
    expectations = expect(counts, months, SETTINGS)
    history = find_history(expectations, counts, areas, months, SETTINGS)
    return expectations, history, months, time.process_time() - start


def test_the_range_holds_what_it_should(rolled):
    expectations, _, months, _ = rolled
    assert 0.90 < measure_coverage(expectations, months, SETTINGS).inside < 0.99
    settled = [month for month in months if month >= "2020-10"]
    assert 0.94 < measure_coverage(expectations, settled, SETTINGS).inside < 0.985


def test_every_series_is_answered_every_month_that_was_received(rolled):
    expectations, _, months, _ = rolled
    assert set(expectations["reason"]) == {"", "not_received"}
    assert set(expectations.loc[expectations["reason"] != "", "month"]) == {"2019-07"}
    assert expectations["expected"].notna().all()
    assert expectations["month"].nunique() == len(months)


def test_a_meeting_is_given_a_handful_of_findings_not_a_hundred(rolled):
    _, history, months, _ = rolled
    new = [sum(f.status is Status.NEW for f in history[month]) for month in months]
    assert sum(new) / len(new) < 3
    assert max(new) < 15


def test_the_first_month_of_lockdown_is_told_as_the_boroughs(rolled):
    _, history, _, _ = rolled
    april = {(f.area, f.category, f.direction) for f in history["2020-04"] if f.status is Status.NEW}
    assert {("B", "Shoplifting", Direction.DOWN), ("B", "Anti-social behaviour", Direction.UP)} <= april


def test_the_missing_month_is_said_and_has_no_findings_of_its_own(rolled):
    _, history, months, _ = rolled
    assert history["2019-07"] == ()
    assert all(f.since > "2019-07" for month in months if month > "2019-07" for f in history[month])
    assert all(Caution.GAP_IN_HISTORY in f.cautions for f in history["2020-04"] if f.status is not Status.CLEARED)


def test_rolling_through_every_month_takes_seconds(rolled):
    assert rolled[3] < 30
