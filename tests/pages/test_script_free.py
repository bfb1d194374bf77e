"""A page without scripts holds the same words and numbers; a page that shares its library names no other script."""

import re

import pytest
from bs4 import BeautifulSoup

from bsafe_analysis.pages.assets import BUNDLE, digest
from bsafe_analysis.pages.export import Exporter
from bsafe_analysis.pages.folded_tables import unfolded
from bsafe_analysis.pages.script_free import Drawings, drawing, script_free, shared, specs
from tests.pages.test_export import FRAME, HOSTILE, chart, mime_bundle, notebook

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5"><path d="M0,0h1"/><text>a, b "c" 100% #</text></svg>'
)


@pytest.fixture(scope="module")
def page():
    return Exporter().page(notebook(mime_bundle(chart(heading=HOSTILE))), FRAME)


@pytest.fixture(scope="module")
def twin(page):
    return script_free(page, {name: Drawings(drawing(SVG, 10, 5), drawing(SVG, 4, 5)) for name in specs(page)})


def words(html):
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["script", "style", "noscript", "svg"]):
        tag.decompose()
    return soup.body.get_text(" ", strip=True)


def test_every_word_and_table_is_there_and_nothing_runs(page, twin):
    assert words(twin) == words(unfolded(page))
    assert "<script" not in twin
    assert "script-src 'none'" in twin


def test_the_drawing_is_in_the_file_under_the_charts_own_words(page, twin):
    image = BeautifulSoup(twin, "html.parser").find("figure").find("img")
    plot = BeautifulSoup(page, "html.parser").find(class_="plot")
    assert image["alt"] == plot["aria-label"]
    assert image["src"].startswith("data:image/svg+xml,")
    assert not re.search(r"[<>#\"]|%(?![0-9A-F]{2})", image["src"])
    assert " " not in BeautifulSoup(twin, "html.parser").find("source")["srcset"]


def test_a_chart_that_was_not_drawn_is_an_error(page):
    with pytest.raises(ValueError, match="no drawing of the chart signal-x"):
        script_free(page, {})


NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


@pytest.mark.parametrize(
    "bad",
    [
        f"<svg {NS}><script>alert(1)</script></svg>",
        f'<svg {NS}><image href="http://x"/></svg>',
        f"<svg {NS}><foreignObject/></svg>",
        f'<svg {NS}><p xmlns="http://www.w3.org/1999/xhtml"/></svg>',
        f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {NS}/>',
        f"<svg {NS}><path></svg>",
    ],
)
def test_a_drawing_that_could_run_or_load_something_is_refused(bad):
    with pytest.raises(ValueError, match="a drawing"):
        drawing(bad, 1, 1)


@pytest.mark.parametrize(
    "inside",
    [
        '<path onclick="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><text>x</text></a>',
        '<use xlink:href="http://x#y"/>',
        '<rect style="fill:url(http://x)"/>',
        '<text data-unformatted="http://x">x</text>',
    ],
)
def test_what_runs_loads_or_leads_away_is_taken_out_of_a_drawing(inside):
    made = drawing(f"<svg {NS}>{inside}</svg>", 1, 1).svg
    assert not re.search("alert|http://x|<a|onclick|data-", made)


def test_names_that_look_like_code_stay_words_in_a_drawing():
    said = "&lt;img src=x onerror=alert(1)&gt; &lt;!-- javascript:alert(1)"
    assert said in drawing(f"<svg {NS}><text>{said}</text></svg>", 1, 1).svg


def test_the_order_in_which_a_browser_writes_attributes_does_not_matter():
    one = drawing('<svg xmlns="http://www.w3.org/2000/svg" style="" viewBox="0 0 1 1" width="1"/>', 1, 1)
    other = drawing('<svg xmlns="http://www.w3.org/2000/svg" width="1" viewBox="0 0 1 1" style=""/>', 1, 1)
    assert one == other


def test_a_page_that_shares_its_library_names_its_one_script_by_hash(page):
    alone = shared(page)
    soup = BeautifulSoup(alone, "html.parser")
    (script,) = [s for s in soup.find_all("script") if s.get("type") != "application/json"]
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert f"script-src 'sha256-{digest(script.get_text())}' 'strict-dynamic';" in policy
    assert f'"{BUNDLE}"' in script.get_text()
    assert words(alone) == words(page)


def test_a_page_without_charts_needs_no_library():
    plain = Exporter().page(notebook({"text/html": "<p>x</p>"}), FRAME)
    assert shared(plain) == plain


def test_a_drawing_keeps_what_can_be_seen_and_the_clips_that_are_used():
    inside = (
        '<svg xmlns="http://www.w3.org/2000/svg"><defs>'
        '<clipPath id="used"><rect width="10.12345" height="5"/></clipPath>'
        '<clipPath id="spare"><rect width="9" height="9"/></clipPath></defs><g class="empty"><g/></g>'
        '<g class="plot" clip-path="url(#used)"><path d="M1.23456,7.5L2,3"/></g></svg>'
    )
    lean = drawing(inside, 10, 5).svg
    assert 'id="used"' in lean and 'width="10.12"' in lean and "M1.23,7.5L2,3" in lean
    assert "spare" not in lean and "class" not in lean and lean.count("<g") == 1


def lean(inside):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'
    return BeautifulSoup(drawing(svg, 9, 9).svg, "html.parser").svg


def test_a_style_is_said_shortly_and_nothing_that_can_be_seen_is_lost():
    made = lean('<path d="M0,0h1" style="fill: rgb(18, 67, 109); fill-opacity: 1; stroke-opacity: 0.5;"></path>')
    assert made.path["style"] == "fill:#12436d;stroke-opacity:0.5"
    inner = '<path d="M0,0h1" style="fill-opacity: 1; opacity: 1"></path>'
    made = lean(f'<g style="fill-opacity: 0.2">{inner}</g>')
    assert made.path["style"] == "fill-opacity:1"  # it must say that it is not pale


def test_a_mark_of_no_size_is_left_out_and_the_smallest_one_stays():
    made = lean('<path d="M0,0L0,0L-0,0L0,-0Z"></path><path d="M0,0L0.4,0Z"></path>')
    assert [path["d"] for path in made.find_all("path")] == ["M0,0L0.4,0Z"]


def test_the_font_of_all_words_is_said_once_and_spaces_at_an_edge_are_kept():
    look = 'style="font-family: Arial; white-space: pre"'
    made = lean(f"<text {look}>a b</text><text {look}>a b </text>")
    assert made["style"] == "font-family:Arial"
    assert [text.get("style") for text in made.find_all("text")] == [None, "white-space:pre"]
    other = lean(f'<text {look}>a</text><text style="font-family: serif">b</text>')
    assert [text["style"] for text in other.find_all("text")] == ["font-family:Arial", "font-family:serif"]
