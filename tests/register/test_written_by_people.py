"""What people write beside the plan: in any form Excel saves, each fault named by file and row, the rest read."""

import io
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.loading.partner.known_profiles import known_profiles
from bsafe_analysis.model.register_entries import Choice
from bsafe_analysis.parameters.option_library import PARTNERS, POLICE_UK, read_options, shipped_library
from bsafe_analysis.register.cells import Unusable, as_day
from bsafe_analysis.register.commentary import read_commentary
from bsafe_analysis.register.community import CONCERNS, FACTS, concern, local_fact, read_rows
from bsafe_analysis.register.decisions import read_decisions
from bsafe_analysis.register.delivery_plan import as_known_then, read_activities
from bsafe_analysis.register.escalations import read_escalations
from bsafe_analysis.register.spreadsheets import Unreadable, read_csv, read_workbook
from bsafe_analysis.sample import INVENTIONS
from tests.examples import SIGNS, examples
from tests.register.test_register import GOOD, KNOWN
from tests.reports.months import prepared


def register(root, name, data):
    path = root / "data/register" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def workbook(*rows, before=(), others=(), merged=None):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for title in others:
        book.add_worksheet(title).write(0, 0, "nothing of ours")
    sheet, day = book.add_worksheet("Plan"), book.add_format({"num_format": "dd/mm/yyyy"})
    for i, row in enumerate([*before, list(GOOD), *rows]):
        for j, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(i, j, cell, day)
            else:
                sheet.write(i, j, cell)
    if merged:
        sheet.merge_range(*merged)
    book.close()
    return stream.getvalue()


def test_a_workbook_with_a_title_dates_and_other_sheets_is_read_as_the_same_plan(tmp_path):
    row = GOOD | {"due": date(2026, 12, 1), "target": 200, "areas": "Mill Lane"}
    register(tmp_path, "activities.xlsx", workbook(list(row.values()), before=[["Our plan"], []], others=["Notes"]))
    (activity,), notices = read_activities(tmp_path, KNOWN)
    assert (activity.due, activity.target, activity.areas) == (date(2026, 12, 1), "200", ("N1",))
    assert ["left alone" in notice.text for notice in notices] == [True]


def test_cells_merged_over_rows_are_told_and_an_error_of_a_formula_refuses_its_row(tmp_path):
    broken = list((GOOD | {"ref": "D02", "target": "#REF!"}).values())
    data = workbook(list(GOOD.values()), broken, merged=(1, 4, 2, 4, "prevention"))
    register(tmp_path, "activities.xlsx", data)
    _, notices = read_activities(tmp_path, KNOWN)
    assert "cells are merged" in notices[0].text
    assert "target holds the error #REF!" in notices[-1].text
    assert "row 3" in notices[-1].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_as_excel_saves_it_anywhere(encoding, mark):
    text = f"area{mark}concern\r\nN1{mark}Litter by the café £5\r\n"
    (row,) = read_csv(text.encode(encoding), "x.csv").rows
    assert (row.number, row["concern"]) == (2, "Litter by the café £5")


@given(st.binary(max_size=400))
@settings(max_examples=examples(12), deadline=None)
def test_any_bytes_are_read_or_refused_in_plain_words(data):
    for read in (lambda: read_csv(data, "x.csv"), lambda: read_workbook(data, "x.xlsx", "x", ["ref", "title"])):
        try:
            read()
        except Unreadable as reason:
            assert str(reason)


@given(st.text(SIGNS, max_size=20))
@settings(max_examples=examples(12), deadline=None)
def test_any_text_is_a_day_or_no_date(text):
    try:
        assert 1990 <= as_day(text, "due").year <= 2100
    except Unusable as reason:
        assert "no date" in str(reason)


def test_days_are_read_day_first_as_britain_writes_them():
    assert as_day("5/10/2026", "due") == as_day("2026-10-05", "due") == date(2026, 10, 5)


def test_what_residents_say_keeps_what_is_usable_and_names_the_row_that_is_not(tmp_path):
    register(
        tmp_path, "concerns.csv", "area,concern,source,date\nN1,Litter,Survey,2026-08-01\nN9,Dogs,Survey,2026-08-01\n"
    )
    (said,), (notice,) = read_rows(tmp_path, "concerns", CONCERNS, KNOWN, concern)
    assert (said.area, said.concern) == ("N1", "Litter")
    assert "data/register/concerns.csv, row 3 was set aside: 'N9' is not an area" in notice.text


def test_a_private_contact_is_refused(tmp_path):
    register(
        tmp_path, "services.csv", "area,kind,name,contact\nN1,police,Team,pc@force.example\nN1,police,Team,sergeant\n"
    )
    facts, (notice,) = read_rows(tmp_path, "services", FACTS, KNOWN, local_fact)
    assert [fact.contact for fact in facts] == ["sergeant"]
    assert "write a role" in notice.text


ENTRY = '  - {ref: "2026-08-1", area: N1, category: burglary, action: Fit locks, decision: %s, why: "%s"}\n'


@pytest.mark.parametrize(
    "said, choice", [("accept", Choice.ACCEPT), ("Refused", Choice.REFUSE), ("amend", Choice.AMEND), ("", None)]
)
def test_a_decision_is_read_in_the_words_a_meeting_uses(tmp_path, said, choice):
    register(tmp_path, "decisions/2026-08.yml", "held:\nproposals:\n" + ENTRY % (said, "no money"))
    (decisions,), notices = read_decisions(tmp_path, KNOWN, "2026-09")
    assert (decisions.proposals[0].choice, decisions.is_final, notices) == (choice, choice is not None, ())


@pytest.mark.parametrize(
    "text, reason",
    [
        ("proposals:\n" + ENTRY % ("refuse", ""), "not why"),
        ("proposals:\n" + ENTRY % ("maybe", ""), "write accept, amend or refuse"),
        ("proposals: [\n", "not valid YAML"),
        ("held: soon\nproposals: []\n", "is no date"),
        ("proposals: [3]\n", "not a list of key"),
    ],
)
def test_a_decision_that_cannot_be_used_is_told_by_file(tmp_path, text, reason):
    register(tmp_path, "decisions/2026-08.yml", text)
    _, (notice,) = read_decisions(tmp_path, KNOWN, "2026-09")
    assert reason in notice.text
    assert "2026-08.yml" in notice.text


COMMENT = """## 2026-10-08, crime analyst

By the back door.

### Hypothesis
claim: Gates left open.
test: Walk the alleys.
result:
"""


def read(root, found=("N1.burglary",)):
    return read_commentary(root, KNOWN, "2026-09", ["tactical_assessment"], found)


def test_commentary_keeps_its_words_its_date_its_role_and_its_hypotheses(tmp_path):
    register(tmp_path, "commentary/2026-09/N1.burglary.md", COMMENT)
    (comment,), notices = read(tmp_path)
    assert (comment.subject, comment.on, comment.role) == ("N1.burglary", date(2026, 10, 8), "crime analyst")
    assert comment.text == "By the back door."
    assert (comment.hypotheses[0].claim, comment.hypotheses[0].result) == ("Gates left open.", "")
    assert notices == ()


@pytest.mark.parametrize(
    "words, role, readers",
    [
        ("crime analyst", "crime analyst", "internal"),
        ("crime analyst, for partners", "crime analyst", "partner"),
        ("crime analyst; for the public", "crime analyst", "public"),
        ("analyst for partners", "analyst for partners", "internal"),
    ],
)
def test_commentary_is_for_the_readers_that_its_heading_names(tmp_path, words, role, readers):
    register(tmp_path, "commentary/2026-09/N1.burglary.md", f"## 2026-10-08, {words}\n\nBy the back door.\n")
    (comment,), _ = read(tmp_path)
    assert (comment.role, comment.readers) == (role, readers)


@pytest.mark.parametrize(
    "name, data, reason",
    [
        ("2026-09/N2.burglary.md", b"x", "has no finding N2.burglary"),
        ("2026-09/hello.md", b"x", "is no document"),
        ("soon/N1.burglary.md", b"x", "is no month"),
        ("2026-09/N1.burglary.md", b"\xff\xfe", "not UTF-8"),
        ("2026-09/N1.burglary.md", b"## yesterday\n\nx\n", "not a date and a role"),
    ],
)
def test_commentary_about_nothing_is_set_aside_with_one_line_and_stays_on_disk(tmp_path, name, data, reason):
    register(tmp_path, f"commentary/{name}", data)
    comments, (notice,) = read(tmp_path)
    assert comments == ()
    assert reason in notice.text
    assert (tmp_path / "data/register/commentary" / name).read_bytes() == data


def test_earlier_months_keep_what_was_written_of_a_finding_that_is_gone(tmp_path):
    register(tmp_path, "commentary/2026-07/N2.burglary.md", "Old words.")
    comments, notices = read(tmp_path)
    assert [comment.text for comment in comments] == ["Old words."]
    assert notices == ()


def test_the_library_covers_every_kind_of_incident_in_three_strands(tmp_path):
    names = {name: name for name in POLICE_UK}
    library = read_options(tmp_path, names)
    assert len(names) == 14
    for name in names:
        assert {option.strand for option in library.of_category(name)} == {"prevention", "information", "enforcement"}
    assert all(option.source and option.lead and option.harms for option in library.every)


def test_something_can_be_done_at_once_about_every_kind_that_partners_send(tmp_path):
    proposed = {category.key for profile in known_profiles() for category in profile.categories}
    planted = {agency.category for agency in INVENTIONS["main"].agencies}
    assert proposed == set(PARTNERS)
    kinds = proposed | planted
    library = read_options(tmp_path, {name: name for name in (*POLICE_UK, *kinds)})
    held = {*library.held, "points"}
    for kind in kinds:
        ready = [o for o in library.of_category(kind) if not o.profile and set(o.needs) <= held and not o.months]
        assert len(ready) > 1, kind
        assert any(o.first_because for o in ready) or kind.startswith("timed_"), kind


def test_an_option_without_a_lead_or_for_no_category_is_refused(tmp_path):
    (tmp_path / "parameters").mkdir()
    text = shipped_library().decode()
    (tmp_path / "parameters/options.yml").write_text(text.replace("    lead: Police analyst\n", "", 1))
    with pytest.raises(Exception, match="lead"):
        read_options(tmp_path, {})
    (tmp_path / "parameters/options.yml").write_text(text.replace("[Drugs, ", "[Piracy, ", 1))
    with pytest.raises(Exception, match="no category"):
        read_options(tmp_path, {})


def test_every_fault_of_a_row_is_told_at_once(tmp_path):
    odd = GOOD | {"owner": "all", "due": "soon", "areas": "N9", "categories": "piracy", "status": "maybe", "target": ""}
    register(tmp_path, "activities.csv", ",".join(odd) + "\n" + ",".join(f'"{value}"' for value in odd.values()) + "\n")
    _, (notice,) = read_activities(tmp_path, KNOWN)
    for reason in ("no target", "one person must own it", "no date", "'N9'", "'piracy'", "status is 'maybe'"):
        assert reason in notice.text


def test_every_fault_of_a_proposal_is_told_at_once(tmp_path):
    entry = '  - {ref: "1", area: N9, category: piracy, action: Fit locks, decision: maybe, due: soon}\n'
    register(tmp_path, "decisions/2026-08.yml", "proposals:\n" + entry)
    _, (notice,) = read_decisions(tmp_path, KNOWN, "2026-09")
    assert all(reason in notice.text for reason in ("'N9'", "'piracy'", "decision is 'maybe'", "'soon'"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("held: 2026-09-10\ndecisions:\n" + ENTRY % ("accept", ""), ("'decisions' is read", "no list 'proposals'")),
        ("propsals:\n" + ENTRY % ("accept", ""), ("'propsals'", "no list 'proposals'")),
        ("held: 2026-09-10\nminutes: agreed by all\nproposals: []\n", ("'minutes'",)),
        ('proposals:\n  - {ref: "1", area: N1, action: Fit locks, descision: accept}\n', ("'descision'",)),
        ("proposals:\n  - ref: a\n    why: no money: ask again\n", ("line 3", "colon", "quotation marks")),
    ],
)
def test_what_a_decisions_file_says_and_nothing_reads_is_told(tmp_path, text, told):
    register(tmp_path, "decisions/2026-08.yml", text)
    _, notices = read_decisions(tmp_path, KNOWN, "2026-09")
    said = " ".join(notice.text for notice in notices)
    assert all(each in said for each in told) and all(notice.needs_person for notice in notices)


def test_an_areas_sheet_with_another_list_is_told(tmp_path):
    register(tmp_path, "decisions/2026-08-A1.yml", "area: A1\nissues:\n  - {issue: Gates, ask: Mend them}\n")
    _, (notice,) = read_escalations(tmp_path, KNOWN, "2026-09")
    assert "'issues' is read by nothing" in notice.text and "no list 'escalations'" in notice.text


@pytest.mark.parametrize("name", ["Activities.CSV", "ACTIVITIES.csv", "activities.Csv"])
def test_capitals_in_a_files_name_do_not_hide_it(tmp_path, name):
    register(tmp_path, name, ",".join(GOOD) + "\n" + ",".join(f'"{value}"' for value in GOOD.values()) + "\n")
    activities, notices = read_activities(tmp_path, KNOWN)
    assert ([a.ref for a in activities], notices) == (["D01"], ())


LOG = "2026-08-20: half done\n2026-10-03: three quarters done\n2027-02-01: done"


@pytest.mark.parametrize(
    ("as_of", "newest"),
    [(date(2026, 10, 5), "three quarters done"), (date(2027, 2, 20), "done"), (date(2028, 1, 15), "half done")],
)
def test_progress_dated_after_the_month_is_not_in_a_replay_of_it(tmp_path, as_of, newest):
    cells = GOOD | {"progress": LOG}
    register(tmp_path, "activities.csv", ",".join(cells) + "\n" + ",".join(f'"{v}"' for v in cells.values()) + "\n")
    plan, notices = read_activities(tmp_path, KNOWN)
    cycle = replace(prepared().cycle, as_of=as_of)
    (then,) = as_known_then(plan, cycle)
    assert (then.progress, notices) == (newest, ())
    assert then.progress_date == then.log[0].on
