"""What is said of the data: a month long past that is made from data of later says so."""

from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.reports.documents.tactical_assessment import build_tactical_assessment
from bsafe_analysis.reports.facts.data_notes import data_notes
from tests.reports.documents.test_documents import words
from tests.reports.months import prepared


def made_on(day):
    month = prepared()
    return replace(month, cycle=replace(month.cycle, as_of=day))


@pytest.mark.parametrize(
    ("day", "late"), [(date(2026, 10, 5), False), (date(2026, 12, 31), False), (date(2027, 1, 1), True)]
)
def test_data_of_more_than_three_months_later_are_from_long_after(day, late):
    assert data_notes(made_on(day)).long_after is late


def test_a_month_made_again_long_after_says_that_corrections_are_in_it():
    said = words(build_tactical_assessment(made_on(date(2027, 1, 15))), "data-notes")
    assert "That is long after September 2026: corrections made since are in every count." in said
    assert "long after" not in words(build_tactical_assessment(prepared()), "data-notes")
