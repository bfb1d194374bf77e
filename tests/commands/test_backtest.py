import json

import pytest

from bsafe_analysis.commands.backtest import as_dict, as_text, backtest_file
from bsafe_analysis.faults import InputError
from bsafe_analysis.model.periods import months_between


@pytest.fixture
def file(tmp_path):
    rows = [
        f"s{i},{month},{(7 * i + 3 * t) % 11 + i}"
        for i in range(12)
        for t, month in enumerate(months_between("2022-01", "2025-06"))
    ]
    path = tmp_path / "counts.csv"
    path.write_text("series,month,count\n" + "\n".join(rows) + "\n")
    return path


def test_a_file_of_counts_is_told_as_a_table_and_as_json(file):
    test = backtest_file(file, "2025-06", 6)
    text = as_text(test)
    assert "12 series, 6 months: 2025-01 to 2025-06." in text
    assert "farringtonFlexible" in text and "nan" not in text
    told = json.loads(json.dumps(as_dict(test), allow_nan=False))
    assert len(told["methods"]) == 5 and told["series"] == 12
    assert "5 to 20, last month's count" in text
    assert {row["method"] for row in told["sizes"]} == {"bsafe", "last month's count"}  # none of 20 a month or more


def test_fewer_months_are_judged_where_history_is_short(file):
    assert backtest_file(file, "2025-06", 36).months[0] == "2024-01"


@pytest.mark.parametrize(
    ("month", "length", "cause"),
    [("2025-13", 6, "not a month"), ("2025-06", 0, "too few"), ("2023-01", 6, "begin in 2022-01")],
)
def test_what_cannot_be_judged_is_said(file, month, length, cause):
    with pytest.raises(InputError, match=cause):
        backtest_file(file, month, length)
