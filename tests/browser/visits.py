"""One visit of a page answers many questions: each look at it yields what is wrong, or what was found, by its name.

Opening a page and drawing its charts is dear, and so is axe; asking once more is cheap. So a page is opened once wide,
once as a phone shows it, and the tests judge what was seen then, each its own part (test_pages.py).
"""

import re
import subprocess
from itertools import pairwise

from axe_playwright_python.base import AXE_SCRIPT

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": TAGS, "resultTypes": ["violations", "incomplete"]}
# there is nothing to point at on paper
ON_PAPER = RULES | {"rules": {"target-size": {"enabled": False}}}
# Looks after the first run every rule again: style sheets hide things, and what is hidden changes headings, landmarks
# and ways past them; the size of letters decides what contrast is asked for. Only the inside of a drawing is not judged
# again: it is one image to a reader, nothing in it takes focus, and its colours are those of its JSON at any width.
BUT_DRAWINGS = {"exclude": [[".plot > *"]]}
UNDECIDED = {"color-contrast", "th-has-data-cells"}
"""What axe cannot decide by itself and was looked at: words over a drawing or in a region that scrolls (the contrast of
charts is computed from their JSON, test_checklist.py); headings of a group of rows, which stand over no column."""
SHEET = {"width": 694, "height": 1017}
"""A4 within its margins, in pixels."""
A_CHART = 690
"""Pixels: the widest that a chart may be on such a sheet."""

SCROLLED = "document.documentElement.scrollWidth"
BOTTOM = "(document.querySelector('.page-one') || document.body).getBoundingClientRect().bottom + window.scrollY"
DRAWN = """[...document.querySelectorAll("figure")].filter((figure) => {
  const drawing = figure.querySelector("img");
  if (drawing) { return drawing.complete && drawing.naturalWidth > 100 && drawing.naturalHeight >= 90; }
  const charts = [...figure.querySelectorAll(".plot.drawn > svg, .plot.drawn .main-svg")];
  const chart = charts.find((e) => e.getBoundingClientRect().width > 100);
  return chart && chart.querySelector("path, rect + rect") && chart.querySelector("path, text");
}).length"""
FOCUSED = """(() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [Math.round(at.getBoundingClientRect().top + window.scrollY), seen];
})()"""
GAPS = """() => {
  const facts = document.querySelectorAll(".about-a-place > :not(figure.map)");
  const boxes = [...facts].map(e => e.getBoundingClientRect());
  return boxes.slice(1).map((box, i) => box.top - boxes[i].bottom);
}"""
WIDE = "Object.fromEntries([...document.querySelectorAll('.plot.drawn')].map((plot) => [plot.id, {}]))"
WIDTHS = "Math.max(0, ...[...{}].map(s => s.getBoundingClientRect().width))"
CHARTS, ROOM = WIDE.format(WIDTHS.format("plot.querySelectorAll('svg')")), WIDE.format("plot.offsetWidth")
WIDEST = WIDTHS.format("document.querySelectorAll('.plot svg')")
CLOSED = """[...document.querySelectorAll("details:not(.figures) table")].filter((table) =>
  !table.checkVisibility() || table.getBoundingClientRect().height <= 0).length"""
SHOWN = "[...document.querySelectorAll('{}')].filter((e) => e.checkVisibility()).length"
PICKED = "(document.querySelector('figure.map .plot').data || [{x: []}]).at(-1).x.length"


def on_screen(watched, path):
    """Look -> what is wrong or was found, of one visit of an interactive page at a desk, and then on paper."""
    yield "seconds", seconds_to_draw(watched, path)
    yield "bottom", watched.page.evaluate(BOTTOM)
    yield "gaps", watched.page.evaluate(GAPS)
    yield "maps", watched.page.locator("main > section:first-of-type figure.map").count()
    watched.page.evaluate(AXE_SCRIPT)
    yield "screen", [*unreadable(watched), *ill_fitting(watched, 1280)]
    yield "keyboard", list(lost_by_keyboard(watched))
    yield "map", list(not_picked_by_keyboard(watched))
    yield "charts", charts_in_print(watched)
    yield "sheets", list(unmarked_sheets(watched, path))
    watched.page.emulate_media(media="print")
    yield "paper", [*unreadable(watched, ON_PAPER, BUT_DRAWINGS), *hidden_on_paper(watched)]
    watched.page.set_viewport_size(SHEET)
    yield "sheet", {"bottom": watched.page.evaluate(BOTTOM), "room": watched.page.evaluate(ROOM)}
    yield from asked_and_complained(watched)


def on_a_phone(watched, path):
    """A visit of its own: a page chooses what it draws for narrow screens when it is opened."""
    watched.open(path)
    yield "phone", list(ill_fitting(watched, 320))
    yield from with_large_letters_and_forced_colours(watched)


def on_a_phone_closely(watched, path):
    """And given to axe, which every page was at a desk: of a kind's pages one style sheet hides the same parts."""
    watched.open(path)
    watched.page.evaluate(AXE_SCRIPT)
    yield "phone", [*unreadable(watched, RULES, BUT_DRAWINGS), *ill_fitting(watched, 320)]
    yield from with_large_letters_and_forced_colours(watched)


def with_large_letters_and_forced_colours(watched):
    watched.page.add_style_tag(content="html { font-size: 200% }")
    yield "letters twice as large", list(wider_than(watched, 320))
    watched.page.set_viewport_size({"width": 400, "height": 900})
    watched.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    heading = [] if watched.page.locator("h1").is_visible() else ["no heading is seen"]
    yield "forced colours", [*heading, *wider_than(watched, 400)]
    yield from asked_and_complained(watched)


def of_a_still_page(watched, path):
    watched.open(path)
    yield "bottom", watched.page.evaluate(BOTTOM)
    yield "screen", list(ill_fitting(watched, 1280))
    yield from asked_and_complained(watched)


def of_a_still_page_closely(watched, path):
    """By axe, on paper and as a phone shows it too, in one visit: such a page chooses nothing once and for all."""
    watched.open(path)
    watched.page.evaluate(AXE_SCRIPT)
    yield "bottom", watched.page.evaluate(BOTTOM)
    yield "screen", [*unreadable(watched), *ill_fitting(watched, 1280)]
    watched.page.emulate_media(media="print")
    yield "paper", list(unreadable(watched, ON_PAPER, BUT_DRAWINGS))
    watched.page.set_viewport_size(SHEET)
    yield "sheet", {"bottom": watched.page.evaluate(BOTTOM)}
    watched.page.emulate_media(media="screen")
    watched.page.set_viewport_size({"width": 320, "height": 900})
    yield "phone", [*unreadable(watched, RULES, BUT_DRAWINGS), *ill_fitting(watched, 320)]
    watched.page.add_style_tag(content="html { font-size: 200% }")
    yield "letters twice as large", list(wider_than(watched, 320))
    yield from asked_and_complained(watched)


def seconds_to_draw(watched, path):
    """Processor time of the page's own thread, so that a busy machine does not count."""
    browser = watched.page.context.new_cdp_session(watched.page)
    browser.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _spent(browser)
    watched.open(path)
    after = _spent(browser)
    browser.detach()
    return after - before if after > before else after  # where the page was given a new process


def _spent(browser):
    return {m["name"]: m["value"] for m in browser.send("Performance.getMetrics")["metrics"]}["TaskDuration"]


def unreadable(watched, rules=RULES, context=None):
    """What axe finds on the page as it is shown now; the page has been given axe once."""
    found = watched.page.evaluate(FOUND, [context, rules])
    yield from ((rule, html[:200]) for rule, html in found["violations"])
    yield from (("undecided", rule) for rule, _ in found["incomplete"] if rule not in UNDECIDED)


# a rule and its first node: all that axe tells of a long page would be megabytes
FOUND = """([context, rules]) => axe.run(context || document, rules).then((found) => Object.fromEntries(
    ["violations", "incomplete"].map((kind) => [kind, found[kind].map((rule) => [rule.id, rule.nodes[0].html])])))"""


def wider_than(watched, width):
    wide = watched.page.evaluate(SCROLLED)
    if wide > width:
        yield f"{wide} pixels wide"


def ill_fitting(watched, width):
    """Whether the page is wider than its screen, and how many of its figures are not drawn."""
    yield from wider_than(watched, width)
    if (drawn := watched.page.evaluate(DRAWN)) != (figures := watched.page.locator("figure").count()):
        yield f"{drawn} of {figures} figures drawn"


def lost_by_keyboard(watched):
    """Of the first twelve stops: those that are not seen to be reached, and those out of order."""
    reachable = watched.page.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length")
    tops = []
    for stop in range(min(reachable, 12)):
        watched.page.keyboard.press("Tab")
        top, outline = watched.page.evaluate(FOCUSED)
        tops.append(top)
        if not outline:
            yield f"stop {stop} is not seen"
    # the first is the skip link, which appears on focus; what stands side by side may begin a little higher
    if not tops or not all(later > earlier - 300 for earlier, later in pairwise(tops[1:])):
        yield f"out of order: {tops}"


def not_picked_by_keyboard(watched):
    """Whether each place of a map's list has a button, and the last of them draws its outline and lifts it again."""
    page, buttons = watched.page, watched.page.locator("figure.map .places button")
    if not page.locator("figure.map").count():
        return
    places = page.evaluate("JSON.parse(document.getElementById('map-spec').textContent).layout.meta.places.length")
    if buttons.count() != places or (places and page.evaluate(PICKED)):
        yield f"{buttons.count()} buttons of {places} places, or one picked before it was asked for"
    if not places:
        return  # only what stands out is listed beside a map, and here nothing does
    buttons.last.focus()
    for key, drawn, pressed in (("Enter", f"() => {PICKED} > 3", "true"), ("Space", f"() => {PICKED} === 0", "false")):
        page.keyboard.press(key)
        page.wait_for_function(drawn)
        if buttons.last.get_attribute("aria-pressed") != pressed:
            yield f"after {key} the button does not say that it is pressed: {pressed}"


def charts_in_print(watched):
    """How wide each chart is on a sheet, when a printer has asked for it; and whether it is then as it was."""
    page, before, screen = watched.page, watched.page.evaluate(WIDEST), watched.page.viewport_size
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function(f"() => {WIDEST} <= {A_CHART}", timeout=5000)
    drawn = page.evaluate(CHARTS)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null")
    page.set_viewport_size(screen)
    page.wait_for_function(f"was => Math.abs({WIDEST} - was) < 2", arg=before, timeout=5000)
    return drawn


def unmarked_sheets(watched, path):
    """As a person prints it: the browser's own headers off, the page's rules followed."""
    marking = watched.page.locator(".marking").first.inner_text()
    printed = watched.page.pdf(prefer_css_page_size=True)
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=printed, capture_output=True, check=True)
    sheets = told.stdout.decode().split("\f")[:-1]
    # above and below, once each; the last sheet has the page's own at its end besides
    if not sheets or sheets[0].count(marking) != (2 if len(sheets) > 1 else 3):
        yield f"the marking is not twice on the first of {len(sheets)} sheets"
    for number, text in enumerate(sheets, start=1):
        lines = [line for line in text.splitlines() if line.strip()]
        if lines[0].strip() != marking:
            yield f"sheet {number} begins with {lines[0]!r}"
        if not re.search(rf"{re.escape(marking)}\s+Page {number} of {len(sheets)}$", lines[-1]):
            yield f"sheet {number} ends with {lines[-1]!r}"


def hidden_on_paper(watched):
    if not watched.page.locator(".marking").first.is_visible():
        yield "the marking is not seen"
    if links := watched.page.evaluate(SHOWN.format(".contents, .skip, .down")):
        yield f"{links} links that lead nowhere on paper"
    if tables := watched.page.evaluate(CLOSED):
        yield f"{tables} tables that are not printed"


def asked_and_complained(watched):
    yield "outside", watched.outside
    yield "errors", watched.errors
