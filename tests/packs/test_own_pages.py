"""A page that an analyst's own notebook makes: marked as such, judged by the gate, and asked of nobody else."""

from dataclasses import replace
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bsafe_analysis.faults import InputError
from bsafe_analysis.mime import END_MIME
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.packs.page_maker import PageMaker
from bsafe_analysis.packs.plan import plan
from tests.reports.months import prepared

OWN = DocumentSetting("bicycles", "Bicycles", "borough", only=("internal",), own=True)
MONTH = replace(prepared(), cycle=replace(prepared().cycle, documents=(OWN,)))
HEADING = '<h2 id="own-bicycles">Bicycles</h2>'


def executed(*html, sections=("own-bicycles",), figures=()):
    shown = [new_output("display_data", {"text/html": each}, metadata={"readers": "internal"}) for each in html]
    mark = {"nonce": "n", "holds": {"sections": list(sections), "figures": list(figures), "tables": []}}
    cells = [
        new_code_cell("x", outputs=shown),
        new_code_cell("finish", outputs=[new_output("display_data", {END_MIME: mark})]),
    ]
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def page_maker():
    return PageMaker(Path("/srv/x"), MONTH, plan(MONTH), "internal", "f00d", "n" * 32)


def test_an_own_page_says_once_that_it_is_the_analysts_and_may_leave(page_maker):
    (document,) = plan(MONTH)
    page = page_maker.page(document, executed(HEADING, "<p>Seventeen.</p>"))
    assert page_maker.refusals(document, page) == ()
    assert page.count("bsafe has not proved it") == 1 and "Seventeen" in page
    assert page_maker.script_free_refusals(document, page) == ()
    assert "An analyst" in page_maker.index([document])


@pytest.mark.parametrize(
    ("notebook", "reason"),
    [
        (executed(HEADING, sections=("own-bicycles", "own-lost")), "section 'own-lost' is missing"),
        (executed(HEADING, figures=("added-own-x",)), "figure 'added-own-x' is missing"),
        (executed("<p>x</p>", sections=()), "nothing of it is for these readers"),
    ],
)
def test_what_was_lost_on_the_way_to_the_page_is_named(page_maker, notebook, reason):
    (document,) = plan(MONTH)
    refusals = page_maker.refusals(document, page_maker.page(document, notebook))
    assert any(reason in refusal for refusal in refusals)


def test_a_name_that_bsafe_does_not_know_must_be_said_to_be_ones_own_and_one_that_it_knows_must_not():
    with pytest.raises(InputError, match="`own: true`"):
        plan(replace(MONTH, cycle=replace(MONTH.cycle, documents=(replace(OWN, own=False),))))
    with pytest.raises(InputError, match="bsafe has a document of this name"):
        plan(replace(MONTH, cycle=replace(MONTH.cycle, documents=(replace(OWN, name="annex"),))))


def test_an_entry_may_name_the_places_that_have_a_page_and_a_code_that_is_none_is_told():
    def planned(*places):
        setting = replace(OWN, per="area", places=places)
        return [d.area for d in plan(replace(MONTH, cycle=replace(MONTH.cycle, documents=(setting,))))]

    assert planned() == ["A1", "A2"] and planned("A2") == ["A2"]
    with pytest.raises(InputError, match="N1 is no area"):
        planned("N1")
