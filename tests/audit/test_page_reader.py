"""A published page is read as it stands: runs of text, alternatives, tables; not what stands around or is theirs."""

from bsafe_analysis.audit.page_reader import read_page

PAGE = """<body><header><p>5 pages</p></header><main><section><h2>Burglary</h2>
<p>41 <strong>recorded</strong> &amp;
 more</p><ul><li>One<br>Two</li></ul>
<figure id="f"><div role="img" id="f-plot" aria-label="Line chart. 24 in September."></div>
<figcaption>Cap 3</figcaption><details><summary>Figures</summary>
<table id="t"><caption>Counts</caption><thead><tr><th>Month</th><th>Recorded</th></tr></thead>
<tbody><tr class="group"><th colspan="2">2026</th></tr><tr><th>Sep</th><td>24</td></tr></tbody></table></details>
</figure><svg><text>9</text></svg><span class="spark">lowest 1</span>
<div class="own"><p>12 cats</p></div></section><nav><a>Section 7</a></nav></main><footer>8</footer></body>"""


def test_runs_are_read_as_people_read_them():
    runs = [(run.text, run.where) for run in read_page(PAGE).runs]
    assert runs == [
        ("Burglary", "text"), ("41 recorded & more", "text"), ("One", "text"), ("Two", "text"),
        ("Line chart. 24 in September.", "alternative"), ("Cap 3", "text"), ("Figures", "text"),
        ("Counts", "caption"),
    ]  # fmt: skip


def test_tables_are_read_with_their_headers_and_without_the_names_of_groups():
    (table,) = read_page(PAGE).tables
    assert (table.id, table.caption, table.headers, table.rows) == (
        "t", "Counts", ("Month", "Recorded"), (("Sep", "24"),),
    )  # fmt: skip


def test_a_page_without_a_main_part_says_nothing():
    assert read_page("<p>5</p>").runs == ()


def test_the_number_of_a_place_on_a_map_is_a_label_and_no_statement():
    """Where a name does not fit beside its symbol: on sample maps every name does, on Rotherham's not."""
    entry = "<li><b>1</b> Treeton &amp; Waverley</li>"
    on_map = f'<main><section><div class="places"><p>Elsewhere</p><ul>{entry}</ul></div></section></main>'
    assert [run.text for run in read_page(on_map).runs] == ["Elsewhere", "Treeton & Waverley"]
    assert [run.text for run in read_page(f"<main><section><ul>{entry}</ul></section></main>").runs] == [
        "1 Treeton & Waverley"
    ]
