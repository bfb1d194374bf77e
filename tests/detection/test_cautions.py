"""What weakens a finding: a month that would not stand out had incidents along its edge been placed otherwise."""

import pytest

from bsafe_analysis.detection.cautions import with_placement
from bsafe_analysis.model.findings import Caution, Direction, Finding, Rule, Status


def finding(direction, observed):
    return Finding(
        area="N1", category="burglary", month="2026-09", rule=Rule.MONTH, direction=direction, observed=observed,
        expected=10.0, lower=4, upper=17, p=0.0001, since="2026-09", status=Status.NEW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("direction", "observed", "inside", "outside", "weakened"),
    [
        (Direction.UP, 25, 7, 0, False),  # 18 would still be above 17
        (Direction.UP, 25, 8, 0, True),
        (Direction.UP, 25, 0, 50, False),
        (Direction.DOWN, 1, 9, 2, False),
        (Direction.DOWN, 1, 0, 3, True),
        (Direction.UP, 12, 0, 0, False),  # a run of months: nothing lies along the edge
    ],
)
def test_a_finding_hangs_on_its_edge_where_the_month_would_not_stand_out_without_it(
    direction, observed, inside, outside, weakened
):
    told = with_placement(finding(direction, observed), inside, outside)
    assert (Caution.PLACEMENT in told.cautions) is weakened
    assert with_placement(told, inside, outside) == told
