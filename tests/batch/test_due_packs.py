"""What is due of a month and what is overdue: by documents.yml and the days when groups meet."""

from datetime import date

import pytest
import yaml
from typer.testing import CliRunner

from bsafe_analysis.batch.due_packs import due_of
from bsafe_analysis.cli import app
from bsafe_analysis.parameters import read_cycle, read_workspace
from tests.batch.partnership import make_partnership

DOCUMENTS = """\
documents:
  tactical_assessment: {title: Tactical assessment, per: borough, meeting: pbg}
  strategic_assessment: {title: Strategic assessment, per: borough, pack: strategic, editions: {update: [9], full: [3]}}
  delivery_review: {title: Plan review, per: borough, pack: delivery, months: [3, 6]}
"""
GROUPS = """\
groups:
  pbg: {name: Business Group, kind: tactical, meets: {months: 1}}
  spbg: {name: Strategic Group, kind: strategic, meets: {months: 3}, signs: [strategic_assessment]}
"""
MEETINGS = """\
group,on,papers,month,held
pbg,2026-08-18,,2026-07,yes
pbg,2026-09-15,,2026-08,
pbg,2026-10-20,2026-10-13,2026-09,
spbg,2026-10-28,2026-10-02,2026-09,
"""
ON = date(2026, 10, 5)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = make_partnership(tmp_path_factory.mktemp("due") / "vale")
    (root / "parameters/documents.yml").write_text(DOCUMENTS)
    (root / "parameters/groups.yml").write_text(GROUPS)
    (root / "data/register").mkdir(exist_ok=True)
    (root / "data/register/meetings.csv").write_text(MEETINGS)
    return root


def test_what_is_due_is_told_with_its_edition_and_days_and_what_is_overdue_behind_it(root):
    assert [pack.line(ON) for pack in due_of(root, "2026-09", ON)] == [
        "the month's pack of September 2026 (Tactical assessment): not made; "
        "papers 13 October 2026, meeting 20 October 2026",
        "strategic pack of September 2026 (Strategic assessment, update): OVERDUE, not made; "
        "papers 2 October 2026, meeting 28 October 2026",
        "the month's pack of August 2026 (Tactical assessment): OVERDUE, not made; "
        "papers 8 September 2026, meeting 15 September 2026",
    ]


def test_what_is_published_is_not_overdue(root):
    version = root / "outputs/2026-08/internal"
    (version / "v2").mkdir(parents=True)
    (version / "current").symlink_to("v2")
    try:
        assert [pack.month for pack in due_of(root, "2026-09", ON)] == ["2026-09", "2026-09"]
        (own,) = due_of(root, "2026-08", ON)
        assert own.line(ON).endswith("published, v2; papers 8 September 2026, meeting 15 September 2026")
    finally:
        (version / "current").unlink()


def test_of_a_month_without_a_written_day_nothing_is_overdue(root):
    (pack, *_) = due_of(root, "2027-01", date(2030, 1, 1))
    assert pack.line(date(2030, 1, 1)).endswith("not made; no day of its meeting is written")


def test_a_month_begins_with_the_days_of_its_meetings_and_only_once(root):
    begin = ["new-cycle", "2026-09", "--workspace", str(root)]
    done = CliRunner().invoke(app, begin)
    assert done.exit_code == 0, done.output
    assert "Written: parameters/cycles/2026-09.yml.\nDue:\n  - the month's pack of September 2026" in done.output
    written = yaml.safe_load((root / "parameters/cycles/2026-09.yml").read_text())
    assert written == {"month": "2026-09", "meetings": {"pbg": date(2026, 10, 20)}}
    cycle = read_cycle(read_workspace(root), "2026-09", None, ["2026-08", "2026-09"])
    assert [(m.key, m.on) for m in cycle.meetings] == [("pbg", date(2026, 10, 20)), ("spbg", None)]
    again = CliRunner().invoke(app, begin)
    assert again.exit_code == 2
    assert "this month has its file already" in again.output


def test_everything_due_is_foreseen_and_other_wishes_are_refused(root):
    words = ["run", "2026-09", "--workspace", str(root), "--due"]
    foreseen = CliRunner().invoke(app, [*words, "--dry-run", "--json"])
    assert [pack["pack"] for pack in yaml.safe_load(foreseen.output)["due"]][:2] == ["", "strategic"]
    refused = CliRunner().invoke(app, [*words, "--pack", "strategic", "--json"])
    assert refused.exit_code == 2
    assert "2 faults" in refused.output


def test_a_diary_is_written_of_one_group_and_another_is_refused(root, tmp_path):
    words = ["diary", str(tmp_path / "meetings.ics"), "--workspace", str(root), "--group"]
    assert CliRunner().invoke(app, [*words, "pbg"]).output.startswith("3 meetings: ")
    assert b"SUMMARY:Business Group" in (tmp_path / "meetings.ics").read_bytes()
    assert "there is no group 'pgb'" in CliRunner().invoke(app, [*words, "pgb"]).output


def test_a_pack_for_groups_is_due_where_one_of_them_meets_and_of_no_other_month(tmp_path):
    root = make_partnership(tmp_path / "vale")
    line = "  theme_pack: {title: Theme group pack, per: group, kind: theme, pack: themes}\n"
    (root / "parameters/documents.yml").write_text("documents:\n" + line)
    theme = "  homes: {name: Safer homes, kind: theme, meets: {weeks: [6, 8]}, themes: [Homes]}\n"
    (root / "parameters/groups.yml").write_text(GROUPS.replace(", signs: [strategic_assessment]", "") + theme)
    (root / "data/register").mkdir(exist_ok=True)
    assert due_of(root, "2026-09", ON) == ()
    (root / "data/register/meetings.csv").write_text(MEETINGS + "homes,2026-10-14,2026-10-02,,\n")
    (pack,) = due_of(root, "2026-09", ON)
    assert pack.line(ON) == (
        "themes pack of September 2026 (Theme group pack: Safer homes): OVERDUE, not made; "
        "papers 2 October 2026, meeting 14 October 2026"
    )
    version = root / "outputs/2026-09/themes/internal"
    (version / "v1").mkdir(parents=True)
    (version / "current").symlink_to("v1")
    assert due_of(root, "2026-09", ON)[0].published == ""  # made before this meeting was written
    (version / "v1/2026-09-theme-pack-homes-2026-10-14-internal.html").touch()
    assert due_of(root, "2026-09", ON)[0].published == "v1"
