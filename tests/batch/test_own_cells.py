"""What an analyst added to a notebook of bsafe's is left out where it fails, and never takes the document away."""

import pytest

from bsafe_analysis.batch import own_cells
from bsafe_analysis.batch.own_cells import LEFT_OUT, kept_without
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.render import Made
from bsafe_analysis.packs.plan import PlannedDocument
from tests.engines.conftest import notebook

SHIPPED = notebook("show(1)", "finish()")
DOCUMENT = PlannedDocument("annex", "Annex: Thornmere", "B", "2026-09", "annex.ipynb", "annex.html", {})


@pytest.fixture(autouse=True)
def _shipped(monkeypatch):
    monkeypatch.setattr(own_cells, "read_shipped", lambda name: SHIPPED)


def made_of(book):
    """A document as a run makes it, in which every cell named bad fails; a run adds a cell below the parameters."""
    code = [cell.source for cell in book.cells if cell.cell_type == "code"]
    bad = next((number for number, source in enumerate(code, start=2) if "bad" in source), 0)
    refused = "refused" in "".join(code)
    problem = Problem("NameError", bad) if bad else Problem("the gate refused the page: x") if refused else None
    return Made(DOCUMENT, None if problem else "page", problem)


def again(documents, notebooks):
    return tuple(made_of(notebooks[document.notebook]) for document in documents)


def kept(*cells):
    book = notebook(*cells)
    return kept_without([made_of(book)], {"annex.ipynb": book}, again), book


def test_each_cell_that_fails_is_left_out_and_told_by_its_number_in_the_notebook():
    result, book = kept("show(1)", "bad 1", "good", "bad 2", "finish()")
    assert [m.page for m in result.made] == ["page"]
    assert ["cell 3" in result.left_out[0], "cell 5" in result.left_out[1], len(result.left_out)] == [True, True, 2]
    assert "NameError" in result.left_out[0] and "Annex: Thornmere" in result.left_out[0]
    assert book.cells[2].source == "bad 1", "the notebook itself stays as it was"


def test_where_nobody_can_say_which_cell_it_was_all_that_was_added_is_left_out():
    result, _ = kept("show(1)", "refused", "good", "finish()")
    assert result.made[0].page == "page" and "cells 3, 4" in result.left_out[0]


def test_a_document_whose_own_cells_fail_is_not_made():
    result, _ = kept("show(1)", "good", "finish()", "finish() # bad")
    assert result.made[0].page == "page"  # added, so left out
    result, _ = kept("show(1) # bad", "finish()")  # one of bsafe's was changed: nobody knows what was added
    assert result.made[0].problem is not None and result.left_out == ()


def test_the_team_reads_that_something_was_left_out():
    book = own_cells.without(notebook("show(1)", "bad"), (3,))
    assert [cell.source for cell in book.cells][-2:] == ["pass", LEFT_OUT]
