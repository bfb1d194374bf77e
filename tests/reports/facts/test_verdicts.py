"""Nothing is called better that the files of the month may explain."""

import pytest

from bsafe_analysis.model.findings import Caution, Direction, Finding, Rule, Status
from bsafe_analysis.model.priorities import Improvement, Priorities, Verdict
from bsafe_analysis.reports.facts.judgements import CAME_IN, verdict_of

PRIORITIES = Priorities((), {"drugs": Improvement.FEWER})


def finding(*cautions, direction=Direction.DOWN):
    return Finding(
        area="N1", category="drugs", month="2026-09", rule=Rule.MONTH, direction=direction, observed=2, expected=9.0,
        lower=4, upper=15, p=0.001, since="2026-09", status=Status.NEW, cautions=cautions,
    )  # fmt: skip


@pytest.mark.parametrize("caution", list(Caution))
def test_a_fall_that_the_files_may_explain_is_no_improvement(caution):
    explained = caution in CAME_IN and caution not in (Caution.SAME_ROWS, Caution.FORCE_RENAMED)
    better = PRIORITIES.verdict("drugs", Direction.DOWN)
    assert better is Verdict.IMPROVEMENT
    assert verdict_of(PRIORITIES, finding(caution)) is (Verdict.NEUTRAL if explained else better)


def test_a_rise_that_the_files_may_explain_is_still_a_concern():
    doubted = finding(Caution.UNUSUAL_FORCE, direction=Direction.UP)
    assert verdict_of(PRIORITIES, doubted) is Verdict.CONCERN
