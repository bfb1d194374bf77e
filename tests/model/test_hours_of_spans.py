"""Each incident is shared out over the hours in which it may have happened: all of it, and no more."""

from datetime import datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.audit import hours_again
from bsafe_analysis.model.times import (
    WEEK_WINDOWS,
    TimeKnown,
    count_known,
    count_times,
    hour_weights,
    spans_of,
    time_known,
    whole_incidents,
)
from tests.examples import examples

MONTH = "2026-09"
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


def rows(*spans, source="ambulance"):
    table = pd.DataFrame(spans, columns=["occurred_from", "occurred_to"])
    return table.assign(neighbourhood="N1", category="assaults", month=MONTH, source=source)


def shares(began, ended=""):
    weights = hour_weights(spans_of(rows((began, ended))))
    return weights.groupby(["weekday", "hour"])["weight"].sum().round(4).to_dict()


FIVE = rows(
    ("2026-09-04 20:00", "2026-09-04 22:00"),
    ("2026-09-04 23:30", "2026-09-05 00:30"),
    ("2026-09-05 01:10", ""),
    ("", "2026-09-06 09:00"),
    ("2026-09-07 08:00", "2026-09-09 09:00"),
)


def test_five_rows_typed_by_hand():
    counted = count_times(FIVE, [MONTH]).set_index(["weekday", "hour"])["count"].to_dict()
    friday = {(FRIDAY, 20): 0.5, (FRIDAY, 21): 0.5, (FRIDAY, 23): 0.5}
    assert counted == friday | {(SATURDAY, 0): 0.5, (SATURDAY, 1): 1.0, (SUNDAY, 9): 1.0}
    assert count_known(FIVE, [MONTH]).set_index("known")["count"].to_dict() == {"used": 4, "too_long": 1}


@pytest.mark.parametrize(
    ("began", "ended", "expected"),
    [
        ("2026-09-04 14:00", "2026-09-04 15:00", {(FRIDAY, 14): 1.0}),  # exactly one hour
        ("2026-09-04 14:30", "2026-09-04 15:30", {(FRIDAY, 14): 0.5, (FRIDAY, 15): 0.5}),
        ("2026-09-04 14:30", "2026-09-04 14:30", {(FRIDAY, 14): 1.0}),
        ("2026-09-04 14:59", "", {(FRIDAY, 14): 1.0}),
        ("2026-09-04 14:30", "2026-09-04 13:00", {(FRIDAY, 14): 1.0}),  # an end before its beginning is none
        ("2026-12-31 23:00", "2027-01-01 01:00", {(3, 23): 0.5, (FRIDAY, 0): 0.5}),  # the year ends
        ("2026-03-29 00:30", "2026-03-29 03:30", {(SUNDAY, 0): 0.25, (SUNDAY, 2): 0.5, (SUNDAY, 3): 0.25}),
        ("2026-10-25 00:30", "2026-10-25 02:30", {(SUNDAY, 0): 0.1667, (SUNDAY, 1): 0.6667, (SUNDAY, 2): 0.1667}),
    ],
)
def test_a_span_is_shared_out_by_the_minutes_that_passed(began, ended, expected):
    assert shares(began, ended) == expected


def test_what_may_have_happened_at_any_hour_says_nothing_of_hours_and_is_counted_as_such():
    spans = spans_of(rows(("2026-09-04 08:00", "2026-09-05 08:00"), ("2026-09-04 08:00", "2026-09-05 08:01"), ("", "")))
    assert time_known(spans, 24).tolist() == [TimeKnown.USED, TimeKnown.TOO_LONG, TimeKnown.NOT_SAID]


def test_a_source_that_gives_no_times_is_not_called_silent():
    police = rows(("", ""), ("", ""), source="police")
    assert count_known(police, [MONTH]).empty
    both = pd.concat([police, FIVE.assign(occurred_from="2026-09-04"), rows(("", ""))], ignore_index=True)
    assert count_known(both, [MONTH]).set_index("known")["count"].to_dict() == {"used": 4, "not_said": 2}


def test_a_night_that_began_on_a_friday_belongs_to_it_beyond_midnight():
    nights = next(window for window in WEEK_WINDOWS if window.key == "weekend_nights")
    assert (SATURDAY, 1) in nights.hours
    assert (FRIDAY, 1) not in nights.hours
    assert len(nights.hours) == 12


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
LASTING = st.integers(0, 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.tuples(MOMENTS, LASTING), min_size=1, max_size=8))
def test_weights_of_an_incident_add_to_one_and_all_of_them_to_the_incidents(drawn):
    written = [(f"{at:%Y-%m-%d %H:%M}", f"{at + lasting:%Y-%m-%d %H:%M}") for at, lasting in drawn]
    table = rows(*written)
    spans = spans_of(table)
    usable = time_known(spans, 26) == TimeKnown.USED  # a day in October has 25 hours
    weights = hour_weights(spans[usable])
    assert weights.groupby("row")["weight"].sum().round(9).eq(1).all()
    assert count_times(table, [MONTH], 26)["count"].sum() == pytest.approx(int(usable.sum()), abs=1e-4)


@settings(max_examples=examples(25), deadline=None)
@given(MOMENTS, LASTING)
def test_the_auditors_own_way_shares_out_alike(began, lasting):
    ended = began + lasting if hours_again.universal(began + lasting) >= hours_again.universal(began) else None
    own = shares(f"{began:%Y-%m-%d %H:%M}", f"{began + lasting:%Y-%m-%d %H:%M}")
    assert own == pytest.approx(hours_again.shares(began, ended), abs=1e-4)


def test_halves_are_told_upwards_however_a_computer_adds_them():
    assert [whole_incidents(n) for n in (2.5, 2.4999999, 2.49, 3.0)] == [3, 3, 2, 3]
