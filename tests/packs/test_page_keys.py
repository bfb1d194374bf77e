"""A page is made again exactly when something that its notebook read has changed."""

from dataclasses import fields, replace

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bsafe_analysis.mime import END_MIME
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.read_tracking import ReadLog, log_of, traced
from bsafe_analysis.packs.page_keys import PageKeys, reads_only_the_month
from bsafe_analysis.packs.plan import plan
from bsafe_analysis.preparation.store import field_checksums, open_cycle, save_cycle
from bsafe_analysis.reports.documents import build_neighbourhood_profile
from tests.reports.months import MONTH, prepared

KINDS = (DocumentSetting("neighbourhood_profile", "Profile", "neighbourhood"),)
MONTH_KEPT = prepared()
MONTH_KEPT = replace(MONTH_KEPT, cycle=replace(MONTH_KEPT.cycle, documents=KINDS))
DOCUMENT = plan(MONTH_KEPT)[0]


@pytest.fixture
def log():
    return ReadLog()


def page_keys(fields=None, **changes):
    whole = {"shared": {"code": "1"}, "notebooks": {DOCUMENT.notebook: "n"}, "fields": fields or {"counts": "c"}}
    return PageKeys(**(whole | {"pure": frozenset([DOCUMENT.notebook])} | changes))


def executed(read):
    mark = {END_MIME: {"nonce": "x"} | ({} if read is None else {"read": read})}
    return new_notebook(cells=[new_code_cell("finish(d)", outputs=[new_output("display_data", mark)])])


def test_what_is_asked_of_a_month_is_remembered_and_the_notes_of_one_place_are_no_others(log):
    month = traced(MONTH_KEPT, log)
    assert log.names == (f"month/{MONTH}",)
    assert month.notes_of("N1") == prepared().notes_of("N1")
    assert len(month.counts)
    assert log.names == ("counts", f"month/{MONTH}", "notes/N1")


@pytest.mark.parametrize("look", [vars, lambda m: replace(m, receipts=()), lambda m: m.notes])
def test_whoever_takes_it_all_has_read_it_all(look, log):
    look(traced(MONTH_KEPT, log))
    assert "notes" in log.names


def test_a_month_has_its_own_fields_and_no_other_in_it(log):
    assert set(vars(traced(MONTH_KEPT, log))) == {field.name for field in fields(Prepared)}


def test_of_a_month_made_from_another_nobody_can_say_what_was_read(log):
    assert log_of(replace(traced(MONTH_KEPT, log), receipts=())) is None
    assert log_of(MONTH_KEPT) is None


def test_two_logs_do_not_mix(log):
    other = ReadLog()
    traced(MONTH_KEPT, other)
    _ = traced(MONTH_KEPT, log).counts
    assert "counts" in log.names and "counts" not in other.names


def test_a_notebook_that_opens_two_months_tells_of_both_whichever_it_finishes(tmp_path):
    before = replace(MONTH_KEPT, cycle=replace(MONTH_KEPT.cycle, month="2026-08"))
    for month in (MONTH_KEPT, before):
        save_cycle(tmp_path, month)
    document = build_neighbourhood_profile(open_cycle(MONTH, tmp_path), "N1")
    _ = open_cycle("2026-08", tmp_path).counts
    log = log_of(document.prepared)
    assert log is not None and {f"month/{MONTH}", "month/2026-08"} <= set(log.names)
    assert not page_keys().may_be_kept(DOCUMENT, log.names)


def test_only_what_was_read_decides():
    before = page_keys({"counts": "c", "notes/N1": "1", "notes/N2": "2"})
    after = page_keys({"counts": "c", "notes/N1": "1", "notes/N2": "changed"})
    assert before.key(DOCUMENT, ["counts", "notes/N1"]) == after.key(DOCUMENT, ["counts", "notes/N1"])
    assert before.key(DOCUMENT, ["counts", "notes/N2"]) != after.key(DOCUMENT, ["counts", "notes/N2"])


@pytest.mark.parametrize(
    "changes", [{"shared": {"code": "2"}}, {"notebooks": {DOCUMENT.notebook: "other"}}, {"fields": {"counts": "other"}}]
)
def test_code_notebook_and_data_decide(changes):
    assert page_keys().key(DOCUMENT, ["counts"]) != page_keys(**changes).key(DOCUMENT, ["counts"])


def test_parameters_decide():
    other = replace(DOCUMENT, parameters=dict(DOCUMENT.parameters) | {"area": "N9"})
    assert page_keys().key(DOCUMENT, []) != page_keys().key(other, [])


def test_a_notebook_that_does_not_say_has_read_everything():
    assert page_keys({"b": "", "a": ""}).read_by(executed(None)) == ("a", "b")
    assert page_keys().read_by(executed(["counts"])) == ("counts",)


def test_another_month_is_not_in_the_key():
    assert page_keys().may_be_kept(DOCUMENT, [f"month/{MONTH}"])
    assert not page_keys().may_be_kept(DOCUMENT, [f"month/{MONTH}", "month/2026-08"])


@pytest.mark.parametrize(
    "cell",
    ["import os", "from pathlib import Path", "open('x')", "!ls", "%time 1", "x.read_csv('a')", "().__class__",
     "from bsafe_analysis import store", "from IPython.display import HTML", "d.today()"],
)  # fmt: skip
def test_cells_that_could_read_something_else_are_seen(cell):
    assert not reads_only_the_month(new_notebook(cells=[new_code_cell(cell)]))


def test_ours_and_plain_sums_are_harmless():
    imports = "from bsafe_analysis import open_cycle\nfrom IPython.display import display\n"
    cell = f"{imports}display(open_cycle('x').counts.sum())"
    assert reads_only_the_month(new_notebook(cells=[new_code_cell(cell)]))


def test_the_notes_of_each_place_have_a_checksum_of_their_own(tmp_path):
    save_cycle(tmp_path, MONTH_KEPT)
    before = field_checksums(tmp_path, MONTH)
    first, *others = MONTH_KEPT.notes
    save_cycle(tmp_path, replace(MONTH_KEPT, notes=(replace(first, sections=(("New", "words"),)), *others)))
    after = field_checksums(tmp_path, MONTH)
    assert {name for name in after if after[name] != before[name]} == {"notes", f"notes/{first.area}"}
