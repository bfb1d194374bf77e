"""A finished page as a browser builds it, for whoever checks it: an HTML5 parser makes the tree.

A browser with scripts takes what stands in <noscript> for text, one without for tags: such a page has two readings.
Where it is words alone, as in our pages, both build the same elements and only words differ: one reading tells both.
The tree is laid out flat, in reading order, once; it is looked through many times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

_TWO_READINGS = re.compile("<(?:noscript|frameset)", re.IGNORECASE | re.ASCII)
"""Words before a <frameset> make it nothing, whoever sees them."""
_ONLY_WORDS = re.compile("<noscript>[^<&\0]*</noscript>")
"""Whatever it stands in, every browser goes on after it as if there were nothing between the two tags."""
_SOURCE = frozenset(("script", "style"))
"""Elements whose text is no words."""
_UNSEEN = _SOURCE | {"iframe", "noembed", "noframes"}
"""Elements whose text no reader sees. What stands in a <template> is not even in the tree."""
_DRAWINGS = frozenset(("svg", "math"))


class Element:
    """One element: its name and attributes in small letters, what is in it, its words. Finds as BeautifulSoup does.

    What stands in a drawing (<svg>, <math>) is in `inside` only: there a browser shows no table and no heading.
    """

    __slots__ = ("_at", "_drawn", "_end", "_page", "_text_at", "_text_end", "attrs", "name", "raw")

    def __init__(self, page: _Page, name: str, attrs: Mapping[str, str], drawn: bool) -> None:
        self.name, self.attrs, self.raw = name, attrs, ""
        self._drawn = drawn
        self._page, self._at, self._text_at = page, len(page.elements), len(page.texts)
        self._end = self._text_end = -1

    def close(self) -> None:
        """All that stands in this element has been read."""
        self._end, self._text_end = len(self._page.elements), len(self._page.texts)

    def begin(self, name: str, attrs: Mapping[str, str]) -> Element:
        """An element directly in this one."""
        return Element(self._page, name, attrs, self._drawn or self.name in _DRAWINGS)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute; "" where it has none. Of two of one name a browser takes the first."""
        return self.attrs.get(name, default)

    def inside(self) -> list[Element]:
        """Every element in it, in reading order."""
        return self._page.elements[self._at + 1 : self._end]

    def find_all(self, names: str | Iterable[str]) -> list[Element]:
        """The elements of these names in it, in reading order."""
        wanted = {names} if isinstance(names, str) else set(names)
        return [element for element in self.inside() if element.name in wanted and not element._drawn]

    def find(self, name: str, id: str | None = None) -> Element | None:
        """The first element of this name in it, or the first with this id too."""
        of_name = (element for element in self.inside() if element.name == name and not element._drawn)
        return next((element for element in of_name if id is None or element.attrs.get("id") == id), None)

    def of_class(self, name: str) -> list[Element]:
        """The elements of this class in it."""
        return [e for e in self.inside() if name in e.attrs.get("class", "").split() and not e._drawn]

    def wordings(self, separator: str = "") -> tuple[str, ...]:
        """The words of the whole page as its browsers show them: with scripts, and without where they differ."""
        page = self._page
        return tuple(
            separator.join(texts) for texts in ([page.texts, page.unscripted] if page.differs else [page.texts])
        )

    def get_text(self, separator: str = "", strip: bool = False) -> str:
        """Its words, as a reader sees them; of a script or a style sheet, which are no words, its source."""
        if self.name in _SOURCE:
            return self.raw.strip() if strip else self.raw
        pieces = self._page.texts[self._text_at : self._text_end]
        return separator.join(filter(None, (piece.strip() for piece in pieces)) if strip else pieces)


class _Page:
    """One reading of one page: its elements and its words, each in reading order.

    `unscripted`: its words with those of <noscript>, where this reading takes them for words that are not shown.
    """

    def __init__(self, document: LexborNode, unseen: frozenset[str]) -> None:
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self.unscripted: list[str] = []
        self.root = Element(self, "", {}, False)
        self.elements.append(self.root)
        self._read(document, unseen)

    @property
    def differs(self) -> bool:
        return len(self.texts) < len(self.unscripted)

    def _read(self, document: LexborNode, unseen: frozenset[str]) -> None:
        open_elements = [(document.mem_id, self.root)]
        for node, parent in _below(document):
            while open_elements[-1][0] != parent:
                open_elements.pop()[1].close()
            within = open_elements[-1][1]
            if node.is_element_node:
                attrs = {name.lower(): value or "" for name, value in node.attributes.items()}
                element = within.begin(str(node.tag).lower(), attrs)
                self.elements.append(element)
                open_elements.append((node.mem_id, element))
            elif within.name in _SOURCE:
                within.raw += node.text()
            elif within.name not in unseen:
                self.texts.append(text := node.text())
                self.unscripted.append(text)
            elif within.name == "noscript":
                self.unscripted.append(node.text())
        for _, element in open_elements:
            element.close()


def _below(document: LexborNode) -> Iterator[tuple[LexborNode, int]]:
    """Every element and text of a tree, with the number of what it stands in."""
    for node in document.traverse(include_text=True):
        parent = node.parent
        if parent is not None and (node.is_element_node or node.is_text_node):
            yield node, parent.mem_id


def read_page(html: str, with_scripts: bool = True) -> Element:
    """The page, as an element that holds all of it: as a browser that runs scripts builds it, or one that runs none."""
    tree = LexborHTMLParser(html, scripting=with_scripts)
    if tree.root is None or tree.root.parent is None:  # the parser makes both of any text whatever
        raise ValueError("a page without a tree")
    return _Page(tree.root.parent, _UNSEEN | {"noscript"} if with_scripts else _UNSEEN).root


def readings(html: str) -> tuple[Element, ...]:
    """The page as every browser builds it: with scripts, and without where that could be other elements."""
    kinds = (True, False) if _TWO_READINGS.search(_ONLY_WORDS.sub("", html)) else (True,)
    return tuple(read_page(html, with_scripts) for with_scripts in kinds)
