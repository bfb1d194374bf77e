"""The gate reads a page as Chromium builds it, with scripts and without: element by element, on every hostile page."""

import pytest

from bsafe_analysis.pages.html_reader import read_page
from tests.pages.hostile_pages import HARMLESS, REFUSED, UNSEEN, spoiled

pytestmark = pytest.mark.browser

MARKUP = {name: markup for name, (markup, _) in REFUSED.items()} | HARMLESS
MARKUP |= {f"unseen in {name}": shape.format("<p id=seen>x</p>") for name, shape in UNSEEN.items()}
MARKUP |= {
    "a page without a doctype": "<p>x<table><tr><td>y",
    "bold text that crosses paragraphs": "<b>x<p>y</b>z</p>",
    "links within links": "<a href=a.html>x<a href=b.html>y</a></a>",
    "a list within a table": "<table><ul><li>x</ul><tr><td>y</table>",
    "a drawing within a table": "<table><svg><desc><td>x</svg></table>",
}
TREE = """() => [...document.querySelectorAll('*')].map(element =>
    [element.localName.toLowerCase(), [...element.attributes].map(a => [a.name.toLowerCase(), a.value]).sort()])"""


def tree_of(html, with_scripts):
    return [[e.name, sorted(map(list, e.attrs.items()))] for e in read_page(html, with_scripts).inside()]


@pytest.mark.parametrize("with_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_gate_reads_what_a_browser_builds(chromium, with_scripts):
    context = chromium.new_context(java_script_enabled=with_scripts, offline=True)
    page = context.new_page()
    html = ""
    # the page's own scripts are refused by this header, so that the tree is as it was built
    page.route("http://page.example/", lambda route: route.fulfill(body=html, headers=HEADERS))
    page.route("http://page.example/?*", lambda route: route.abort())
    differing = {}
    for name, markup in MARKUP.items():
        html = markup if "doctype" in name else spoiled(markup)
        page.goto("http://page.example/", wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        built, read = page.evaluate(TREE), tree_of(html, with_scripts)
        if built != read:
            differing[name] = [(b, r) for b, r in zip(built, read, strict=False) if b != r][:1] or (
                len(built),
                len(read),
            )
    context.close()
    assert differing == {}


HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'"}
