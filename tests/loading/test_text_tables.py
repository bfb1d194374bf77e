"""How a table nobody vouches for is read: what was repaired, lost or left alone is told."""

import pytest

from bsafe_analysis.loading.police_uk import columns_told
from bsafe_analysis.loading.text_tables import Refused, read_table

ROWS = [f"2026-09,E0100000{n % 10},Burglary,On or near High Street" for n in range(100)]
WHOLE = ("Month,LSOA,Type,Location\n" + "\n".join(ROWS) + "\n").encode()


@pytest.mark.parametrize("share", [0.03, 0.45])
def test_a_block_of_noughts_is_a_part_that_was_lost_however_few_lines_it_makes(share):
    start, size = len(WHOLE) // 4, int(share * len(WHOLE))
    damaged = WHOLE[:start] + bytes(size) + WHOLE[start + size :]
    with pytest.raises(Refused, match=r"noughts where text should be: a part of it was lost|do not have 4 values"):
        read_table(damaged)


def test_one_nought_costs_its_line_alone():
    read = read_table(WHOLE.replace(b"High", b"Hi\0h", 1))
    assert (read.table.num_rows, read.unreadable, read.remarks) == (99, (2,), ())


def test_a_value_without_a_bound_costs_its_line_and_its_share_is_told():
    read = read_table(WHOLE.replace(b"High", b"H" * 5_000, 1))
    assert (read.table.num_rows, read.unreadable) == (99, (2,))
    (told,) = read.remarks
    assert told.endswith("% of its text lies in lines that cannot be read")


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")])
def test_another_mark_between_columns_is_told(mark, word):
    assert read_table(WHOLE.replace(b",", mark.encode())).remarks == (
        f"its columns are parted by {word}, not by commas",
    )
    assert read_table(WHOLE).remarks == ()


def test_columns_under_nearly_their_name_and_columns_that_are_not_known_are_told():
    assert columns_told(["Crime_ID", "Month", "Colour"], ["Crime ID", "Month", "Colour"]) == [
        "a column was read under another name: 'Crime_ID' as 'Crime ID'",
        "columns that are not known were left alone: 'Colour'",
    ]
    assert columns_told(["Crime ID", "Context"], ["Crime ID", "Context"]) == []
