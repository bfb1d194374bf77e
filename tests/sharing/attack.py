"""Someone who keeps every edition and reads all of it: tables, small lines, charts decoded, text; then solves."""

import re
from dataclasses import dataclass, field

import numpy as np
from bs4 import BeautifulSoup
from scipy.optimize import linprog

from bsafe_analysis.batch.points import decode
from bsafe_analysis.periods import add_months, months_between
from bsafe_analysis.reports import BUILDERS
from bsafe_analysis.reports.figures import FIGURE_MIME
from bsafe_analysis.reports.show import compose


@dataclass
class Read:
    """What was read: (place, category, month) -> the counts that editions gave it; sums that were given of several."""

    cells: dict = field(default_factory=dict)
    sums: list = field(default_factory=list)

    def saw(self, place, category, month, text):
        value = _number(text)
        if value is not None:
            self.cells.setdefault((place, category, month), set()).add(value)


def _number(text):
    text = str(text).replace(",", "").strip()
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def read_edition(prepared, read):
    """Every document of a month as its pages show it."""
    planned = [("tactical_assessment", prepared.areas.borough.code)]
    planned += [("lap_assessment", area.code) for area in prepared.areas.local_areas]
    planned += [("neighbourhood_profile", area.code) for area in prepared.areas.neighbourhoods]
    for name, code in planned:
        document = BUILDERS[name](prepared, code)
        bundles = [b for section in document.contents.sections for b in compose(document, section)]
        page = BeautifulSoup("".join(b.get("text/html", "") for b in bundles), "html.parser")
        _tables(page, prepared, code, read)
        for bundle in bundles:
            if FIGURE_MIME in bundle:
                _figure(bundle[FIGURE_MIME], prepared, read)
    return read


def _tables(page, prepared, place, read):
    names = {c.name: c.key for c in prepared.cycle.categories}
    places = {a.name: a.code for a in prepared.areas}
    for table in page.find_all("table"):
        rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
        titles = [cell.get_text(" ", strip=True) for cell in rows[0]]
        said = table.caption.get_text(" ", strip=True)
        of_place = next((places[n] for n in sorted(places, key=len, reverse=True) if n in said), place)
        of_category = next((names[n] for n in names if n.lower() in said.lower()), None)
        for head, *cells in rows[1:]:
            name = head.get_text(" ", strip=True)
            where, what = (of_place, names[name]) if name in names else (places.get(name), of_category)
            for title, cell in zip(titles[1:], cells, strict=False):
                if where and what:
                    _cell(cell, title, table["id"], places.get(title, where), what, prepared, read)


def _cell(cell, title, table, where, what, prepared, read):
    month, text = prepared.cycle.month, cell.get_text(" ", strip=True)
    spark = cell.find(class_="spark")
    if spark is not None:
        values = spark["data-values"].split(",")
        for each, value in zip(months_between(add_months(month, 1 - len(values)), month), values, strict=True):
            read.saw(where, what, each, value)
    elif table == "baseline-table" and title == "Recorded":
        read.sums.append((where, what, prepared.cycle.baseline.months, _number(text)))
    elif title == "Last 12 months" and "of 12" not in text:
        read.sums.append((where, what, months_between(add_months(month, -11), month), _number(text)))
    elif title == "Recorded" or title in {a.name for a in prepared.areas}:
        read.saw(where, what, month, text)


def _figure(figure, prepared, read):
    for trace in figure["spec"]["data"]:
        if (trace.get("meta") or {}).get("column") != "Recorded":
            continue
        category = next(c.key for c in prepared.cycle.categories if f"-{c.key}-" in f"{figure['id']}-")
        places = _places_of(figure, trace, prepared)
        for place, day, value in zip(places, decode(trace["x"]), decode(trace["y"]), strict=True):
            if value is not None:
                read.saw(place, category, str(day)[:7], value)


def _places_of(figure, trace, prepared):
    """The place of each point: a panel's name in a strip, else the figure's own."""
    if figure["id"].startswith("chart-strip-"):
        names = {a.name: a.code for a in prepared.areas}
        return [names[key.rpartition(", ")[0]] for key in trace["customdata"]]
    if figure["id"].startswith("ahead-"):
        return [prepared.areas.borough.code] * len(trace["x"])
    code = next(a.code for a in prepared.areas if figure["id"].startswith(f"signal-{a.code.lower()}-"))
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
