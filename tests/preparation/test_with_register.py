"""What people write is read by one module, so that changing it need not search a month again."""

import sys

import pytest

from bsafe_analysis.batch.month_cache import current_month
from bsafe_analysis.preparation.prepare import prepare, search_month
from bsafe_analysis.preparation.store import open_cycle, save_cycle
from bsafe_analysis.preparation.with_register import with_register
from tests.batch.partnerships import with_its_month

MONTH = "2026-09"
PLAN = (
    "ref,title,priority,theme,strand,areas,categories,owner,agency,measure,baseline,target,start,due,status,"
    "effect_category,effect_direction,effect_by\n"
    "D01,Fit locks in burgled homes,none,Homes,prevention,,burglary,Crime reduction officer,Police,homes fitted,"
    "0,180,{start},2027-03-28,under way,burglary,down,2027-03-28\n"
)
TOUCHED = []
WATCHING = []


def _watch(event, args):
    if WATCHING and event in ("open", "os.scandir", "os.listdir") and "register" in str(args[0]):
        TOUCHED.append(str(args[0]))


sys.addaudithook(_watch)


def kept_text(root):
    return {path.name: path.read_bytes() for path in (root / "data" / "prepared" / MONTH).iterdir()}


@pytest.fixture(scope="module")
def root(alone, tmp_path_factory):
    return with_its_month(alone / "first", tmp_path_factory.mktemp("written") / "vale")


def note(root, code, text):
    folder = root / "data" / "register" / "notes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{code}.md").write_text(text)


def test_a_search_opens_no_file_of_the_register(root):
    note(root, "N1", "## Housing\n\nOld terraces.\n")
    TOUCHED.clear()
    WATCHING.append(True)
    try:
        searched = search_month(root, MONTH)
        assert TOUCHED == []
        with_register(root, searched)
        assert TOUCHED, "the watch sees what is opened"
    finally:
        WATCHING.clear()


def test_what_is_read_again_is_what_a_fresh_preparation_gives_to_the_byte(root):
    note(root, "N1", "## Housing\n\nOld terraces.\n")
    note(root, "NOWHERE", "no neighbourhood")
    current_month(root, MONTH)
    assert any(notice.subject.endswith("NOWHERE.md") for notice in open_cycle(MONTH, root).notices)
    note(root, "N1", "## Housing\n\nNew flats.\n")
    (root / "data/register/notes/NOWHERE.md").unlink()
    again = current_month(root, MONTH)
    assert again.notes_of("N1").sections == (("Housing", "New flats."),)
    assert not any("NOWHERE" in notice.subject for notice in again.notices)
    kept = kept_text(root)
    kept.pop("key.json")
    save_cycle(root, prepare(root, MONTH))
    assert kept_text(root) == kept


def test_what_came_of_activities_is_worked_out_anew_only_where_the_plan_has_changed(root, monkeypatch):
    from bsafe_analysis.detection import since_start

    plan = root / "data/register/activities.csv"
    plan.parent.mkdir(parents=True, exist_ok=True)
    plan.write_text(PLAN.format(start="2026-02-01"))
    current_month(root, MONTH)
    before = open_cycle(MONTH, root).effects
    assert [effect.months for effect in before] == [8]
    called = []
    work_out = since_start.effects_of
    monkeypatch.setattr(since_start, "effects_of", lambda ground: called.append(1) or work_out(ground))
    note(root, "N1", "## Housing\n\nNewer flats.\n")
    assert current_month(root, MONTH).effects == before
    assert not called
    plan.write_text(PLAN.format(start="2026-04-01"))
    assert [effect.months for effect in current_month(root, MONTH).effects] == [6]
    assert called
