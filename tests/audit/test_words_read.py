"""A reader without templates finds numbers, months, days and sides in plain English."""

import pytest

from bsafe_analysis.audit.words_read import directions, number_of, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,234 recorded", [("number", 1234.0)]),
        ("about 12.5 expected", [("number", 12.5)]),
        ("in five months", [("word", 5.0)]),
        ("since May 2026", [("month", "2026-05")]),
        ("Oct 2023 to Sep 2026", [("month", "2023-10"), ("month", "2026-09")]),
        ("by 5 October 2026", [("day", "2026-10-05")]),
        ("98 March 2025 reports", [("number", 98.0), ("month", "2025-03")]),
        ("0 May 2026 reports", [("number", 0.0), ("month", "2026-05")]),
        ("Unblock D11", [("code", "D11")]),
        ("one of a kind, in short", []),
        ("The month ended.", []),
    ],
)
def test_what_stands_in_a_sentence_is_found(text, found):
    assert [(token.kind, token.value) for token in tokens(text)] == found


@pytest.mark.parametrize(
    ("text", "number"), [("Five", 5), ("1,234", 1234), ("97.6", 97.6), ("9 %", 9), ("Quarry", None)]
)
def test_a_number_is_read_in_figures_and_in_words(text, number):
    assert number_of(text) == number


def test_sides_and_movements_are_found_where_they_stand():
    assert [side for _, side in directions("Above it, then lower; a rise, and fewer")] == ["up", "down", "up", "down"]
