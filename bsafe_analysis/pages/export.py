"""Executed notebook to one self-contained page, through an nbconvert exporter with our own template.

Charts leave as JSON beside one known script; all other HTML passes the allow-list; MIME types that could run or load
something are dropped and told. A Content-Security-Policy names the two scripts by their hashes and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.html import HTMLExporter

from bsafe_analysis.mime import CLAIMS_MIME, END_MIME, FIGURE_MIME, PLOTLY_MIME
from bsafe_analysis.pages.assets import asset, digest, packed_library, scripts
from bsafe_analysis.pages.cleaning import clean
from bsafe_analysis.pages.drawings.page_drawings import inline_drawings
from bsafe_analysis.pages.folded_tables import folded, inert_json, with_folds
from bsafe_analysis.pages.frame import PageFrame
from bsafe_analysis.pages.small_drawings import with_small_drawings
from bsafe_analysis.reports.charts.own_charts import described, refusals, spec_of, table_of
from bsafe_analysis.reports.charts.palette import TEXT
from bsafe_analysis.reports.charts.tables import to_html

DROPPED = (
    "application/javascript",
    "text/latex",
    "text/markdown",
    "application/vnd.jupyter.widget-view+json",
    "image/svg+xml",
)
LONGEST_AT_FOOT = 28
"""Letters of a place's name that fit beside the marking at the foot of a printed sheet."""
WIDE = {"wide": 8, "wider": 11, "widest": 15}
"""Class of a table -> the fewest columns that it is said of."""
FOR = {"partner": ("for-partners", "for-the-public"), "public": ("for-the-public",)}
"""Readers beyond the analysts -> tags of which a cell must have one, that what an analyst added in it reaches them."""
FOR_READERS = {"internal": ("internal", "partner", "public"), "partner": ("partner", "public"), "public": ("public",)}
"""Who reads a page -> the readers that a part of it may be declared for (reports/simple_document.py)."""
ADDED = "added-"
"""How the ids of an analyst's own charts begin: those are drawn by the library that they were made with."""
NO_SCRIPT = "<noscript>This chart needs JavaScript.</noscript>"
OWN = "Added by the analyst: bsafe has not proved it."
_HEADING = re.compile(r'<h2 id="([a-z0-9-]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_TABLE = re.compile(r"<table([^>]*)>((?:(?!<thead>|</table>).)*<thead>.*?</thead>)", re.DOTALL)
_CLASS = re.compile(r'\s+class="([^"]*)"')
_ID = re.compile(r"[^a-z0-9-]+")
_MARKDOWN_HEADING = re.compile(r"<h([1-6])(?: [^>]*)?>(.*?)</h\1>", re.DOTALL)
_ANCHOR = re.compile(r'<a\b[^>]*class="anchor-link"[^>]*>.*?</a>', re.DOTALL)
_STYLED = re.compile(r"<style[^>]*>[^<]*#T_[^<]*\{")
"""How pandas writes the colours of a styled table: the allow-list takes them out."""
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 .,:-]")


@cache
def policy(with_scripts: bool) -> str:
    """The Content-Security-Policy of a page with our scripts, named by their hashes, or with none."""
    run = " ".join(f"'sha256-{digest(script)}'" for script in scripts()) if with_scripts else "'none'"
    # plotly places its labels by style attributes: styles must be allowed, and can load nothing (img, font: data only)
    return (
        f"default-src 'none'; script-src {run}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


class Exporter(HTMLExporter):
    """Makes pages of notebooks. One object serves many pages; `problems` tells what the last one had to leave out."""

    def __init__(self, **kwargs: Any) -> None:
        folder = Path(str(files("bsafe_analysis.pages") / "static" / "template"))
        super().__init__(template_name="bsafe", extra_template_basedirs=[str(folder)], **kwargs)
        self.problems: list[str] = []
        self._added: set[str] = set()
        self._readers = ""
        self._whole_own = False
        self._cell_number = 0

    def page(self, notebook: dict[str, Any], frame: PageFrame) -> str:
        """The page of an executed notebook: its cells' outputs in order, in the shell."""
        self.problems, self._added, self._readers = [], set(), frame.audience
        self._whole_own, self._cell_number = frame.own, 0
        node = nbformat.from_dict(notebook)
        sections = [html for cell in node.cells if (html := self._cell(cell))]
        return self._shell(sections, frame)

    def page_from_html(self, body: str, frame: PageFrame) -> str:
        """A page of ready HTML (the index), cleaned and in the same shell."""
        self.problems = []
        return self._shell([_safe(body)], frame)

    def _shell(self, sections: list[str], frame: PageFrame) -> str:
        sections = [with_folds(_TABLE.sub(_sized, section)) for section in sections]
        body = "".join(sections)
        drawn = 'class="plot"' in body
        contents = [(name, _TAG.sub("", text)) for name, text in _HEADING.findall(body)]
        page = {
            "frame": frame,
            "sections": sections,
            "contents": contents,
            "contented": len(contents) > 1 and 'class="place"' not in sections[0],
            "styles": asset("styles.css"),
            "sheets": sheets(frame),
            "library": packed_library() if drawn else "",
            "scripts": scripts()[1:] if drawn else (),
            "policy": policy(drawn),
        }
        empty = nbformat.v4.new_notebook()
        # HTMLExporter would parse the whole page once more to mend pictures and headings, which are whole already
        html, _ = super(HTMLExporter, self).from_notebook_node(empty, resources={"bsafe": page})
        return html

    def _cell(self, cell: Any) -> str:
        if cell.cell_type == "markdown":
            if "analyst" in cell.metadata.get("tags", []) or not is_for(cell, self._readers):
                return ""
            return self._own(_safe(self._with_headings(self.markdown2html({}, cell.source))))
        if cell.cell_type != "code":
            return ""
        self._cell_number += 1
        parts = filter(None, (self._told(output, cell) for output in cell.get("outputs", [])))
        return "\n".join(_with_their_words(parts))

    def _told(self, output: Any, cell: Any) -> str:
        """An output; one that our documents did not make is told to be the analyst's, to those whom its cell names."""
        if CLAIMS_MIME in output.get("data", {}) or output.output_type == "error":
            return self._output(output)
        declared = output.get("metadata", {}).get("readers") in FOR_READERS.get(self._readers, ())
        return self._own(self._output(output)) if declared or is_for(cell, self._readers) else ""

    def _own(self, html: str) -> str:
        return html if self._whole_own else _own(html)

    def _with_headings(self, html: str) -> str:
        """An analyst's own headings as the contents and the styles know them: an id of ours, and no pilcrow."""
        return _MARKDOWN_HEADING.sub(self._heading, html)

    def _heading(self, found: re.Match[str]) -> str:
        words = _ANCHOR.sub("", found[2])
        name = self._fresh("said-" + (_ID.sub("-", _TAG.sub("", words).lower()).strip("-")[:40] or "part"))
        level = max(2, int(found[1]))  # a page has one main heading, which is its own
        return f'<h{level} id="{name}">{words}</h{level}>'

    def _refuse(self, reason: str) -> str:
        self.problems.append(f"cell {self._cell_number}: {reason}")
        return ""

    def _output(self, output: Any) -> str:
        if output.output_type == "stream":
            return f"<pre>{escape(output.text)}</pre>" if output.name == "stdout" and output.text.strip() else ""
        if output.output_type == "error":
            return self._refuse(f"it failed ({output.ename})")
        return self._bundle(output.get("data", {}), output.get("metadata", {}))

    def _bundle(self, data: dict[str, Any], metadata: dict[str, Any]) -> str:
        if END_MIME in data:
            return ""
        if FIGURE_MIME in data:
            return figure_html(data[FIGURE_MIME] if CLAIMS_MIME in data else self._only_one(data[FIGURE_MIME]))
        if PLOTLY_MIME in data:
            return self._added_chart(data[PLOTLY_MIME])
        if "text/html" in data:
            html = _joined(data["text/html"])
            if _STYLED.search(html):
                return self._refuse("colours and styles of a table would be dropped; show the table itself")
            return _safe(html)
        return _picture(data, metadata) or self._plain(data)

    def _plain(self, data: dict[str, Any]) -> str:
        refused = [kind for kind in DROPPED if kind in data]
        if refused:
            return self._refuse(f"an output of the kind {refused[0]} was left out: it could run or load something")
        text = _joined(data.get("text/plain", ""))
        return f"<pre>{escape(text)}</pre>" if text.strip() else ""

    def _added_chart(self, spec: dict[str, Any]) -> str:
        """A chart that an analyst added with plotly alone: drawn, and said to be theirs."""
        title = (spec.get("layout") or {}).get("title") or {}
        heading = str(title.get("text", "") if isinstance(title, dict) else title) or "Chart added by the analyst"
        reasons = [f"{cause}; {cure}" for cause, cure in refusals(spec)]
        if reasons:
            return self._refuse("; ".join(reasons))
        name = self._fresh(ADDED + (_ID.sub("-", heading.lower()).strip("-")[:40] or "chart"))
        plain = spec_of({"data": spec.get("data", []), "layout": spec.get("layout", {})})
        plain["layout"].pop("title", None)  # it stands above the chart
        under = table_of(plain, f"{name}-data", f"What the chart draws: {heading}")
        whole = {
            "id": name,
            "heading": heading,
            "caption": "Added by the analyst.",
            "alt": described(plain, heading),
            "spec": plain,
            "table": to_html(under) if under else "",
        }
        return figure_html(whole)

    def _only_one(self, figure: dict[str, Any]) -> dict[str, Any]:
        """A figure of ours that an analyst shows: the same view may stand twice on a page, under an id of its own."""
        old = str(figure["id"])
        name = self._fresh(old)
        return {**figure, "id": name, "table": str(figure["table"]).replace(f'"{old}-data', f'"{name}-data')}

    def _fresh(self, name: str) -> str:
        """The name, or with a number where an added chart of this page has it already."""
        number = 1
        while (unique := name if number == 1 else f"{name}-{number}") in self._added:
            number += 1
        self._added.add(unique)
        return unique


def _with_their_words(parts: Iterable[str]) -> Iterator[str]:
    """The parts of a section, each signal's chart in one block with what is said of it: on paper they stand abreast."""
    chart = ""
    for part in parts:
        if part.startswith('<figure id="signal-'):
            if chart:
                yield chart
            chart = part
        else:
            quiet = " to-watch" if '<div class="reading to-watch">' in part else ""
            said, after = _before_heading(part) if chart else ("", part)
            yield f'<div class="signal{quiet}">{chart}\n{said}</div>{after}' if chart else after
            chart = ""
    if chart:
        yield chart


def _before_heading(part: str) -> tuple[str, str]:
    """What is said of a signal, and what follows under a heading of its own, which is not of that signal."""
    said, heading, after = part.partition("<h3>")
    whole = heading and said.count("<div") == said.count("</div>")
    return (said, heading + after) if whole else (part, "")


def is_for(cell: Any, readers: str) -> bool:
    """Whether what an analyst added in this cell may reach these readers: others than analysts by a tag alone."""
    return readers not in FOR or bool(set(FOR[readers]) & set(cell.metadata.get("tags", [])))


def _own(html: str) -> str:
    """What an analyst added: read by nobody who proves what a page states, and said to be theirs."""
    bare = _TAG.sub("", html).strip()
    if not bare:
        return html
    if re.fullmatch(r"\s*<h[1-6][^>]*>[^<]*</h[1-6]>\s*", html):
        return f'<div class="own">{html}</div>'
    return f'<div class="own">{html}<p class="note">{OWN}</p></div>'


def _sized(found: re.Match[str]) -> str:
    """The table with classes for how many columns it has: the styles choose by them (see styles.css)."""
    columns = max(row.count("<th") for row in found[2].partition("<thead>")[2].split("<tr"))
    held = _CLASS.search(found[1])
    sizes = ["few"] if columns < 5 else [name for name, least in WIDE.items() if columns >= least]
    classes = " ".join([*(held[1].split() if held else []), *sizes])
    rest = _CLASS.sub("", found[1], count=1)
    return f'<table{rest} class="{classes}">{found[2]}' if classes else found[0]


def sheets(frame: PageFrame) -> str:
    """The rule that prints the marking on every sheet, whoever prints the page, with what it is and its number.

    The first sheet begins with the page's own marking: the rule sets none above it.
    Browsers that know no margin boxes (Firefox, Safari) print it where it stands in the page: first and last.
    """
    font = f'font:600 8pt system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;color:{TEXT}'
    plain = font.replace("600", "400")
    # short, for the marking must stay in one line beside it: what kind of document it is stands on the first sheet
    about = f"{frame.place[:LONGEST_AT_FOOT]}, {frame.month_name}"
    return (
        f"@media print{{@page{{@top-center{{content:{css_string(frame.marking)};{font}}}"
        f"@bottom-center{{content:{css_string(frame.marking)};{font};white-space:nowrap}}"
        f"@bottom-left{{content:{css_string(about)};{plain};white-space:nowrap}}"
        f'@bottom-right{{content:"Page " counter(page) " of " counter(pages);{plain};white-space:nowrap}}}}'
        "@page:first{@top-center{content:none}}}"
    )


def css_string(text: str) -> str:
    r"""The text as CSS writes a string, every character that could end it or the style sheet as a number.

    >>> css_string('A"</style>')
    '"A\\22 \\3c \\2f style\\3e "'
    """
    return '"' + _NOT_PLAIN.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _picture(data: dict[str, Any], metadata: dict[str, Any]) -> str:
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            said = metadata.get(kind, {}).get("alt") or metadata.get("alt") or "Picture added by the analyst"
            pixels = re.sub(r"[^A-Za-z0-9+/=]", "", _joined(data[kind]))
            return f'<p><img src="data:{kind};base64,{pixels}" alt="{escape(str(said))}"></p>'
    return ""


def figure_html(figure: dict[str, Any]) -> str:
    """The chart's place, its words, and its table and its JSON, in which nothing can end the script."""
    name = escape(_ID.sub("-", str(figure["id"])))
    height = int((figure["spec"].get("layout") or {}).get("height") or 320)
    phone = int((figure["spec"].get("narrow") or {}).get("height") or 0)
    kind = "map" if any(trace.get("fill") == "toself" for trace in figure["spec"]["data"]) else "chart"
    phone = phone or narrow(height, kind)
    drawn = "" if name.startswith(ADDED) else inline_drawings(figure["spec"], height, phone)
    room = "" if drawn else f' style="min-height:{min(height, phone)}px"'
    places = places_beside(figure["spec"])
    begins, ends = ('<div class="beside">', f"{places}</div>") if places else ("", "")
    table = _TABLE.sub(_sized, _safe(figure["table"]))
    return (
        f'<figure id="{name}" class="{kind}"><h3 id="{name}-heading">{escape(str(figure["heading"]))}</h3>'
        f'{begins}<div class="plot" id="{name}-plot" role="img" aria-label="{escape(str(figure["alt"]))}" '
        f'data-narrow="{phone}"{room}>{drawn}</div>{ends}'
        f"{'' if drawn else NO_SCRIPT}"
        f"<figcaption>{escape(str(figure['caption']))}</figcaption>{folded(name, table)}"
        f'<script type="application/json" id="{name}-spec">{inert_json(figure["spec"])}</script></figure>'
    )


def places_beside(spec: dict[str, Any]) -> str:
    """The list of a map's places (layout.meta.places), by kind; our script lets each be picked out on the map."""
    places = ((spec.get("layout") or {}).get("meta") or {}).get("places") or []
    groups: dict[tuple[str, str], list[str]] = {}
    for place in places:
        number = f"<b>{int(place['number'])}</b> " if place["number"] else ""
        item = f"<li>{number}{escape(str(place['name']))}</li>"
        groups.setdefault((str(place["sign"]), str(place["kind"])), []).append(item)
    lists = "".join(
        f"<p>{_sign(sign)}{escape(kind)}</p><ul>{''.join(items)}</ul>" for (sign, kind), items in groups.items()
    )
    return f'<div class="places">{lists}</div>' if lists else ""


def _sign(sign: str) -> str:
    return f'<span aria-hidden="true">{escape(sign)}</span> ' if sign else ""


def narrow(height: int, kind: str) -> int:
    """Pixels high on a phone: a map follows the width, a chart loses a little."""
    return min(height, 340) if kind == "map" else height if height > 340 else min(height, 260)


def _safe(html: str) -> str:
    """What may leave of a notebook's HTML, with its small drawings: cleaned first, drawn from the numbers left."""
    return with_small_drawings(clean(html))


def _joined(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)
