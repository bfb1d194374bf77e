"""The partnership's groups: read from groups.yml, every fault of it at once."""

from datetime import date

import pytest

from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind, Rhythm
from bsafe_analysis.parameters.groups_file import FILE, read_groups

DOCUMENTS = ("strategic_assessment", "tactical_assessment")
PBG = "pbg: {name: Business Group, kind: tactical, meets: {months: 1}}"
HOMES = "homes: {name: Safer homes, kind: theme, meets: {weeks: [6, 8]}, themes: [Homes], answers_to: pbg}"


def read(root, *lines):
    (root / "parameters").mkdir()
    (root / FILE).write_text("groups:\n" + "".join(f"  {line}\n" for line in lines))
    return read_groups(root, DOCUMENTS)


def test_two_groups_by_hand(tmp_path):
    assert read(tmp_path, PBG, HOMES) == (
        (
            BusinessGroup("pbg", "Business Group", GroupKind.TACTICAL, Rhythm(1)),
            BusinessGroup(
                "homes", "Safer homes", GroupKind.THEME, Rhythm(0, 6, 8), themes=("Homes",), answers_to="pbg"
            ),
        ),
        (),
    )


def test_without_the_file_there_are_no_groups(tmp_path):
    assert read_groups(tmp_path, DOCUMENTS) == ((), ())


def test_the_latest_day_in_time_is_the_last_of_a_month_or_so_many_weeks_on():
    assert Rhythm(months=3).latest_after(date(2026, 12, 20)) == date(2027, 3, 31)
    assert Rhythm(0, 6, 8).latest_after(date(2026, 8, 26)) == date(2026, 10, 21)


@pytest.mark.parametrize(
    "line, place, cause",
    [
        ("a: {name: A, kind: them, meets: {months: 1}}", "line 3, groups.a.kind", "'them' cannot stand here"),
        ("a: {name: A, kind: area, meets: {}}", "a.meets", "it needs months or weeks, and one of them only"),
        ("a: {name: A, kind: area, meets: {weeks: [8, 6]}}", "a.meets", "8 to 6 weeks is no span"),
        ("a: {name: A, kind: area, meets: {months: 1}, after: pgb}", "a.after", "there is no group 'pgb'"),
        ("a: {name: A, kind: area, meets: {months: 1}, answers_to: a}", "a.answers_to", "a group cannot name itself"),
        (
            "a: {name: A, kind: area, meets: {months: 1}, signs: [strategy]}",
            "a.signs",
            "'strategy' is no kind of document in parameters/documents.yml",
        ),
        (
            "a: {name: A, kind: area, meets: {months: 1}, chair: ann@example.org}",
            "a.chair",
            "this is somebody's own contact",
        ),
        ("a: {name: A, kind: theme, meets: {months: 1}}", "a.themes", "a theme group has no themes"),
        (
            "a: {name: A, kind: area, meets: {months: 1}, themes: [Fire]}",
            "a.themes",
            "only a group of kind theme has themes",
        ),
    ],
)
def test_what_cannot_stand_is_told_with_its_place(tmp_path, line, place, cause):
    _, (fault,) = read(tmp_path, PBG, line)
    assert (fault.file, fault.place, fault.cause) == (FILE, place, cause)


def test_every_fault_is_told_at_once_with_the_nearest_name(tmp_path):
    twice = "fire: {name: Fire, kind: theme, meets: {months: 1}, themes: [homes], after: hoems}"
    _, faults = read(tmp_path, PBG, HOMES, twice)
    assert [(f.place, f.cure) for f in faults] == [
        ("fire.after", "Did you mean 'homes'?"),
        ("fire.themes", "Leave it to one of the two"),
    ]


def test_groups_that_answer_to_one_another_in_a_ring_are_told_once(tmp_path):
    one, other = (f"{a}: {{name: X, kind: area, meets: {{months: 1}}, answers_to: {b}}}" for a, b in ("ab", "ba"))
    _, (fault,) = read(tmp_path, one, other)
    assert fault.cause == "the answers go round in a ring, a to b to a"
