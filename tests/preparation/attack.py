"""Someone who keeps every edition and reads all of it: tables, small lines, charts decoded, text; then solves."""

import re
from dataclasses import dataclass, field

import numpy as np
from bs4 import BeautifulSoup
from scipy.optimize import linprog

from bsafe_analysis.mime import FIGURE_MIME
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.pages.chart_against_table import decode
from bsafe_analysis.pages.chart_against_table import label as month_of
from bsafe_analysis.reports.document_kinds import DocumentsOfMonth
from bsafe_analysis.reports.show import compose


@dataclass
class Read:
    """What was read: (place, category, month) -> the counts that editions gave it; sums that were given of several."""

    cells: dict = field(default_factory=dict)
    sums: list = field(default_factory=list)

    def saw(self, place, category, month, text):
        value = number(text)
        if value is not None:
            self.cells.setdefault((place, category, month), set()).add(value)


@dataclass(frozen=True)
class Sheet:
    """A table as anyone can read it, wherever it stands: `rows` of texts, the name of the row first.

    `lines`: (number of the row, of the column) -> the values of a small line drawn in it, None where it is broken.
    """

    id: str
    caption: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: dict = field(default_factory=dict)


def number(text):
    text = str(text).replace(",", "").strip()
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def read_edition(prepared, read):
    """Every document of a month as it is composed, before it is published."""
    planned = [("tactical_assessment", prepared.areas.borough.code)]
    planned += [("annex", prepared.areas.borough.code)]
    planned += [("lap_assessment", area.code) for area in prepared.areas.local_areas]
    planned += [("neighbourhood_profile", area.code) for area in prepared.areas.neighbourhoods]
    documents = DocumentsOfMonth(prepared)
    for name, code in planned:
        document = documents.build(name, code)
        bundles = [b for section in document.sections for b in compose(document, section)]
        page = BeautifulSoup("".join(b.get("text/html", "") for b in bundles), "html.parser")
        for sheet in sheets_of(page):
            read_sheet(sheet, prepared, code, read)
        for bundle in bundles:
            if FIGURE_MIME in bundle:
                read_figure(bundle[FIGURE_MIME]["id"], bundle[FIGURE_MIME]["spec"], prepared, read)
    return read


def sheets_of(page, values_of=lambda spark: [number(v) for v in spark["data-values"].split(",")]):
    """The tables of a page; `values_of` reads a small line."""
    for table in page.find_all("table"):
        rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
        sparks = {(i - 1, j): c.find(class_="spark") for i, row in enumerate(rows) for j, c in enumerate(row)}
        lines = {at: values_of(spark) for at, spark in sparks.items() if spark is not None}
        texts = [tuple(cell.get_text(" ", strip=True) for cell in row) for row in rows]
        yield Sheet(table["id"], table.caption.get_text(" ", strip=True), texts[0], tuple(texts[1:]), lines)


def read_sheet(sheet, prepared, place, read):
    """Every cell of which one can tell the place, the category and the month. `place`: what the document is about."""
    names = {c.name: c.key for c in prepared.cycle.categories}
    places = {a.name: a.code for a in prepared.areas}
    said = sheet.caption.lower()
    words = [(word.lower(), c.key) for c in prepared.cycle.categories for word in (c.name, c.noun)]
    of_category = next((key for word, key in sorted(words, key=lambda w: -len(w[0])) if word in said), None)
    of_place = next((places[n] for n in sorted(places, key=len, reverse=True) if n.lower() in said), place)
    for i, (name, *cells) in enumerate(sheet.rows):
        before, _, last = name.rpartition(", ")
        month = month_of(last) if re.fullmatch(r"\d{4}-\d\d", month_of(last)) else None
        head = before if month else name
        where, what = (of_place, names[head]) if head in names else (places.get(head), of_category)
        where = of_place if month and not head else where
        for j, (title, text) in enumerate(zip(sheet.titles[1:], cells, strict=False), start=1):
            if where and what:
                at = (places.get(title, where), what)
                _cell(text, title, sheet.id, at, month or prepared.cycle.month, prepared, read, sheet.lines.get((i, j)))


def _cell(text, title, table, at, month, prepared, read, line):
    if line is not None:
        for each, value in zip(months_between(add_months(month, 1 - len(line)), month), line, strict=True):
            if value is not None:
                read.saw(*at, each, value)
    elif table == "baseline-table" and title == "Recorded":
        read.sums.append((*at, prepared.cycle.baseline.months, number(text)))
    elif title == "Last 12 months" and "of 12" not in text:
        read.sums.append((*at, months_between(add_months(month, -11), month), number(text)))
    elif title == "Recorded" or title in {a.name for a in prepared.areas}:
        read.saw(*at, month, text)


def read_figure(name, spec, prepared, read):
    """What a chart draws, its arrays decoded."""
    keys = {c.key.replace("_", "-"): c.key for c in prepared.cycle.categories}
    for trace in spec["data"]:
        if (trace.get("meta") or {}).get("column") != "Recorded" or name == "effects":  # (times of what was expected)
            continue
        category = next(key for word, key in keys.items() if f"-{word}-" in f"{name.replace('_', '-')}-")
        places = _places_of(name, trace, prepared)
        for place, day, value in zip(places, decode(trace["x"]), decode(trace["y"]), strict=True):
            if value is not None:
                read.saw(place, category, str(day)[:7], value)


def _places_of(name, trace, prepared):
    """The place of each point: a panel's name in a strip, else the figure's own."""
    if name.startswith("chart-strip-"):
        names = {a.name: a.code for a in prepared.areas}
        return [names[key.rpartition(", ")[0]] for key in trace["customdata"]]
    if name.startswith("ahead-"):
        return [prepared.areas.borough.code] * len(trace["x"])
    code = next(a.code for a in prepared.areas if name.startswith(f"signal-{a.code.lower()}-"))
    return [code] * len(trace["x"])


def bounds(read, areas, category, month, slack=0.0):
    """(least, most) of every place that no edition told, from all that any told of this category and month.

    `slack`: how far a told count may be from the true one (rounding). Open counts are known to everyone.
    """
    parents = {a.code: [c.code for c in areas.children(a.code)] for a in areas}
    codes = [a.code for a in (areas.borough, *areas.local_areas, *areas.neighbourhoods)]
    told = {code: read.cells.get((code, category, month)) for code in codes}
    limits = [(max(0, min(told[c]) - slack), max(told[c]) + slack) if told[c] else (0, None) for c in codes]
    left = []
    for parent in codes:
        if parents[parent]:
            row = np.zeros(len(codes))
            row[codes.index(parent)] = 1
            row[[codes.index(child) for child in parents[parent]]] = -1
            left.append(row)
    found = {}
    for i, code in enumerate(codes):
        if not told[code]:
            ends = []
            for sign in (1, -1):
                aim = np.zeros(len(codes))
                aim[i] = sign
                done = linprog(aim, A_eq=left, b_eq=np.zeros(len(left)), bounds=limits, method="highs")
                ends.append(np.inf if done.status == 3 else sign * done.fun)
            found[code] = tuple(ends)
    return found
