"""One label, one number: what two documents of a pack print of the same count."""

import pytest

from bsafe_analysis.audit.one_number import numbers_that_differ
from bsafe_analysis.claims.claim_file import DocumentClaims
from bsafe_analysis.claims.records import Claim, Statement, ToldPassage, ToldSpan


def _printing(kind, name, **values):
    claim = Claim(kind, ("N1",), ("burglary",), ("2026-09",), {"month": "2026-09", **values})
    passage = ToldPassage("so many", (ToldSpan(0, 2, 0, name),))
    return DocumentClaims("", (Statement("signals", (claim,), (passage,)),))


SIGNAL = _printing("finding", "run_expected", area="N1", run_months=3, run_expected=127.2, expected=40.0)


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        (_printing("over_months", "expected", first="2026-07", expected=123.4), True),
        (_printing("over_months", "expected", first="2026-07", expected=127.4), False),
        (_printing("over_months", "expected", first="2026-06", expected=170.0), False),  # of more months
        (_printing("over_months", "observed", first="2026-07", expected=123.4, observed=9), False),
        (_printing("series_point", "expected", expected=41.0), False),  # the signal prints that of its months alone
    ],
)
def test_the_same_count_of_the_same_months_has_one_number_in_a_pack(other, wrong):
    assert bool(list(numbers_that_differ({"a": SIGNAL, "b": other}))) is wrong


def test_the_document_and_both_numbers_are_named():
    one, other = (_printing("series_point", "observed", observed=n) for n in (24, 25))
    (found,) = numbers_that_differ({"tactical": one, "area": other})
    assert (found.document, found.said, found.proved) == ("area", "25", "tactical says 24")
