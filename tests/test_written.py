"""What people write is read by one module, so that changing it need not search a month again."""

import sys

import pytest

from bsafe_analysis.batch.months import current_month
from bsafe_analysis.prepare import prepare, search_month
from bsafe_analysis.store import open_cycle, save_cycle
from bsafe_analysis.written import with_register
from tests.batch.partnership import make_partnership

MONTH = "2026-09"
TOUCHED = []
WATCHING = []


def _watch(event, args):
    if WATCHING and event in ("open", "os.scandir", "os.listdir") and "register" in str(args[0]):
        TOUCHED.append(str(args[0]))


sys.addaudithook(_watch)


def kept_text(root):
    return {path.name: path.read_bytes() for path in (root / "data" / "prepared" / MONTH).iterdir()}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_partnership(tmp_path_factory.mktemp("written") / "vale")


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
