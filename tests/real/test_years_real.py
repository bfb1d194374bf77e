"""Years of a real borough, as docs/method.md tells them."""

import os

import pandas as pd
import pytest

from bsafe_analysis.detection.long_run import YearVerdict, years_of
from bsafe_analysis.model.findings import EXPECTATION_COLUMNS
from bsafe_analysis.preparation.prepare import count, open_month
from tests.shared import real_place

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(
        "BSAFE_REAL_DATA" not in os.environ, reason="BSAFE_REAL_DATA does not name a folder of real data"
    ),
]
MONTH = "2021-09"
ROTHERHAM = {
    "burglary": ([2417, 1744, 1297], YearVerdict.FEWER),
    "public_order": ([2038, 2419, 2642], YearVerdict.MORE),
    "shoplifting": ([1470, 1152, 877], YearVerdict.FEWER),
    "antisocial_behaviour": ([5685, 5992, 4934], YearVerdict.NO_EVIDENCE),
    "violence": ([8159, 8517, 8821], YearVerdict.NO_EVIDENCE),
}
"""July 2019 was not published: eleven months of each year. The year before the restrictions is the ordinary one."""


def test_rotherham_s_years_are_those_of_the_files_and_are_judged_beside_the_ordinary_one(tmp_path_factory):
    month = open_month(real_place(tmp_path_factory, "rotherham"), MONTH)
    counts = count(month)
    borough = counts[counts["area"] == month.workspace.areas.borough.code]
    nothing = pd.DataFrame(columns=list(EXPECTATION_COLUMNS))
    runs = {run.category: run for run in years_of(borough, nothing, MONTH, month.cycle.detection)}
    found = {key: ([year.total for year in runs[key].years], runs[key].verdict) for key in ROTHERHAM}
    assert found == ROTHERHAM
    assert {run.left_out for run in runs.values()} == {("2021-07",)}
    assert {run.beside.last for run in runs.values() if run.beside} == {"2019-09"}
