"""The allow-list: what HTML may leave a notebook. Text, lists, tables and links; nothing that runs, loads or styles."""

from __future__ import annotations

import html
import math
import re

import nh3

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "details", "div", "dl", "dt",
    "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "section",
    "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "id", "lang", "dir"},
    "a": {"href"},
    "div": {"role", "tabindex"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
}
_SPARK = re.compile(r'<span ([^>]*\bclass="spark"[^>]*)>([^<]*)</span>')
_DATA = re.compile(r'data-(values|lower|upper)="([0-9.,eE+-]*)"')
_PINMAP = re.compile(r'<span ([^>]*\bclass="pinmap"[^>]*)>([^<]*)</span>')
_PIN_DATA = re.compile(r'data-(size|shapes|pins)="([0-9.,; -]*)"')
WIDTH, HEIGHT, EDGE = 132, 30, 3


def clean(dirty: str) -> str:
    """The HTML with everything not on the allow-list taken out, and small series drawn."""
    safe = nh3.clean(
        dirty,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        generic_attribute_prefixes={"data-", "aria-"},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return _PINMAP.sub(_pinned, _SPARK.sub(_draw, safe)) if "data-" in safe else safe


def _pinned(found: re.Match[str]) -> str:
    """A map of outlines with numbered pins, drawn from numbers alone, with its text for those who cannot see it."""
    data = dict(_PIN_DATA.findall(found[1]))
    words = f'<span class="visually-hidden">{html.escape(html.unescape(found[2]))}</span>'
    size = re.fullmatch(r"(\d{1,4}),(\d{1,4})", data.get("size", ""))
    if not size:
        return words
    rings = "".join(f'<polygon points="{ring}"/>' for ring in data.get("shapes", "").split(";") if ring)
    pins = [pin.split(",") for pin in data.get("pins", "").split(";")]
    marks = "".join(
        f'<circle cx="{x}" cy="{y}" r="8"/><text x="{x}" y="{y}" dy="4">{number}</text>'
        for number, x, y in (pin for pin in pins if len(pin) == 3)
    )
    return (
        f'<span class="pinmap"><svg viewBox="0 0 {size[1]} {size[2]}" aria-hidden="true" focusable="false">'
        f"{rings}{marks}</svg>{words}</span>"
    )


def _draw(found: re.Match[str]) -> str:
    """A small series as a drawing of its own, with its text for those who cannot see it."""
    data = dict(_DATA.findall(found[1]))
    values = [_number(text) for text in data.get("values", "").split(",")]
    known = [value for value in values if value is not None]
    words = f'<span class="visually-hidden">{html.escape(html.unescape(found[2]))}</span>'
    if len(known) < 2:
        return words
    lower, upper = _number(data.get("lower", "")), _number(data.get("upper", ""))
    top = max(*known, upper or 0.0, 1.0)

    def at(i: int, value: float) -> tuple[float, float]:
        x = EDGE + i * (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
        return round(x, 1), round(HEIGHT - EDGE - value / top * (HEIGHT - 2 * EDGE), 1)

    runs: list[list[str]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])  # a month that was not received breaks the line
        else:
            runs[-1].append("{:g},{:g}".format(*at(i, value)))
    lines = "".join(f'<polyline points="{" ".join(run)}"/>' for run in runs if run)
    band = ""
    if lower is not None and upper is not None:
        y_top, y_bottom = at(0, upper)[1], at(0, lower)[1]
        band = f'<rect x="{WIDTH - 14}" y="{y_top:g}" width="14" height="{max(y_bottom - y_top, 1):g}"/>'
    last = max(i for i, value in enumerate(values) if value is not None)
    x, y = at(last, values[last] or 0.0)
    return (
        f'<span class="spark"><svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true" '
        f'focusable="false">{band}{lines}<circle cx="{x:g}" cy="{y:g}" r="2.6"/></svg>{words}</span>'
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
