"""A page as a Word document and as slides: the page's words and numbers in its order, the marking, the same bytes."""

import io
import re
import zipfile
from datetime import date
from html import escape

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation

from bsafe_analysis.pages.page_one_drawing import TREND, trend_drawn
from bsafe_analysis.pages.twins import browser
from bsafe_analysis.pages.twins.office.blocks import Grid, Heading, Picture, Words, drawings, text_of
from bsafe_analysis.pages.twins.office.page_reading import page_blocks
from bsafe_analysis.pages.twins.office.slide_plan import ALONE, BESIDE, FLOOR, TOP, height, slides_of
from bsafe_analysis.pages.twins.office.slides import slides
from bsafe_analysis.pages.twins.office.word import ELSEWHERE, word

DAY = date(2026, 10, 5)
SVG = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3C/svg%3E"
SIGNAL = f"""<figure id="signal-n1-burglary"><h3 id="signal-n1-burglary-heading">Hope: burglary above</h3>
<picture class="plot drawing"><img src="{SVG}" alt="Line chart. 25 in September." width="760" height="300"></picture>
<figcaption>Recorded a month.</figcaption><details><table><tr><td>77777</td></tr></table></details></figure>
<p><strong>What we know.</strong> 25 recorded; 1 to 10 expected.</p>"""
PAGE = """<html><head><title>x</title></head><body><header><p class="marking">OFFICIAL</p>
<p class="invented">Invented data <span>Nobody is real.</span></p><nav>All documents</nav>
<h1><span class="kind">Tactical assessment, September 2026</span> Thornmere</h1>
<dl class="facts"><div><dt>Data as at</dt><dd>5 October 2026</dd></div></dl></header><main>
<section><h2 id="page-one">At a glance</h2><p class="lead">2,744 incidents.</p>
<h3>Decisions sought</h3><ol><li><strong>Agree a lead</strong> for theft. <a href="#signals">Evidence</a></li>
<li>Unblock D11<p>It was due in July.</p><ul><li>deeper</li></ul></li></ol></section>
<section><h2 id="signals">Signals</h2><p>One signal.</p>{signals}</section>
<section><h2 id="notes">Notes</h2><h3>Terms</h3><ol><li>first</li></ol><dl><dt>Held</dt><dd>12 months</dd></dl>
<table><caption>Counts</caption><thead><tr><th>Place</th><th class="num">Recorded</th></tr></thead><tbody>
<tr class="group"><th colspan="2">Group</th></tr><tr><th>Hope</th><td class="num">1,234</td></tr>
<tr><td><span class="spark"><svg></svg><span class="visually-hidden">lowest 1</span></span></td><td>x<br>y</td></tr>
</tbody></table></section></main><footer><div class="wrap"><p>For internal use.</p></div></footer></body></html>"""


def png():
    made = io.BytesIO()
    Image.new("RGB", (76, 30)).save(made, "PNG")
    return made.getvalue()


def page(signals=SIGNAL):
    return page_blocks(PAGE.format(signals=signals))


def document(of=None, pictures=1):
    return Document(io.BytesIO(word(of or page(), [png()] * pictures, DAY)))


def show(of=None, pictures=1):
    return Presentation(io.BytesIO(slides(of or page(), [png()] * pictures, DAY)))


def said(slide):
    return [
        paragraph.text for shape in slide.shapes if shape.has_text_frame for paragraph in shape.text_frame.paragraphs
    ]


def test_the_chart_of_page_one_is_a_picture_with_its_own_colours_and_what_is_read_aloud_in_its_place():
    chart = trend_drawn(
        TREND.search('<span class="trend" data-values="3,5" data-lower="1,2" data-upper="4,6">5 now</span>')
    )
    style = "<style>:root { --navy: #12436d; } .trend polyline { fill: none; stroke: var(--navy); }</style>"
    whole = PAGE.replace("<title>", f"{style}<title>").replace("<h3>Decisions", f"<div>{chart}</div><h3>Decisions", 1)
    (drawn,) = drawings(page_blocks(whole.replace("{signals}", "")))
    assert drawn.alt == "5 now" and (drawn.width, drawn.height) == (920, 320)
    assert "polyline { fill: none; stroke: #12436d; }" in drawn.svg


def test_a_page_is_read_in_its_order_without_what_leads_away_and_the_figures_behind_charts():
    blocks = page().blocks
    assert [text_of(b.runs) for b in blocks if isinstance(b, Heading)] == [
        "At a glance", "Decisions sought", "Signals", "Hope: burglary above", "Notes", "Terms",
    ]  # fmt: skip
    words = [(b.kind, b.depth, b.first, text_of(b.runs)) for b in blocks if isinstance(b, Words)]
    assert words == [
        ("lead", 0, False, "2,744 incidents."),
        ("number", 0, True, "Agree a lead for theft. Evidence"),
        ("number", 0, False, "Unblock D11"),
        ("more", 0, False, "It was due in July."),
        ("bullet", 1, True, "deeper"),
        ("text", 0, False, "One signal."),
        ("caption", 0, False, "Recorded a month."),
        ("text", 0, False, "What we know. 25 recorded; 1 to 10 expected."),
        ("number", 0, True, "first"),
        ("text", 0, False, "Held: 12 months"),
    ]
    assert "77777" not in str(blocks)
    assert page().invented == "Invented data. Nobody is real."
    assert page().facts == (("Data as at", "5 October 2026"),)


def test_a_table_keeps_its_rows_and_the_words_of_its_small_lines():
    (grid,) = [b for b in page().blocks if isinstance(b, Grid)]
    assert grid.columns == 2
    assert [[text_of(cell.runs) for cell in row] for row in (*grid.heads, *grid.rows)] == [
        ["Place", "Recorded"], ["Group"], ["Hope", "1,234"], ["lowest 1", "x\ny"],
    ]  # fmt: skip
    assert [cell.numeric for cell in grid.rows[1]] == [False, True]


def test_the_word_document_has_headings_lists_tables_and_pictures_that_are_described():
    made = document()
    heads = [(p.style.name, p.text) for p in made.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert heads[:3] == [
        ("Title", "Tactical assessment, September 2026: Thornmere"),
        ("Heading 1", "At a glance"),
        ("Heading 2", "Decisions sought"),
    ]
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Place", "Recorded"], ["Group", "Group"], ["Hope", "1,234"], ["lowest 1", "x\ny"],
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    (shape,) = made.inline_shapes
    assert shape._inline.docPr.get("descr") == "Line chart. 25 in September."
    assert made.paragraphs[-2].text == ELSEWHERE
    assert made.paragraphs[-1].text == "For internal use."


def test_every_sheet_bears_the_marking_and_says_that_the_data_are_invented():
    section = document().sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL\nInvented data. Nobody is real."
    assert section.footer.paragraphs[0].text.startswith(
        "OFFICIAL\nTactical assessment, September 2026: Thornmere. Page"
    )
    assert document().core_properties.author == ""
    assert document().core_properties.modified.date() == DAY


def test_each_list_of_numbers_begins_at_one():
    numbers = [p._p.pPr.numPr.numId.val for p in document().paragraphs if p.style.name == "List Number"]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_word_that_leads_to_another_place_of_the_page_leads_there_in_word_too():
    xml = document().element.xml
    assert 'w:anchor="b_signals"' in xml
    assert 'w:name="b_signals"' in xml


def test_a_slide_for_page_one_and_one_for_each_signal_with_its_chart():
    titles = [slide.shapes.title.text for slide in show().slides]
    assert titles == ["Tactical assessment, September 2026: Thornmere", "At a glance", "Hope: burglary above"]
    signal = show().slides[2]
    assert "What we know. 25 recorded; 1 to 10 expected." in said(signal)
    (picture,) = [shape for shape in signal.shapes if shape.shape_type == 13]
    assert picture._element.nvPicPr.cNvPr.get("descr") == "Line chart. 25 in September."
    assert signal.notes_slide.notes_text_frame.text == "One signal.\nRecorded a month."


def test_on_slides_lists_have_their_marks_and_no_word_leads_nowhere():
    glance = said(show().slides[1])
    assert "1. Agree a lead for theft." in [text.strip() for text in glance]
    assert "2. Unblock D11" in glance
    assert not any("Evidence" in text for text in glance)


def test_every_slide_bears_the_marking():
    assert all(said(slide)[-2].startswith("OFFICIAL   Invented data.") for slide in show().slides)


def test_the_same_page_gives_the_same_bytes():
    for make in (word, slides):
        assert make(page(), [png()], DAY) == make(page(), [png()], DAY)


def test_a_page_that_is_none_of_ours_is_refused():
    with pytest.raises(ValueError, match="no title"):
        page_blocks("<p>x</p>")
    with pytest.raises(ValueError, match="no drawing of ours"):
        page(SIGNAL.replace(SVG, "https://example.org/x.png"))


SENTENCES = st.lists(st.text("abcdefghij klmnop,;0123456789", min_size=1, max_size=300), min_size=1, max_size=25)


@settings(max_examples=20, deadline=None)
@given(SENTENCES)
def test_no_slide_holds_more_than_it_has_room_for_and_nothing_is_lost(sentences):
    body = "".join(f"<p>{escape(text)}.</p>" for text in sentences)
    made = slides_of(page(SIGNAL + body))
    words = re.sub(r"\s", "", "".join(text_of(one.runs) for slide in made for one in slide.words))
    assert words.endswith(re.sub(r"\s", "", "".join(f"{text}." for text in sentences)))
    for slide in made:
        across = 12.33 if slide.picture is None else 4.73
        used = sum(height(text_of(one.runs), across, slide.size) for one in slide.words)
        assert used <= FLOOR - TOP + 0.01 or len(slide.words) == 1
        assert slide.size >= (ALONE if slide.picture is None else BESIDE)[-1]


NUMBERS = re.compile(r"\d[\d,.]*")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 99_999), min_size=1, max_size=12))
def test_the_numbers_of_the_word_document_are_the_pages(numbers):
    rows = "".join(f"<tr><th>Hope</th><td class='num'>{n:,}</td></tr>" for n in numbers)
    of = page(f"<p>{' and '.join(map(str, numbers))}</p><table><tbody>{rows}</tbody></table>")
    with zipfile.ZipFile(io.BytesIO(word(of, [], DAY))) as archive:
        xml = archive.read("word/document.xml").decode()
    found = NUMBERS.findall(" ".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml)))
    wanted = [*map(str, numbers), *(f"{n:,}" for n in numbers)]
    at = found.index(wanted[0])
    assert found[at : at + len(wanted)] == wanted


@pytest.mark.parametrize("library", ["docx", "pptx"])
def test_without_a_library_the_word_says_how_to_install_it(monkeypatch, library):
    monkeypatch.setattr(browser, "find_spec", lambda name: None if name == library else object())
    assert f"python-{library} is not installed" in browser.lacking_for_office()
    assert "bsafe-analysis[office]" in browser.lacking_for_office()


def test_pictures_come_in_reading_order():
    assert [drawn.alt for drawn in drawings(page())] == ["Line chart. 25 in September."]
    assert isinstance(drawings(page())[0], Picture)


def test_a_table_of_what_is_to_be_decided_is_shown_row_by_row_and_any_other_is_for_who_speaks():
    table = "<table><caption>Put</caption><thead><tr><th>Decision</th><th>Cost</th></tr></thead>"
    table += "<tbody><tr><th>Hope: survey it.</th><td>low</td></tr></tbody></table>"
    options = f'</section><section><h2 id="options">Options</h2>{table}'
    *_, last = show(page(SIGNAL + options)).slides
    assert last.shapes.title.text == "Options"
    assert "Hope: survey it. Cost: low" in said(last)
    signal = show(page(SIGNAL + table)).slides[2]
    assert not any("survey" in text for text in said(signal))
    assert "Hope: survey it.; low" in signal.notes_slide.notes_text_frame.text
