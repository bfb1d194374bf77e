"""A page as a Word document: an analyst edits it, a secretary pastes from it.

Real headings, lists, tables with their captions and heading rows, pictures with what is read aloud; the marking stands
at the head and foot of every sheet. The same page gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from bsafe_analysis.pages.twins.office.blocks import (
    Block,
    Grid,
    Heading,
    PageBlocks,
    Picture,
    TableCell,
    TextRun,
    TextRuns,
    Words,
    text_of,
)
from bsafe_analysis.pages.twins.office.steady_zip import steady_zip
from bsafe_analysis.pages.twins.office.word_parts import (
    add_field,
    inches,
    mark_name,
    numbers_anew,
    points,
    set_number,
    w_element,
    w_name,
)
from bsafe_analysis.reports.charts.palette import NAVY, PALE, STEPS

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Calibri"
PIXELS_TO_AN_INCH = 120
"""A drawing of the page's width, 760 pixels, then fills a sheet's."""
WIDEST = 6.3
"""Inches between the margins of an A4 sheet."""
ELSEWHERE = "The figures behind the charts stand in the workbook of the same name."
_STYLES = {"bullet": "ListBullet", "number": "ListNumber", "caption": "Caption", "note": "SmallWords"}
_SMALL = "Small Words"
"""Our own style, of notes and of what stands in tables."""
_INDENT = 0.25
_HEAD_ROW, _GROUP_ROW = STEPS[0][1:], PALE[1:]


def word(page: PageBlocks, pictures: Sequence[bytes], as_of: date) -> bytes:
    """The document. `pictures`: the page's drawings as PNG, in reading order; `as_of` stands as its date."""
    from docx import Document

    document = Document()
    _set_up(document, page, as_of)
    _head(document, page)
    _Writer(document, iter(pictures)).write(page.blocks)
    for said in (ELSEWHERE, *page.foot):
        _add_runs(_paragraph(document, Words((), "note")), (TextRun(said),))
    file = io.BytesIO()
    document.save(file)
    return steady_zip(file.getvalue())


class _Writer:
    """Writes blocks one after the other. Each list of numbers begins anew; each anchor gets a bookmark."""

    def __init__(self, document: Document, pictures: Any) -> None:
        self._document, self._pictures = document, pictures
        self._marks = count(1)
        self._numbering = 0

    def write(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Words):
                self._words(block)
            elif isinstance(block, Grid):
                self._grid(block)
            else:
                self._picture(block)

    def _heading(self, block: Heading) -> None:
        paragraph = self._document.add_paragraph()
        paragraph._p.style = f"Heading{block.level}"
        if block.anchor:
            number = next(self._marks)
            paragraph._p.append(w_element("bookmarkStart", id=number, name=mark_name(block.anchor)))
            paragraph._p.append(w_element("bookmarkEnd", id=number))
        _add_runs(paragraph, block.runs)

    def _words(self, block: Words) -> None:
        paragraph = _paragraph(self._document, block)
        if block.kind == "number":
            if block.first:
                self._numbering = numbers_anew(self._document)
            set_number(paragraph, self._numbering)
        _add_runs(paragraph, block.runs)

    def _grid(self, block: Grid) -> None:
        if not block.columns:
            return
        if block.caption:
            caption = _paragraph(self._document, Words((), "caption"))
            caption.paragraph_format.keep_with_next = True
            _add_runs(caption, block.caption)
        table = self._document.add_table(0, block.columns, "Table Grid")
        for heads, rows in ((True, block.heads), (False, block.rows)):
            for row in rows:
                _row(table, row, heads)
        _set_widths(table, block)
        _paragraph(self._document, Words((), "note"))

    def _picture(self, block: Picture) -> None:
        from docx.shared import Inches

        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        width = Inches(min(block.width / PIXELS_TO_AN_INCH, WIDEST))
        shape = paragraph.add_run().add_picture(io.BytesIO(next(self._pictures)), width=width)
        shape._inline.docPr.set("descr", block.alt)


def _set_up(document: Document, page: PageBlocks, as_of: date) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    for name in ("Normal", "Title", "Caption", *(f"Heading {level}" for level in (1, 2, 3))):
        style: Any = document.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[theme]  # a theme's font would stand before the one that is named
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(NAVY[1:])
    normal: Any = document.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = points(11), points(6)
    small: Any = document.styles.add_style(_SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = normal
    small.font.size, small.paragraph_format.space_after = points(9.5), points(2)
    for language in document.styles.element.iter(w_name("lang")):
        language.set(w_name("val"), "en-GB")
    said, made = document.core_properties, datetime(as_of.year, as_of.month, as_of.day)
    said.title, said.subject, said.author, said.comments = page.title, page.marking, "", ""
    said.created = said.modified = made
    said.language = "en-GB"
    _head_and_foot(section, page)


def _head_and_foot(section: Any, page: PageBlocks) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.alignment = foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(page.marking).bold = True
    if page.invented:
        head.add_run(f"\n{page.invented}")
    foot.add_run(page.marking).bold = True
    foot.add_run(f"\n{page.title}. Page ")
    add_field(foot, "PAGE")
    foot.add_run(" of ")
    add_field(foot, "NUMPAGES")


def _head(document: Document, page: PageBlocks) -> None:
    document.add_paragraph(page.title, style="Title")
    for term, said in page.facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = points(0)
        paragraph.add_run(f"{term}: ").bold = True
        paragraph.add_run(said)


def _paragraph(document: Document, block: Words) -> Any:
    """A paragraph without words yet. Styles go by their ids: to look one up by its name takes longer than all else."""
    paragraph = document.add_paragraph()
    if block.kind in _STYLES:
        paragraph._p.style = _STYLES[block.kind]
    if block.depth or block.kind == "more":
        paragraph.paragraph_format.left_indent = inches(_INDENT * (block.depth + 1))
    return paragraph


def _add_runs(paragraph: Any, runs: TextRuns) -> None:
    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold = True if run.bold else None
        if run.link:
            link = w_element("hyperlink", anchor=mark_name(run.link))
            made._r.addprevious(link)
            link.append(made._r)
            made.font.underline = True


def _row(table: Any, cells: Sequence[TableCell], heads: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(w_element("cantSplit"))
    if heads:
        properties.append(w_element("tblHeader"))
    places, at = row.cells, 0
    for cell in cells:
        place = places[at]
        if cell.columns > 1:
            place = place.merge(places[min(at + cell.columns, len(places)) - 1])
        at += cell.columns
        paragraph = place.paragraphs[0]
        paragraph._p.style = _STYLES["note"]
        if cell.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _add_runs(paragraph, cell.runs)
        for run in paragraph.runs:
            run.bold = True if heads or (cell.heads and cell.columns > 1) else run.bold
        if heads or (cell.heads and cell.columns > 1):
            place._tc.get_or_add_tcPr().append(w_element("shd", val="clear", fill=_HEAD_ROW if heads else _GROUP_ROW))


def _set_widths(table: Any, block: Grid) -> None:
    """Each column as wide as its share of the words, so that none is a tower of single letters."""
    widths = [round(share * WIDEST * 1440) for share in shares_of_width(block)]
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(w_name("w"), str(width))
    for row in table._tbl.tr_lst:
        at = 0
        for cell in row.tc_lst:
            size = cell.get_or_add_tcPr().get_or_add_tcW()
            size.set(w_name("type"), "dxa")
            size.set(w_name("w"), str(sum(widths[at : at + cell.grid_span])))
            at += cell.grid_span


def shares_of_width(block: Grid) -> list[float]:
    """Each column's share of a table's width: by its longest word, and by how many letters its cells have.

    >>> cells = lambda *texts: tuple(TableCell((TextRun(text),)) for text in texts)
    >>> shares_of_width(Grid((), (cells("No", "What"),), (cells("1", "twelve letter"),)))
    [0.3636, 0.6364]
    """
    needs = [4.0] * block.columns
    for row in (*block.heads, *block.rows):
        if len(row) < block.columns:
            continue  # a heading across the table says nothing of its columns
        for at, cell in enumerate(row):
            text = text_of(cell.runs)
            longest = max(map(len, text.split()), default=0)
            needs[at] = max(needs[at], longest + 1.0, min(len(text) / 3, 40.0))
    return [round(need / sum(needs), 4) for need in needs]
