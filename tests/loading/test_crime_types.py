"""A crime type that is respelt or renamed never becomes a fall to nought."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.loading.crime_types import letters, not_whole, read_alike, silences
from bsafe_analysis.model.doubts import FileChange
from bsafe_analysis.model.periods import months_between
from tests.loading.downloads import received, row, table, write

MONTHS = months_between("2025-09", "2026-08")
LISTED = {"Drugs": "drugs", "Violence and sexual offences": "violence", "Burglary": "burglary"}


def not_whole_of(month):
    return month.held.sources[0].not_whole


def respelt(root, spelling, now=12):
    for month in MONTHS:
        last = month == MONTHS[-1]
        rows = [row(f"{month}b{n}", month=month) for n in range(12)]
        rows += [
            row(f"{month}d{n}", month=month, kind=spelling if last else "Drugs") for n in range(now if last else 12)
        ]
        write(root, table(*rows), month=month)


@pytest.mark.parametrize("spelling", ["DRUGS", "drugs", " Drugs ", "Drugs.", "Drugs,"])
def test_capitals_spaces_and_punctuation_do_not_make_another_type(tmp_path, spelling):
    respelt(tmp_path, f'"{spelling}"')
    month = received(tmp_path)
    assert (month.incidents["category"] == "drugs").sum() == 12 * 12
    assert (not_whole_of(month), [n.needs_person for n in month.notices]) in [(frozenset(), [False]), (frozenset(), [])]


@pytest.mark.parametrize("spelling", ["Drug", "Drugs offences", "Substance misuse", "XQZ"])
def test_a_type_under_another_name_is_a_gap_and_the_line_for_it_is_offered(tmp_path, spelling):
    respelt(tmp_path, spelling)
    month = received(tmp_path)
    assert not_whole_of(month) == {("drugs", "2026-08")}
    told = {n.kind: n.text for n in month.notices}
    assert (
        f"{spelling!r}" in told["unknown_category"]
        and "If it is 'Drugs' under another name" in told["unknown_category"]
    )
    assert "It is a gap, not a zero" in told["silent_category"]
    assert FileChange("silent", "2026-08", names=("Drugs",)) in [
        d.told for d in month.doubts if "drugs" in d.categories
    ]


def test_a_type_of_which_only_a_part_came_under_the_new_name_is_not_judged_either(tmp_path):
    for month in MONTHS:
        late = month == MONTHS[-1]
        kinds = ["Drug offences" if late and n > 3 else "Drugs" for n in range(20)]
        write(tmp_path, table(*(row(f"{month}{n}", month=month, kind=k) for n, k in enumerate(kinds))), month=month)
    month = received(tmp_path)
    assert not_whole_of(month) == {("drugs", "2026-08")}


def test_many_rows_of_an_unknown_type_stand_with_every_fall_of_the_month(tmp_path):
    respelt(tmp_path, "Stalking", now=10)
    doubts = [d for d in received(tmp_path).doubts if not d.categories]
    assert [(str(d.caution), str(d.direction), d.months) for d in doubts] == [("crime_types", "down", ("2026-08",))]


def test_one_odd_row_is_told_and_doubts_nothing(tmp_path):
    for month in MONTHS:
        rows = [row(f"{month}b{n}", month=month) for n in range(60)]
        write(tmp_path, table(*rows, *([row("odd", kind="Piracy")] if month == MONTHS[-1] else [])), month=month)
    month = received(tmp_path)
    assert [n.kind for n in month.notices] == ["unknown_category"] and (month.doubts, not_whole_of(month)) == (
        (),
        frozenset(),
    )


def counts(**series):
    return pd.DataFrame(series, index=list(MONTHS[: len(next(iter(series.values())))]))


def test_a_nought_of_a_rare_or_a_seasonal_offence_is_a_nought():
    rare = [2, 0, 1, 3, 0, 1, 2, 0, 1, 1, 0, 0]
    summer = [30, 0, 0, 0, 0, 0, 2, 15, 30, 40, 20, 0]
    assert silences(counts(rare=rare, summer=summer), MONTHS) == []


@pytest.mark.parametrize(
    ("series", "silent"),
    [
        ([20] * 11 + [0], ("2026-08",)),
        ([20] * 5 + [0, 0] + [20] * 5, ("2026-02", "2026-03")),
        ([0] * 4 + [20] * 8, MONTHS[:4]),
        ([20] * 8 + [0] * 4, MONTHS[8:]),
    ],
)
def test_months_without_a_row_beside_months_full_of_rows_are_no_noughts(series, silent):
    (found,) = silences(counts(drugs=series), MONTHS)
    assert (found.category, found.months, found.usual) == ("drugs", silent, 20)


def test_where_everything_fell_at_once_a_nought_may_be_one():
    robbery, rest = [13] * 11 + [0], [800] * 11
    assert silences(counts(robbery=robbery, theft=[*rest, 220]), MONTHS) == []
    (found,) = silences(counts(robbery=robbery, theft=[*rest, 700]), MONTHS)
    assert found.months == ("2026-08",)


def test_an_unknown_type_is_given_to_the_category_that_it_would_fill():
    table_ = counts(violence=[60] * 11 + [0], drugs=[20] * 11 + [0], burglary=[30] * 12)
    found = not_whole(table_, "2026-08", {"Harm": 58, "Substances": 21})
    assert {category: name for category, (name, _) in found.items()} == {"violence": "Harm", "drugs": "Substances"}


@given(st.sampled_from(sorted(LISTED)), st.data())
def test_a_listed_name_in_any_capitals_and_spacing_is_read_as_listed(name, data):
    spelt = "".join(c.upper() if data.draw(st.booleans()) else c.lower() for c in name)
    spelt = spelt.replace(" ", data.draw(st.sampled_from([" ", "  ", "-", "_", " - "])))
    assert LISTED[read_alike([spelt], LISTED).get(spelt, spelt)] == LISTED[name]
    assert letters(spelt) == letters(name)


def test_a_name_that_reads_like_types_of_two_categories_is_left_to_a_person():
    assert read_alike(["OTHER"], {"Other": "a", "other": "b"}) == {}
