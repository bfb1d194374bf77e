"""A view that is taken out says whose it is, as at when and how it is marked, and shows what its readers may see."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.view_state import Chart
from bsafe_analysis.pages.twins import pictures
from bsafe_analysis.pages.twins.browser import NoBrowser
from bsafe_analysis.reports.views import query
from bsafe_analysis.workbench import taking_out
from bsafe_analysis.workbench.bench import Workbench
from bsafe_analysis.workbench.own_analysis import ShownView
from tests.reports.months import prepared
from tests.workbench.test_workbench import PREPARED, STATE

DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0"/></svg>'


def view(month=PREPARED, **choices):
    return ShownView(query(STATE.but(**choices), month))


@pytest.fixture
def browser(monkeypatch):
    """In the place of the browser: the tests of the twins hold that it draws and paints."""
    monkeypatch.setattr(pictures, "drawn_wide", lambda spec: DRAWN)
    monkeypatch.setattr(pictures, "painted", lambda svg, width, height: f"{width}x{height}".encode() + svg.encode())


@pytest.fixture
def no_browser(monkeypatch):
    def missing(*_):
        raise NoBrowser("no Chromium was found")

    monkeypatch.setattr(pictures, "drawn_wide", missing)
    monkeypatch.setattr(pictures, "painted", missing)


@pytest.mark.parametrize("chart", [Chart.SERIES, Chart.MAP])
def test_a_picture_has_its_heading_source_day_and_marking_twice(browser, tmp_path, chart):
    shown = view(chart=chart)
    file = shown.save(tmp_path / "new folder" / "x.svg")
    root = ElementTree.parse(file).getroot()
    said = " ".join(text.text for text in root.iter("{http://www.w3.org/2000/svg}text") if text.text)
    assert said.count(shown.about["Marking"]) >= 2
    assert "5 October 2026" in said and "Thornmere: all categories together" in said and shown.about["Source"] in said
    assert "Invented sample data" in said
    assert file.read_bytes() in view(chart=chart).save(tmp_path / "x.png").read_bytes()


def test_without_a_browser_it_is_said_what_can_be_had_instead(no_browser, tmp_path):
    with pytest.raises(InputError, match=r"no Chromium was found.*Save it as a page"):
        view().save(tmp_path / "x.png")
    assert list(tmp_path.iterdir()) == []


def test_a_page_of_a_view_passed_the_gate_and_is_marked_as_the_analysts(tmp_path):
    shown = view(categories=("burglary",))
    page = BeautifulSoup(shown.save(tmp_path / "x.html").read_text(), "html.parser")
    assert [tag.get_text() for tag in page.select(".marking")] == [shown.about["Marking"]] * 2
    assert taking_out.STATUS in page.find("header").get_text() and shown.sentence in page.find("main").get_text()
    assert page.find("figure") and not page.find("script", src=True)


def test_a_page_that_the_gate_refuses_is_not_written(monkeypatch, tmp_path):
    monkeypatch.setattr(taking_out, "check_page", lambda page, expected: ("section 'view' is missing",))
    with pytest.raises(InputError, match="section 'view' is missing"):
        view().save(tmp_path / "x.html")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".html", ".csv", ".xlsx"])
def test_what_is_taken_out_for_partners_has_their_marking(tmp_path, ending):
    month = prepared()
    marks = month.cycle.markings | {"partner": "FOR PARTNERS ONLY"}
    theirs = replace(month, audience="partner", cycle=replace(month.cycle, markings=marks))
    shown = view(theirs)
    assert shown.about["Marking"] == "FOR PARTNERS ONLY"
    text = shown.save(tmp_path / f"x{ending}").read_bytes()
    assert ending == ".xlsx" or b"FOR PARTNERS ONLY" in text


def test_the_button_saves_the_view_below_the_workspace_and_says_where(tmp_path):
    bench = Workbench(PREPARED, tmp_path)
    bench.explain.taken_as.value = ".csv"
    bench.take_out()
    (file,) = (tmp_path / "outputs/2026-09/views").iterdir()
    assert file.name in bench.told and "marked" in bench.told
