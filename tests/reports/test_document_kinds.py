"""A kind of document is known in one table: what is listed there is built, shown, promised to the gate and indexed."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import nbformat
import pytest
from jinja2 import DictLoader

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.packs.page_maker import PageMaker
from bsafe_analysis.packs.plan import plan
from bsafe_analysis.reports import wording
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.document_kinds import (
    KINDS,
    DocumentKind,
    DocumentsOfMonth,
    build_document,
    contents_of,
    exhibits_of,
)
from bsafe_analysis.reports.documents import build_tactical_assessment, tactical_assessment
from bsafe_analysis.reports.documents.required_contents import Contents
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.show import compose
from tests.reports.months import prepared

NONCE = "5d41402abc4b2a76b9719d911017c592"
PLACES = [("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1")]
TEMPLATE = """
{% block page_one %}
<h2 id="page-one">At a glance</h2>

{{ d.place }} has {{ d.residents }} residents.

{{ table("residents-table") }}
{% endblock %}
"""


@dataclass(frozen=True)
class Headcount:
    """The toy: how many live in one neighbourhood."""

    prepared: Prepared
    place: object
    name = "headcount"
    sections = ("page-one",)

    @property
    def month(self):
        return self.prepared.cycle.month

    @property
    def residents(self):
        return self.place.residents


def residents_table(document):
    columns = (Column("place", "Place"), Column("residents", "Residents", True))
    return Table("residents-table", "Residents", columns, ((document.place.name, document.residents),))


def headcount_exhibits(document):
    table = Exhibit("residents-table", partial(residents_table, document))
    return Exhibits(tables=where(document.residents is not None, table))


@pytest.fixture
def month(monkeypatch):
    """A month that makes one headcount a neighbourhood, a kind the package has never heard of."""
    kind = DocumentKind(
        build=lambda month, area: Headcount(month.prepared, month.prepared.areas[area]),
        exhibits=headcount_exhibits,
        index_line=lambda month, area: f"{month.prepared.areas[area].residents} residents",
    )
    monkeypatch.setitem(KINDS, "headcount", kind)
    monkeypatch.setattr("bsafe_analysis.packs.plan._check_kinds", lambda settings: None)  # it has no files of its own
    wording.TEMPLATES.append(DictLoader({"headcount.md.j2": TEMPLATE}))
    month = prepared()
    settings = (DocumentSetting("headcount", "Headcount", "neighbourhood"),)
    yield replace(month, cycle=replace(month.cycle, documents=settings))
    wording.TEMPLATES.pop()


def test_a_kind_that_is_added_to_the_table_is_made_checked_and_indexed(month):
    planned = plan(month)
    press = PageMaker(
        Path("/srv/partnership"), month, planned, "internal", "f00dfeedbeef", "5d41402abc4b2a76b9719d911017c592"
    )
    document = DocumentsOfMonth(month).build("headcount", planned[0].area)
    outputs = [nbformat.v4.new_output("display_data", b) for s in document.sections for b in compose(document, s)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show()", outputs=outputs)])
    page = press.page(planned[0], notebook)
    assert "Mill Lane has 4,000 residents." in page
    assert press.refusals(planned[0], page) == ()
    assert press.refusals(planned[0], page.replace('id="residents-table"', "")) == (
        "table 'residents-table' is missing",
    )
    assert "4000 residents" in press.index(planned)


def test_what_a_document_need_not_show_is_neither_promised_nor_made(month):
    document = DocumentsOfMonth(month).build("headcount", "N1")
    assert contents_of(document) == Contents(("page-one",), (), ("residents-table",))
    empty = replace(document, place=replace(document.place, residents=None))
    assert contents_of(empty).tables == ()
    with pytest.raises(KeyError, match="residents-table"):
        exhibits_of(empty).table("residents-table")


@pytest.mark.parametrize(
    "name, area",
    [
        ("tactical_assessment", "B"),
        ("lap_assessment", "A1"),
        ("neighbourhood_profile", "N1"),
        ("annex", "B"),
        ("data_quality", "B"),
    ],
)
def test_what_is_made_has_the_id_under_which_it_is_promised(name, area):
    exhibits = exhibits_of(DocumentsOfMonth(prepared()).build(name, area))
    assert len(exhibits.tables) > 1
    for exhibit in (*exhibits.figures, *exhibits.tables):
        assert exhibit.make().id == exhibit.id


def test_the_areas_documents_of_a_month_follow_from_one_tactical_assessment(monkeypatch):
    built = []
    monkeypatch.setattr(
        "bsafe_analysis.reports.document_kinds.build_tactical_assessment",
        lambda month: built.append(month) or build_tactical_assessment(month),
    )
    month = DocumentsOfMonth(prepared())
    first, second = (month.build("lap_assessment", area) for area in ("A1", "A2"))
    assert first.tactical is second.tactical is month.build(tactical_assessment.NAME, "B")
    assert len(built) == 1


def test_a_code_that_papermill_made_a_number_of_is_refused_in_plain_words():
    with pytest.raises(TypeError, match="papermill -r area 01"):
        build_document(prepared(), "neighbourhood_profile", 1)
