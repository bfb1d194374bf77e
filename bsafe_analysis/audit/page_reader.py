"""A published page as its readers have it: runs of text, text alternatives and tables, however they were made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLANKS = re.compile(r"\s+")
_SILENT = frozenset(("script", "style", "svg", "noscript", "template"))
_INLINE = frozenset(
    ("a", "strong", "em", "b", "i", "span", "abbr", "small", "sub", "sup", "code", "time", "data", "mark", "q", "cite")
)
"""All other elements part one run of text from the next."""


@dataclass(frozen=True)
class ReadText:
    """One run of text. `where`: "text", "alternative" or "caption"; `place`: id of the figure or table it is of."""

    text: str
    where: str = "text"
    place: str = ""


@dataclass(frozen=True)
class ReadTable:
    """A table as it stands: `headers` of its columns, `rows` of texts, row headers included."""

    id: str
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ReadPage:
    runs: tuple[ReadText, ...]
    tables: tuple[ReadTable, ...]


def read_page(html: str) -> ReadPage:
    """All that the document itself says on its page.

    What stands around it (marking, trail, contents) is left out, and what an analyst added in cells of their own.
    """
    main = LexborHTMLParser(html).css_first("main")
    if main is None:
        return ReadPage((), ())
    runs: list[ReadText] = []
    for section in main.css("section"):
        _runs(section, runs)
    theirs = {table.mem_id for table in main.css(".own table")}
    ours = [table for table in main.css("table") if table.mem_id not in theirs]
    tables = [_read_table(table) for table in ours]
    runs += (ReadText(table.caption, "caption", table.id) for table in tables if table.caption)
    for behind in (read_page(html) for html in _behind_charts(main)):
        runs += behind.runs
        tables += behind.tables
    return ReadPage(tuple(runs), tuple(tables))


def _behind_charts(main: LexborNode) -> Iterator[str]:
    """The tables that the page lays out when a reader opens them: each is HTML, kept as data beside its chart."""
    theirs = {script.mem_id for script in main.css(".own script")}
    for script in (found for found in main.css('script[id$="-figures"]') if found.mem_id not in theirs):
        yield f"<main><section>{json.loads(script.text())}</section></main>"


def _runs(element: LexborNode, found: list[ReadText]) -> None:
    pieces: list[str] = []
    for child in element.iter(include_text=True):
        _take(child, pieces, found)
    _end(pieces, found)


def _take(node: LexborNode, pieces: list[str], found: list[ReadText]) -> None:
    name = node.tag or "-"
    if name == "-text":
        pieces.append(node.text_content or "")
    elif (name == "span" and node.attributes.get("class") == "spark") or _is_pin(node):
        return
    elif name in _INLINE:
        for child in node.iter(include_text=True):
            _take(child, pieces, found)
    elif name == "table":
        _end(pieces, found)
    elif name not in _SILENT and not name.startswith("-") and "own" not in (node.attributes.get("class") or "").split():
        _end(pieces, found)
        alternative = node.attributes.get("aria-label") if node.attributes.get("role") == "img" else None
        if alternative:
            found.append(ReadText(_single(alternative), "alternative", node.attributes.get("id") or ""))
        _runs(node, found)


def _is_pin(node: LexborNode) -> bool:
    """The number by which a place stands on a map, where its name does not fit: a label, and no fact."""
    item = node.parent if node.tag == "b" else None
    listed = item.parent.parent if item is not None and item.tag == "li" and item.parent is not None else None
    return listed is not None and listed.attributes.get("class") == "places"


def _end(pieces: list[str], found: list[ReadText]) -> None:
    text = _single("".join(pieces))
    pieces.clear()
    if text:
        found.append(ReadText(text))


def _read_table(table: LexborNode) -> ReadTable:
    caption = table.css_first("caption")
    return ReadTable(
        id=table.attributes.get("id") or "",
        caption=_text(caption) if caption else "",
        headers=tuple(_text(cell) for cell in table.css("thead th")),
        rows=tuple(_cells(row) for row in table.css("tbody tr") if row.attributes.get("class") != "group"),
    )


def _cells(row: LexborNode) -> tuple[str, ...]:
    return tuple(_text(cell) for cell in _children(row))


def _children(node: LexborNode) -> Iterator[LexborNode]:
    yield from (child for child in node.iter() if child.tag in ("td", "th"))


def _text(node: LexborNode) -> str:
    return _single(node.text(separator=" ") if node.css_first("br") else node.text())


def _single(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
