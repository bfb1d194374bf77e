"""The meetings' sheets are worked out again when something they are made from has changed, and only then."""

import pytest

from bsafe_analysis.batch import decision_sheets
from bsafe_analysis.batch.lock import hold
from bsafe_analysis.batch.sheet_cache import month_to_publish
from bsafe_analysis.engines.watcher import Watcher
from tests.batch.partnerships import with_its_month

MONTH = "2026-09"
ACTIVITIES = (
    "ref,title,owner,agency,strand,mechanism,areas,categories,start,due,state,measure,baseline\n"
    "D01,Watch the yard,sergeant,police,prevention,deterrence,N1,burglary,2026-06-01,2026-12-01,running,visits,2\n"
)


@pytest.fixture
def worked_out(monkeypatch):
    times = []
    leave = decision_sheets.leave_decisions
    monkeypatch.setattr(decision_sheets, "leave_decisions", lambda *given: times.append(1) or leave(*given))
    return times


def test_the_sheets_are_worked_out_again_only_when_what_they_are_made_from_has_changed(alone, tmp_path, worked_out):
    root = with_its_month(alone / "first", tmp_path / "vale")
    sheets = root / "data/register/decisions"
    with hold(root, MONTH):

        def run():
            worked_out.clear()
            month_to_publish(root, MONTH, "internal", Watcher())
            return len(worked_out)

        assert run() == 1
        left = {path: path.read_bytes() for path in sheets.iterdir()}
        assert left
        assert run() == 0
        note = root / "data/register/notes/N2.md"
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text("# Notes\n\n- 2026-10-06 officer: the gate is mended.\n", "utf-8")
        assert run() == 0
        first = next(iter(left))
        first.unlink()
        assert run() == 1
        assert {path: path.read_bytes() for path in sheets.iterdir()} == left
        assert run() == 0
        (root / "data/register/activities.csv").write_text(ACTIVITIES, "utf-8")
        assert run() == 1
