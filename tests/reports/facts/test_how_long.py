"""In how many of its months a change lay outside its range, and how far back the ordinary months lie."""

import pytest

from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.findings import Direction, Onset
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.reports.facts.how_long import (
    OutsideMonths,
    began_during,
    expected_until,
    outside_months,
    surely_during,
)
from bsafe_analysis.reports.facts.series import Series, SeriesPoint
from tests.reports.months import AREAS, BURGLARY, finding

ABOVE, WITHIN, GAP, UNJUDGED = 20, 8, None, "unjudged"


def series(*counts, last="2026-09"):
    """Months up to the last one: 3 to 15 were expected of each that was judged."""
    months = months_between("2020-01", last)[-len(counts) :]
    points = (
        SeriesPoint(m, 8, None, None, None, provisional=False)
        if n == UNJUDGED
        else SeriesPoint(m, n, 9.0, 3, 15, provisional=False)
        for m, n in zip(months, counts, strict=True)
    )
    return Series(AREAS["N1"], BURGLARY, tuple(points))


@pytest.mark.parametrize(
    "counts, began, told",
    [
        ((WITHIN, ABOVE, WITHIN, ABOVE), "2026-06", OutsideMonths("2026-06", 2, 4, 4)),
        ((ABOVE, ABOVE, ABOVE, ABOVE), "2026-07", OutsideMonths("2026-07", 3, 3, 3)),
        ((WITHIN, WITHIN, WITHIN, ABOVE), "2026-06", OutsideMonths("2026-06", 1, 4, 4)),
        ((ABOVE, GAP, UNJUDGED, ABOVE), "2026-06", OutsideMonths("2026-06", 2, 2, 4)),
        ((WITHIN, WITHIN, WITHIN, WITHIN), "2026-06", None),
    ],
)
def test_months_are_counted_from_that_in_which_the_change_began(counts, began, told):
    assert outside_months(finding(since=began), series(*counts)) == told


def test_the_onset_is_when_it_began_and_the_other_side_does_not_count():
    story = finding(since="2026-06", onset=Onset("2026-08", "2026-08", "2026-08"))
    assert outside_months(story, series(ABOVE, ABOVE, WITHIN, ABOVE)) == OutsideMonths("2026-08", 1, 2, 2)
    assert outside_months(finding(direction=Direction.DOWN), series(ABOVE)) is None


def test_where_it_is_left_open_when_it_began_months_are_counted_from_the_first_that_it_may_have_been():
    """Drugs in Aston: "since February 2021" stood above "some month between April 2020 and December 2020"."""
    story = finding(onset=Onset("2026-07", "2026-04", "2026-08"))
    assert outside_months(story, series(*[WITHIN] * 4, ABOVE, ABOVE)) == OutsideMonths("2026-04", 2, 6, 6)


@pytest.mark.parametrize(
    "onset, time, surely",
    [
        (Onset("2026-05", "2026-05", "2026-05"), True, True),
        (Onset("2026-07", "2026-06", "2026-07"), True, False),
        (Onset("2026-05", "2026-05", "2026-05", or_before=True), True, False),
        (Onset("2026-07", "2026-07", "2026-08"), False, False),
    ],
)
def test_a_change_that_may_have_begun_in_an_exceptional_time_says_so(onset, time, surely):
    settings, story = apart(("2026-03", "2026-06")), finding(onset=onset)
    during = began_during(story, settings)
    assert (during is not None, surely_during(story, during)) == (time, surely)
    assert began_during(story, apart(("2026-03", "2026-09"))) is None  # its own month lies there too


def apart(*times):
    return DetectionSettings(exceptional=tuple(ExceptionalTime("Restrictions", first, last) for first, last in times))


def test_the_last_ordinary_month_is_told_where_it_lies_far_back():
    year = series(*[WITHIN] * 12)
    assert expected_until(finding(), year, apart()) is None
    assert expected_until(finding(), year, apart(("2026-07", "2026-09"))) is None  # three months back
    assert expected_until(finding(), year, apart(("2026-06", "2026-09"))) == "2026-05"
    assert expected_until(finding(), year, apart(("2025-01", "2026-09"))) is None  # no ordinary month is held
    run = finding(rule="persistent", run_months=3)
    assert expected_until(run, year, apart(("2026-05", "2026-09"))) is None
    assert expected_until(run, year, apart(("2026-04", "2026-09"))) == "2026-03"


def test_months_not_held_lie_between_too():
    gap = series(WITHIN, WITHIN, GAP, GAP, GAP, ABOVE)
    assert expected_until(finding(), gap, apart()) == "2026-05"
