"""Every page of every pack against the machine checklist; and the checklist against pages with a fault each."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.browser import checklist
from tests.browser.checklist import bare
from tests.browser.conftest import pages, still_pages
from tests.shared import Wanted

READING_AGE = 13
GOOD = """<html lang="en-GB"><body><a class="skip" href="#main">Skip</a><header><h1>Hope</h1></header>
<main id="main"><h2>A</h2><figure id="f"><h3>Burglary above the range</h3><div class="plot" id="f-plot" role="img"
aria-label="Line chart of recorded burglaries by month: 12 in March 2026, above the 2 to 9 expected."></div>
<figcaption>Recorded burglaries</figcaption><details><div class="table-scroll" role="region" tabindex="0"><table id="t">
<caption>Months</caption><thead><tr><th scope="col">Month</th><th scope="col" class="num">Recorded</th></tr></thead>
<tbody><tr><th scope="row">Mar 2026</th><td class="num">12</td></tr></tbody></table></div></details></figure></main>
<footer>x</footer></body></html>"""
CHECKS = (checklist.structure, checklist.tables, checklist.figures, checklist.references, checklist.words)


@pytest.fixture(scope="module")
def read(pack):
    """A page of the pack as its tags, read once."""
    return Wanted(lambda path: BeautifulSoup(bare(path), "html.parser")).__getitem__


def faults(soup):
    return [fault for check in CHECKS for fault in check(soup)]


def faults_of(html):
    return faults(BeautifulSoup(html, "html.parser"))


@pytest.mark.browser
@pytest.mark.slow
def test_no_page_has_a_fault_of_the_checklist(pack, read):
    found = {path.name: faults(read(path)) for path in (*pages(pack), *still_pages(pack))}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.browser
@pytest.mark.slow
def test_every_chart_can_be_told_apart_from_its_ground_and_each_series_from_the_next(pack, read):
    charts = {}
    for path in pages(pack):
        for name, spec in checklist.specs_of(read(path)).items():
            charts[f"{path.name} {name}"] = list(checklist.colours(spec))
    assert len(charts) > 8
    assert {name: said for name, said in charts.items() if said} == {}


@pytest.mark.browser
@pytest.mark.slow
def test_every_page_has_a_title_of_its_own_and_the_first_page_reads_easily(pack, read):
    soups = {path.name: read(path) for path in pages(pack)}
    titles = [soup.title.get_text() for soup in soups.values()]
    assert len(set(titles)) == len(titles)
    ages = {name: checklist.reading_age(s.find("section").get_text("\n")) for name, s in soups.items()}
    hard = {name: age for name, age in ages.items() if age > READING_AGE and name != "index.html"}
    assert hard == {}  # (the index is a list of names)


@pytest.mark.browser
@pytest.mark.slow
def test_every_link_leads_to_a_page_or_a_place_that_is_there(pack, read):
    soups = {path.name: read(path) for path in (*pages(pack), *still_pages(pack))}
    for name, soup in soups.items():
        for link in {a["href"] for a in soup.find_all("a", href=True)}:
            if re.match(r"https?:|mailto:", link):
                continue
            file, _, place = link.partition("#")
            assert not file or (pack / file).exists(), (name, link)
            there = soups.get(file or name)
            assert not place or there is None or there.find(id=place) is not None, (name, link)


def test_the_good_page_has_no_fault():
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lang="en-GB"', 'lang="en"', "the language"),
        ("<h1>Hope</h1>", "", "not one main heading"),
        ("<h2>A</h2>", "", "h3 follows h1"),
        ('id="t"', 'id="f"', "the id f is there 2 times"),
        ("<footer>x</footer>", "", "landmark footer"),
        ('href="#main"', 'href="#there"', "the skip link"),
        ("<h2>A</h2>", "<h2>A¶</h2>", "pilcrow"),
        ("<h2>A</h2>", "<h2>A</h2><nav></nav>", "a navigation without a name"),
        ("<caption>Months</caption>", "", "no caption"),
        ('<th scope="row">', "<th>", "without scope"),
        ('<td class="num">12</td>', '<td class="num"></td>', "empty cells"),
        ('<td class="num">12</td>', "<td>12</td>", "aligned"),
        (' tabindex="0"', "", "in no region"),
        ("12 in March 2026, above the 2 to 9", "many in March, above what was", "tells no message with a number"),
        ("above the 2 to 9 expected", "2 to 9 being usual then", "tells no message with a number"),
        ("Line chart of recorded burglaries by month: 12 in March 2026, above the 2 to 9 expected", "12 above", "9 c"),
        ("<figcaption>Recorded burglaries</figcaption>", "", "lacks its heading or caption"),
        ("<footer>x", '<footer><img src="https://x/y.png">', "<img src="),
        ("<footer>x", "<footer>A significant surge", "the word 'significant'"),
        ("<footer>x", "<footer>Behavior", "the spelling 'behavior'"),
    ],
)  # fmt: skip
def test_each_fault_is_named(old, new, said):
    assert old in GOOD
    assert any(said in fault for fault in faults_of(GOOD.replace(old, new)))


def test_pale_lines_strange_colours_pale_words_and_twin_series_are_named():
    line = {"type": "scatter", "mode": "lines", "meta": {"column": "a"}, "line": {"color": "#BFBFBF"}}
    other = {**line, "meta": {"column": "b"}, "line": {"color": "#12436D"}}
    layout = {"annotations": [{"text": "x", "font": {"color": "#28A197"}}]}
    said = list(checklist.colours({"data": [line, other], "layout": layout}))
    for fault in ("#BFBFBF on white is 1.8", "not of the palette", "the label 'x'", "2 series look alike"):
        assert any(fault in text for text in said), fault


@pytest.mark.parametrize(("colour", "ratio"), [("#000000", 21), ("#FFFFFF", 1), ("#12436D", 10.3), ("rgb(0,0,0)", 21)])
def test_contrast_is_that_of_the_guidelines(colour, ratio):
    assert checklist.contrast(colour, "#FFFFFF") == pytest.approx(ratio, abs=0.06)


def test_easy_words_read_younger_than_hard_ones():
    easy = "We saw a rise. It was in one place. The team will go there."
    hard = (
        "Notwithstanding considerable methodological heterogeneity, contemporaneous organisational "
        "prioritisation necessitates comprehensive multidisciplinary reconsideration."
    )
    assert checklist.reading_age(easy) < READING_AGE < checklist.reading_age(hard)
