import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis import reports
from bsafe_analysis.detection.rules import combined, family, judge
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.findings import Rule
from tests.detection.counts import LAST, SETTINGS
from tests.reports import months as by_hand


def row(area, observed, expected, p_high, p_run=1.0, run=(1, 0, 0.0), category="burglary"):
    months, seen, usual = run
    return {
        "area": area, "category": category, "month": LAST, "observed": observed, "expected": expected,
        "lower": 0, "upper": 2 * expected, "dispersion": 1.0, "p_high": p_high, "p_low": 1 - p_high, "p_run": p_run,
        "history": 60, "run_months": months, "run_observed": seen, "run_expected": usual, "reason": "",
    }  # fmt: skip


def judged(*rows, **changes):
    return judge(pd.DataFrame(rows), LAST, replace(SETTINGS, **changes)).set_index("area")


def test_a_month_far_above_is_an_alarm_by_itself():
    found = judged(row("N1", 30, 10.0, 1e-6), row("N2", 10, 10.0, 0.4))
    assert found.loc["N1", ["rule", "direction", "alarm", "matters"]].tolist() == ["month", "up", True, True]
    assert not found.loc["N2", "alarm"]


def test_a_run_that_stands_out_is_persistent_and_counts_its_own_excess():
    found = judged(row("N1", 14, 10.0, 0.1, 1e-6, (3, 45, 30.0))).loc["N1"]
    assert (found["rule"], found["excess"]) == ("persistent", 15)
    assert found["alarm"]


def test_falls_are_looked_for_as_rises_are():
    found = judged(row("N1", 3, 20.0, 1 - 1e-7)).loc["N1"]
    assert (found["direction"], found["alarm"]) == ("down", True)


@pytest.mark.parametrize(
    ("observed", "expected", "matters"), [(8, 5.5, False), (9, 5.5, True), (108, 100.0, False), (111, 100.0, True)]
)
def test_what_is_certain_may_still_be_too_small_to_matter(observed, expected, matters):
    found = judged(row("N1", observed, expected, 1e-8)).loc["N1"]
    assert found["alarm"]
    assert found["matters"] == matters


def test_the_practical_rule_is_the_partnerships_choice():
    assert not judged(row("N1", 30, 10.0, 1e-6), smallest_difference=25).loc["N1", "matters"]


def test_the_more_series_are_looked_at_the_more_it_takes():
    one = row("N1", 20, 10.0, 0.003)
    others = [row(f"M{i}", 10, 10.0, 0.5) for i in range(200)]
    assert judged(one).loc["N1", "alarm"]
    assert not judged(one, *others).loc["N1", "alarm"]


def test_months_without_an_expectation_and_the_line_of_the_not_placed_are_left_out():
    no_range = row("N2", 5, np.nan, np.nan) | {"reason": "short_history"}
    found = judged(row("N1", 30, 10.0, 1e-6), no_range, row(NOT_PLACED, 90, 10.0, 1e-30))
    assert list(found.index) == ["N1"]


def test_nothing_judged_is_no_finding():
    assert judge(pd.DataFrame([row("N1", 3, 2.0, 0.3)]), "2024-01", SETTINGS).empty


def test_the_two_rules_share_the_chance_of_a_false_alarm():
    assert combined(np.array([0.0065]), np.array([1.0]))[0] == pytest.approx(0.01)
    assert combined(np.array([1.0]), np.array([0.0035]))[0] == pytest.approx(0.01)


def test_of_what_chance_alone_raises_at_most_a_tenth_of_months_has_a_finding():
    rng = np.random.default_rng(5)
    rows = pd.DataFrame({"expected": rng.uniform(0.2, 60, 300), "dispersion": 1.3, "history": 60})
    months = [family(rng.uniform(size=300), rows, 0.10, sides=2).any() for _ in range(400)]
    assert np.mean(months) <= 0.10


def test_series_in_which_a_rise_could_be_seen_weigh_more():
    rows = pd.DataFrame({"expected": [0.1, 80.0, 80.0, 0.1], "dispersion": 1.0, "history": 60})
    p = np.array([0.03, 0.03, 0.9, 0.9])
    assert family(p, rows, 0.10).tolist() == [False, True, False, False]


def test_a_short_history_must_stand_out_further():
    rows = pd.DataFrame({"expected": [20.0] * 20, "dispersion": 1.0, "history": [60] * 20})
    p = np.array([0.003, *[0.9] * 19])
    assert family(p, rows, 0.10)[0]
    assert not family(p, rows.assign(history=12), 0.10)[0]


def test_no_finding_is_of_a_rule_that_does_not_exist():
    with pytest.raises(ValueError, match="slow"):
        replace(by_hand.finding(), rule="slow")


def test_templates_ask_for_rules_that_exist():
    templates = Path(reports.__file__).parent.rglob("*.j2")
    asked = {rule for path in templates for rule in re.findall(r'\.rule [!=]= "(\w*)"', path.read_text())}
    assert asked and asked <= set(Rule)
