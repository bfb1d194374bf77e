"""The same page without a script: each chart as a drawing inside the file; and the page that shares one chart library.

Both are made from the finished page, so that no word or number can differ from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree

from bsafe_analysis.pages.drawings.page_drawings import drawings_in
from bsafe_analysis.pages.export import digest, policy, scripts
from bsafe_analysis.pages.folded_tables import unfolded

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')
_PLOT = re.compile(r'<div class="plot"[^>]*>((?:(?!</?div\b).)*)</div>', re.DOTALL)
_LIBRARY = re.compile(r'<script type="application/octet-stream" id="chart-library">[^<]*</script>\n?')
_ID = re.compile(r'\bid="([a-z0-9-]+)-plot"')
_ALT = re.compile(r'\baria-label="([^"]*)"')
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_SPEC = re.compile(r'<script type="application/json" id="([a-z0-9-]+)-spec">(.*?)</script>', re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>\n?", re.DOTALL)
_LOADING = re.compile(r"url\(\s*[\"']?(?!\s*[\"']?#)|javascript:", re.IGNORECASE)
SVG = "{http://www.w3.org/2000/svg}"
_LENGTHS = {"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points"}
_DIGITS = re.compile(r"(\d+\.\d\d)\d+")
_NOTHING = re.compile(r"[^1-9]*")
_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
_OPAQUE = {"opacity", "fill-opacity", "stroke-opacity"}
_CLIP = re.compile(r"#([^\s\"')]+)")
SHAPES = {
    "svg", "g", "defs", "clipPath", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "linearGradient", "radialGradient", "stop", "pattern", "title", "desc", "use",
}  # fmt: skip
_SAFE = " =:;,./-+()&?!*'|@~[]{}$^`\\"
"""Characters that may stand as they are in an address between double quotes (besides letters and digits)."""


@dataclass(frozen=True)
class Drawing:
    """One chart as SVG text, and its size in pixels."""

    svg: str
    width: int
    height: int


@dataclass(frozen=True)
class Drawings:
    """One chart drawn for a wide page and for a phone."""

    wide: Drawing
    narrow: Drawing


def drawing(svg: str, width: int, height: int) -> Drawing:
    """What a browser drew, in one form only (order of attributes), with nothing in it that runs, loads or leads away.

    ValueError where it is not well formed, or holds more than shapes and words.
    """
    if "<!" in svg or "<?" in svg:
        raise ValueError("a drawing holds more than shapes and words")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 (no declaration is let in, so there is no entity to expand)
    except ElementTree.ParseError as error:
        raise ValueError(f"a drawing is not well formed ({error})") from None
    for element in root.iter():
        _only_shapes(element)
    _lean(root)
    ElementTree.register_namespace("", SVG[1:-1])
    return Drawing(ElementTree.canonicalize(ElementTree.tostring(root, "unicode")), width, height)


def _only_shapes(element: ElementTree.Element) -> None:
    element.tag = f"{SVG}tspan" if element.tag == f"{SVG}a" else element.tag
    if not element.tag.startswith(SVG) or element.tag.removeprefix(SVG) not in SHAPES:
        raise ValueError(f"a drawing holds more than shapes and words (<{element.tag.removeprefix(SVG)}>)")
    for name, value in list(element.attrib.items()):
        local = name.rpartition("}")[2].lower()
        outside = local == "href" and not value.startswith("#")
        if local.startswith(("on", "data-")) or outside or _LOADING.search(value) or (local, value) == ("style", ""):
            del element.attrib[name]


def _lean(root: ElementTree.Element) -> None:
    """Without what no eye could see: names for style sheets that are not there, clips of nothing, empty groups, marks
    of no size, more digits than there are pixels, styles that say what is so anyway. It makes a third of a page of
    many small charts."""
    for element in root.iter():
        element.attrib.pop("class", None)
        for name in _LENGTHS & element.attrib.keys():
            element.set(name, _DIGITS.sub(r"\1", element.attrib[name]))
    used = {found for element in root.iter() for value in element.attrib.values() for found in _CLIP.findall(value)}
    for parent in list(root.iter())[::-1]:
        for child in list(parent):
            clip = child.tag == f"{SVG}clipPath" and child.get("id") not in used
            mark = child.tag == f"{SVG}path" and _NOTHING.fullmatch(child.get("d", ""))
            if clip or mark or (child.tag == f"{SVG}g" and not len(child) and not (child.text or "").strip()):
                parent.remove(child)

    _plain_styles(root)


def _plain_styles(root: ElementTree.Element) -> None:
    """Each style as short as it can be said; the font that all words have is said once, of the whole drawing."""
    styles = {element: _style(element) for element in root.iter() if "style" in element.attrib}
    # what lies inside something paler must say that it is not
    above = [style for element, style in styles.items() if len(element)]
    paler = {name for style in above for name in _OPAQUE if style.get(name, "1") != "1"}
    for style in styles.values():
        for name in _OPAQUE - paler:
            if style.get(name) == "1":
                del style[name]
    words = {element: styles.get(element, {}) for element in root.iter(f"{SVG}text")}
    for element, style in words.items():
        if (said := "".join(element.itertext())) == " ".join(said.split()):
            style.pop("white-space", None)  # there is no space that could be lost
    fonts = {style.get("font-family") for style in words.values()}
    if len(fonts) == 1 and (font := fonts.pop()):
        styles.setdefault(root, {})["font-family"] = font
        for style in words.values():
            del style["font-family"]
    for element, style in styles.items():
        element.attrib.pop("style", None)
        if style:
            element.set("style", ";".join(f"{name}:{value}" for name, value in style.items()))


def _style(element: ElementTree.Element) -> dict[str, str]:
    pairs = (part.partition(":") for part in element.attrib["style"].split(";") if part.strip())
    return {name.strip(): _RGB.sub(_hex, value.strip()) for name, _, value in pairs}


def _hex(found: re.Match[str]) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in found.groups())


def specs(page: str) -> dict[str, str]:
    """Figure -> its chart as JSON text, in reading order: of every chart that a page shows."""
    shown = [found[1] for plot in _PLOT.finditer(page) if (found := _ID.search(plot[0]))]
    held = dict(_SPEC.findall(page))
    return {name: held[name] for name in shown}


def drawn_already(page: str) -> dict[str, Drawings]:
    """Figure -> the drawings that stand in the page, where it has any."""
    found = {name[1]: drawings_in(plot[1]) for plot in _PLOT.finditer(page) if (name := _ID.search(plot[0]))}
    return {name: Drawings(drawing(*two["wide"]), drawing(*two["phone"])) for name, two in found.items() if two}


def script_free(page: str, drawings: Mapping[str, Drawings]) -> str:
    """The page with its drawings in the charts' places, and nothing that runs. ValueError where one is missing."""
    missing = sorted(set(specs(page)) - set(drawings))
    if missing:
        raise ValueError(f"no drawing of the chart {missing[0]}")
    page = _PLOT.sub(lambda plot: _picture(plot[0], drawings), _without_scripts(unfolded(page)))
    if "<script" in page:
        raise ValueError("a script is left in the page")
    return _POLICY.sub(lambda found: found[1] + policy(False) + found[2], page)


def shared(page: str) -> str:
    """The page with the chart library beside it, under the name BUNDLE, in place of a copy inside it.

    A browser cannot check the hash of a file beside a page opened from a disk. So the policy names our script by hash
    and trusts what that loads ('strict-dynamic'): one file, by a name that is fixed in the script.
    """
    if not specs(page):
        return page
    rule = policy(False).replace("script-src 'none'", f"script-src 'sha256-{digest(scripts()[1])}' 'strict-dynamic'")
    return _POLICY.sub(lambda found: found[1] + rule + found[2], _LIBRARY.sub("", page))


def bundle() -> bytes:
    """The chart library, to lie beside pages that share it."""
    return scripts()[0].encode()


def data_address(svg: str) -> str:
    """A drawing as an address that holds it, without the third that base64 would add."""
    return "data:image/svg+xml," + quote(svg, safe=_SAFE)


def _without_scripts(page: str) -> str:
    return _SCRIPT.sub("", _LIBRARY.sub("", _SPEC.sub("", _NOSCRIPT.sub("", page))))


def _picture(plot: str, drawings: Mapping[str, Drawings]) -> str:
    name, alt = _ID.search(plot), _ALT.search(plot)
    if name is None or alt is None:
        raise ValueError("a chart without an id or a text alternative")
    wide, narrow = drawings[name[1]].wide, drawings[name[1]].narrow
    # in a list of addresses a space would end one and a comma may: there the space is written as a number
    phone = data_address(narrow.svg).replace(" ", "%20")
    return (
        f'<picture class="plot drawing"><source media="(max-width: 600px)" srcset="{escape(phone)}" '
        f'width="{narrow.width}" height="{narrow.height}">'
        f'<img src="{escape(data_address(wide.svg))}" alt="{alt[1]}" width="{wide.width}" height="{wide.height}">'
        "</picture>"
    )
