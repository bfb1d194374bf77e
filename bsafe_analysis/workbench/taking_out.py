"""A view taken out of the workbench: its chart as a picture, or the whole of it as a page, with source and marking.

What is taken out is what its readers may see: it is made of the view's own result, by what makes the documents.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_code_cell, new_notebook, new_output

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.mime import CLAIMS_MIME
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.pages.drawings.page_drawings import MAP, WIDE
from bsafe_analysis.pages.drawings.plot_drawing import plot_svg
from bsafe_analysis.pages.export import Exporter
from bsafe_analysis.pages.frame import PageFrame
from bsafe_analysis.pages.gate import INVENTED, ExpectedPage, check_page
from bsafe_analysis.reports.charts.figures import Figure, mime_bundle
from bsafe_analysis.reports.charts.palette import FONT, INK, TEXT, WHITE
from bsafe_analysis.reports.documents.required_contents import Contents
from bsafe_analysis.reports.views import figure, sentence
from bsafe_analysis.reports.wording import day

if TYPE_CHECKING:
    from bsafe_analysis.reports.views import ViewResult

SMALL, LARGE, EDGE, LETTERS = 12, 17, 12, 112
"""Pixels of the small print, of the heading, around; letters of small print that fit a line of a wide picture."""
STATUS = "A view from the workbench: an analyst took it out, bsafe has not proved it"


def svg_of(result: ViewResult, about: dict[str, str]) -> tuple[str, int, int]:
    """The chart with its heading, its caption and what whoever is handed it must know: SVG text, width, height.

    InputError where the chart needs a browser to be drawn and there is none.
    """
    drawn = figure(result)
    width = MAP if any(trace.get("fill") == "toself" for trace in drawn.spec["data"]) else WIDE
    height = int(drawn.spec["layout"]["height"])
    inner = plot_svg(drawn.spec, drawn.spec["layout"], width, height) or _drawn_by_browser(drawn.spec)
    return _with_words(inner, width, height, result, about)


def png_of(result: ViewResult, about: dict[str, str]) -> bytes:
    """The same as points, twice as fine as the screen; InputError where no browser is here to paint it."""
    from bsafe_analysis.pages.twins.browser import NoBrowser
    from bsafe_analysis.pages.twins.pictures import painted

    try:
        return painted(*svg_of(result, about))
    except NoBrowser as reason:
        raise _no_browser(reason) from None


def page_of(result: ViewResult, about: dict[str, str]) -> str:
    """The view as a page: words, chart, table, in the house's frame. InputError where the gate refuses it."""
    drawn, prepared = figure(result), result.prepared
    cycle = prepared.cycle
    marking, partnership = about["Marking"], cycle.partnership
    facts = (("Data as at", about["As at"]), ("Source", about["Source"]), ("Status", STATUS))
    frame = PageFrame(
        kind="View", place=result.place.name, month_name=month_name(cycle.month), partnership=partnership.name,
        marking=marking, audience=prepared.audience, facts=facts, invented=partnership.invented,
        contact=partnership.contact, licence=partnership.licence, own=True,
    )  # fmt: skip
    page = Exporter().page(_notebook(result, drawn), frame)
    refused = check_page(page, _expected(drawn, marking, partnership.invented))
    if refused:
        raise InputError([Fault("the page", "", refused[0], "Tell those who look after bsafe")])
    return page


def _notebook(result: ViewResult, drawn: Figure) -> Any:
    """The page as a notebook that has run: what it shows is of bsafe's making, so no reader is kept from it here."""
    said = f'<h2 id="view">{escape(drawn.heading)}</h2><p>{escape(sentence(result))}</p>'
    bundles = ({"text/html": said}, mime_bundle(drawn))
    outputs = [new_output("display_data", {CLAIMS_MIME: {}, **bundle}) for bundle in bundles]
    return new_notebook(cells=[new_code_cell("", outputs=outputs)])


def _expected(drawn: Figure, marking: str, invented: bool) -> ExpectedPage:
    from bsafe_analysis.pages.assets import script_hashes

    tied = any("column" in (trace.get("meta") or {}) for trace in drawn.spec["data"])
    return ExpectedPage(Contents(("view",), (drawn.id,) if tied else (), ()), marking, invented, script_hashes())


def _drawn_by_browser(spec: dict[str, Any]) -> str:
    from bsafe_analysis.pages.twins.browser import NoBrowser
    from bsafe_analysis.pages.twins.pictures import drawn_wide

    try:
        return drawn_wide(json.dumps(spec))
    except NoBrowser as reason:
        raise _no_browser(reason) from None


def _no_browser(reason: Exception) -> InputError:
    cure = "Save it as a page (.html) or its numbers (.xlsx, .csv), which need none"
    return InputError([Fault("the picture", "", f"no browser is here to draw it: {reason}", cure)])


def _with_words(inner: str, width: int, height: int, result: ViewResult, about: dict[str, str]) -> tuple[str, int, int]:
    """The drawing between its words: marking, heading and caption above, source and marking below."""
    drawn, cycle = figure(result), result.prepared.cycle
    room = LETTERS * width // WIDE
    heading, caption = textwrap.wrap(drawn.heading, room * SMALL // LARGE), textwrap.wrap(drawn.caption, room)
    invented = f" {INVENTED}." if cycle.partnership.invented else ""
    told = f"Source: {about['Source']}. Data as at {day(cycle.as_of)}. {about['Partnership']}.{invented}"
    words = [(about["Marking"], SMALL, True), *((text, LARGE, True) for text in heading)]
    above, top = _text_lines([*words, *((text, SMALL, False) for text in caption)], 0)
    source = [(text, SMALL, False) for text in textwrap.wrap(told, room)]
    below, end = _text_lines([*source, (about["Marking"], SMALL, True)], top + height)
    shown = inner.replace("<svg ", '<svg overflow="visible" ', 1)  # a long number may stand out at the left
    parts = [*above, f'<g transform="translate({EDGE},{top})">{shown}</g>', *below]
    return _sheet(width + 2 * EDGE, end + EDGE, parts, drawn.alt), width + 2 * EDGE, end + EDGE


def _text_lines(words: Sequence[tuple[str, int, bool]], y: int) -> tuple[list[str], int]:
    """Lines of (text, size, bold) below one another, and where the last of them ends."""
    made = []
    for text, size, bold in words:
        y += size + 6
        weight, colour = ("600", TEXT) if bold else ("400", INK)
        look = f'font-family="{escape(FONT)}" font-size="{size}" font-weight="{weight}" fill="{colour}"'
        made.append(f'<text x="{EDGE}" y="{y}" {look}>{escape(text)}</text>')
    return made, y + 6


def _sheet(width: int, height: int, parts: Sequence[str], alt: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img"><title>{escape(alt)}</title>'
        f'<rect width="{width}" height="{height}" fill="{WHITE}"/>{"".join(parts)}</svg>'
    )
