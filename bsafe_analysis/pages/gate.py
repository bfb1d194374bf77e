"""The gate: a page leaves only if it shows what its document says it must, and nothing that it must not.

What must be there is derived from the document, rebuilt by the runner; never from what the notebook happened to show.
What is there is judged as a browser builds it (html_reader.py), with and without scripts, however it is written.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from bsafe_analysis.pages.assets import unpacked
from bsafe_analysis.pages.chart_against_table import points_that_differ
from bsafe_analysis.pages.external_resources import (
    ADDRESSES,
    STYLES,
    leads_outside,
    runs_script,
    shuts_out,
    style_loads,
)
from bsafe_analysis.pages.folded_tables import unfolded
from bsafe_analysis.pages.html_reader import Element, readings
from bsafe_analysis.reports.documents.required_contents import Contents

INVENTED = "Invented sample data"
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{8,}")
_LIBRARIES = re.compile(r"[/\\]site-packages\b|\bsite-packages[/\\]")
LIBRARY = "chart-library"
_PACKED = re.compile(rf'<script type="application/octet-stream" id="{LIBRARY}">([^<]*)</script>')
_POLICY = "content-security-policy"
_NEVER = frozenset(
    ("iframe", "object", "embed", "form", "base", "frame", "frameset", "applet", "link", "template", "math", "xmp",
     "noembed", "noframes", "plaintext", "portal", "fencedframe",
     "animate", "animatemotion", "animatetransform", "set")  # these change other elements' attributes later
)  # fmt: skip


@dataclass(frozen=True)
class ExpectedPage:
    """What one page must hold. `private` are texts that may stand nowhere in it: paths of this machine, the nonce."""

    contents: Contents
    marking: str
    invented: bool
    scripts: frozenset[str] = frozenset()
    """SHA-256 (base64, as a Content-Security-Policy writes it) of every script of ours that may run."""
    private: tuple[str, ...] = ()


def check_page(html: str, expected: ExpectedPage) -> tuple[str, ...]:
    """Every reason to refuse this page, one sentence each; empty where it may leave."""
    return _judged(html, expected, _figure, lambda page: ())


def check_script_free(html: str, expected: ExpectedPage) -> tuple[str, ...]:
    """The same of a page without scripts: each chart is a picture in the file, with its words and its table."""
    return _judged(html, expected, _drawn_figure, _no_script)


def _judged(
    html: str,
    expected: ExpectedPage,
    figure_faults: Callable[[Element, str], Iterator[str]],
    more: Callable[[Element], Iterable[str]],
) -> tuple[str, ...]:
    """What is wrong in any of the page's readings, each fault once."""
    pages = readings(unfolded(html))
    faults = [
        fault
        for page in pages
        for fault in (
            *_frame(page, expected),
            *_sections_and_tables(page, expected.contents),
            *(fault for figure in expected.contents.figures for fault in figure_faults(page, figure)),
            *more(page),
            *_policy(page, expected.scripts),
            *_what_may_run(page, expected),
            *_what_may_load(page),
        )
    ]
    return tuple(
        dict.fromkeys([*faults, *_leaks(_without_known_scripts(html, expected.scripts), pages, expected.private)])
    )


def _no_script(page: Element) -> Iterator[str]:
    if any(element.name == "script" for element in page.inside()):
        yield "a script is left in a page that is to have none"


def _frame(page: Element, expected: ExpectedPage) -> Iterator[str]:
    html, title, body = page.find("html"), page.find("title"), page.find("body")
    if html is None or html.get("lang") != "en-GB":
        yield "the page does not say that it is in British English (lang)"
    if title is None or not title.get_text(strip=True):
        yield "the page has no title"
    if len(page.find_all("h1")) != 1:
        yield f"the page has {len(page.find_all('h1'))} main headings, not one"
    markings = page.of_class("marking")
    if len(markings) < 2 or any(expected.marking not in tag.get_text() for tag in markings):
        yield f"the marking {expected.marking} does not stand at the top and at the bottom"
    if expected.invented and INVENTED not in (body.get_text(" ") if body else ""):
        yield f"the page is made from invented data and does not say {INVENTED!r}"


def _policy(page: Element, scripts: frozenset[str]) -> Iterator[str]:
    """Of several policies a browser obeys all: one that is strict enough does."""
    metas = (tag for head in page.find_all("head") for tag in head.find_all("meta"))
    policies = (tag.get("content", "") for tag in metas if str(tag.get("http-equiv")).lower() == _POLICY)
    if not any(shuts_out(str(policy), scripts) for policy in policies):
        yield "the page has no policy of its own that shuts out other scripts and hosts"


def _sections_and_tables(page: Element, contents: Contents) -> Iterator[str]:
    # looked for once, not once a name: a long page has thousands of tags
    headings = {tag.get("id") for tag in page.find_all("h2")}
    tables = {str(tag.get("id")): tag for tag in reversed(page.find_all("table"))}
    yield from (f"section {section!r} is missing" for section in contents.sections if section not in headings)
    for name in contents.tables:
        table = tables.get(name)
        if table is None or table.find("tr") is None:
            yield f"table {name!r} is missing"


def _words_of(figure: Element | None, name: str) -> Iterator[str]:
    if figure is None:
        yield f"figure {name!r} is missing"
        return
    caption = figure.find("figcaption")
    if caption is None or not caption.get_text(strip=True):
        yield f"figure {name!r} has no caption"
    if figure.find("table", id=f"{name}-data") is None:
        yield f"figure {name!r} has no data table"


def _drawn_figure(page: Element, name: str) -> Iterator[str]:
    figure = page.find("figure", id=name)
    yield from _words_of(figure, name)
    picture = figure.find("img") if figure is not None else None
    if figure is not None and picture is None:
        yield f"figure {name!r} has no drawing"
    elif picture is not None:
        if not str(picture.get("src", "")).startswith("data:image/svg+xml,"):
            yield f"figure {name!r} has a drawing that is not in the file"
        if not str(picture.get("alt", "")).strip():
            yield f"figure {name!r} has no text alternative"


def _figure(page: Element, name: str) -> Iterator[str]:
    figure = page.find("figure", id=name)
    yield from _words_of(figure, name)
    if figure is None:
        return
    table = figure.find("table", id=f"{name}-data")
    spec = _spec(page, name)
    if spec is None:
        yield f"figure {name!r} has no chart"
    elif table is not None:
        yield from (f"figure {name!r}: {fault}" for fault in points_that_differ(spec, table))


def _spec(page: Element, name: str) -> dict[str, Any] | None:
    script = page.find("script", id=f"{name}-spec")
    try:
        known = script is not None and script.get("type") == "application/json"
        spec = json.loads(script.get_text()) if script is not None and known else None
    except ValueError:
        return None
    return spec if isinstance(spec, dict) and spec.get("data") else None


def _what_may_run(page: Element, expected: ExpectedPage) -> Iterator[str]:
    for script in (tag for tag in page.inside() if tag.name == "script"):
        if str(script.get("id")).endswith("-figures"):
            yield f"the table {str(script.get('id'))[:80]!r} cannot be read as one behind a chart"
        elif script.get("id") == LIBRARY:
            if digest(unpacked(script.get_text())) not in expected.scripts:
                yield "the chart library is not the one that we know"
        elif script.get("src"):
            yield f"a script is loaded from {str(script.get('src'))[:80]!r}"
        elif script.get("type") != "application/json" and digest(script.get_text()) not in expected.scripts:
            yield f"a script is not one of ours: {script.get_text()[:60].strip()!r}"
    for tag in page.inside():
        handlers = [name for name in tag.attrs if name.startswith("on")]
        if handlers:
            yield f"<{tag.name}> carries a script ({handlers[0]})"
        if tag.name == "meta" and str(tag.get("http-equiv", "")).lower() == "refresh":
            yield "the page would leave for another (refresh)"


def _what_may_load(page: Element) -> Iterator[str]:
    yield from (f"<{tag.name}> may not be in a document" for tag in page.inside() if tag.name in _NEVER)
    for tag in page.inside():
        for name in sorted(ADDRESSES & tag.attrs.keys()):
            value = tag.attrs[name]
            if runs_script(name, value):
                yield f"<{tag.name} {name}> runs a script"
            elif leads_outside(name, value) and not _is_link_to_follow(tag, name):
                yield f"<{tag.name} {name}> loads from outside: {value[:80]!r}"
        if any(style_loads(tag.attrs[name]) for name in STYLES & tag.attrs.keys()):
            yield f"<{tag.name}> loads through its style"
        if tag.name == "style" and style_loads(tag.get_text()):
            yield "the style sheet loads from outside"


def _is_link_to_follow(tag: Element, attribute: str) -> bool:
    """Nothing is loaded by a link until a reader follows it."""
    return tag.name == "a" and attribute == "href" and bool(tag.get_text(strip=True))


def _without_known_scripts(html: str, known: frozenset[str]) -> str:
    """The text of the page without the scripts that we know by heart: they hold nothing of this machine."""
    packed = _PACKED.search(html)
    if packed and digest(unpacked(packed[1])) in known:
        html = html[: packed.start()] + html[packed.end() :]
    before, *others = html.split("<script>")
    kept = [before]
    for other in others:
        script, end, after = other.partition("</script>")
        kept.append(after if end and digest(script) in known else f"<script>{other}")
    return "".join(kept)


def _leaks(html: str, pages: tuple[Element, ...], private: tuple[str, ...]) -> Iterator[str]:
    # as it is written and as it is read, for a character may be written as a number or stand in pieces
    text = "\n".join([html, unescape(html), *(words for page in pages for words in page.wordings())])
    found = [secret for secret in (*private, "ipykernel_") if secret and secret in text]
    libraries = "site-packages" in text and _LIBRARIES.search(text)  # a plain word is looked for far sooner
    for secret in [*found, *(["site-packages"] if libraries else [])]:
        yield f"the page holds {secret!r}, which belongs to this machine only"
    address = _ADDRESS.search(text) if "at 0x" in text else None
    if address:
        yield f"the page holds an address in memory ({address[0]})"


def digest(script: str) -> str:
    """The SHA-256 of a script as a Content-Security-Policy writes it."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
