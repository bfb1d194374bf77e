"""Reads a finished page into blocks.

It is the script-free page that passed the gate, so no word or number can differ from it. Left out are what leads
from page to page, and the figures behind the charts: those stand in the page's workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

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

HEADINGS = {"h2": 1, "h3": 2, "h4": 3}
LEFT_OUT = frozenset(("nav", "script", "style", "noscript", "template", "details", "header", "footer"))
INLINE = frozenset(
    ("-text", "a", "b", "br", "em", "i", "code", "small", "span", "strong", "sub", "sup", "abbr", "time")
)
_DRAWN = "data:image/svg+xml,"
_RULE = re.compile(r"\.trend ([a-z.]+) \{([^}]*)\}")
_COLOUR = re.compile(r"(--[a-z-]+):\s*(#[0-9a-fA-F]{3,8})")
_NAMED = re.compile(r"var\((--[a-z-]+)\)")
_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


def page_blocks(page: str) -> PageBlocks:
    """The blocks of a script-free page. ValueError where it is none of ours: without a heading or a main part."""
    tree = LexborHTMLParser(page)
    title, main = tree.css_first("header h1"), tree.css_first("main")
    if title is None or main is None:
        raise ValueError("the page has no title or no main part")
    kind = title.css_first(".kind")
    said = _said(kind) if kind is not None else ""
    return PageBlocks(
        kind=said,
        place=_said(title).removeprefix(said).strip(),
        marking=_said(tree.css_first("p.marking")),
        invented=_in_two(tree.css_first("header p.invented")),
        facts=tuple((_said(dt), _said(dt.next)) for dt in tree.css("header dl.facts dt") if dt.next is not None),
        blocks=tuple(_Reader(_drawing_styles(page)).below(main)),
        foot=tuple(filter(None, (_said(p) for p in tree.css("footer .wrap p")))),
    )


@dataclass(frozen=True)
class _Reader:
    """Walks the tree. `drawing`: the styles of the chart of page one, which the page's style sheet holds."""

    drawing: str

    def below(self, node: LexborNode, depth: int = 0) -> Iterator[Block]:
        """The blocks of all that stands in this element. `depth`: of a list that begins there."""
        loose: list[LexborNode] = []
        for child in node.iter(include_text=True):
            if child.tag in INLINE and not _has_picture(child):
                loose.append(child)
                continue
            yield from _paragraph(loose)
            loose = []
            yield from self._block(child, depth)
        yield from _paragraph(loose)

    def _block(self, node: LexborNode, depth: int) -> Iterator[Block]:
        tag, classes = str(node.tag), (node.attributes.get("class") or "").split()
        if tag in LEFT_OUT or "skip" in classes:
            return iter(())
        if tag in ("ul", "ol"):
            return self._list(node, "number" if tag == "ol" else "bullet", depth)
        if "places" in classes:
            return _map_list(node)
        if "trend" in classes:
            return self._trend(node)
        read = _ALONE.get(tag)
        return read(node) if read is not None else self.below(node, depth)

    def _list(self, node: LexborNode, kind: str, depth: int) -> Iterator[Block]:
        """Each line: its first paragraph bears the mark, the others stand below it, a list within lies deeper."""
        for number, item in enumerate(i for i in node.iter() if i.tag == "li"):
            mark = kind
            for block in self.below(item, depth + 1):
                if isinstance(block, Words) and block.kind in ("text", "note"):
                    yield replace(block, kind=mark, depth=depth, first=number == 0 and mark != "more")
                    mark = "more"
                else:
                    yield block

    def _trend(self, node: LexborNode) -> Iterator[Block]:
        svg, words = node.css_first("svg"), node.css_first(".visually-hidden")
        size = _SIZE.search(svg.html or "") if svg is not None else None
        if svg is not None and size is not None:
            drawn = (svg.html or "").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
            drawn = drawn.replace(">", f"><style>{self.drawing}</style>", 1)
            yield Picture(drawn, 2 * int(size[1]), 2 * int(size[2]), words.text().strip() if words is not None else "")


def _drawing_styles(page: str) -> str:
    colours = dict(_COLOUR.findall(page))
    rules = (f"{name} {{{_NAMED.sub(lambda found: colours.get(found[1], 'black'), rule)}}}" for name, rule in
             _RULE.findall(page))  # fmt: skip
    return " ".join((*rules, "text {font-family: sans-serif}"))


def _has_picture(node: LexborNode) -> bool:
    return node.tag == "span" and node.css_first("svg, picture") is not None and node.css_first(".spark") is None


def _heading(node: LexborNode) -> Iterator[Heading]:
    yield Heading(HEADINGS[str(node.tag)], _runs([node]), (node.attributes.get("id") or "").removesuffix("-heading"))


def _own_paragraph(node: LexborNode) -> Iterator[Words]:
    classes = (node.attributes.get("class") or "").split()
    return _paragraph([node], next((kind for kind in ("note", "lead") if kind in classes), "text"))


def _caption(node: LexborNode) -> Iterator[Words]:
    return _paragraph([node], "caption")


def _paragraph(nodes: Sequence[LexborNode], kind: str = "text") -> Iterator[Words]:
    runs = _runs(nodes)
    if runs:
        yield Words(runs, kind)


def _terms(node: LexborNode) -> Iterator[Words]:
    """A list of terms: each in bold, with what is said of it after a colon."""
    name: TextRuns = ()
    for part in node.css("dt, dd"):
        if part.tag == "dt":
            name = _runs([part])
        elif said := _runs([part]):
            yield Words((TextRun(f"{text_of(name)}: ", bold=True), *said))


def _map_list(node: LexborNode) -> Iterator[Words]:
    """The list beside a map: on the page a line a place, to touch; here each kind's places in one paragraph."""
    name = ""
    for part in node.css("p, ul"):
        if part.tag == "p":
            name = _said(part)
        else:
            yield Words((TextRun(f"{name}: ", bold=True), TextRun(", ".join(map(_said, part.css("li"))))))


def _picture(node: LexborNode) -> Iterator[Picture]:
    image = node.css_first("img")
    source = (image.attributes.get("src") or "") if image is not None else ""
    if image is None or not source.startswith(_DRAWN):
        raise ValueError("a picture that is no drawing of ours")
    width, height = (int(image.attributes.get(name) or 0) for name in ("width", "height"))
    yield Picture(unquote(source.removeprefix(_DRAWN)), width, height, image.attributes.get("alt") or "")


def _grid(table: LexborNode) -> Iterator[Grid]:
    caption = table.css_first("caption")
    heads = tuple(_row(row) for row in table.css("thead tr"))
    rows = tuple(_row(row) for row in table.css("tbody tr"))
    yield Grid(_runs([caption]) if caption is not None else (), heads, rows)


def _row(row: LexborNode) -> tuple[TableCell, ...]:
    return tuple(
        TableCell(
            _runs([cell]),
            int(cell.attributes.get("colspan") or 1),
            cell.tag == "th",
            "num" in (cell.attributes.get("class") or "").split(),
        )
        for cell in row.css("td, th")
    )


def _in_two(node: LexborNode | None) -> str:
    """A line whose second half stands apart on the page: here a full stop parts them."""
    second = _said(node.css_first("span")) if node is not None else ""
    first = _said(node).removesuffix(second).strip()
    return f"{first}. {second}" if first and second else first or second


def _said(node: LexborNode | None) -> str:
    return text_of(_runs([node])) if node is not None else ""


def _runs(nodes: Sequence[LexborNode]) -> TextRuns:
    """The words in these elements, each stretch with its look; spaces as a browser shows them."""
    found: list[TextRun] = []
    for node in nodes:
        found.extend(_pieces(node, TextRun("")))
    return _spaced(found)


def _pieces(node: LexborNode, look: TextRun) -> Iterator[TextRun]:
    tag = str(node.tag)
    if tag == "-text":
        yield replace(look, text=re.sub(r"\s+", " ", node.text_content or ""))
    elif tag == "br":
        yield replace(look, text="\n")
    elif tag not in ("svg", "script", "style") and not _unheard(node):
        if tag in ("strong", "b"):
            look = replace(look, bold=True)
        target = node.attributes.get("href") or ""
        if tag == "a" and target.startswith("#"):
            look = replace(look, link=target[1:])
        for child in node.iter(include_text=True):
            yield from _pieces(child, look)
        if tag in ("p", "div", "li"):
            yield replace(look, text="\n")


def _unheard(node: LexborNode) -> bool:
    """Words for ears alone, but those of a small line: in a file without its drawing they stand in its place."""
    if "visually-hidden" not in (node.attributes.get("class") or "").split():
        return False
    within = node.parent
    return within is None or "spark" not in (within.attributes.get("class") or "").split()


def _spaced(pieces: Sequence[TextRun]) -> TextRuns:
    """No space twice, none at a line's ends; runs of one look joined."""
    made: list[TextRun] = []
    for piece in pieces:
        before = made[-1].text[-1:] if made else "\n"
        text = re.sub(r" *\n *", "\n", piece.text)
        text = text.lstrip(" \n" if before == "\n" else " ") if before in " \n" else text
        if text.startswith("\n") and made:
            made[-1] = replace(made[-1], text=made[-1].text.rstrip(" "))
        if not text:
            continue
        if made and replace(made[-1], text="") == replace(piece, text=""):
            made[-1] = replace(made[-1], text=made[-1].text + text)
        else:
            made.append(replace(piece, text=text))
    while made and not made[-1].text.rstrip():
        made.pop()
    if made:
        made[-1] = replace(made[-1], text=made[-1].text.rstrip())
    return tuple(made)


_ALONE: Mapping[str, Callable[[LexborNode], Iterator[Block]]] = {
    **dict.fromkeys(HEADINGS, _heading), "p": _own_paragraph, "dl": _terms, "table": _grid, "figcaption": _caption,
    "picture": _picture,
}  # fmt: skip
"""What reads an element that stands for itself."""
