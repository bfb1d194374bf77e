"""What stands for a victim's or an address's reference: the same for the same, and nothing of it."""

import pytest

from bsafe_analysis.model.same_again import mark_of


@pytest.mark.parametrize("other", ["v12/77", "V 12 77", " V12-77 "])
def test_one_reference_however_it_is_written_is_one_mark(other):
    assert mark_of(other) == mark_of("V12/77") != mark_of("V12/78")


@pytest.mark.parametrize("nobody", ["", "  ", "-", "N/A", "not known", "Unknown", "0", "000-000", "None stated"])
def test_words_for_nobody_are_no_reference(nobody):
    assert mark_of(nobody) == ""


def test_nothing_of_a_reference_is_kept():
    assert "smith" not in mark_of("John Smith 1970") and len(mark_of("x")) == len(mark_of("y" * 400)) == 20
