"""Which case of what is said of many kinds of incident at once holds."""

import pytest

from bsafe_analysis.model.findings import Direction
from bsafe_analysis.reports.cases.event_cases import HereToo, OnceSide, here_too, once_side


@pytest.mark.parametrize(
    ("direction", "case"), [(None, OnceSide.NONE), (Direction.UP, OnceSide.HIGH), (Direction.DOWN, OnceSide.LOW)]
)
def test_many_kinds_are_told_by_their_side(direction, case):
    assert once_side(direction) is case


@pytest.mark.parametrize(
    ("here", "borough", "case"),
    [
        (None, None, HereToo.NONE),
        (Direction.UP, None, HereToo.HERE),
        (None, Direction.DOWN, HereToo.BOROUGH),
        (Direction.DOWN, Direction.DOWN, HereToo.BOTH),
        (Direction.UP, Direction.DOWN, HereToo.APART),
    ],
)
def test_an_areas_page_tells_its_own_event_and_the_boroughs(here, borough, case):
    assert here_too(here, borough) is case
