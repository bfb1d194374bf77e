"""One line a run: what was written is what `bsafe doctor` reads."""

from bsafe_analysis.batch.run_history import FILE, RunLine, last_whole_run, remember
from bsafe_analysis.commands.doctor import examine

SECONDS = {"prepare": 5.0, "documents": 6.5, "publish": 0.5}


def folder(tmp_path, month="2026-09"):
    private = tmp_path / "outputs" / month / "private"
    private.mkdir(parents=True)
    return private


def test_the_last_whole_run_of_any_month_is_found(tmp_path):
    private = folder(tmp_path)
    remember(private, RunLine("internal", True, SECONDS, 30, 8, 0, 4))
    remember(private, RunLine("internal", False, {"prepare": 1.0}, 1, 0, 0, 4))  # previews are not a pack
    assert last_whole_run(tmp_path / "outputs") == ("2026-09", SECONDS, 30, 8)


def test_no_run_and_spoilt_lines_are_no_run(tmp_path):
    assert last_whole_run(tmp_path / "outputs") is None
    private = folder(tmp_path)
    (private / FILE).write_text("ended_utc,whole\n2026-10-01 09:00:00,yes\n")
    assert last_whole_run(tmp_path / "outputs") is None


def test_the_doctor_says_where_the_time_went(tmp_path):
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "partnership.yml").write_text("name: x\n")
    remember(folder(tmp_path), RunLine("internal", True, SECONDS, 30, 8, 0, 4))
    told = {remark.subject: remark for remark in examine(tmp_path)}["Last pack"]
    assert told.text.startswith("2026-09: prepare 5.0 s, documents 6.5 s, publish 0.5 s; 30 documents made, 8 kept.")
    assert "Most went to documents" in told.text
    assert not told.needed
