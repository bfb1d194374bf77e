"""Repeats by a reference of the victim or the premises, on rows typed by hand."""

import pandas as pd
import pytest

from bsafe_analysis.detection.victims_again import same_again
from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.same_again import REFERENCE_COLUMNS, RepeatOf

MONTH = "2026-09"
BOROUGH = Area("B", "Vale", Level.BOROUGH, None, residents=1000, households=400)


def rows(marks, *, source="force", category="burglary", month=MONTH, premises=""):
    return [(source, category, month, mark, premises) for mark in marks]


def told(*given, borough=BOROUGH):
    return same_again(pd.DataFrame([row for each in given for row in each], columns=REFERENCE_COLUMNS), borough, MONTH)


ALONE = [f"v{n}" for n in range(26)]


def test_incidents_whose_victim_had_another_stand_beside_what_chance_gives():
    (found,) = told(rows([*ALONE, "x", "x", "y", "y", "y", "", ""]))
    assert (found.what, found.category, found.incidents, found.of) == (RepeatOf.VICTIM, "burglary", 31, 33)
    assert (found.again, found.marks) == (5, 2)
    assert found.by_chance == pytest.approx(31 * (1 - 0.999**30))
    assert (found.first, found.last) == ("2025-10", MONTH)


def test_premises_stand_beside_households_and_nothing_where_those_are_not_known():
    given = [("force", "burglary", MONTH, "", f"p{n // 2}") for n in range(30)]
    (found,) = told(given)
    assert (found.what, found.again, found.marks) == (RepeatOf.PREMISES, 30, 15)
    assert found.by_chance == pytest.approx(30 * (1 - (399 / 400) ** 29))
    (unknown,) = told(given, borough=Area("B", "Vale", Level.BOROUGH, None))
    assert unknown.by_chance is None


def test_months_before_the_year_sources_without_references_and_few_rows_tell_nothing():
    before, silent = rows(["x", "x"], month="2025-09"), rows([""] * 90, source="council")
    (found,) = told(rows([*ALONE, "x", "a", "b", "c"]), before, silent)
    assert (found.incidents, found.of, found.again) == (30, 30, 0)
    assert told(rows(ALONE)) == ()
