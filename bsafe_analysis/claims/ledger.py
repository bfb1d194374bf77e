"""What is told while a section is composed: each value that was printed, where in which run of text.

While somebody listens, every told value is printed between marks (code points that no text of a person may hold); when
the text is whole the marks are taken out again and remembered as spans. Nobody listens in a plain rendering: then
nothing is marked and nothing costs anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from bsafe_analysis.claims.told import Origin

BEGIN, MIDDLE, END = "\ue000", "\ue001", "\ue002"
MARKS = re.compile("[\ue000-\ue01f]")
_DIGITS = str.maketrans("0123456789", "".join(chr(0xE010 + n) for n in range(10)))
_BACK = {0xE010 + n: str(n) for n in range(10)}
_MARK = re.compile(f"{BEGIN}([\ue010-\ue019]+){MIDDLE}|{END}")
_ANY = re.compile("[\ue000-\ue01f]|%EE%80%8[0-2]|%EE%80%9[0-9]")
_BLANKS = re.compile(r"\s+")
_TABLES = re.compile(r"<(table|svg)\b.*?</\1>", re.DOTALL)
BLOCKS = frozenset((
    "p", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article", "header",
    "footer", "aside", "nav", "details", "summary", "blockquote", "table", "thead", "tbody", "tfoot", "tr", "td", "th",
    "caption", "figure", "figcaption", "pre", "hr", "br",
))  # fmt: skip
"""Elements that begin another run of text."""


class Span(NamedTuple):
    """Where in a passage the value stands, and of which fact it is."""

    start: int
    end: int
    origin: Origin


class Passage(NamedTuple):
    """One run of text as it stands on the page, blanks made single, with what it tells."""

    text: str
    spans: tuple[Span, ...]


class SaidText(str):
    """Text that was worded while somebody listened: it knows what it tells, wherever it will stand."""

    __slots__ = ("passage",)
    passage: Passage


def worded(passage: Passage) -> SaidText:
    """A passage as text."""
    said = SaidText(passage.text)
    said.passage = passage
    return said


class HeardCell(NamedTuple):
    """One cell of a table (records.ToldCell), before its facts have become claims."""

    table: str
    row: int
    column: str
    part: str
    passage: Passage


@dataclass
class Ledger:
    """What was heard so far. `parents`: id of a fact -> the fact of which it was an attribute, with what it was."""

    origins: list[Origin] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    cells: list[HeardCell] = field(default_factory=list)
    parents: dict[int, tuple[object, object]] = field(default_factory=dict)

    def marked(self, origin: Origin, text: str) -> str:
        """The text between marks; none around nothing."""
        return f"{self._opened(origin)}{text}{END}" if text else text

    def _opened(self, origin: Origin) -> str:
        self.origins.append(origin)
        return f"{BEGIN}{str(len(self.origins) - 1).translate(_DIGITS)}{MIDDLE}"

    def marked_again(self, passage: Passage) -> str:
        """What a passage says, between marks once more: it is to stand in a larger text."""
        opening: dict[int, list[Origin]] = {}
        for span in passage.spans:
            opening.setdefault(span.start, []).append(span.origin)
        closing = Counter(span.end for span in passage.spans)
        text, at = "", 0
        for edge in sorted({*opening, *closing}):
            begun = "".join(self._opened(origin) for origin in opening.get(edge, ()))
            text, at = f"{text}{passage.text[at:edge]}{END * closing[edge]}{begun}", edge
        return text + passage.text[at:]

    def belongs(self, part: object, whole: object) -> None:
        """Remember of what a fact is a part: a month of a series is one of its place and category."""
        self.parents.setdefault(id(part), (part, whole))

    def heard(self, html: str) -> str:
        """The HTML without marks; its runs of text are remembered."""
        self.passages += [self._passage(run) for run in runs_of(html) if BEGIN in run or run]
        return without_marks(html)

    def worded(self, text: str) -> SaidText:
        """The text without marks, which knows what it tells: for what a caption, a cell or another text will hold."""
        said = " ".join(text.split())
        return worded(self._passage(said) if BEGIN in said else Passage(said, ()))

    def said(self, text: str) -> str:
        """The same for plain text that will stand on the page as it is: a caption, a text alternative."""
        if not text:
            return text
        known = text if isinstance(text, SaidText) else self.worded(text)
        self.passages.append(known.passage)
        return str(text) if known is text else without_marks(text)

    def _passage(self, run: str) -> Passage:
        text, spans, open_marks, at = "", [], [], 0
        for mark in _MARK.finditer(run):
            text += run[at : mark.start()]
            at = mark.end()
            if mark[1]:
                open_marks.append((len(text), int(mark[1].translate(_BACK))))
            elif open_marks:
                start, number = open_marks.pop()
                spans.append(Span(start, len(text), self.origins[number]))
        return Passage(text + run[at:], tuple(sorted(spans, key=lambda span: (span.start, -span.end))))


def runs_of(html: str) -> Iterator[str]:
    """The runs of text of a piece of HTML, as they are read: tables and drawings have readers of their own."""
    run = ""
    for i, piece in enumerate(re.split(r"(<[^>]*>)", _TABLES.sub("<table>", html))):
        if i % 2 == 0:
            run += unescape(piece)
        elif re.sub(r"[^a-z0-9].*", "", piece.strip("</ ").lower(), flags=re.DOTALL) in BLOCKS:
            if said := _BLANKS.sub(" ", run).strip():
                yield said
            run = ""
    if said := _BLANKS.sub(" ", run).strip():
        yield said


def without_marks(text: str) -> str:
    """The text as it is printed where nobody listens; marks in what a browser acts on (an address) too.

    >>> without_marks("\\ue000\\ue010\\ue0015\\ue002 recorded")
    '5 recorded'
    """
    return _ANY.sub("", text)


_listening: ContextVar[Ledger | None] = ContextVar("ledger", default=None)


@contextmanager
def listening() -> Iterator[Ledger]:
    """What templates print is heard until the end of this context."""
    ledger = Ledger()
    token = _listening.set(ledger)
    try:
        yield ledger
    finally:
        _listening.reset(token)


def current() -> Ledger | None:
    """Who listens just now, if anybody does."""
    return _listening.get()
