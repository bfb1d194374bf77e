"""A page that lacks one thing, or holds one thing too many, is refused by name. Each test spoils one good page once."""

import base64
import json

import numpy as np
import pytest
from bs4 import BeautifulSoup

from bsafe_analysis.pages.chart_against_table import points_that_differ
from bsafe_analysis.pages.gate import ExpectedPage, check_page, check_script_free, digest
from bsafe_analysis.pages.html_reader import read_page
from bsafe_analysis.reports.documents.required_contents import Contents

BOOT = 'draw("all", n => n > 0)'
SPEC = {
    "data": [
        {
            "type": "scatter",
            "x": ["2026-07", "2026-08", "2026-09"],
            "y": [4, None, 1234],
            "meta": {"column": "Recorded"},
        },
        {
            "type": "scatter",
            "x": ["2026-07", "2026-08", "2026-09"],
            "y": {"dtype": "f8", "bdata": base64.b64encode(np.array([3.25, 3.5, 4.0])).decode()},
            "meta": {"column": "Expected"},
        },
        {"type": "scatter", "x": [0], "y": [0]},
    ],
    "layout": {},
}
POLICY = (
    f"default-src 'none'; script-src 'sha256-{digest(BOOT)}'; style-src 'unsafe-inline'; img-src data: blob:; "
    "font-src data:; base-uri 'none'; form-action 'none'"
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head>
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>LAP assessment: East</title><style>p{{color:#000}}</style></head>
<body><p class="marking">OFFICIAL</p><h1>LAP assessment</h1><p>Invented sample data</p>
<h2 id="page-one">Page one</h2><p><a href="2026-09-x.html">up</a> <a href="https://data.police.uk">data.police.uk</a></p>
<h2 id="picture">The picture</h2><table id="picture-table"><tr><th>Category</th></tr><tr><th>Burglary</th></tr></table>
<figure id="burglary"><script type="application/json" id="burglary-spec">{json.dumps(SPEC)}</script>
<figcaption>Burglary, September 2026</figcaption><details><table id="burglary-data">
<tr><th>Month</th><th>Recorded</th><th>Expected</th></tr>
<tr><th>Jul 2026</th><td>4</td><td>3.2</td></tr><tr><th>Aug 2026</th><td>[x]</td><td>3.5</td></tr>
<tr><th>Sep 2026</th><td>1,234</td><td>4.0</td></tr></table></details></figure>
<script>{BOOT}</script><p class="marking">OFFICIAL</p></body></html>"""
CONTENTS = Contents(("page-one", "picture"), ("burglary",), ("picture-table",))
EXPECTED = ExpectedPage(CONTENTS, "OFFICIAL", True, frozenset({digest(BOOT)}), ("/home/analyst", "n0nce"))


def spoiled(change):
    page = BeautifulSoup(PAGE, "html.parser")
    change(page)
    return check_page(str(page), EXPECTED)


def test_a_good_page_passes():
    assert check_page(PAGE, EXPECTED) == ()


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ("#page-one", "section 'page-one' is missing"),
        ("#picture", "section 'picture' is missing"),
        ("#picture-table", "table 'picture-table' is missing"),
        ("#burglary", "figure 'burglary' is missing"),
        ("#burglary-spec", "figure 'burglary' has no chart"),
        ("#burglary-data", "figure 'burglary' has no data table"),
        ("figcaption", "figure 'burglary' has no caption"),
        ("title", "the page has no title"),
        ("meta", "the page has no policy of its own that shuts out other scripts and hosts"),
        ("h1", "the page has 0 main headings, not one"),
        (".marking", "the marking OFFICIAL does not stand at the top and at the bottom"),
        ("h1 + p", "the page is made from invented data and does not say 'Invented sample data'"),
    ],
)
def test_whatever_is_taken_away_is_named(selector, said):
    assert spoiled(lambda page: page.select_one(selector).decompose()) == (said,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (POLICY, ""),
        ("default-src 'none'; ", ""),
        ("default-src 'none'", "default-src 'none' https:"),
        ("default-src 'none'", "default-src *; default-src 'none'"),
        (f"'sha256-{digest(BOOT)}'", "'unsafe-inline'"),
        (f"'sha256-{digest(BOOT)}'", f"'sha256-{digest('alert(1)')}'"),
        (f"'sha256-{digest(BOOT)}'", f"'sha256-{digest(BOOT)}' 'strict-dynamic'"),
        (f"script-src 'sha256-{digest(BOOT)}'", f"script-src 'sha256-{digest(BOOT)}'; script-src-elem *"),
        ("img-src data:", "img-src data: a.example"),
        ("style-src 'unsafe-inline'", "style-src 'unsafe-inline' https://a.example"),
        ("font-src data:", "font-src 'self'"),
        ("base-uri 'none'; ", ""),
        ("; form-action 'none'", ""),
        ("form-action 'none'", "form-action 'none'; connect-src https:"),
        ("Content-Security-Policy", "Content-Security-Policy-Report-Only"),
    ],
)
def test_a_policy_that_lets_in_more_than_ours_is_none(old, new):
    assert old in PAGE
    assert check_page(PAGE.replace(old, new), EXPECTED) == (
        "the page has no policy of its own that shuts out other scripts and hosts",
    )


def test_a_policy_outside_the_head_is_one_that_browsers_pass_over():
    head = PAGE[PAGE.index("<meta") : PAGE.index("<title>")]
    late = PAGE.replace(head, "").replace("<h1>", f"{head}<h1>")
    assert check_page(late, EXPECTED) == ("the page has no policy of its own that shuts out other scripts and hosts",)


def altered(change):
    spec = json.loads(json.dumps(SPEC))
    change(spec)
    return check_page(PAGE.replace(json.dumps(SPEC), json.dumps(spec)), EXPECTED)


def set_value(trace, place, value):
    def change(spec):
        spec["data"][trace]["y"][place] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_value(0, 2, 1235), "'Recorded' at 2026-09: the chart shows 1235, the table 1,234"),
        (set_value(0, 1, 0), "'Recorded' at 2026-08: the chart shows 0, the table nothing"),
        (set_value(0, 0, None), "'Recorded' at 2026-07: the chart shows nothing, the table 4"),
        (
            lambda s: s["data"][0]["meta"].update(column="Recorder"),
            "the chart draws 'Recorder', which its table does not have",
        ),
        (
            lambda s: s["data"][0].update(x=["2026-06", "2026-08", "2026-09"]),
            "'Recorded' at 2026-06: the chart shows 4, the table nothing (and 1 more points differ)",
        ),
        (lambda s: [t.pop("meta", None) for t in s["data"]], "no part of the chart names a column of its table"),
    ],
)
def test_a_chart_that_shows_another_point_than_its_table_is_refused(change, said):
    assert altered(change) == (f"figure 'burglary': {said}",)


def test_points_in_base64_are_compared_too():
    def change(spec):
        spec["data"][1]["y"]["bdata"] = base64.b64encode(np.array([3.25, 3.7, 4.0])).decode()

    assert altered(change) == ("figure 'burglary': 'Expected' at 2026-08: the chart shows 3.7, the table 3.5",)


def test_a_chart_that_was_emptied_is_no_chart():
    assert altered(lambda spec: spec.update(data=[])) == ("figure 'burglary' has no chart",)


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("<script>alert(1)</script>", "a script is not one of ours"),
        ('<script src="lib.js"></script>', "a script is loaded from 'lib.js'"),
        ('<img src="https://a.example/x.png">', "<img src> loads from outside"),
        ('<img src="//a.example/x.png">', "<img src> loads from outside"),
        ('<a href="https://a.example"></a>', "<a href> loads from outside"),
        ('<a href="javascript:alert(1)">x</a>', "<a href> runs a script"),
        ('<link rel="stylesheet" href="x.css">', "<link> may not be in a document"),
        ('<iframe srcdoc="x"></iframe>', "<iframe> may not be in a document"),
        ('<p onclick="x()">x</p>', "<p> carries a script (onclick)"),
        ('<svg><animate attributeName="href" values="javascript:x()"/></svg>', "<animate> may not be in a document"),
        ('<svg><set attributeName="onclick" to="x()"/></svg>', "<set> may not be in a document"),
        ("<svg><animateTransform/></svg>", "<animatetransform> may not be in a document"),
        ("<svg><animateMotion/></svg>", "<animatemotion> may not be in a document"),
        ('<meta http-equiv="Refresh" content="0;url=x">', "the page would leave for another (refresh)"),
        ("<style>@import 'x.css';</style>", "the style sheet loads from outside"),
        ('<p style="background:url(http://x)">x</p>', "<p> loads through its style"),
        ("<p>/home/analyst/work</p>", "the page holds '/home/analyst'"),
        ("<p>.venv/lib/site-packages/x</p>", "the page holds 'site-packages'"),
        ("<p>n0nce</p>", "the page holds 'n0nce'"),
        ("<p>&lt;Figure at 0x7f3a2b1c9d00&gt;</p>", "the page holds an address in memory"),
        ('<script type="application/json">{"path": "/home/analyst"}</script>', "the page holds '/home/analyst'"),
        ("<h1>Another</h1>", "the page has 2 main headings, not one"),
    ],
)
def test_whatever_does_not_belong_is_named(added, said):
    faults = check_page(PAGE.replace("</body>", f"{added}</body>"), EXPECTED)
    assert len(faults) == 1
    assert faults[0].startswith(said)


def test_another_language_or_marking_is_refused():
    assert "British English" in check_page(PAGE.replace("en-GB", "en"), EXPECTED)[0]
    assert "marking" in check_page(PAGE.replace('"marking">OFFICIAL', '"marking">PUBLIC', 1), EXPECTED)[0]


def test_charts_on_their_side_and_maps_are_compared_too():
    table = read_page(
        "<table><tr><th>Place</th><th>Rate</th><th>On the map</th></tr>"
        "<tr><th>Docks</th><td>7.5</td><td>above</td></tr><tr><th>Mill</th><td>[x]</td><td>within</td></tr></table>",
    ).find("table")
    bars = {"orientation": "h", "y": ["Docks", "Mill"], "x": [7.46, None], "meta": {"column": "Rate"}}
    shapes = {"x": [1, 2], "y": [3, 4], "text": ["Docks", "Mill"], "customdata": ["above", "within"]}
    shapes["meta"] = {"column": "On the map", "keys": "text", "values": "customdata"}
    assert list(points_that_differ({"data": [bars, shapes]}, table)) == []
    shapes["customdata"][1] = "below"
    bars["x"][0] = 7.6
    assert list(points_that_differ({"data": [bars, shapes]}, table)) == [
        "'Rate' at Docks: the chart shows 7.6, the table 7.5",
        "'On the map' at Mill: the chart shows below, the table within",
    ]


def still():
    """The good page without its scripts: a drawing in the chart's place."""
    page = BeautifulSoup(PAGE, "html.parser")
    for script in page.find_all("script"):
        script.decompose()
    page.figure.insert(0, page.new_tag("img", src="data:image/svg+xml,x", alt="Burglary rose to 1,234."))
    return page


def test_a_good_page_without_scripts_passes():
    assert check_script_free(str(still()), EXPECTED) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p.img.decompose(), "has no drawing"),
        (lambda p: p.img.attrs.update(src="https://evil/x.svg"), "a drawing that is not in the file"),
        (lambda p: p.img.attrs.update(alt=" "), "has no text alternative"),
        (lambda p: p.figcaption.decompose(), "has no caption"),
        (lambda p: p.figure.table.decompose(), "has no data table"),
        (lambda p: p.figure.decompose(), "figure 'burglary' is missing"),
        (lambda p: p.body.append(p.new_tag("script")), "a script is left"),
        (lambda p: p.find(class_="marking").decompose(), "the marking OFFICIAL does not stand"),
        (lambda p: p.body.append("/home/analyst"), "belongs to this machine only"),
    ],
)
def test_a_page_without_scripts_that_lacks_something_is_refused_by_name(change, said):
    page = still()
    change(page)
    assert any(said in fault for fault in check_script_free(str(page), EXPECTED))


def shared_column(second):
    """Two traces that draw half of one column each."""
    rows = "".join(
        f"<tr><th>{key}</th><td>{n}</td></tr>" for key, n in (("North, Sep 2026", 4), ("South, Sep 2026", 9))
    )
    table = read_page(f"<table><tr><th>Place</th><th>Recorded</th></tr>{rows}</table>").find("table")
    tied = {"meta": {"column": "Recorded"}}
    spec = {"data": [tied | {"x": ["North, Sep 2026"], "y": [4]}, tied | second]}
    return list(points_that_differ(spec, table))


def test_traces_that_share_a_column_draw_it_together():
    assert shared_column({"x": ["South, Sep 2026"], "y": [9]}) == []


@pytest.mark.parametrize(
    "second",
    [{"x": [], "y": []}, {"x": ["South, Sep 2026"], "y": [8]}, {"x": ["North, Sep 2026"], "y": [5]}],
)
def test_of_a_shared_column_each_row_is_drawn_and_each_point_is_right(second):
    (said,) = shared_column(second)
    assert said.startswith("'Recorded' at ")


@pytest.mark.parametrize(
    "odd",
    [
        "<p title='/home/analyst'>single quotes</p>",
        "<p>a < b</p>",
        "<p><b>crossed</p></b>",
        "<!-- a remark -->",
        "<p class=plain>no quotes</p>",
        "<noscript><p>needs JavaScript</p></noscript>",
    ],
)
def test_a_page_that_is_not_plainly_well_formed_is_read_as_a_browser_would(odd):
    page = PAGE.replace("</body>", f'{odd}<p onclick="x()">last</p></body>')
    faults = check_page(page, EXPECTED)
    assert "<p> carries a script (onclick)" in faults
    assert ("the page holds '/home/analyst', which belongs to this machine only" in faults) == ("analyst" in odd)


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("<style>a<b {}</style><p onclick='x()'>x</p>", "<p> carries a script (onclick)"),
        ("<noscript><p onclick='x()'>x</p></noscript>", "<p> carries a script (onclick)"),
        ('<textarea></textarea><img src="//a.example/x">', "<img src> loads from outside: '//a.example/x'"),
        ("<P ONCLICK='x()'>x</P>", "<p> carries a script (onclick)"),
        ('<a href="javascript:x()" href="ok.html">x</a>', "<a href> runs a script"),
        ("<p>&#47;home&#47;analyst</p>", "the page holds '/home/analyst', which belongs to this machine only"),
    ],
)
def test_nothing_hides_in_how_it_is_written(hidden, said):
    assert check_page(PAGE.replace("</body>", f"{hidden}</body>"), EXPECTED) == (said,)


@pytest.mark.parametrize("words", ["0xdeadbeef was sprayed", "the building-site-packages project", "0x1234567890"])
def test_innocent_words_are_not_taken_for_a_leak(words):
    assert check_page(PAGE.replace("<p>Invented", f"<p>{words}</p><p>Invented"), EXPECTED) == ()
