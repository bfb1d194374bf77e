"""What is told as closest to a signal is so by the chance that decides which counts are signals."""

from bsafe_analysis.model.findings import Direction
from bsafe_analysis.reports.facts.nearest_signal import nearest_signal, told_already
from bsafe_analysis.reports.facts.signals import signals_of
from tests.reports.months import MONTH, finding, prepared


def judged(**of_series):
    """The month with these chances by place: what each count of burglary had."""
    month = prepared(rise={})
    for place, values in of_series.items():
        for name, value in values.items():
            table = month.expectations
            own = (table["area"] == place) & (table["category"] == "burglary") & (table["month"] == MONTH)
            month.expectations[name] = table[name].astype(object)
            month.expectations.loc[own, name] = value
    return month


RISE = {"observed": 20, "expected": 9.0, "lower": 3, "upper": 15, "p_high": 0.01}


def test_the_smallest_chance_of_a_months_rises_is_the_closest():
    month = judged(N1=RISE, N2=RISE | {"p_high": 0.004})
    found = nearest_signal(month, ())
    assert (found.place.code, found.run_months, found.observed) == ("N2", 1, 20)
    assert nearest_signal(month, {("N2", "burglary")}).place.code == "N1"


def test_what_a_larger_or_a_smaller_place_tells_as_its_rise_is_not_told_as_close_to_one():
    """Anti-social behaviour in East came "closest to a signal", beside Barnsley's own, of which it held the most."""
    month = judged(A1=RISE | {"p_high": 0.001}, N1=RISE | {"p_high": 0.002}, N3=RISE)
    (rise,) = signals_of(month, [finding("A1")])
    assert told_already(month, [rise]) >= {(code, "burglary") for code in ("B", "A1", "N1", "N2")}
    assert nearest_signal(month, told_already(month, [rise])).place.code == "N3"
    (fall,) = signals_of(month, [finding("A1", direction=Direction.DOWN)])
    assert told_already(month, [fall]) == {("A1", "burglary")}


def test_months_that_stand_out_together_come_closer_than_one_that_stands_out_less():
    """A place was told as closest for its month, though another had stood out for five months taken together."""
    run = RISE | {"observed": 12, "p_high": 0.2, "p_run": 0.0004, "run_months": 5, "run_observed": 60}
    found = nearest_signal(judged(N1=RISE, N2=run | {"run_expected": 40.0}), ())
    assert (found.place.code, found.run_months, found.run_observed, found.run_expected) == ("N2", 5, 60, 40.0)


def test_a_rise_too_small_to_be_told_and_a_fall_are_not_close_to_a_signal():
    small = {"observed": 4, "expected": 2.0, "p_high": 0.001}
    assert nearest_signal(judged(N1=small, N2=RISE | {"observed": 2, "p_low": 1e-6}), ()) is None
