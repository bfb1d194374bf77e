"""Which case of each sentence of the tactical assessment holds."""

import pytest

from bsafe_analysis.reports.cases.tactical_cases import Apart, apart


@pytest.mark.parametrize(
    ("signals", "improved", "judged", "case"),
    [
        (0, 0, 40, Apart.NONE),
        (0, 0, 0, Apart.UNJUDGED),
        (3, 0, 40, Apart.ALL_NEED_ATTENTION),
        (3, 3, 40, Apart.ALL_IMPROVED),
        (3, 1, 40, Apart.SOME_IMPROVED),
    ],
)
def test_page_one_says_of_what_stands_apart_how_much_needs_attention(signals, improved, judged, case):
    assert apart(signals, improved, judged) is case
