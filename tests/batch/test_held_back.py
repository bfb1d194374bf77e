"""Whatever the audit finds keeps a page back, and is named with both values."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bsafe_analysis.audit import auditing
from bsafe_analysis.audit.auditing import Audited
from bsafe_analysis.audit.findings_of_audit import Disproved
from bsafe_analysis.batch.proving import PROVED, Court, look_of, proved, ruling_of
from bsafe_analysis.batch.run import _of_borough
from bsafe_analysis.engines.render import Made
from bsafe_analysis.packs.plan import PlannedDocument

SIDE = Disproved("a.html", "Quarry: 3 recorded", "series_point.observed", "3", "the audit finds 4")
CELL = Disproved("a.html", "", "spot.before", "15", "its claim holds 16")
BARE = Disproved("a.html", "Quarry: 3 recorded", "a number of no claim", "3", "no claim stands behind it")
DOUBT = Disproved("a.html", "Quarry: above", "finding.direction", "above", "its claim's numbers go down")
MONTH = Disproved("the prepared month", "", "N1.burglary 2026-08, observed", "5", "the audit finds 4")


def made(name):
    return Made(PlannedDocument("lap_assessment", "LAP", "A1", "2026-08", "lap.ipynb", name, {}), "<main></main>", None)


@pytest.fixture
def judged(tmp_path, monkeypatch):
    log, court = [], Court(tmp_path, "2026-08", "internal", tmp_path, "data and code")
    journal = SimpleNamespace(note=log.append)

    def judge(*wrong):
        monkeypatch.setattr(auditing, "audit_pack", lambda *given: Audited(disproved=list(wrong)))
        return proved(court, [made("a.html"), made("b.html")], journal)

    def verdict(*wrong, despite=""):
        return ruling_of(court, [made("a.html"), made("b.html")], judge(*wrong), despite, journal)

    judge.log, judge.kept, judge.verdict = log, tmp_path / PROVED, verdict
    return judge


def test_a_page_leaves_where_nothing_is_found_and_is_not_proved_twice(judged):
    assert [one.page for one in judged()] == ["<main></main>"] * 2
    assert judged.kept.exists()
    assert [one.problem for one in judged(SIDE)] == [None, None]


@pytest.mark.parametrize("wrong", [SIDE, CELL, DOUBT, BARE], ids=["count", "cell", "side", "no claim"])
def test_whatever_is_not_so_keeps_its_page_back_and_is_named(judged, wrong):
    refused, other = judged(wrong)
    assert (refused.page, other.problem) == (None, None)
    for said in (wrong.statement, f"says {wrong.said}", wrong.claim, f"but {wrong.proved}"):
        assert said in str(refused.problem)
    assert any(str(wrong) in line for line in judged.log)
    assert not judged.kept.exists()


def test_a_look_at_single_documents_may_be_had_and_each_page_says_what_is_not_so(judged):
    before = [made("a.html"), made("b.html")]
    look = look_of(before, judged(SIDE), SimpleNamespace(note=judged.log.append))
    assert look.may_leave and look.made[1] is before[1] and look.made[0].problem is None
    assert "1 statement was found not so" in look.made[0].page and str(SIDE.claim) in look.made[0].page
    assert "1 statement was found not so: this is a look" in look.to_look_at[0]
    assert look_of(before, before, SimpleNamespace(note=judged.log.append)).to_look_at == ()


def test_a_statement_of_several_lines_is_named_in_one():
    lines = Disproved("a.html", "Did: nothing.\nResult: 3", "effect.observed", "3", "the audit finds 4")
    assert '"Did: nothing. Result: 3"' in str(lines)


def test_of_several_the_first_is_named_and_all_stand_in_the_log(judged):
    refused, _ = judged(SIDE, CELL)
    assert "Quarry" in str(refused.problem) and "and 1 more, in the run's log" in str(refused.problem)
    assert all(any(str(wrong) in line for line in judged.log) for wrong in (SIDE, CELL))


def test_what_is_not_so_of_the_prepared_month_keeps_every_page_back(judged):
    assert [one.page for one in judged(MONTH)] == [None, None]
    assert str(MONTH) in judged.verdict(MONTH).made[0].problem.sentence


def test_nothing_of_a_pack_leaves_that_states_what_is_not_so_and_the_way_on_is_said(judged):
    held = judged.verdict(SIDE, DOUBT)
    assert (held.may_leave, held.made[0].page) == (False, None)
    (told,) = held.to_look_at
    for words in (
        "2 statements were found not so",
        "not published",
        "stands as it was",
        "`bsafe run 2026-08 --despite",
    ):
        assert words in told
    assert judged.verdict().may_leave


def test_a_person_may_answer_for_what_was_not_proved_and_the_log_keeps_who_and_why(judged):
    why = "read by J. Hall: the raw file has 15"
    judged.verdict(CELL)
    left = judged.verdict(CELL, despite=why)
    assert (left.may_leave, [one.page for one in left.made]) == (True, ["<main></main>"] * 2)
    assert why in left.to_look_at[0] and any(why in line for line in judged.log)
    assert not judged.kept.exists()  # and it is doubted again next time
    assert judged.verdict(despite=why).to_look_at == ()


def test_nobody_answers_for_what_no_run_had_named_before(judged):
    judged.verdict(CELL)
    new = judged.verdict(CELL, SIDE, despite="read by J. Hall: the raw file has 15")
    assert not new.may_leave and "named by no run before" in new.to_look_at[0]
    assert judged.verdict(CELL, SIDE, despite="read by J. Hall: both are so").may_leave
    assert judged.verdict(SIDE, despite="read by J. Hall: what is left is so").may_leave


def test_an_analysts_own_page_is_not_proved_and_holds_no_pack_back(judged, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(auditing, "audit_pack", lambda *given: asked.append(set(given[3])) or Audited())
    own = replace(made("own.html"), document=replace(made("own.html").document, own=True))
    court = Court(tmp_path, "2026-08", "internal", tmp_path, "other data")
    assert proved(court, [made("a.html"), own], SimpleNamespace(note=print))[1] is own
    assert asked == [{"a.html"}]
    borough = SimpleNamespace(areas=SimpleNamespace(borough=SimpleNamespace(code="A1")))
    batch = SimpleNamespace(prepared=borough, planned=(made("a.html").document, own.document))
    assert _of_borough(batch) == ("a.html",), "nor does `current` wait for one that failed"
