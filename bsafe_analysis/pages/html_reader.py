"""A finished page as a flat list of its elements, for whoever checks it: read once, looked through many times.

Our pages are well formed, for their HTML was written by the cleaner or by our templates; such a page is read by one
regular expression a tag. Whatever is not plainly well formed is read by Python's own tolerant reader instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?:\s+[^\s\"'<>/=]+(?:=\"[^\"]*\")?)*)\s*/?>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:=\"([^\"]*)\")?")
_DOCTYPE = re.compile(r"<!doctype html>", re.IGNORECASE)
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_RAW = frozenset(("script", "style"))
_NO_TAGS = _RAW | {"textarea", "title", "noscript", "noframes", "noembed", "iframe", "xmp", "plaintext"}
"""Elements in which a browser may read "<" as a letter: what looks like a tag in them must not mislead us."""


class Element:
    """One element: its name and attributes in small letters, what is in it, its text. Finds as BeautifulSoup does."""

    __slots__ = ("_at", "_end", "_page", "_text_at", "_text_end", "attrs", "name", "raw")

    def __init__(self, page: _Page, name: str, attrs: Mapping[str, str]) -> None:
        self.name, self.attrs, self.raw = name, attrs, ""
        self._page, self._at, self._text_at = page, len(page.elements), len(page.texts)
        self._end = self._text_end = -1

    def close(self) -> None:
        """All that stands in this element has been read."""
        self._end, self._text_end = len(self._page.elements), len(self._page.texts)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute."""
        return self.attrs.get(name, default)

    def find_all(self, names: str | Iterable[str]) -> list[Element]:
        """The elements of these names in it, in reading order."""
        wanted = {names} if isinstance(names, str) else set(names)
        return [element for element in self.inside() if element.name in wanted]

    def find(self, name: str, id: str | None = None) -> Element | None:
        """The first element of this name in it, or the first with this id too."""
        of_name = (element for element in self.inside() if element.name == name)
        return next((element for element in of_name if id is None or element.attrs.get("id") == id), None)

    def inside(self) -> list[Element]:
        """Every element in it, in reading order."""
        return self._page.elements[self._at + 1 : self._end]

    def get_text(self, separator: str = "", strip: bool = False) -> str:
        """Its words; of a script or a style sheet, which are no words, its source."""
        if self.name in _RAW:
            return self.raw.strip() if strip else self.raw
        pieces = self._page.texts[self._text_at : self._text_end]
        return separator.join(filter(None, (piece.strip() for piece in pieces)) if strip else pieces)


class _Page:
    """Takes tags and texts in reading order. An end tag ends what was begun last under its name, and all within it."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self._open: list[Element] = []
        self.root = self.begin("", {})

    def begin(self, name: str, attrs: Mapping[str, str]) -> Element:
        element = Element(self, name, attrs)
        self.elements.append(element)
        if name in _EMPTY:
            element.close()
        else:
            self._open.append(element)
        return element

    def end(self, name: str) -> None:
        if any(element.name == name for element in self._open):
            while True:
                last = self._open.pop()
                last.close()
                if last.name == name:
                    return

    def text(self, text: str) -> None:
        if self._open[-1].name in _RAW:
            self._open[-1].raw += text
        else:
            self.texts.append(text)

    def whole(self) -> Element:
        for element in self._open:
            element.close()
        return self.root


def read_page(html: str) -> Element:
    """The page, as an element without a name that holds all of it."""
    return _strictly(html) or _tolerantly(html)


def _strictly(html: str) -> Element | None:
    """None where anything stands in it that two readers could take for different things."""
    page = _Page()
    at: int | None = 0
    while at is not None and at < len(html):
        begins = html.find("<", at)
        begins = begins if begins >= 0 else len(html)
        if begins > at:
            page.text(unescape(html[at:begins]))
        at = _take(page, html, begins) if begins < len(html) else begins
    return page.whole() if at is not None else None


def _take(page: _Page, html: str, at: int) -> int | None:
    """Take in the tag that begins here, and what is raw after it; where it ends, or None where it is not plain."""
    tag = _TAG.match(html, at)
    if tag is None:
        doctype = _DOCTYPE.match(html, at)
        return doctype.end() if doctype else None
    ends, name = tag.end(), tag[2].lower()
    if tag[1]:
        page.end(name)
        return ends
    attributes = _attributes(tag[3])
    unclear = name in _NO_TAGS and not html.startswith(f"</{name}>", _next_tag(html, name, ends))
    if attributes is None or unclear:
        return None
    element = page.begin(name, attributes)
    if name in _RAW:
        begins, ends = ends, html.find("<", ends)
        element.raw = html[begins:ends]
    return ends


def _next_tag(html: str, name: str, at: int) -> int:
    """Where the next tag begins; for <noscript>, which our pages fill with one paragraph, where it ends."""
    if name == "noscript" and html.startswith("<p>", at):
        at = html.find("<", at + 1)
        at += len("</p>") if html.startswith("</p>", at) else 0
    return html.find("<", at)


@lru_cache(maxsize=4096)
def _attributes(text: str) -> Mapping[str, str] | None:
    found = [(name.lower(), unescape(value)) for name, value in _ATTRIBUTE.findall(text)]
    attributes = dict(found)
    return attributes if len(attributes) == len(found) else None


class _Tolerant(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # of two attributes of one name a browser takes the first
        self.page.begin(tag, {name: value or "" for name, value in reversed(attrs)})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.page.end(tag)

    def handle_data(self, data: str) -> None:
        self.page.text(data)


def _tolerantly(html: str) -> Element:
    reader = _Tolerant()
    reader.feed(html)
    reader.close()
    return reader.page.whole()
