"""A meeting's document as slides (slide_plan.py says which). The same page gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bsafe_analysis.pages.twins.office.blocks import PageBlocks, Picture, TextRun, Words, drawings
from bsafe_analysis.pages.twins.office.slide_plan import (
    ALONE,
    CHART,
    EDGE,
    FLOOR,
    GAP,
    HEIGHT,
    TITLE,
    TOP,
    WIDTH,
    Slide,
    across,
    slides_of,
)
from bsafe_analysis.pages.twins.office.steady_zip import steady_zip
from bsafe_analysis.reports.charts.palette import NAVY, TEXT

FONT = "Calibri"


def slides(page: PageBlocks, pictures: Sequence[bytes], as_of: date) -> bytes:
    """The presentation. `pictures`: the page's drawings as PNG, in reading order; `as_of` stands as its date."""
    from pptx import Presentation
    from pptx.util import Inches

    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)
    said, made = show.core_properties, datetime(as_of.year, as_of.month, as_of.day)
    said.title, said.subject, said.author, said.language = page.title, page.marking, "", "en-GB"
    said.created = said.modified = made
    said.last_modified_by = ""
    _first(show, page)
    for number, slide in enumerate(slides_of(page), start=2):
        drawn = slide.picture
        _show(show, slide, page, number, None if drawn is None else (drawings(page)[drawn], pictures[drawn]))
    file = io.BytesIO()
    show.save(file)
    return steady_zip(file.getvalue())


def _first(show: Any, page: PageBlocks) -> None:
    slide = show.slides.add_slide(show.slide_layouts[0])
    title, below = slide.shapes.title, slide.placeholders[1]
    _place(title, EDGE, 2.0, WIDTH - 2 * EDGE, 1.6)
    _write(title.text_frame, [Words((TextRun(page.title, bold=True),))], 40, NAVY)
    facts = [Words((TextRun(f"{term}: ", bold=True), TextRun(said))) for term, said in page.facts]
    _place(below, EDGE, 3.8, WIDTH - 2 * EDGE, 2.6)
    _write(below.text_frame, facts, ALONE[1], TEXT)
    _margins(slide, page, 1)


def _show(show: Any, slide: Slide, page: PageBlocks, number: int, drawn: tuple[Picture, bytes] | None) -> None:
    made = show.slides.add_slide(show.slide_layouts[1])
    body = made.placeholders[1]
    _place(made.shapes.title, EDGE, 0.5, WIDTH - 2 * EDGE, 0.9)
    _write(made.shapes.title.text_frame, [Words((TextRun(slide.title, bold=True),))], TITLE, NAVY)
    left = EDGE + WIDTH - 2 * EDGE - across(slide.picture)
    if slide.words:
        _place(body, left, TOP, across(slide.picture), FLOOR - TOP)
        _write(body.text_frame, slide.words, slide.size, TEXT)
    else:
        body._element.getparent().remove(body._element)  # an empty frame would ask to be filled in
    if drawn is not None:
        _draw(made, *drawn, CHART if slide.words else WIDTH - 2 * EDGE)
    if slide.notes:
        made.notes_slide.notes_text_frame.text = "\n".join(slide.notes)
    _margins(made, page, number)


def _draw(slide: Any, picture: Picture, png: bytes, across: float) -> None:
    from pptx.util import Inches

    scale = min(across / picture.width, (FLOOR - TOP) / picture.height)
    size = Inches(picture.width * scale), Inches(picture.height * scale)
    shape = slide.shapes.add_picture(io.BytesIO(png), Inches(EDGE), Inches(TOP), *size)
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)


def _margins(slide: Any, page: PageBlocks, number: int) -> None:
    """The marking on every slide, whether the data are invented, and the slide's number."""
    from pptx.util import Inches

    for top, said in ((0.08, f"{page.marking}   {page.invented}".strip()), (7.05, f"{page.title}   {number}")):
        box = slide.shapes.add_textbox(Inches(EDGE), Inches(top), Inches(WIDTH - 2 * EDGE), Inches(0.35))
        _write(box.text_frame, [Words((TextRun(said, bold=top < 1),))], 11, TEXT)


def _place(shape: Any, left: float, top: float, width: float, tall: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = Inches(left), Inches(top), Inches(width), Inches(tall)


def _write(frame: Any, words: Sequence[Words], size: int, colour: str) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    for number, one in enumerate(words):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size * GAP)
        _without_mark(paragraph)
        for run in one.runs:
            _add(paragraph, run, size, colour)


def _add(paragraph: Any, run: TextRun, size: int, colour: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    for number, line in enumerate(run.text.split("\n")):
        if number:
            paragraph.add_line_break()
        made = paragraph.add_run()
        made.text = line
        made.font.name, made.font.size, made.font.bold = FONT, Pt(size), run.bold
        made.font.color.rgb = RGBColor.from_string(colour[1:].upper())
        made._r.get_or_add_rPr().set("lang", "en-GB")


def _without_mark(paragraph: Any) -> None:
    """The frame's own bullet: our lists bring their marks along."""
    from pptx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.append(properties.makeelement(qn("a:buNone"), {}))
