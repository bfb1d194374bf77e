import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection.any_counts import COLUMNS, detect_table
from bsafe_analysis.faults import InputError
from bsafe_analysis.model.periods import months_between
from tests.detection.counts import steady, wavering

MONTHS = months_between("2016-01", "2020-12")


def rows(**series):
    """{name: counts ending in 2020-12} as the table that `bsafe detect` reads; None is a blank count."""
    return pd.DataFrame(
        [
            (name, month, "" if count is None else str(count))
            for name, counts in series.items()
            for month, count in zip(MONTHS[-len(counts) :], counts, strict=True)
        ],
        columns=["series", "month", "count"],
    )


def faults(frame, first="2020-12", last="2020-12", **more):
    with pytest.raises(InputError) as error:
        detect_table(frame, first, last, **more)
    return [str(fault) for fault in error.value.faults]


def test_a_rise_is_flagged_and_a_usual_month_is_not():
    found = detect_table(rows(a=[*wavering(10, 59), 30], b=wavering(10, 60)), "2020-12", "2020-12")
    assert tuple(found.columns) == COLUMNS
    a, b = found.to_dict("records")
    assert (a["series"], a["flag"], a["fdr_flag"], a["flag_shift"], a["reason"]) == ("a", True, True, True, "")
    assert (b["flag"], b["fdr_flag"], b["flag_shift"]) == (False, False, False)
    assert a["score"] > 3 > 1 > b["score"]
    assert b["lower"] < b["expected"] < b["upper"] < 30


def test_a_fall_is_no_rise():
    found = detect_table(rows(a=[*wavering(20, 59), 2]), "2020-12", "2020-12").iloc[0]
    assert not (found["flag"] or found["fdr_flag"] or found["flag_shift"])
    assert found["score"] < 0.1


def test_a_lasting_rise_scores_higher_than_its_last_month():
    found = detect_table(rows(a=[*wavering(20, 56), 27, 31, 31, 30]), "2020-12", "2020-12").iloc[0]
    assert found["score_shift"] > found["score"]
    assert found["flag_shift"]


def test_the_smaller_alpha_the_higher_the_limit():
    table = rows(a=steady(9))
    assert (
        detect_table(table, "2020-12", "2020-12", alpha=0.001)["upper"].iloc[0]
        > detect_table(table, "2020-12", "2020-12", alpha=0.05)["upper"].iloc[0]
    )


def test_every_series_and_month_asked_for_has_a_row_in_order():
    found = detect_table(rows(b=steady(4), a=steady(7)), "2020-11", "2020-12")
    assert list(zip(found["series"], found["month"], strict=True)) == [
        ("b", "2020-11"), ("a", "2020-11"), ("b", "2020-12"), ("a", "2020-12")
    ]  # fmt: skip


def test_each_month_is_judged_only_from_what_was_before_it():
    whole = rows(a=steady(12), b=steady(5, seed=2))
    cut = whole[whole["month"] <= "2020-06"]
    one, other = (detect_table(t, "2020-03", "2020-06") for t in (whole, cut))
    pd.testing.assert_frame_equal(one, other)


def test_a_short_history_is_a_reason_and_a_gap_a_caution():
    holed = wavering(9, 60)
    holed[50] = None
    found = detect_table(rows(short=[3] * 12, new=[4], holed=holed, whole=wavering(9)), "2020-12", "2020-12")
    reason = dict(zip(found["series"], found["reason"], strict=True))
    assert reason == {"short": "short_history", "new": "short_history", "holed": "caution: gap_in_history", "whole": ""}
    assert found.set_index("series")["expected"].notna().to_dict() == {
        "short": False, "new": False, "holed": True, "whole": True
    }  # fmt: skip


def test_a_month_that_is_missing_or_blank_is_expected_and_not_judged():
    found = detect_table(rows(a=[*wavering(9, 59), None], b=wavering(9)).query("series != 'b' or month < '2020-12'"),
                         "2020-12", "2020-12")  # fmt: skip
    assert list(found["reason"]) == ["not_received", "not_received"]
    assert found["expected"].notna().all()
    assert found["score"].isna().all()
    assert not found["flag"].any()


def test_noughts_are_answered():
    found = detect_table(rows(none=[0] * 60, one=[0] * 59 + [1]), "2020-12", "2020-12")
    assert (found["reason"] == "").all()
    assert found["expected"].between(0, 0.1).all()


def test_series_of_a_group_share_their_season():
    wave = [round(200 + 120 * np.cos(2 * np.pi * i / 12)) for i in range(60)]
    small = [int(n) for n in np.random.default_rng(4).poisson(np.array(wave) / 100)]
    table = rows(large=wave, small=small)
    year = ("2020-01", "2020-12")
    alone = detect_table(table[table["series"] == "small"], *year)["expected"].to_numpy()
    together = detect_table(table.assign(group="g"), *year).set_index("series").loc["small", "expected"].to_numpy()
    truth = np.array(wave[48:]) / 100
    assert np.abs(together - truth).mean() < np.abs(alone - truth).mean()


def test_every_fault_of_the_rows_is_told_with_its_line():
    table = rows(a=steady(9))
    table.loc[0, "count"], table.loc[3, "count"], table.loc[5, "count"] = "-2", "1.5", "many"
    table.loc[7, "month"], table.loc[9, "series"] = "2016-8", ""
    table = pd.concat([table, table.iloc[[20]]])
    told = "\n".join(faults(table))
    for line in (
        "row 2: count '-2' is negative",
        "row 5: count '1.5' is not whole",
        "row 7: count 'many' is not a number",
        "row 9: month '2016-8' is not a month",
        "row 11: the series has no name",
        "row 62: month '2017-09' is there twice",
    ):
        assert line in told


def test_infinite_counts_are_refused():
    assert "is not a number" in faults(rows(a=["inf", *steady(9, 59)]))[0]


def test_many_faults_are_counted_not_listed():
    table = rows(a=["x"] * 60)
    told = faults(table)
    assert len(told) == 21
    assert "40 more rows" in told[-1]


def test_a_table_without_the_columns_or_without_rows_is_refused():
    assert faults(rows(a=[1]).drop(columns=["count", "month"])) != []
    assert "no row" in faults(rows(a=[1]).iloc[:0])[0]


def test_a_series_of_two_groups_is_refused():
    table = rows(a=steady(9)).assign(group=["g"] * 30 + ["h"] * 30)
    assert "more than one group" in faults(table)[0]


@pytest.mark.parametrize(
    ("first", "last", "alpha"),
    [("2020-13", "2020-12", 0.01), ("2020-12", "2020-11", 0.01), ("2020-12", "2020-12", 0.7)],
)
def test_a_wrong_question_is_refused(first, last, alpha):
    assert faults(rows(a=steady(9)), first, last, alpha=alpha)


def partnership():
    """Four parts that rise and fall together, and their total."""
    rng = np.random.default_rng(9)
    level = np.repeat([1.0, 0.6, 1.5, 0.8, 1.7], 12)
    parts = {f"p{i}": [int(c) for c in rng.poisson(m * level)] for i, m in enumerate([6, 12, 25, 40])}
    return rows(total=[sum(counts) for counts in zip(*parts.values(), strict=True)], **parts).assign(group="g")


@pytest.mark.parametrize("names", [("neighbourhood", "borough"), ("LSOA", "district"), ("3", "1")])
def test_totals_are_known_by_whatever_name_their_level_has(names):
    lowest, above = names
    named = partnership()
    named["level"] = np.where(named["series"] == "total", above, lowest)
    by_parent = partnership()
    by_parent["parent"] = np.where(by_parent["series"] == "total", "", "total")
    one, other = (detect_table(table, "2020-12", "2020-12") for table in (named, by_parent))
    pd.testing.assert_frame_equal(one, other)


def test_two_partnerships_in_one_table_are_judged_as_each_would_be_alone():
    one = partnership()
    one["parent"] = np.where(one["series"] == "total", "", "total")
    other = rows(x=steady(9), y=steady(30, seed=4)).assign(group="g", parent="z")
    columns = ["expected", "lower", "upper"]
    alone = detect_table(one, "2020-12", "2020-12")[columns]
    together = detect_table(pd.concat([one, other]), "2020-12", "2020-12").iloc[: len(alone)][columns]
    assert together["expected"].to_numpy() == pytest.approx(alone["expected"].to_numpy(), rel=0.05)


def test_parents_that_run_in_a_circle_do_no_harm():
    table = rows(a=steady(9), b=steady(4)).assign(parent=["b"] * 60 + ["a"] * 60)
    assert detect_table(table, "2020-12", "2020-12")["expected"].notna().all()


def test_a_parent_that_is_no_series_of_the_table_is_no_total():
    table = partnership().assign(parent="elsewhere")
    assert detect_table(table, "2020-12", "2020-12")["expected"].notna().all()
