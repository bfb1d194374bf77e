"""The machine checklist of a finished page (product.md 4.2), one function a point: each yields what is wrong."""

import json
import re
from collections import Counter
from itertools import pairwise

from bsafe_analysis.pages.folded_tables import unfolded
from bsafe_analysis.reports.charts import palette

DIRECTION = re.compile(
    r"\b(above|below|within|higher|lower|highest|lowest|largest|rose|fell|more|fewer|north|south|east|west|inside|outside)\b",
    re.IGNORECASE,
)
BANNED = re.compile(r"\b(significant(?:ly)?|spik(?:e|es|ed|ing)|surg(?:e|es|ed|ing))\b", re.IGNORECASE)
AMERICAN = re.compile(
    r"\b(neighborhood\w*|behavior\w*|color\w*|center\w*|analyz\w+|organiz\w+|prioritiz\w+|program(?!me)s?|"
    r"license plate|recogniz\w+|summariz\w+|favor\w*|labor|gray)\b",
    re.IGNORECASE,
)
PALETTE = {value.upper() for value in vars(palette).values() if isinstance(value, str) and value.startswith("#")}
GROUND = "#FFFFFF"


def structure(soup):
    if soup.html.get("lang") != "en-GB":
        yield "the language is not en-GB"
    if len(soup.find_all("h1")) != 1:
        yield "not one main heading"
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
    yield from (f"h{b} follows h{a}" for a, b in pairwise(levels) if b > a + 1)
    yield from (f"the heading {tag} is empty" for tag in soup.find_all(re.compile(r"^h[1-6]$")) if not text(tag))
    times = Counter(tag["id"] for tag in soup.find_all(id=True))
    yield from (f"the id {name} is there {n} times" for name, n in times.items() if n > 1)
    for name in ("header", "main", "footer"):
        if len(soup.find_all(name)) != 1:
            yield f"not one landmark {name}"
    skip = soup.find("a", class_="skip")
    if skip is None or soup.find(id=skip["href"].removeprefix("#")) is None:
        yield "the skip link leads nowhere"
    if "¶" in soup.get_text():
        yield "a pilcrow is shown"
    for nav in soup.find_all("nav"):
        if not nav.get("aria-label") and not nav.get("aria-labelledby"):
            yield "a navigation without a name"


def tables(soup):
    for table in soup.find_all("table"):
        name = table.get("id", "?")
        if not text(table.find("caption")):
            yield f"table {name} has no caption"
        yield from (f"table {name}: a heading cell without scope" for th in table.find_all("th") if not th.get("scope"))
        empty = [cell for cell in table.find_all(["td", "th"]) if not text(cell)]
        if empty:
            yield f"table {name}: {len(empty)} empty cells"
        region = table.find_parent(class_="table-scroll")
        if region is None or region.get("tabindex") != "0" or region.get("role") != "region":
            yield f"table {name} is in no region that a keyboard can scroll"
        heads = [cell for row in table.select("thead tr") for cell in row.find_all("th")]
        for row in table.select("tbody tr"):
            cells = row.find_all(["td", "th"])
            for head, cell in zip(heads, cells, strict=False):
                if ("num" in head.get("class", [])) != ("num" in cell.get("class", [])):
                    yield f"table {name}: {text(cell)!r} is aligned unlike its heading"
                elif re.fullmatch(r"-?[\d,]*\d(\.\d+)?", text(cell)) and "num" not in cell.get("class", []):
                    yield f"table {name}: the number {text(cell)} is not aligned as one"


def figures(soup):
    for figure in soup.find_all("figure"):
        name = figure.get("id", "?")
        shown = figure.find("img") or figure.find(class_="plot")
        alt = (shown.get("alt") or shown.get("aria-label") or "") if shown else ""
        heading, caption = text(figure.find(re.compile("^h[2-6]$"))), text(figure.find("figcaption"))
        if not caption or not heading:
            yield f"figure {name} lacks its heading or caption"
        if not 60 <= len(alt) <= 400 or alt in (heading, caption):
            yield f"figure {name}: a text alternative of {len(alt)} characters"
        if not re.search(r"\d", alt) or not DIRECTION.search(alt):
            yield f"figure {name}: the text alternative tells no message with a number: {alt!r}"
        if re.search(r"no description|^\s*(an? )?(image|picture) of", alt, re.IGNORECASE):
            yield f"figure {name}: {alt!r} is no text alternative"
        if figure.find("details") is None or figure.find("table") is None:
            yield f"figure {name} is not followed by its figures"


def references(soup):
    for tag in soup.find_all(True):
        for key, value in tag.attrs.items():
            outside = isinstance(value, str) and re.match(r"\s*(https?:|//)", value)
            if outside and not (tag.name == "a" and key == "href" and text(tag)) and not key.startswith("xmlns"):
                yield f"<{tag.name} {key}={value[:60]!r}>"


def words(soup):
    body = " ".join(t.get_text(" ") for t in soup.find_all(["header", "main", "footer"]))
    yield from (f"the word {word!r}" for word in sorted({found[0].lower() for found in BANNED.finditer(body)}))
    yield from (f"the spelling {word!r}" for word in sorted({found[0].lower() for found in AMERICAN.finditer(body)}))


def reading_age(prose):
    """Years, by the grade of Flesch and Kincaid and five: an estimate, never more."""
    sentences = [s for s in re.split(r"[.!?:;]+\s|\n+", prose) if len(s.split()) > 2]
    said = [w for s in sentences for w in re.findall(r"[A-Za-z]+", s)]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", w.lower())))) for w in said)
    return 0.39 * len(said) / max(len(sentences), 1) + 11.8 * syllables / max(len(said), 1) - 15.59 + 5


def colours(spec):
    """Lines, marks and bars at least 3:1 on their ground, words 4.5:1; no colour of nobody's; a second cue for each."""
    for i, trace in enumerate(spec["data"]):
        yield from (f"trace {i}: {fault}" for fault in _trace(trace))
    for label in spec["layout"].get("annotations", []):
        colour = (label.get("font") or {}).get("color", palette.INK)
        if contrast(colour, GROUND) < 4.5:
            yield f"the label {label['text']!r} in {colour}"
    fonts = [spec["layout"].get("font", {})]
    fonts += [axis.get("tickfont", {}) for key, axis in spec["layout"].items() if re.fullmatch(r"[xy]axis\d*", key)]
    yield from (f"words in {f['color']}" for f in fonts if "color" in f and contrast(f["color"], GROUND) < 4.5)
    following = [*spec["data"][1:], {}]
    edges = [t for t, after in zip(spec["data"], following, strict=True) if after.get("fill") == "tonexty"]
    # the lower and the upper edge of one range are one thing, and look it
    drawn = [t for t in spec["data"] if (t.get("meta") or {}).get("column") and not _invisible(t) and t not in edges]
    looks = Counter(_look(trace) for trace in drawn)
    yield from (f"{n} series look alike: {look}" for look, n in looks.items() if n > 1)


def _trace(trace):
    if _invisible(trace) or trace.get("fill") == "toself":
        return
    line, marker = trace.get("line") or {}, trace.get("marker") or {}
    inks = [line["color"]] if "lines" in trace.get("mode", "") and line.get("color") else []
    if "markers" in trace.get("mode", "markers") or trace.get("type") == "bar":
        own = marker.get("color")
        inks += own if isinstance(own, list) else [own] if own else []
    for ink in sorted(set(inks)):
        shown = (trace.get("meta") or {}).get("keys")  # a map's symbols stand on their own place's fill
        if not shown and contrast(ink, GROUND) < 3:
            yield f"{ink} on white is {contrast(ink, GROUND):.1f}"
        if ink.startswith("#") and ink.upper() not in PALETTE | {GROUND}:
            yield f"{ink} is not of the palette"


def _invisible(trace):
    return trace.get("mode") == "lines" and (trace.get("line") or {}).get("width") == 0


def _look(trace):
    """What tells a series from another without its colour."""
    marker = trace.get("marker") or {}
    symbol = marker.get("symbol")
    symbols = tuple(sorted(set(symbol))) if isinstance(symbol, list) else symbol
    line = trace.get("line") or {}
    where = (trace.get("xaxis"), trace.get("yaxis"))
    if trace.get("mode") == "text" and len(set(trace["x"])) == 1:
        where += (trace["x"][0],)  # a column of a grid is told by its place on the axis
    return (
        trace.get("type"),
        trace.get("mode"),
        line.get("dash"),
        line.get("width"),
        symbols,
        where,
        trace.get("text") and "labelled",
    )


def contrast(one, other):
    """The ratio of WCAG for two colours written #RRGGBB or rgb()."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    if colour.startswith("#"):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    else:
        *rgb, alpha = [*(float(n) for n in re.findall(r"[\d.]+", colour)), 1.0][:4]
        parts = [(c * alpha + 255 * (1 - alpha)) / 255 for c in rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def bare(path):
    """The page without the chart library, which is known by its hash, and with the tables that a reader may open."""
    return re.sub(r"<script>.*?</script>", "", unfolded(path.read_text("utf-8")), flags=re.DOTALL)


def text(tag):
    return " ".join(tag.get_text(" ").split()) if tag is not None else ""


def specs_of(soup):
    return {s["id"]: json.loads(s.get_text()) for s in soup.find_all("script", type="application/json")}
