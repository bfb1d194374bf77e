"""Real notebooks, real pages, the real gate: whatever an analyst takes out of a notebook, the gate names."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.packs.page_maker import PageMaker, _item, without_links
from bsafe_analysis.packs.plan import plan
from bsafe_analysis.pages.folded_tables import unfolded
from bsafe_analysis.reports import show
from bsafe_analysis.reports.document_kinds import KINDS, build_document, contents_of
from tests.reports.months import prepared

CHOSEN = yaml.safe_load((Path(__file__).parents[2] / "parameters" / "documents.yml").read_text("utf-8"))["documents"]
SETTINGS = tuple(
    DocumentSetting(name, kind["title"], kind["per"], kind=kind.get("kind", "")) for name, kind in CHOSEN.items()
)
MONTH = prepared()
THEME = BusinessGroup("homes", "Safer homes", GroupKind.THEME, themes=("Homes",))
MET = GroupMeeting("homes", "", date(2026, 10, 14), date(2026, 10, 7), "2026-09")
MONTH = replace(
    MONTH,
    cycle=replace(MONTH.cycle, documents=SETTINGS, groups=(THEME,)),
    register=replace(MONTH.register, meetings=(MET,)),
)
EMPTY = ("neighbourhood_monitor", "performance_report")
"""Of a month without groups or indicators they have no table."""
PLANNED = plan(MONTH)
ROOT, NONCE = Path("/srv/partnership"), "5d41402abc4b2a76b9719d911017c592"


@pytest.fixture(scope="module")
def page_maker():
    return PageMaker(ROOT, MONTH, PLANNED, "internal", "f00dfeedbeef", NONCE)


def built_of(document):
    return build_document(MONTH, document.name, document.area, document.group, document.meeting)


def composed(document):
    return composed_once(document.name, document.area, document.group, document.meeting)


@cache
def composed_once(*given):
    """Section -> its bundles, composed once for all that is tried with them."""
    built = build_document(MONTH, *given)
    return {section: show.compose(built, section) for section in built.sections}


def executed(document, without=()):
    """The notebook as it would be after its run: one output cell a bundle, but for those of some sections."""
    sections = composed(document)
    bundles = [deepcopy(b) for s, bundles in sections.items() if s not in without for b in bundles]
    outputs = [nbformat.v4.new_output("display_data", bundle) for bundle in bundles]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show()", outputs=outputs)])


def of(name):
    return next(document for document in PLANNED if document.name == name)


@pytest.mark.parametrize("document", PLANNED, ids=lambda d: d.file_name)
def test_a_whole_notebook_is_a_page_that_may_leave(page_maker, document):
    page = page_maker.page(document, executed(document))
    assert page_maker.refusals(document, page) == ()
    assert str(ROOT) not in page
    assert NONCE not in page


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_section_that_is_left_out_is_named(page_maker, name):
    document = of(name)
    for section in composed(document):
        refusals = page_maker.refusals(document, page_maker.page(document, executed(document, without=(section,))))
        assert f"section {section!r} is missing" in refusals


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_figure_and_table_that_is_taken_from_a_page_is_named(page_maker, name):
    document = of(name)
    page, contents = (
        unfolded(page_maker.page(document, executed(document))),
        contents_of(built_of(document)),
    )
    assert contents.figures or contents.tables or name in EMPTY
    for kind, names in (("figure", contents.figures), ("table", contents.tables)):
        for identifier in names:
            soup = BeautifulSoup(page, "html.parser")
            soup.find(kind, id=identifier).decompose()
            assert page_maker.refusals(document, str(soup)) == (f"{kind} {identifier!r} is missing",)


def test_every_point_of_every_chart_is_compared_with_its_table(page_maker):
    document = of("tactical_assessment")
    page = unfolded(page_maker.page(document, executed(document)))
    for figure in contents_of(build_document(MONTH, "tactical_assessment", "B")).figures:
        soup = BeautifulSoup(page, "html.parser")
        row = soup.find("table", id=f"{figure}-data").find_all("tr")[-1]
        row.find_all("td")[0].string = "98,765"
        (refusal,) = page_maker.refusals(document, str(soup))
        assert refusal.startswith(f"figure {figure!r}: ")
        assert "98,765" in refusal


def test_what_a_cell_showed_in_vain_is_told(page_maker):
    document = of("tactical_assessment")
    notebook = executed(document)
    script = nbformat.v4.new_output("display_data", {"application/javascript": "alert(1)"})
    notebook.cells.append(nbformat.v4.new_code_cell("Javascript()", outputs=[script]))
    (refusal,) = page_maker.refusals(document, page_maker.page(document, notebook))
    assert "application/javascript" in refusal


def test_pages_lead_up_and_down_and_to_the_index(page_maker):
    lap = of("lap_assessment")
    links = {a["href"] for a in BeautifulSoup(page_maker.page(lap, executed(lap)), "html.parser").find_all("a")}
    assert {"index.html", "2026-09-tactical-assessment-b-internal.html"} <= links
    assert {f"2026-09-neighbourhood-profile-{n}-internal.html" for n in ("n1", "n2")} <= links
    assert "2026-09-neighbourhood-profile-n3-internal.html" not in links


def test_the_index_leads_to_every_document_once_and_to_no_other(page_maker):
    page = BeautifulSoup(page_maker.index(PLANNED[:-1]), "html.parser")
    links = [a["href"] for a in page.main.find_all("a")]
    assert sorted(links) == sorted(d.file_name for d in PLANNED[:-1])
    assert page.find("h2", id="place-a1").get_text() == "North"


def test_the_same_notebook_is_the_same_page(page_maker):
    document = of("lap_assessment")
    again = PageMaker(ROOT, MONTH, PLANNED, "internal", "f00dfeedbeef", "another nonce")
    again.warm(again._planned)
    assert page_maker.page(document, executed(document)) == again.page(document, executed(document))


def test_a_meeting_is_named_on_the_page_it_is_for(page_maker):
    page = page_maker.page(of("tactical_assessment"), executed(of("tactical_assessment")))
    assert "Partnership Business Group, 20 October 2026" in page


def test_links_to_what_was_not_made_become_text():
    kept = '<a href="c.html">C</a> <a href="ba.html">D</a>'
    page = f'<a href="a.html#x"><b>A</b></a> <a class="x" href="./b.html">B</a> {kept}'
    assert without_links(page, ["a.html", "b.html"]) == f"<span><b>A</b></span> <span>B</span> {kept}"


@pytest.mark.parametrize("first, seen", [(True, "kind"), (False, "visually-hidden")])
def test_in_the_index_a_kind_is_seen_once_in_a_list_and_heard_with_each_link(first, seen):
    document = SimpleNamespace(title="Neighbourhood profile: Mill <Lane>", file_name="mill-lane.html")
    link = BeautifulSoup(_item(document, {}, first), "html.parser").a
    assert link.get_text() == "Neighbourhood profile: Mill <Lane>"
    assert link.span["class"] == [seen]


def test_the_index_says_what_each_document_asks_and_when_a_profile_is_to_be_reviewed(page_maker):
    soup = BeautifulSoup(page_maker.index(PLANNED), "html.parser")
    said = {li.a["href"]: words.get_text() for li in soup.select(".place li") if (words := li.select_one(".said"))}
    assert len(build_document(MONTH, "tactical_assessment", "B").signals) == 1
    assert said["2026-09-tactical-assessment-b-internal.html"] == "One decision sought, one signal"
    assert said["2026-09-lap-assessment-a2-internal.html"] == "No decisions sought, no signals"
    profiles = {code: said[f"2026-09-neighbourhood-profile-{code}-internal.html"] for code in ("n1", "n2")}
    assert profiles == {"n1": "Next review 1 November 2026", "n2": "No review recorded"}


def test_the_index_of_a_shared_edition_says_nothing_of_reviews(page_maker):
    shared = replace(MONTH, audience="partner", notes=())
    soup = BeautifulSoup(PageMaker(ROOT, shared, PLANNED, "internal", "f", NONCE).index(PLANNED), "html.parser")
    profiles = [li for li in soup.select(".place li") if "profile" in li.a["href"]]
    assert len(profiles) == 3
    assert [li for li in profiles if li.select_one(".said")] == []
