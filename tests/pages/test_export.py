"""A page loads nothing, runs only what it names, and shows data as data whatever it holds."""

import base64
import json
import re
from dataclasses import replace

import nbformat
import pandas as pd
import plotly.graph_objects as go
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.audit.page_reader import read_page
from bsafe_analysis.mime import CLAIMS_MIME, PLOTLY_MIME
from bsafe_analysis.pages.assets import BUNDLE, asset, script_hashes, unpacked
from bsafe_analysis.pages.cleaning import clean
from bsafe_analysis.pages.export import Exporter, _before_heading, figure_html
from bsafe_analysis.pages.folded_tables import inert_json, unfolded
from bsafe_analysis.pages.frame import PageFrame
from bsafe_analysis.pages.gate import digest
from bsafe_analysis.reports.charts import ExpectedSeries, control_chart
from bsafe_analysis.reports.charts.figures import Figure, mime_bundle
from bsafe_analysis.reports.charts.tables import Column, Link, Table, to_html
from bsafe_analysis.reports.document_kinds import build_document, contents_of, exhibits_of
from bsafe_analysis.reports.show import compose
from tests.examples import SIGNS, examples
from tests.reports.months import BURGLARY, prepared

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028{{7*7}}${8}<!--[x](javascript:alert(1))\u202e"
)
ROWS = pd.DataFrame({"a": [3, 4]})
FRAME = PageFrame(
    "Tactical assessment", "Thornmere", "September 2026", "Thornmere Together", "OFFICIAL", "internal", invented=True
)


@pytest.fixture(scope="module")
def exporter():
    return Exporter()


def notebook(*bundles, **cell):
    made = nbformat.v4.new_code_cell("")
    made.outputs = [nbformat.v4.new_output("display_data", data=bundle) for bundle in bundles]
    return nbformat.v4.new_notebook(cells=[made])


def page_of(exporter, *bundles, frame=FRAME):
    return BeautifulSoup(exporter.page(notebook(*bundles), frame), "html.parser")


def running(page):
    """Every script that runs: the library travels packed."""
    scripts = [s for s in page.find_all("script") if s.get("type") != "application/json"]
    return [unpacked(s.get_text()) if s.get("id") == "chart-library" else s.get_text() for s in scripts]


def chart(heading="Burglary above what was expected", observed=(3, None, 12)):
    return control_chart(
        "signal-x", heading, "Recorded burglaries a month.",
        "Line chart of recorded burglaries by month: 12 in March 2026, above the 2 to 9 expected.",
        ExpectedSeries(
            ["2026-01", "2026-02", "2026-03"], observed, [4.0, 4.25, 5.0], [1, 1, 2], [8, 9, 9],
            marked=["2026-03"], provisional=["2026-03"], gaps=["2026-02"],
        ),
    )  # fmt: skip


def test_the_shell_has_what_every_page_must_have(exporter):
    page = page_of(exporter, {"text/html": '<h2 id="a">One</h2><p>x</p>'}, {"text/html": '<h2 id="b">Two</h2>'})
    assert page.html["lang"] == "en-GB"
    assert [m.get_text() for m in page.find_all(class_="marking")] == ["OFFICIAL", "OFFICIAL"]
    assert "Invented sample data" in page.find(class_="invented").get_text()
    assert page.title.get_text() == "Thornmere: Tactical assessment, September 2026 (Thornmere Together)"
    assert len(page.find_all("h1")) == 1
    assert [a["href"] for a in page.find(class_="contents").find_all("a")] == ["#a", "#b"]
    assert {tag.name for tag in page.body.find_all(["header", "main", "footer"])} == {"header", "main", "footer"}
    assert page.find("a", class_="skip")["href"] == "#main"


def test_the_policy_names_exactly_the_scripts_of_the_page(exporter):
    page = page_of(exporter, mime_bundle(chart()))
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == {digest(s) for s in running(page)} == set(script_hashes())
    assert "default-src 'none'" in policy
    assert not page.find_all(src=True) and not page.find_all("link")


def test_a_page_without_charts_carries_no_script(exporter):
    page = page_of(exporter, {"text/html": "<p>words</p>"})
    assert running(page) == []
    assert "script-src 'none'" in str(page.meta.find_next("meta"))


def test_the_chart_library_is_the_version_that_plotly_writes_for():
    import plotly

    own = re.search(r"v(\d+\.\d+\.\d+)", asset(BUNDLE)[:200])[1]
    theirs = re.search(r"v(\d+\.\d+\.\d+)", plotly.offline.get_plotlyjs()[:200])[1]
    assert own == theirs


def test_a_figure_is_whole_on_the_page(exporter):
    page = page_of(exporter, mime_bundle(chart()))
    figure = page.find("figure", id="signal-x")
    spec = json.loads(figure.find("script", id="signal-x-spec").get_text())
    behind = BeautifulSoup(unfolded(str(figure)), "html.parser")
    rows = [
        [cell.get_text() for cell in tr.find_all(["th", "td"])]
        for tr in behind.find("table", id="signal-x-data").find_all("tr")
    ]
    assert rows[0] == ["Month", "Recorded", "Expected", "Lowest expected", "Highest expected"]
    for trace in spec["data"]:
        column = rows[0].index(trace["meta"]["column"])
        shown = ["[x]" if y is None else f"{y:g}" for y in trace["y"]]
        assert shown == [row[column].removesuffix(".0") for row in rows[1:]]
    assert figure.find(class_="plot")["aria-label"].startswith("Line chart")
    assert figure.figcaption.get_text()


def test_a_gap_breaks_the_line_and_is_no_nought():
    recorded = chart().spec["data"][3]
    assert recorded["y"] == [3, None, 12]
    assert recorded["connectgaps"] is False


@pytest.mark.parametrize(
    "name, area", [("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1")]
)
def test_every_chart_is_one_that_plotly_accepts(name, area):
    document = build_document(prepared(), name, area)
    for figure in contents_of(document).figures:
        go.Figure(exhibits_of(document).figure(figure).spec)


@pytest.mark.parametrize(
    "alt",
    ["Too short 1", "No number " * 10, "9" * 401, "Heading of sixty characters that is the very same as the alt 1"],
)
def test_a_text_alternative_that_tells_nothing_is_refused(alt):
    with pytest.raises(ValueError, match="text alternative"):
        Figure(
            "f",
            "Heading of sixty characters that is the very same as the alt 1",
            "c",
            alt,
            {"data": []},
            Table("t", "c", (), ()),
        )


def test_hostile_text_is_inert_in_every_sink_of_a_document(exporter):
    month = prepared()
    areas = tuple(_renamed(a) for a in month.areas)
    from dataclasses import replace

    hostile = replace(
        month,
        areas=replace(month.areas, every=areas),
        cycle=replace(
            month.cycle,
            categories=(replace(BURGLARY, name=HOSTILE, noun=HOSTILE), month.cycle.categories[1]),
            boundaries=HOSTILE,
        ),
        activities=tuple(
            replace(a, title=HOSTILE, owner=HOSTILE, progress=HOSTILE, ref=HOSTILE) for a in month.activities
        ),
        notes=tuple(replace(n, sections=((HOSTILE, HOSTILE), ("Services " + HOSTILE, HOSTILE))) for n in month.notes),
        notices=tuple(replace(n, text=HOSTILE) for n in month.notices),
    )
    frame = PageFrame(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        "OFFICIAL",
        "internal",
        ((HOSTILE, HOSTILE),),
        ((HOSTILE, "a.html"),),
        licence=HOSTILE,
    )
    for name, area in [("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1")]:
        document = build_document(hostile, name, area)
        bundles = [bundle for section in document.sections for bundle in compose(document, section)]
        page = page_of(exporter, *bundles, frame=frame)
        assert {digest(s) for s in running(page)} == set(script_hashes())
        assert page.find("img") is None
        assert not [tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)]
        assert not [a for a in page.find_all("a", href=True) if "javascript" in a["href"].lower()]
        assert HOSTILE.partition("\u2028")[0] in page.title.get_text()


def _renamed(area):
    from dataclasses import replace

    return replace(area, name=HOSTILE)


DOORS = {
    "script": "<script>alert(1)</script>",
    "handler": "<p onclick=alert(1)>x</p>",
    "frame": "<iframe src=//evil></iframe>",
    "style": "<style>@import url(//evil)</style>",
    "meta": "<meta http-equiv=refresh content=0>",
    "form": "<form action=//evil></form>",
    "image": "<img src=//evil>",
    "svg": "<svg><script>alert(1)</script></svg>",
    "link": '<a href="javascript:alert(1)">x</a>',
    "data link": '<a href="data:text/html,<script>1</script>">x</a>',
    "style attribute": '<p style="background:url(//evil)">x</p>',
}


@pytest.mark.parametrize("door", DOORS)
def test_html_that_could_run_load_or_style_is_taken_out(exporter, door):
    cleaned = clean(DOORS[door])
    for word in ("script", "evil", "alert", "javascript", "refresh", "svg", "style="):
        assert word not in cleaned
    page = exporter.page(notebook({"text/html": DOORS[door]}), FRAME)
    assert "evil" not in page


@pytest.mark.parametrize(
    "kind",
    [
        "application/javascript",
        "text/latex",
        "text/markdown",
        "image/svg+xml",
        "application/vnd.jupyter.widget-view+json",
    ],
)
def test_an_output_that_could_run_is_left_out_and_told(exporter, kind):
    page = exporter.page(notebook({kind: "<svg onload=alert(1)>"}), FRAME)
    assert "alert(1)" not in page
    assert kind in exporter.problems[0]


def test_whatever_an_analyst_adds_to_a_notebook_shows(exporter):
    pixels = base64.b64encode(b"png").decode()
    page = page_of(
        exporter,
        {"text/plain": "4 < 5"},
        {"text/html": "<table><tr><td>seven</td></tr></table>"},
        {"image/png": pixels},
        {"application/vnd.plotly.v1+json": {"data": [{"type": "bar"}], "layout": {"title": {"text": "Mine"}}}},
    )
    assert "4 < 5" in page.get_text() and "seven" in page.get_text()
    assert page.img["src"].startswith("data:image/png")
    assert page.find("figure", id="added-mine")


@pytest.mark.parametrize(
    ("bundle", "reason"),
    [
        ({PLOTLY_MIME: {"data": [{"type": "treemap"}], "layout": {}}}, "cell 1: a page's chart library cannot draw"),
        ({"text/html": ROWS.style.highlight_max().to_html()}, "cell 1: colours and styles of a table"),
    ],
)
def test_what_of_an_analysts_output_would_be_lost_is_told_with_its_cell(exporter, bundle, reason):
    page_of(exporter, bundle)
    assert exporter.problems[0].startswith(reason)
    page_of(exporter, bundle, frame=replace(FRAME, audience="partner"))
    assert exporter.problems == [], "what its readers do not see need not be whole"


def test_a_plain_table_of_pandas_is_shown_whole(exporter):
    assert "<td>3</td>" in str(page_of(exporter, {"text/html": ROWS.to_html()})) and exporter.problems == []


def test_an_analysts_own_headings_stand_in_the_contents_and_none_is_the_pages_main_one(exporter):
    said = ("# What I *saw*", "## What I *saw*", "### Small")
    cells = [nbformat.v4.new_markdown_cell(text) for text in said]
    page = BeautifulSoup(exporter.page(nbformat.v4.new_notebook(cells=cells), FRAME), "html.parser")
    named = [(link["href"], link.get_text()) for link in page.select("nav.contents a")]
    assert named == [("#said-what-i-saw", "What I saw"), ("#said-what-i-saw-2", "What I saw")]
    assert len(page.find_all("h1")) == 1 and "\u00b6" not in page.get_text()


def test_nobody_who_proves_a_page_reads_an_analysts_heading_chart_or_its_table(exporter):
    bar = {PLOTLY_MIME: {"data": [{"type": "bar", "x": ["a"], "y": [77]}], "layout": {"title": "Mine"}}}
    book = notebook(bar)
    book.cells.append(nbformat.v4.new_markdown_cell("## Heading 78"))
    page = exporter.page(book, FRAME)
    assert "77" in page and "Heading 78" in page
    read = read_page(page)
    assert read.tables == () and not [run for run in read.runs if "77" in run.text or "78" in run.text]


def test_a_chart_of_ours_that_an_analyst_shows_twice_has_each_time_an_id_and_a_table_of_its_own(exporter):
    twice = notebook(mime_bundle(chart()), mime_bundle(chart()))
    page = BeautifulSoup(unfolded(exporter.page(twice, FRAME)), "html.parser")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    first, second = (figure["id"] for figure in page.find_all("figure"))
    assert second == f"{first}-2" and page.find("table", id=f"{second}-data")


@pytest.mark.parametrize("title", [None, "Mine"])
def test_two_added_charts_of_one_title_or_none_have_each_an_id(exporter, title):
    layout = {"title": {"text": title}} if title else {}
    added = {"application/vnd.plotly.v1+json": {"data": [{"type": "bar"}], "layout": layout}}
    for _ in range(2):  # the next page begins anew
        page = page_of(exporter, added, added, added)
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        name = title.lower() if title else "chart-added-by-the-analyst"
        assert [f["id"] for f in page.find_all("figure")] == [f"added-{name}{n}" for n in ("", "-2", "-3")]


def test_the_analysts_own_line_is_left_out_and_other_markdown_is_kept(exporter):
    book = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("How to rerun", metadata={"tags": ["analyst"]}),
            nbformat.v4.new_markdown_cell("Kept **words**"),
        ]
    )
    page = exporter.page(book, FRAME)
    assert "How to rerun" not in page
    assert "<strong>words</strong>" in page


@pytest.mark.parametrize(
    ("readers", "told"),
    [("internal", {"none", "partners", "public"}), ("partner", {"partners", "public"}), ("public", {"public"})],
)
def test_what_an_analyst_adds_reaches_others_only_where_its_cell_is_marked_for_them(exporter, readers, told):
    tags = {"none": [], "partners": ["for-partners"], "public": ["for-the-public"]}
    cells = [nbformat.v4.new_markdown_cell(f"## {name} written", metadata={"tags": of}) for name, of in tags.items()]
    for name, of in tags.items():
        shown = [
            nbformat.v4.new_output("stream", name="stdout", text=f"{name} printed"),
            nbformat.v4.new_output("display_data", {"text/html": f"<p>{name} displayed</p>"}),
        ]
        cells.append(nbformat.v4.new_code_cell("x", outputs=shown, metadata={"tags": of}))
    ours = {CLAIMS_MIME: {}, "text/html": "<p>of the document</p>"}
    cells.append(nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("display_data", ours)]))
    page = exporter.page(nbformat.v4.new_notebook(cells=cells), replace(FRAME, audience=readers))
    for name in tags:
        for how in ("written", "printed", "displayed"):
            assert (f"{name} {how}" in page) == (name in told)
    assert "of the document" in page


def test_the_same_notebook_gives_the_same_bytes(exporter):
    book = notebook(mime_bundle(chart()), {"text/html": "<p>x</p>"})
    assert exporter.page(book, FRAME) == Exporter().page(book, FRAME)


@settings(max_examples=examples(15))
@given(
    st.recursive(
        st.one_of(st.text(SIGNS), st.integers(), st.none()), lambda inner: st.dictionaries(st.text(SIGNS), inner)
    )
)
def test_json_in_a_page_says_the_same_and_can_end_nothing(value):
    text = inert_json(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")


def test_a_name_cannot_leave_its_figure():
    html = figure_html(
        {
            "id": 'x"><script>',
            "heading": HOSTILE,
            "caption": HOSTILE,
            "alt": HOSTILE,
            "spec": {"data": []},
            "table": HOSTILE,
        }
    )
    kinds = [s.get("type") for s in BeautifulSoup(html, "html.parser").find_all("script")]
    assert kinds == ["application/json"] * 2  # the table and the chart
    assert BeautifulSoup(unfolded(html), "html.parser").find("script", src=True) is None


def test_a_table_has_what_a_reader_and_a_machine_need():
    table = Table(
        "t",
        "Caption <b>",
        (Column("n", "Name"), Column("c", "Count", True)),
        (("a", 1234), ("b", None), (Link("c", "c.html"), float("nan"))),
    )
    page = BeautifulSoup(to_html(table), "html.parser")
    assert page.caption.get_text() == "Caption <b>"
    assert [th["scope"] for th in page.find_all("th")] == ["col", "col", "row", "row", "row"]
    assert [td.get_text() for td in page.find_all("td")] == ["1,234", "[x]", "[x]"]
    assert page.find(role="region")["tabindex"] == "0"
    with pytest.raises(ValueError, match="2 columns"):
        Table("t", "c", table.columns, (("only one",),))


@pytest.mark.parametrize(
    ("columns", "classes"), [(2, "narrow few"), (4, "few"), (5, None), (8, "wide"), (16, "wide wider widest")]
)
def test_a_table_says_how_wide_it_is_because_no_style_may_ask_it(exporter, columns, classes):
    titles = [f"C{i}" for i in range(columns)]
    cell = to_html(Table("t", "c", tuple(Column(t.lower(), t) for t in titles), (tuple(titles),)))
    table = page_of(exporter, {"text/html": cell}).find("table")
    assert table.get("class") == (classes.split() if classes else None)
    assert ":has(" not in asset("styles.css").replace("(:has)", "")


def test_the_marking_is_a_rule_of_every_sheet_and_no_name_can_end_it():
    frame = PageFrame('K"ind</style>', "Pl\\ace;}", "September 2026", "P", 'OFFICIAL"', "internal")
    page = Exporter().page_from_html("<p>x</p>", frame)
    (rule,) = re.findall(r'<style class="sheets">(.*?)</style>', page)
    assert rule.count("{") == rule.count("}")
    assert r'@top-center{content:"OFFICIAL\22 "' in rule
    assert "counter(page)" in rule
    assert '"Pl\\5c ace\\3b \\7d , September 2026"' in rule


def test_a_signals_chart_stands_in_one_block_with_what_is_said_of_it_and_no_other_chart_does(exporter):
    made = mime_bundle(chart())
    figure = made["application/vnd.bsafe.figure+json"]
    signal = made | {"application/vnd.bsafe.figure+json": figure | {"id": "signal-n1-burglary"}}
    words = {"text/html": '<div class="reading"><p>Found.</p></div>'}
    page = page_of(exporter, signal | {CLAIMS_MIME: {}}, words | {CLAIMS_MIME: {}})
    (block,) = page.select(".signal")
    assert block.find("figure")["id"] == "signal-n1-burglary" and block.select_one(".reading p").string == "Found."
    other = made | {"application/vnd.bsafe.figure+json": figure | {"id": "hours"}}
    assert not page_of(exporter, other | {CLAIMS_MIME: {}}, words | {CLAIMS_MIME: {}}).select(".signal")


@pytest.mark.parametrize(
    "part, said, after",
    [
        ("<div>of it</div>\n<h3>Wider</h3><ul></ul>", "<div>of it</div>\n", "<h3>Wider</h3><ul></ul>"),
        ("<div>of it <h3>in a remark</h3></div>", "<div>of it <h3>in a remark</h3></div>", ""),
        ("<div>of it</div>", "<div>of it</div>", ""),
    ],
)
def test_what_follows_under_a_heading_of_its_own_does_not_stand_beside_the_last_signals_chart(part, said, after):
    assert _before_heading(part) == (said, after)
