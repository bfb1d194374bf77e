"""What became of the alerts: by hand, a few months each."""

from dataclasses import replace

import pandas as pd

from bsafe_analysis.detection.track_record import track_record
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.findings import Direction, Finding, Status
from bsafe_analysis.model.issued_record import AlertEnd, AlertOutcome, Issued
from bsafe_analysis.model.periods import months_between

SETTINGS = DetectionSettings()
MONTHS = months_between("2026-05", "2026-09")
NOTHING = pd.DataFrame({"area": [], "level": [], "category": [], "month": [], "count": []})


def finding(month, area="N1", status=Status.NEW, category="burglary"):
    return Finding(area, category, month, "month", Direction.UP, 25, 9.0, 3, 15, 0.0004, month, status)


def history(**months):
    return {month: months.get(month.replace("-", "_"), ()) for month in MONTHS}


def held(*months, area="N2"):
    """Counts of these months: what they are is of no matter."""
    rows = [{"area": area, "level": "", "category": "burglary", "month": month, "count": 9} for month in months]
    return pd.DataFrame(rows).astype({"count": "Int64"})


def of(found, issued=(), again=None, counts=NOTHING):
    return track_record(found, MONTHS, {told.month: told for told in issued}, again or {}, counts, SETTINGS)


def test_an_alert_lasted_faded_or_is_too_young_to_tell():
    lasting = {m: (finding(m, status=Status.NEW if m == "2026-06" else Status.CONTINUING),) for m in MONTHS[1:4]}
    found = history() | lasting
    found["2026-07"] = (*found["2026-07"], finding("2026-07", "N2"))
    found["2026-08"] = (*found["2026-08"], finding("2026-08", "N2", Status.CLEARED))
    found["2026-09"] = (finding("2026-09", "N3"),)
    alerts = {alert.area: alert for alert in of(found, counts=held(*MONTHS)).alerts}
    assert (alerts["N1"].outcome, alerts["N1"].last, alerts["N1"].standing) == (AlertOutcome.LASTED, "2026-08", False)
    assert (alerts["N2"].outcome, alerts["N2"].last) == (AlertOutcome.FADED, "2026-07")
    assert (alerts["N3"].outcome, alerts["N3"].standing) == (AlertOutcome.TOO_EARLY, True)


def test_what_became_of_an_alert_is_not_known_where_the_month_after_was_not_held():
    found = history() | {"2026-07": (finding("2026-07", "N2"),), "2026-09": (finding("2026-09", "N2"),)}
    first, again = of(found, counts=held("2026-06", "2026-07", "2026-09")).alerts
    assert (first.raised, first.outcome, first.cut_off) == ("2026-07", AlertOutcome.NOT_HELD, True)
    assert (again.raised, again.outcome, again.cut_off) == ("2026-09", AlertOutcome.TOO_EARLY, False)


def test_an_alert_that_lasted_up_to_a_month_not_held_is_not_said_to_have_cleared():
    found = history() | {"2026-06": (finding("2026-06", "N2"),)}
    found["2026-07"] = (finding("2026-07", "N2", Status.CONTINUING),)
    (alert,) = of(found, counts=held("2026-06", "2026-07", "2026-09")).alerts
    assert (alert.outcome, alert.last, alert.cut_off) == (AlertOutcome.LASTED, "2026-07", True)


def test_all_categories_together_are_those_that_were_counted_both_times():
    issued = Issued("2026-08", "2026-09-05", (), {"": 41, "burglary": 41})
    counts = pd.concat([borough(41), borough(12, category="nuisance")])
    assert of(history(), [issued], counts=counts).recounts == ()


def counted(*missing, area="N1"):
    rows = [(area, "neighbourhood", "burglary", m, None if m in missing else 9) for m in MONTHS]
    return pd.DataFrame(rows, columns=["area", "level", "category", "month", "count"]).astype({"count": "Int64"})


def end_of(found, counts, settings=SETTINGS):
    (alert,) = track_record(found, MONTHS, {}, {}, counts, settings).alerts
    return alert.end, alert.told_of


def test_an_alert_that_is_told_no_more_says_why():
    raised = history() | {"2026-06": (finding("2026-06"),)}
    went_on = {"2026-07": (replace(finding("2026-07"), status=Status.CONTINUING),)}
    assert end_of(raised | went_on, counted("2026-08")) == (AlertEnd.NOT_RECEIVED, "N1")
    cleared = raised | {"2026-07": (finding("2026-07", status=Status.CLEARED),)}
    assert end_of(cleared, counted()) == (AlertEnd.USUAL_AGAIN, "N1")
    assert end_of(raised, counted()) == (AlertEnd.NOT_JUDGED, "N1")
    june = replace(SETTINGS, exceptional=(ExceptionalTime("Flood", "2026-06", "2026-06"),))
    assert end_of(raised, counted(), june) == (AlertEnd.EXCEPTIONAL_TIME_OVER, "N1")


def test_an_alert_whose_story_spread_is_told_of_the_larger_place():
    raised = history() | {"2026-06": (finding("2026-06"),)}
    spread = replace(finding("2026-07", "B"), status=Status.CONTINUING, also=("N1",))
    lasting = {m: (replace(spread, month=m),) for m in MONTHS[2:]}
    assert end_of(raised | lasting, counted()) == (AlertEnd.TAKEN_IN, "B")


def test_an_alert_that_a_larger_place_took_in_ends_when_that_place_is_usual_again():
    raised = history() | {"2026-06": (finding("2026-06"),)}
    spread = replace(finding("2026-07", "B"), status=Status.CONTINUING, also=("N1",))
    wider = {"2026-07": (spread,), "2026-08": (replace(spread, month="2026-08", also=()),)}
    usual = {"2026-09": (replace(spread, month="2026-09", also=(), status=Status.CLEARED),)}
    assert end_of(raised | wider | usual, pd.concat([counted(), counted(area="B")])) == (AlertEnd.USUAL_AGAIN, "B")


def test_an_alert_whose_story_went_on_elsewhere_is_told_of_where_it_went():
    """It drew in from an area, which named the alert's place, to another place of that area."""
    raised = history() | {"2026-06": (finding("2026-06"),)}
    wider = {"2026-07": (replace(finding("2026-07", "A1"), status=Status.CONTINUING, also=("N1", "N2")),)}
    elsewhere = {"2026-08": (replace(finding("2026-08", "N2"), status=Status.CONTINUING, also=("A1",)),)}
    assert end_of(raised | wider | elsewhere, pd.concat([counted(), counted(area="A1")])) == (AlertEnd.TAKEN_IN, "N2")


def test_what_stood_in_the_first_month_already_was_not_raised_in_the_year():
    record = of(history() | {"2026-05": (finding("2026-05"),)})
    assert record.alerts == ()
    assert (record.first, record.last) == ("2026-06", "2026-09")


def borough(count, month="2026-08", category="burglary"):
    row = {"area": "B", "level": "borough", "category": category, "month": month, "count": count}
    return pd.DataFrame([row]).astype({"count": "Int64"})


def test_a_count_that_moved_after_it_was_issued_is_told_and_one_that_stood_is_not():
    issued = Issued("2026-08", "2026-09-05", (), {"": 41, "burglary": 41})
    moved = of(history(), [issued], counts=borough(47)).recounts
    assert [(r.category, r.then, r.now, r.issued) for r in moved] == [("", 41, 47, True), ("burglary", 41, 47, True)]
    assert of(history(), [issued], counts=borough(41)).recounts == ()


def test_a_finding_that_the_newer_counts_do_not_give_has_vanished():
    stood = finding("2026-08")
    issued = Issued("2026-08", "2026-09-05", (stood, replace(stood, area="N2")), {"": 41})
    again = history() | {"2026-08": (replace(stood, observed=24),)}
    assert [f.area for f in of(history(), [issued], again).vanished] == ["N2"]
