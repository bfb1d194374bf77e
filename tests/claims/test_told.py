"""A printed number knows of which fact it is, and is otherwise the plain number."""

from dataclasses import dataclass
from datetime import date

import pytest

from bsafe_analysis.claims.told import is_told, length_of, retold, told


@dataclass(frozen=True)
class Row:
    observed: int = 5


@pytest.mark.parametrize("value", [5, 2.5, "2026-09", date(2026, 9, 30), (1, 2)])
def test_a_value_of_a_fact_is_the_plain_value_and_knows_its_fact(value):
    row = Row()
    found = told(row, "observed", value)
    assert found == value and type(value)(found) == value if not isinstance(value, date) else found == value
    assert (found.origin.fact, found.origin.name, found.origin.value) == (row, "observed", value)


@pytest.mark.parametrize("value", [True, None, 3 + 2j, [1]])
def test_what_is_no_number_name_or_day_stays_as_it_is(value):
    assert told(Row(), "observed", value) is value


def test_a_value_of_what_is_no_fact_stays_as_it_is():
    assert told({"observed": 5}, "observed", 5) == 5 and not is_told(told({"observed": 5}, "observed", 5))


def test_what_is_worked_out_in_a_template_belongs_to_no_fact():
    five = told(Row(), "observed", 5)
    assert not is_told(five + 1) and not is_told(five - 1) and not is_told(five * 2)


def test_a_share_as_a_percentage_is_the_same_fact():
    share = told(Row(), "share", 0.25) * 100
    assert share == 25 and share.origin.name == "share"
    assert not is_told(told(Row(), "share", 0.25) * 99)


def test_how_many_there_are_is_of_the_fact_that_has_them():
    items = told(Row(), "signals", ("a", "b"))
    assert length_of(items) == 2 and length_of(items).origin.name == "signals"
    assert not is_told(length_of(items[:1])) and items[0].origin.name == "signals[0]"


def test_what_a_filter_makes_of_a_value_is_of_the_same_fact():
    assert retold(told(Row(), "observed", 5), "five").origin.name == "observed"
    assert not is_told(retold(5, "five"))
    assert told(Row(), "text", "Done.").rstrip(".").origin.name == "text"
