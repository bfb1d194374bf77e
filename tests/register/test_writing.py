"""Notes and promoted findings: saved whole, lost never, drawn on the charts they touch, placed where they belong."""

import errno
import threading
from dataclasses import replace
from datetime import date

import nbformat
import pytest
from ipywidgets import Button

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.faults import InputError
from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence
from bsafe_analysis.model.view_state import ViewState
from bsafe_analysis.parameters.rebases import read_rebases
from bsafe_analysis.register.analyst_notes import FILE, add_note, read_annotations, withdraw_note
from bsafe_analysis.register.promotions import FOLDER, add_review, promote, read_promoted
from bsafe_analysis.register.recording_changes import add_rebase
from bsafe_analysis.reports.document_kinds import build_document, contents_of, exhibits_of
from bsafe_analysis.reports.show import compose
from bsafe_analysis.reports.views import figure, query
from bsafe_analysis.workbench.bench import SERIES, Workbench
from bsafe_analysis.workbench.explain import NOTE, PROMOTE
from tests.reports.months import AREAS, MONTH, MONTHS, prepared

KEYS = {"burglary", "damage"}
TODAY = date(2026, 10, 6)
VIEW = ViewState("N1", MONTHS[0], MONTH, ("burglary",))


def note(text="Alley gates were fitted", **changes):
    base = Annotation("", Kind.EVENT, "N1", "burglary", date(2026, 4, 12), None, text, "Analyst", TODAY)
    return replace(base, **changes)


def finding(**changes):
    given = (
        "",
        MONTH,
        "Burglary has doubled in Mill Lane",
        VIEW,
        PromotedConfidence.HIGH,
        "",
        "Visit the repeat addresses.",
    )
    return replace(Promoted(*given, "Police", date(2026, 12, 1), "Analyst"), **changes)


def test_a_note_is_added_to_the_file_and_read_back(tmp_path):
    saved = add_note(tmp_path, note(), AREAS, KEYS)
    add_note(tmp_path, note("A fair", place="B", category="", last=date(2026, 4, 14)), AREAS, KEYS)
    notes, notices = read_annotations(tmp_path, AREAS, KEYS)
    assert saved in notes
    assert {n.text for n in notes} == {"Alley gates were fitted", "A fair"}
    assert notices == ()


def test_the_same_note_again_is_no_second_one(tmp_path):
    for _ in range(2):
        add_note(tmp_path, note(), AREAS, KEYS)
    assert len(read_annotations(tmp_path, AREAS, KEYS)[0]) == 1


def test_two_analysts_at_once_lose_nothing(tmp_path):
    def write(who):
        for n in range(15):
            add_note(tmp_path, note(f"{who} {n}", role=who), AREAS, KEYS)

    writers = [threading.Thread(target=write, args=(who,)) for who in ("Police", "Council", "Fire")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    notes, notices = read_annotations(tmp_path, AREAS, KEYS)
    assert (len(notes), notices) == (45, ())


def test_a_note_is_never_put_behind_something_that_cannot_be_read(tmp_path):
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text('a: "unfinished\n')
    with pytest.raises(InputError, match=r"annotations\.yml"):
        add_note(tmp_path, note(), AREAS, KEYS)
    assert path.read_text() == 'a: "unfinished\n'
    notes, (notice,) = read_annotations(tmp_path, AREAS, KEYS)
    assert notes == () and notice.needs_person


def test_a_file_that_lost_its_last_line_break_is_continued_on_a_new_line(tmp_path):
    add_note(tmp_path, note(), AREAS, KEYS)
    path = tmp_path / FILE
    path.write_text(path.read_text().rstrip("\n"))
    add_note(tmp_path, note("Another"), AREAS, KEYS)
    assert len(read_annotations(tmp_path, AREAS, KEYS)[0]) == 2


def test_a_withdrawn_note_stays_in_the_file_and_is_read_no_more(tmp_path):
    saved = add_note(tmp_path, note(), AREAS, KEYS)
    withdraw_note(tmp_path, saved.id, "Analyst", TODAY)
    assert read_annotations(tmp_path, AREAS, KEYS) == ((), ())
    assert "Alley gates" in (tmp_path / FILE).read_text()


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"place": "N9"}, "N9' no longer exists"),
        ({"category": "fraud"}, "fraud' no longer exists"),
        ({"text": " "}, "say something"),
        ({"role": ""}, "role"),
        ({"last": date(2026, 1, 1)}, "ends before it starts"),
    ],
)
def test_a_note_that_cannot_stand_is_refused_in_plain_words(tmp_path, changes, said):
    with pytest.raises(InputError, match=said):
        add_note(tmp_path, note(**changes), AREAS, KEYS)
    assert not (tmp_path / FILE).exists()


def test_a_note_is_drawn_on_every_chart_it_touches_and_on_no_other():
    month = prepared(annotations=(note(id="a"),))
    for touched in ("N1", "A1", "B"):
        drawn = figure(query(VIEW.but(place=touched), month))
        assert "A, 12 April 2026, event" in drawn.caption and "Alley gates were fitted." in drawn.caption
        assert [s["x0"] for s in drawn.spec["layout"]["shapes"] if s.get("xref") == "x"] == ["2026-04-12"]
    for state in (VIEW.but(place="N3"), VIEW.but(categories=("damage",)), VIEW.but(first="2026-06")):
        assert "Alley gates" not in figure(query(state, month)).caption


def test_a_note_stands_in_the_tactical_and_the_areas_assessment_and_never_in_a_profile():
    month = prepared(annotations=(note(id="a"),))
    tactical = build_document(month, "tactical_assessment", "B")
    (signal,) = tactical.signals
    assert "Alley gates were fitted" in exhibits_of(tactical).figure(f"signal-{signal.id}").caption
    assert (
        "Alley gates were fitted"
        in exhibits_of(build_document(month, "lap_assessment", "A1")).figure(f"signal-{signal.id}").caption
    )
    profile = build_document(month, "neighbourhood_profile", "N1")
    assert "Alley gates" not in str([compose(profile, s) for s in profile.sections])


def test_a_recording_change_is_rebased_on_and_the_baseline_honours_it_for_its_place_alone(tmp_path):
    changed = note("Online reporting began", kind=Kind.RECORDING_CHANGE, place="N1", first=date(2026, 1, 1))
    add_rebase(tmp_path, changed, AREAS, KEYS)
    rebases, faults = read_rebases(tmp_path, AREAS, KEYS)
    assert faults == ()
    assert (rebases[0].places, rebases[0].category, rebases[0].reason) == (
        ("N1",),
        "burglary",
        "Online reporting began",
    )
    month = prepared()
    settings = replace(month.cycle.detection, rebases=rebases)
    before = expect(month.counts, [MONTH], month.cycle.detection).set_index(["area", "category"])["reason"]
    after = expect(month.counts, [MONTH], settings).set_index(["area", "category"])["reason"]
    assert after["N1", "burglary"] == "short_history"  # only eight comparable months are left
    assert (after.drop(("N1", "burglary")) == before.drop(("N1", "burglary"))).all()


def test_only_a_recording_change_can_be_rebased_on(tmp_path):
    with pytest.raises(InputError, match="only a recording change"):
        add_rebase(tmp_path, note(), AREAS, KEYS)


def test_a_rebase_of_a_place_that_is_gone_is_a_fault_with_its_line(tmp_path):
    changed = note("x", kind=Kind.RECORDING_CHANGE)
    add_rebase(tmp_path, changed, AREAS, KEYS)
    path = tmp_path / "parameters/rebases.yml"
    path.write_text(path.read_text().replace('"N1"', '"N9"'))
    (fault,) = read_rebases(tmp_path, AREAS, KEYS)[1]
    assert "line 1" in fault.place and "N9" in fault.cause


def test_a_promoted_finding_is_kept_and_stands_until_the_month_after_it_is_closed(tmp_path):
    raised = promote(tmp_path, finding())
    assert read_promoted(tmp_path, MONTH) == ((raised,), ())
    assert read_promoted(tmp_path, "2026-08") == ((), ())
    add_review(tmp_path, "2026-10", raised.id, False, "Two visits done.", "Police")
    add_review(tmp_path, "2026-11", raised.id, True, "Back to usual.", "Police")
    (october,), _ = read_promoted(tmp_path, "2026-10")
    assert [review.text for review in october.reviews] == ["Two visits done."]
    (november,), _ = read_promoted(tmp_path, "2026-11")
    assert november.latest.closed
    assert read_promoted(tmp_path, "2026-12") == ((), ())


def test_a_promoted_file_that_cannot_be_used_is_a_notice_and_stops_nothing(tmp_path):
    raised = promote(tmp_path, finding())
    folder = tmp_path / FOLDER / MONTH
    (folder / "odd.yml").write_text("claim: 'x'\n")
    old = (folder / f"{raised.id}.yml").read_text().replace("version: 1", "version: 0")
    (folder / "old.yml").write_text(old)
    kept, notices = read_promoted(tmp_path, MONTH)
    assert kept == (raised,)
    assert len(notices) == 2 and "older bsafe" in notices[1].text


def words_of(document):
    return " ".join(str(bundle.get("text/html", "")) for s in document.sections for bundle in compose(document, s))


def test_a_promoted_finding_is_in_each_assessment_whose_area_it_touches_and_in_no_profile():
    month = prepared(promoted=(finding(id="x"),))
    for name, code, there in [("tactical_assessment", "B", True), ("lap_assessment", "A1", True),
                              ("lap_assessment", "A2", False), ("neighbourhood_profile", "N1", False)]:  # fmt: skip
        document = build_document(month, name, code)
        assert ("promoted-x" in contents_of(document).figures) is there
        said = words_of(document)
        assert ("Burglary has doubled in Mill Lane" in said) is there
        assert ("Visit the repeat addresses&#46;" in said) is there


def test_the_promoted_figure_is_the_one_that_was_on_the_screen(tmp_path):
    bench = Workbench(prepared(), tmp_path, VIEW)
    seen = bench.charts[SERIES].spec
    promote(tmp_path, finding())
    promoted, _ = read_promoted(tmp_path, MONTH)
    document = build_document(prepared(promoted=promoted), "tactical_assessment", "B")
    made = exhibits_of(document).figure(f"promoted-{promoted[0].id}")
    assert made.spec == seen


def test_an_earlier_finding_is_told_without_its_chart_with_what_came_of_it():
    later = finding(id="x", month="2026-07", due=date(2026, 9, 1))
    document = build_document(prepared(promoted=(later,)), "lap_assessment", "A1")
    assert "promoted-x" not in contents_of(document).figures
    said = words_of(document)
    assert "Raised in July 2026 for Mill Lane" in said
    assert "overdue" in said and "Not reviewed yet" in said


def test_a_finding_whose_place_is_gone_is_told_everywhere_without_a_chart():
    gone = finding(id="x", view=VIEW.but(place="N9"))
    document = build_document(prepared(promoted=(gone,)), "lap_assessment", "A2")
    assert "no longer exists, so its chart cannot be made again" in words_of(document)
    assert "promoted-x" not in contents_of(document).figures


def test_the_forms_save_a_note_and_promote_and_the_chart_shows_it(tmp_path):
    bench = Workbench(prepared(), tmp_path, VIEW)
    form = bench.explain
    bench.save_note()
    assert "Give the day" in bench.message.value
    form.first.value, form.text.value = date(2026, 4, 12), "Alley gates were fitted"
    bench.save_note()
    assert "The note is saved" in bench.message.value
    assert any(shape["x0"] == "2026-04-12" for shape in bench.charts[SERIES].spec["layout"]["shapes"])
    bench.promote()
    assert "Fill in: Claim, Recommendation, Lead agency, Confidence." in bench.message.value, (
        "no confidence is chosen for them"
    )
    form.confidence.value = "moderate"
    form.claim.value, form.recommendation.value, form.agency.value = "Burglary doubled", "Visit", "Police"
    bench.preview()
    assert "142 recorded" in form.preview.value
    bench.promote()
    assert [f.claim for f in bench.prepared.promoted] == ["Burglary doubled"]
    form.outcome.value, form.closed.value = "Done", True
    bench.save_review()
    assert "saved" in bench.message.value
    assert bench.prepared.promoted[0].latest.closed
    assert [shown for shown, _ in form.notes.options] == ["2026-04-12, Mill Lane: Alley gates were fitted"]
    bench.withdraw_note()
    assert "withdrawn" in bench.message.value and bench.prepared.annotations == ()
    assert not any(shape["x0"] == "2026-04-12" for shape in bench.charts[SERIES].spec["layout"].get("shapes", ()))
    bench.withdraw_note()
    assert "No note stands" in bench.message.value


def test_what_a_button_answers_stands_in_its_own_section_and_nowhere_else(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "no space")

    bench = Workbench(prepared(), tmp_path, VIEW)
    answers = bench.explain.answers
    press(bench, "Save note")
    assert "Give the day" in answers[NOTE].value and bench.message.value == ""
    press(bench, "Promote")
    assert "Fill in" in answers[PROMOTE].value and answers[NOTE].value == ""
    monkeypatch.setattr("bsafe_analysis.workbench.desk.add_note", full)
    bench.explain.first.value, bench.explain.text.value = date(2026, 4, 12), "Alley gates"
    press(bench, "Save note")
    assert "That could not be done" in answers[NOTE].value, "a failure is told there too"
    bench.go(VIEW.but(place="N2"))
    assert bench.told == "", "the next view is no answer to it"


def press(bench, name):
    next(button for button in buttons(bench.explain) if button.description == name).click()


def buttons(box):
    for child in box.children:
        yield from [child] if isinstance(child, Button) else buttons(child) if hasattr(child, "children") else []


def test_a_problem_profile_is_a_notebook_that_is_whole_and_never_overwritten(tmp_path):
    bench = Workbench(prepared(), tmp_path, VIEW)
    bench.start_profile()
    (path,) = (tmp_path / "notebooks").glob("problem-profile-*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    said = "\n".join(cell.source for cell in notebook.cells)
    for part in ("Scanning", "Analysis", "Response", "Assessment", "triangle", "Hypotheses", "| Place |"):
        assert part in said
    path.write_text("worked in")
    bench.start_profile()
    assert "started already" in bench.message.value
    assert path.read_text() == "worked in"
