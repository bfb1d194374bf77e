"""The drawings that stand in a page before its charts are touched: one for a wide page, one for a phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bsafe_analysis.pages.drawings.plot_drawing import plot_svg

WIDE, MAP, NARROW = 760, 608, 340
"""Pixels: a chart beside its text or across a sheet of paper, a map, either on a phone."""
_DRAWN = re.compile(
    r'<svg [^>]*\bclass="(wide|phone)"[^>]* width="(\d+)" height="(\d+)".*?</svg>(?=<svg [^>]*\bclass="phone"|$)',
    re.DOTALL,
)


def inline_drawings(spec: Mapping[str, Any], height: int, phone_height: int) -> str:
    """Both drawings of a chart as HTML; "" where any of it can be drawn by the chart library alone."""
    layout = spec.get("layout") or {}
    is_map = any(trace.get("fill") == "toself" for trace in spec["data"])
    wide = plot_svg(spec, layout, MAP if is_map else WIDE, height, "wide")
    phone = plot_svg(spec, spec.get("narrow") or layout, NARROW, phone_height, "phone")
    return wide + phone if wide and phone else ""


def drawings_in(inside: str) -> dict[str, tuple[str, int, int]]:
    """ "wide" and "phone" -> SVG text, width and height, of what stands in a chart's place; {} where nothing does."""
    return {found[1]: (found[0], int(found[2]), int(found[3])) for found in _DRAWN.finditer(inside)}
