"""Display a document in a notebook: its words from the templates, its figures and tables from exhibits/."""

from __future__ import annotations

import os
import re
from dataclasses import asdict
from functools import cache
from typing import Any

import mistune
from markupsafe import Markup
from pydantic import TypeAdapter

from bsafe_analysis.claims.ledger import current, listening
from bsafe_analysis.claims.records import Statement, statement_of
from bsafe_analysis.claims.told import is_told
from bsafe_analysis.mime import CLAIMS_MIME, END_MIME
from bsafe_analysis.model.read_tracking import log_of
from bsafe_analysis.reports.charts.figures import mime_bundle
from bsafe_analysis.reports.charts.tables import to_html as table_html
from bsafe_analysis.reports.document_kinds import exhibits_of
from bsafe_analysis.reports.documents.document import Document
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.exhibits.page_one_chart import page_one_chart
from bsafe_analysis.reports.simple_document import SimpleDocument
from bsafe_analysis.reports.wording import section_markdown, to_html

_FIGURE = re.compile(r"<!--figure:([a-z0-9-]+)-->")
_TEXT = re.compile(r"(?<![^>])[^<>]*[^<>\s][^<>]*")
_safe_markdown = mistune.create_markdown(escape=True)
_inline_markdown = mistune.create_markdown(escape=False)


def show(document: Document, section: str) -> None:
    """Display one section of the document; KeyError where the document has no such section."""
    from IPython.display import display

    with listening() as ledger:
        bundles = compose(document, section)
    stated = _form().dump_python(statement_of(section, ledger), mode="json")
    for number, bundle in enumerate(bundles):
        # what a section states goes with its first output; the others are marked as ours too. No reader shows the kind
        display({CLAIMS_MIME: {} if number else stated, **bundle}, raw=True)


@cache
def _form() -> TypeAdapter[Statement]:
    return TypeAdapter(Statement)


def finish(document: Document) -> None:
    """Leave the end mark: without it the run does not believe that the notebook came to its end.

    It also tells what was read of the month, so that the page need not be made again while that stays as it is, and
    of an analyst's own page what it showed: nobody else knows.
    """
    from IPython.display import display

    log = log_of(document.prepared)
    mark = {
        "nonce": os.environ.get("BSAFE_NONCE", ""),
        "document": document.name,
        "area": document.place.code,
        "read": list(log.names) if log else None,
        **({"holds": asdict(document.holds)} if isinstance(document, SimpleDocument) else {}),
    }
    display({END_MIME: mark, "text/plain": ""}, raw=True)


def compose(document: Document, section: str) -> list[dict[str, Any]]:
    """The section as MIME bundles in reading order: words and tables as HTML, each figure on its own."""
    exhibits = exhibits_of(document)
    markdown = section_markdown(
        document.name,
        section,
        d=document,
        table=lambda name: Markup(table_html(exhibits.table(name))),  # noqa: S704 (to_html escapes every cell)
        fold=_fold,
        figure=lambda name: Markup("<!--figure:{}-->").format(name),
        inline=inline,
        prose=prose,
        trend=lambda: _trend(document),
    )
    html, ledger = to_html(markdown), current()
    parts = _FIGURE.split(ledger.heard(html) if ledger else html)
    bundles = []
    for i, part in enumerate(parts):
        if i % 2:
            bundles.append(mime_bundle(exhibits.figure(part)))
        elif part.strip():
            bundles.append({"text/html": part.strip(), "text/plain": section})
    return bundles


def _fold(summary: str, table: Markup) -> Markup:
    """A table that a reader opens when it is wanted: on no printed sheet, and laid out only then (see export)."""
    begins = Markup('<details class="figures"><summary>{}</summary>').format(summary)
    return Markup("{}{}</details>").format(begins, table)


def inline(markdown: str) -> Markup:
    """A phrase of ours as HTML inside a block of HTML: its data is inert already."""
    html = str(_inline_markdown(markdown)).strip()
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704 (made by our templates from inert data)


def prose(text: str) -> Markup:
    """What a practitioner wrote, in Markdown, with any HTML in it shown as text."""
    html, ledger = str(_safe_markdown(text)), current()
    if ledger and is_told(text):
        origin = text.origin
        html = _TEXT.sub(lambda found: ledger.marked(origin, found[0]), html)
    return Markup(html)  # noqa: S704 (escape=True: no markup of the writer's passes)


def _trend(document: Document) -> Markup:
    """The one chart of the tactical assessment's first page; no other document has it."""
    found = page_one_chart(document) if isinstance(document, TacticalAssessment) else ""
    return Markup(found)  # noqa: S704 (numbers, and words that are escaped)
