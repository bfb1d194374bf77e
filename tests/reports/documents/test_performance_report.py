"""The performance report: what is off course or in doubt, by rule, beside what the owner says."""

from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from re import sub

import pandas as pd
import pytest

from bsafe_analysis.detection.target_status import TargetStatus
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.indicators import Indicator, OwnView, YearTarget
from bsafe_analysis.model.periods import Window, months_between
from bsafe_analysis.reports.document_kinds import build_document, contents_of
from bsafe_analysis.reports.facts.indicators_told import NotJudged
from bsafe_analysis.reports.show import compose
from tests.detection.counts import steady
from tests.reports.months import prepared

MONTHS = months_between("2023-10", "2026-09")
COUNTS = {"burglary": steady(40, 36, 3), "damage": steady(60, 36, 4)}
BASE = Window("2025-04", "2026-03")
GROUPS = (BusinessGroup("homes", "Safer homes", GroupKind.THEME, themes=("Homes",)),)


def target(number, **changes):
    return replace(YearTarget("2026-04", "2027-03", number, None, "homes", date(2026, 4, 21), "as agreed"), **changes)


def indicator(key="burglary", *targets, categories=("burglary",), **changes):
    return replace(
        Indicator(key, key.capitalize(), categories, "", True, "homes", "Officer", (), BASE, targets), **changes
    )


@cache
def month():
    base = prepared()
    rows = [
        ("B", "borough", kind, m, n, False)
        for kind, counts in COUNTS.items()
        for m, n in zip(MONTHS, counts, strict=True)
    ]
    counts = pd.DataFrame(rows, columns=["area", "level", "category", "month", "count", "provisional"])
    return replace(base, counts=counts.astype({"count": "Int64"}))


def report(*indicators, **settings):
    base = month()
    detection = replace(base.cycle.detection, **settings)
    cycle = replace(base.cycle, indicators=indicators, groups=GROUPS, detection=detection)
    return build_document(replace(base, cycle=cycle), "performance_report", "B")


def said(document, section="page-one"):
    return " ".join(sub("<[^>]+>", " ", unescape(compose(document, section)[0]["text/html"])).split())


@pytest.fixture(scope="module")
def whole():
    """One document with everything in it: a forecast takes a second."""
    view = OwnView(date(2026, 9, 28), "All is well")
    return report(
        indicator("easy", target(900)), indicator("middling", target(430), target(420, on=date(2026, 8, 3))),
        indicator("hopeless", target(100), view=view), indicator("open"),
        indicator("both", target(1300), categories=("burglary", "damage")),
    )  # fmt: skip


def test_each_target_is_judged_by_rule_and_the_worst_is_put_first(whole):
    document = whole
    found = {each.key: each for each in document.told.every}
    assert [found[key].status for key in ("easy", "middling", "hopeless")] == [
        TargetStatus.ON_COURSE, TargetStatus.IN_DOUBT, TargetStatus.OFF_COURSE,
    ]  # fmt: skip
    assert found["open"].why_not is NotJudged.NO_TARGET
    assert [each.key for each in document.to_decide] == ["hopeless", "middling"]
    assert found["easy"].received == sum(COUNTS["burglary"][-6:]) and found["easy"].months == 6
    assert found["easy"].baseline == sum(COUNTS["burglary"][18:30])
    assert "2 of 5 indicators on course or met" in said(document)
    assert "in 10 to meet it" in said(document)
    table = said(document, "indicators") + " ".join(str(b) for b in compose(document, "indicators"))
    assert "All is well (28 September 2026)" in table and "not judged: no target is set" in table


def test_several_categories_are_one_series(whole):
    both = next(each for each in whole.told.every if each.key == "both")
    assert both.baseline == sum(COUNTS["burglary"][18:30]) + sum(COUNTS["damage"][18:30])
    assert both.lower > both.received > 500


@pytest.mark.parametrize(
    "changes, settings, why",
    [
        ({"baseline": None}, {}, NotJudged.NO_BASELINE),
        ({"baseline": Window("2022-10", "2023-09")}, {}, NotJudged.NO_BASELINE),
        ({}, {"rebase": (("burglary", "2026-01"),)}, NotJudged.RECORDING_CHANGE),
    ],
)
def test_what_cannot_be_judged_says_why(changes, settings, why):
    (told,) = report(indicator("burglary", target(400), **changes), **settings).told.every
    assert (told.status, told.why_not) == (None, why)


def test_a_changed_target_is_told_with_the_one_before(whole):
    table = " ".join(str(block) for block in compose(whole, "targets"))
    assert "Before, set on 21 April 2026: 430" in table


@pytest.mark.parametrize("is_set", [True, False])
def test_a_page_holds_all_its_sections_and_tables_and_says_where_nothing_is_set(whole, is_set):
    document = whole if is_set else report()
    page = " ".join(b["text/html"] for s in document.sections for b in compose(document, s) if "text/html" in b)
    contents = contents_of(document)
    assert all(f'id="{name}"' in page for name in (*contents.sections, *contents.tables))
    assert ("No indicators are set" in page) is not is_set
