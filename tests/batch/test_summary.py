"""What a person has to look at is told at the end, in a few lines."""

from dataclasses import replace

from bsafe_analysis.batch.summary import needs_a_person
from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.receipts import Notice, Revision
from tests.reports.months import finding, not_held, prepared


def test_findings_without_an_activity_are_named():
    month = replace(
        prepared(findings=(finding(),)), activities=(), revisions=(), notices=(), previous_findings_stored=True
    )
    assert needs_a_person(month) == ("1 finding, 1 of them without an activity (Mill Lane: Burglary)",)


def test_what_cleared_or_improved_asks_for_nothing():
    cleared, better = finding(status=Status.CLEARED), finding(direction=Direction.DOWN)
    month = replace(prepared(findings=(cleared, better)), activities=(), revisions=(), notices=())
    month = replace(month, previous_findings_stored=True)
    assert needs_a_person(month) == ("1 finding, 0 of them without an activity",)


def test_gaps_revisions_and_notices_are_told():
    month = replace(
        prepared(findings=(), held=not_held("2026-01", "2026-02")),
        revisions=(Revision("police", "vale", "2026-03", "a", "b", 10, 12, 3, 1, 0, 0, 0),),
        notices=(Notice("fragment", "2026-04", 1, "April is short.", True), Notice("repaired", "N1", 1, "Repaired.")),
        previous_findings_stored=False,
    )
    assert needs_a_person(month) == (
        "August 2026's findings were not stored: they were found again from what was held then",
        "2 months not received, shown as gaps (the latest: January 2026, February 2026)",
        "1 month revised by a newer download: 3 rows added, 1 removed",
        "April is short.",
    )
