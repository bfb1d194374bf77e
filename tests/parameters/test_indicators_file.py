"""What a partnership measures itself by: read from indicators.yml, every refusal with its place and cure."""

from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.model.indicators import Indicator, OwnView, YearTarget
from bsafe_analysis.model.periods import Window
from bsafe_analysis.parameters.indicators_file import FILE, read_indicators
from tests.reports.months import AREAS

WHOLE = """\
indicators:
  - key: burglary
    title: Recorded burglary
    of: {categories: [burglary], area: A1}
    better: fewer
    group: homes
    owner: Reduction officer
    baseline: {first: "2025-04", last: "2026-03"}
    targets:
      - {first: "2026-04", last: "2027-03", at_most: 120, set_by: spbg, on: 2026-04-21, reason: "as last year"}
    owner_view: {on: 2026-09-28, says: "It will do"}
"""
TARGET = YearTarget("2026-04", "2027-03", 120, None, "spbg", date(2026, 4, 21), "as last year")


def read(root, text=WHOLE):
    (root / "parameters").mkdir(exist_ok=True)
    (root / FILE).write_text(text)
    return read_indicators(root, AREAS, {"burglary", "damage"}, {"homes", "spbg"})


def test_one_indicator_by_hand(tmp_path):
    assert read(tmp_path) == (
        (
            Indicator(
                "burglary", "Recorded burglary", ("burglary",), "A1", True, "homes", "Reduction officer",
                baseline=Window("2025-04", "2026-03"), targets=(TARGET,), view=OwnView(date(2026, 9, 28), "It will do"),
            ),
        ),
        (),
    )  # fmt: skip


def test_without_the_file_nothing_is_measured(tmp_path):
    assert read_indicators(tmp_path, AREAS, set(), set()) == ((), ())


@pytest.mark.parametrize(
    "written, instead, place, cause, cure",
    [
        (
            "at_most: 120",
            'at_most: "minus 15 %"',
            "at_most",
            "'minus 15 %' cannot stand here",
            "Write the number itself",
        ),
        (', reason: "as last year"', "", "reason", "this key is missing", "Add reason"),
        (", on: 2026-04-21", "", "on", "this key is missing", "Add on"),
        ("set_by: spbg, ", "", "set_by", "this key is missing", "Add set_by"),
        (
            '    baseline: {first: "2025-04", last: "2026-03"}\n',
            "",
            "baseline",
            "a target without a baseline",
            "Add base",
        ),
        ('last: "2026-03"', 'last: "2026-02"', "baseline", "2025-04 to 2026-02 are not twelve months", "Take a whole"),
        ('last: "2027-03"', 'last: "2026-04"', "targets", "2026-04 to 2026-04 are not twelve months", "Set it for a"),
        ("better: fewer", "better: more", "targets", "more is better, so a target is at_least", "Write at_least"),
        ("at_most: 120, ", "", "targets", "it needs at_most or at_least, and one of them only", "Write the number"),
        ("area: A1", "area: N1", "targets", "120 a year", ""),
        ("[burglary]", "[burglery]", "of.categories", "'burglery' is no category", "Did you mean 'burglary'?"),
        ("area: A1", "area: A9", "of.area", "'A9' is no place of data/reference/areas.csv", "Write its code"),
        ("group: homes", "group: hoems", "group", "there is no group 'hoems'", "Did you mean 'homes'?"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_place_and_cure(tmp_path, written, instead, place, cause, cure):
    text = WHOLE.replace(written, instead, 1)
    if "N1" in instead:  # in a neighbourhood a hundred a year may be a target, and less may not
        assert read(tmp_path, text)[1] == ()
        text, cause, cure = (
            text.replace("at_most: 120", "at_most: 74"),
            "74 a year in a neighbourhood",
            "Set it for the area",
        )
    indicators, (fault,) = read(tmp_path, text)
    assert (fault.file, indicators) == (FILE, ())
    assert place in fault.place and fault.cause.startswith(cause) and fault.cure.startswith(cure)


def test_a_key_that_stands_twice_is_refused(tmp_path):
    _, (fault,) = read(tmp_path, WHOLE + WHOLE.removeprefix("indicators:\n"))
    assert fault.cause == "two indicators have this key"


def test_a_changed_target_is_the_newest_of_its_year_and_the_old_one_stays(tmp_path):
    ((indicator,), _) = read(tmp_path)
    later = replace(TARGET, at_most=110, on=date(2026, 8, 1))
    after = replace(TARGET, first="2027-04", last="2028-03", at_most=100)
    changed = replace(indicator, targets=(TARGET, later, after))
    assert changed.target_of("2026-09") == changed.target_of("2027-05") == later
    assert changed.earlier_targets(later) == (TARGET,)
    assert changed.target_of("2027-06") == after
    assert changed.target_of("2028-06") is None
