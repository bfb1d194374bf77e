"""Does a chart show the numbers of the table that stands beside it? Both are read from the finished page."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from bsafe_analysis.pages.html_reader import Element

_MISSING = ("", "[x]", "[c]", "[low]")
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-\d\d.*)?")
_NAMED = re.compile(r"([A-Z][a-z]{2})[a-z]* (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def points_that_differ(spec: Mapping[str, Any], table: Element) -> Iterator[str]:
    """Each way in which the traces that name a column (`meta.column`) differ from it; one sentence a column.

    Traces that name the same column share it: small multiples draw a part of its rows each.
    """
    columns = columns_of(table)
    tied = [trace for trace in spec["data"] if isinstance(trace.get("meta"), dict) and "column" in trace["meta"]]
    if not tied:
        yield "no part of the chart names a column of its table"
    drawn: dict[str, list[dict[str, str]]] = {}
    for trace in tied:
        drawn.setdefault(str(trace["meta"]["column"]), []).append(_drawn(trace))
    for title, parts in drawn.items():
        if title not in columns:
            yield f"the chart draws {title!r}, which its table does not have"
            continue
        listed = columns[title]
        shown = {key: value for part in parts for key, value in part.items()}
        differing = {key for key in shown.keys() | listed.keys() if not _same(shown.get(key), listed.get(key))}
        # where two traces draw one point, each must be right
        wrong = {key: value for part in parts for key, value in part.items() if not _same(value, listed.get(key))}
        faults = sorted(differing | wrong.keys())
        if faults:
            key = faults[0]
            yield (
                f"{title!r} at {key}: the chart shows {_or_nothing(wrong.get(key, shown.get(key)))}, "
                f"the table {_or_nothing(listed.get(key))}"
                + (f" (and {len(faults) - 1} more points differ)" if len(faults) > 1 else "")
            )


def columns_of(table: Element) -> dict[str, dict[str, str]]:
    """Column title -> row header -> the cell's text, missing cells left out."""
    rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    titles = [cell.get_text(" ", strip=True) for cell in rows[0]] if rows else []
    columns: dict[str, dict[str, str]] = {title: {} for title in titles}
    for row in rows[1:]:
        header = label(next((cell for cell in row if cell.name == "th"), row[0]).get_text(" ", strip=True))
        for title, cell in zip(titles, row, strict=False):
            text = cell.get_text(" ", strip=True)
            if text not in _MISSING:
                columns[title][header] = text
    return columns


def label(value: object) -> str:
    """A row header or a place on an axis, made comparable: "Sep 2026", "2026-09" and "2026-09-01" are one month."""
    text = " ".join(str(value).split())
    if iso := _ISO.fullmatch(text):
        return f"{iso[1]}-{iso[2]}"
    if (named := _NAMED.fullmatch(text)) and named[1] in _MONTHS:
        return f"{named[2]}-{_MONTHS.index(named[1]) + 1:02d}"
    return text


def decode(values: object) -> list[Any]:
    """The values of a trace's x or y: a list, or plotly's base64 typed array."""
    if isinstance(values, Mapping) and "bdata" in values:
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=np.dtype(values["dtype"])).tolist()
    return list(values) if isinstance(values, list | tuple) else []


def _drawn(trace: Mapping[str, Any]) -> dict[str, str]:
    """Row header -> value, from x and y (y and x where the chart lies on its side) or the fields that meta names."""
    sides = ("y", "x") if trace.get("orientation") == "h" else ("x", "y")
    keys, values = (trace["meta"].get(what, side) for what, side in zip(("keys", "values"), sides, strict=True))
    pairs = zip(decode(trace.get(keys)), decode(trace.get(values)), strict=False)
    return {label(key): str(value) for key, value in pairs if value is not None and value == value}  # noqa: PLR0124 (not a number)


def _same(shown: str | None, listed: str | None) -> bool:
    if shown is None or listed is None:
        return shown is listed
    drawn, written = _number(shown), _number(listed)
    if drawn is None or written is None:
        return shown == listed
    places = len(listed.partition(".")[2])
    return abs(drawn - written) <= 0.5 * 10**-places + 1e-9 if places else round(drawn) == written


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-").removesuffix("%"))
    except ValueError:
        return None


def _or_nothing(text: str | None) -> str:
    return "nothing" if text is None else text
