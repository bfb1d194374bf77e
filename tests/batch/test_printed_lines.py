"""What a pack told is kept once it is out, of the documents that were made, and not where it could not be put out."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from bsafe_analysis.batch import run
from bsafe_analysis.batch.printed_lines import keep_what_was_printed
from bsafe_analysis.model.activities import Dated
from bsafe_analysis.packs.plan import plan
from tests.packs.test_group_plan import MEETINGS, month
from tests.reports.months import activity


def filled():
    lines = Dated(date(2026, 9, 20), "ten fitted"), Dated(date(2026, 9, 21), "eleven fitted")
    base = month(meetings=MEETINGS)
    works = (activity(log=lines), activity("D02", theme="Fire", log=lines))
    return SimpleNamespace(**{**vars(base), "activities": works})


def rows(root, group):
    path = root / f"data/issued/{group}.csv"
    return [row.split(",")[:2] for row in path.read_text().splitlines()[1:]] if path.exists() else None


def test_the_lines_of_the_documents_that_were_made_are_kept_and_of_no_other(tmp_path):
    prepared = filled()
    homes, fire = plan(prepared, pack="themes")
    keep_what_was_printed(tmp_path, prepared, [homes])
    assert rows(tmp_path, "homes") == [
        ["2026-10-14", "D01 2026-09-20"], ["2026-10-14", "D01 2026-09-21"], ["2026-10-14", "papers 2026-10-07"],
    ]  # fmt: skip
    assert rows(tmp_path, "fire") is None
    keep_what_was_printed(tmp_path, prepared, [homes, fire])
    assert [item for _, item in rows(tmp_path, "fire")][:1] == ["D02 2026-09-20"]


def test_a_pack_for_no_meeting_and_one_for_others_keep_nothing(tmp_path):
    prepared = filled()
    keep_what_was_printed(tmp_path, prepared, plan(prepared))
    prepared.audience = "partner"
    keep_what_was_printed(tmp_path, prepared, plan(prepared, pack="themes"))
    assert not (tmp_path / "data/issued").exists()


@pytest.mark.parametrize("full", [False, True])
def test_lines_are_kept_after_the_pack_is_out_and_not_where_the_disk_is_full(tmp_path, monkeypatch, full):
    seen, prepared = [], filled()

    def publish(*_):
        assert rows(tmp_path, "homes") is None
        seen.append("published")
        if full:
            raise OSError("no space left")
        return tmp_path / "v1", True

    monkeypatch.setattr(run, "publish", publish)
    monkeypatch.setattr(run, "manifest", lambda *_: {})
    planned = plan(prepared, pack="themes")
    batch = SimpleNamespace(
        root=tmp_path, prepared=prepared, planned=planned, inputs={}, folder=Path("themes"),
        options=SimpleNamespace(audience="internal"),
    )  # fmt: skip
    pack = SimpleNamespace(files={planned[0].file_name: b"page"}, twins={}, browser="")
    if full:
        with pytest.raises(OSError, match="no space left"):
            run._publish(batch, pack)
    else:
        run._publish(batch, pack)
    assert seen == ["published"]
    assert (rows(tmp_path, "homes") is None) == full
    assert rows(tmp_path, "fire") is None
