"""Which findings a doubt about what came in touches."""

from dataclasses import replace

import pytest

from bsafe_analysis.model.doubts import Doubt, FileChange, with_doubts
from bsafe_analysis.model.findings import Caution, Direction, Finding, Rule, Status

FINDING = Finding(
    area="N1", category="drugs", month="2026-09", rule=Rule.MONTH, direction=Direction.DOWN, observed=2, expected=9.0,
    lower=4, upper=15, p=0.001, since="2026-09", status=Status.NEW, run_months=1,
)  # fmt: skip
DOUBT = Doubt(Caution.INCOMPLETE_MONTH, ("2026-09",), FileChange("short", "2026-09", 124, 0.6), "police")


@pytest.mark.parametrize(
    ("doubt", "finding", "touched"),
    [
        ({}, {}, True),
        ({"categories": ("drugs",)}, {}, True),
        ({"categories": ("burglary",)}, {}, False),
        ({"direction": Direction.DOWN}, {}, True),
        ({"direction": Direction.UP}, {}, False),
        ({"direction": Direction.UP}, {"status": Status.CLEARED}, True),
        ({"below_borough": True}, {}, True),
        ({"below_borough": True}, {"area": "B"}, False),
        ({"months": ("2026-08",)}, {}, False),
        ({"months": ("2026-08",)}, {"since": "2026-06"}, True),
        ({"months": ("2026-07",)}, {"rule": Rule.PERSISTENT, "run_months": 3}, True),
        ({"months": ("2026-09",)}, {"rule": Rule.DRIFT}, False),
        ({"months": ("2026-02", "2026-03", "2026-04")}, {"rule": Rule.DRIFT}, True),
        ({"only_slow": True}, {}, False),
        ({"only_slow": True, "months": ("2026-07", "2026-08", "2026-09")}, {"rule": Rule.DRIFT}, True),
        ({"months": ("2024-02", "2024-03", "2024-04")}, {"rule": Rule.DRIFT}, False),
    ],
)
def test_a_doubt_touches_what_it_could_have_moved(doubt, finding, touched):
    (found,) = with_doubts([replace(FINDING, **finding)], [replace(DOUBT, **doubt)], "B")
    assert (Caution.INCOMPLETE_MONTH in found.cautions) is touched


def test_a_caution_stands_once_and_after_those_that_were_there():
    finding = replace(FINDING, cautions=(Caution.SMALL_COUNT, Caution.INCOMPLETE_MONTH))
    same_rows = replace(DOUBT, caution=Caution.SAME_ROWS)
    (found,) = with_doubts([finding], [DOUBT, same_rows, same_rows], "B")
    assert found.cautions == (Caution.SMALL_COUNT, Caution.INCOMPLETE_MONTH, Caution.SAME_ROWS)
