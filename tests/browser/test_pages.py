"""Every page of every pack, opened as a partner opens it: offline, on a screen, on a phone, on paper."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup

from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.priorities import Improvement, Priorities
from bsafe_analysis.pages.export import Exporter
from bsafe_analysis.pages.frame import PageFrame
from bsafe_analysis.reports.documents import build_tactical_assessment
from bsafe_analysis.reports.show import compose
from tests.browser.checklist import bare
from tests.browser.conftest import one_of_each, pages, still_pages
from tests.reports import months as by_hand
from tests.reports.months import BURGLARY, DAMAGE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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


def unreadable(watched, rules=RULES, context=None):
    """What axe finds on the page as it is shown now; the page has been given axe once (`opened`)."""
    found = watched.page.evaluate("([context, rules]) => axe.run(context || document, rules)", [context, rules])
    yield from ((v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"])
    yield from (("undecided", v["id"]) for v in found["incomplete"] if v["id"] not in UNDECIDED)


def ill_fitting(watched, width):
    """Whether the page is wider than its screen, and how many of its figures are not drawn."""
    wide = watched.page.evaluate(SCROLLED)
    if wide > width:
        yield f"{wide} pixels wide"
    if (drawn := watched.page.evaluate(DRAWN)) != (figures := watched.page.locator("figure").count()):
        yield f"{drawn} of {figures} figures drawn"


def opened(watched, path):
    watched.open(path)
    watched.page.evaluate(AXE_SCRIPT)


def on_screen_and_paper(watched, path, paper):
    """Look -> its faults, in one visit."""
    opened(watched, path)
    yield "screen", [*unreadable(watched), *ill_fitting(watched, 1280)]
    if paper:
        watched.page.emulate_media(media="print")
        yield "paper", [*unreadable(watched, ON_PAPER, BUT_DRAWINGS)]
        watched.page.emulate_media(media="screen")


def on_a_phone(watched, path):
    """Look -> its faults. A visit of its own: a page chooses what it draws for narrow screens when it is opened."""
    opened(watched, path)
    yield "phone", [*unreadable(watched, RULES, BUT_DRAWINGS), *ill_fitting(watched, 320)]
    watched.page.add_style_tag(content="html { font-size: 200% }")
    wide = watched.page.evaluate(SCROLLED)
    yield "letters twice as large", [f"{wide} pixels wide"] if wide > 320 else []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("which", [pages, still_pages])
def test_every_page_is_accessible_draws_every_chart_asks_for_nothing_and_keeps_to_the_screen(pack, watch, width, which):
    every = which(pack)
    # a script-free page is its page again: each is looked at, on paper and on a phone one of each kind
    closely = every if which is pages else one_of_each(every)
    faults = {}
    with watch(width) as watched:
        for path in every if width == 1280 else closely:
            looks = on_screen_and_paper(watched, path, path in closely) if width == 1280 else on_a_phone(watched, path)
            faults |= {(path.name, look): found for look, found in looks if found}
        assert faults == {}
        assert watched.outside == []
        assert watched.errors == []


SCROLLED = "document.documentElement.scrollWidth"
DRAWN = """[...document.querySelectorAll("figure")].filter((figure) => {
  const drawing = figure.querySelector("img");
  if (drawing) { return drawing.complete && drawing.naturalWidth > 100 && drawing.naturalHeight >= 90; }
  const chart = figure.querySelector(".plot.drawn .main-svg");
  return chart && chart.getBoundingClientRect().width > 100 && chart.querySelector(".trace path, .trace text");
}).length"""


def test_pages_are_small_enough_to_send(pack):
    assert max(path.stat().st_size for path in pages(pack)) <= 2_000_000


def test_every_link_leads_to_a_page_or_a_place_that_is_there(pack):
    soups = {path.name: BeautifulSoup(bare(path), "html.parser") for path in (*pages(pack), *still_pages(pack))}
    for name, soup in soups.items():
        for link in {a["href"] for a in soup.find_all("a", href=True)}:
            if re.match(r"https?:|mailto:", link):
                continue
            file, _, place = link.partition("#")
            assert not file or (pack / file).exists(), (name, link)
            there = soups.get(file or name)
            assert not place or there is None or there.find(id=place) is not None, (name, link)


def test_the_keyboard_reaches_every_link_in_order_and_is_seen_to(pack, watch):
    with watch() as watched:
        for path in one_of_each(pages(pack)):
            watched.open(path)
            reachable = watched.page.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length")
            tops = []
            for _ in range(min(reachable, 12)):
                watched.page.keyboard.press("Tab")
                top, outline = watched.page.evaluate(FOCUSED)
                tops.append(top)
                assert outline, path.name
            # the first is the skip link, which appears on focus; what stands side by side may begin a little higher
            assert all(later > earlier - 300 for earlier, later in pairwise(tops[1:])), (path.name, tops)


FOCUSED = """(() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [Math.round(at.getBoundingClientRect().top + window.scrollY), seen];
})()"""


def test_a_page_without_scripts_has_all_its_words_and_tables(pack, watch):
    with watch(java_script_enabled=False) as watched:
        for path in one_of_each(pages(pack)):
            watched.page.goto(path.resolve().as_uri())
            for table in watched.page.locator("figure details table").all():
                assert table.locator("tbody tr").count() > 0
            assert len(watched.page.inner_text("main")) > 200


def test_page_one_is_one_screen_and_one_sheet(pack, watch):
    bottom = "document.querySelector('.page-one').getBoundingClientRect().bottom + window.scrollY"
    found = list(pack.glob("*-tactical-assessment-*.html"))
    assert len(found) == 2  # the page and its script-free twin
    for path in found:
        with watch(1280, 900) as watched:
            watched.open(path)
            assert watched.page.evaluate(bottom) <= 900, path.name
            watched.page.emulate_media(media="print")
            watched.page.set_viewport_size({"width": 694, "height": 1017})  # A4 within its margins, in pixels
            assert watched.page.evaluate(bottom) <= 1017, path.name


def test_a_profiles_facts_stand_together_beside_its_taller_map(pack, watch):
    """The room that the map needs more than the facts is below them, not between them."""
    gaps = """() => {
      const facts = document.querySelectorAll(".about-a-place > :not(figure.map)");
      const boxes = [...facts].map(e => e.getBoundingClientRect());
      return boxes.slice(1).map((box, i) => box.top - boxes[i].bottom);
    }"""
    with watch(1280, 900) as watched:
        watched.open(next(pack.glob("*-neighbourhood-profile-*internal.html")))
        found = watched.page.evaluate(gaps)
        mapped = watched.page.locator("main > section:first-of-type figure.map").count()
        assert bool(found) == bool(mapped)  # a place without boundaries has no map to stand beside
        assert not mapped or (len(found) >= 6 and max(found) <= 45), found


def test_page_one_is_one_screen_and_one_sheet_in_a_month_when_everything_moves(watch, tmp_path):
    """Five decisions, five signals and more improvements than are listed, all in places with long names."""
    page = tmp_path / "full.html"
    page.write_text(crowded_page(), "utf-8")
    bottom = "document.querySelector('.page-one').getBoundingClientRect().bottom + window.scrollY"
    with watch(1280, 900) as watched:
        watched.open(page)
        assert watched.page.locator(".card.decision li").count() == 5
        assert watched.page.evaluate(bottom) <= 900
        smallest = (
            "Math.min(...[...document.querySelectorAll('.card li')].map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
        assert watched.page.evaluate(smallest) >= 12
        watched.page.emulate_media(media="print")
        watched.page.set_viewport_size({"width": 694, "height": 1017})
        assert watched.page.evaluate(bottom) <= 1017


SIZE = "getComputedStyle(document.querySelector('.card li')).fontSize"


def crowded_page():
    names = {"N1": "Catcliffe, Treeton and Waverley", "N2": "Kiveton, Todwick and Harthill", "N3": "Brampton and West"}
    areas = replace(by_hand.AREAS, every=tuple(replace(a, name=names.get(a.code, a.name)) for a in by_hand.AREAS.every))
    run = {"rule": "persistent", "since": "2026-06", "run_months": 4, "run_observed": 1436, "run_expected": 764.0}
    rises = [by_hand.finding(a, c, **run) for a in ("N1", "N2", "N3") for c in ("burglary", "damage")]
    falls = [by_hand.finding(a, c, 1, direction=Direction.DOWN) for a in ("A1", "A2") for c in ("burglary", "damage")]
    long = replace(BURGLARY, name="Violence and sexual offences"), replace(DAMAGE, name="Criminal damage and arson")
    title = "Count reports of noise with the council's own line"
    month = by_hand.prepared(
        findings=(*rises, *falls),
        activities=(by_hand.activity("D01", title=title, due=date(2026, 8, 28), categories=()),),
        priorities=Priorities((), {"burglary": Improvement.FEWER, "damage": Improvement.FEWER}),
        areas=areas,
    )
    month = replace(month, cycle=replace(month.cycle, categories=long, not_by_place=()))
    document = build_tactical_assessment(month)
    body = "".join(bundle["text/html"] for bundle in compose(document, "page-one"))
    facts = (("Meeting", "Partnership Business Group, 20 October 2026"), ("Data as at", "5 October 2026"))
    frame = PageFrame(
        "Tactical assessment", "Thornmere", "September 2026", "Thornmere Together", "OFFICIAL", "internal", facts=facts,
        trail=(("All documents", "index.html"), ("Thornmere", "")), invented=True,
    )  # fmt: skip
    return Exporter().page_from_html(body, frame)


def test_on_paper_closed_tables_are_printed_and_the_marking_stands(pack, watch):
    with watch() as watched:
        for path in one_of_each(pages(pack)):
            watched.open(path)
            watched.page.emulate_media(media="print")
            assert watched.page.pdf(format="A4").startswith(b"%PDF")
            assert watched.page.locator(".marking").first.is_visible()
            for link in watched.page.locator(".contents, .skip, .down").all():  # they lead nowhere on paper
                assert not link.is_visible(), path.name
            for table in watched.page.locator("details table").all():
                assert table.bounding_box()["height"] > 0
            watched.page.emulate_media(media="screen")


def test_on_paper_no_chart_is_wider_than_the_sheet_and_afterwards_each_is_as_it_was(pack, watch):
    wide = "Math.max(0, ...[...document.querySelectorAll('.plot .main-svg')].map(s => s.getBoundingClientRect().width))"
    with watch() as watched:
        for path in one_of_each(pages(pack)):
            watched.open(path)
            before = watched.page.evaluate(wide)
            watched.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
            watched.page.wait_for_timeout(200)
            assert watched.page.evaluate(wide) <= 690, path.name  # an A4 sheet between its margins
            watched.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
            watched.page.wait_for_timeout(200)
            assert abs(watched.page.evaluate(wide) - before) < 2, path.name


def test_forced_colours_and_large_text_leave_everything_readable(pack, watch):
    with watch(400, forced_colors="active", reduced_motion="reduce") as watched:
        for path in one_of_each(pages(pack)):
            watched.open(path)
            watched.page.add_style_tag(content="html { font-size: 200% }")
            assert watched.page.locator("h1").is_visible()
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= 400, path.name


def test_a_document_opens_with_its_charts_drawn_in_two_seconds(pack, watch):
    """The least of three: what else the machine does can only add to it."""
    for path in one_of_each(pages(pack)):
        taken = []
        while len(taken) < 3 and not (taken and min(taken) < 2):
            with watch() as watched:
                browser = watched.page.context.new_cdp_session(watched.page)
                # of the page's own thread, so that a busy machine does not count
                browser.send("Performance.enable", {"timeDomain": "threadTicks"})
                watched.open(path)
                metrics = {m["name"]: m["value"] for m in browser.send("Performance.getMetrics")["metrics"]}
                taken.append(metrics["TaskDuration"])
        assert 0 < min(taken) < 2, (path.name, taken)


def test_whoever_prints_a_page_finds_the_marking_and_its_number_on_every_sheet(pack, watch, tmp_path):
    """As a person prints it: the browser's own headers off, the page's rules followed."""
    with watch() as watched:
        for path in one_of_each(pages(pack)):
            watched.open(path)
            sheet = tmp_path / f"{path.stem}.pdf"
            sheet.write_bytes(watched.page.pdf(prefer_css_page_size=True))
            marking = watched.page.locator(".marking").first.inner_text()
            printed = subprocess.run(["pdftotext", "-layout", str(sheet), "-"], capture_output=True, check=True)
            sheets = printed.stdout.decode().split("\f")[:-1]
            assert sheets
            # above and below, once each; the last sheet has the page's own at its end besides
            assert sheets[0].count(marking) == (2 if len(sheets) > 1 else 3), path.name
            for number, text in enumerate(sheets, start=1):
                lines = [line for line in text.splitlines() if line.strip()]
                assert lines[0].strip() == marking, (path.name, number)
                assert re.search(rf"{re.escape(marking)}\s+Page {number} of {len(sheets)}$", lines[-1]), path.name


def test_on_paper_no_chart_is_cut_at_its_edge(pack, watch):
    """A printer asks the page to make ready and then lays it out anew, but tells no chart of its new room."""
    for path in one_of_each(pages(pack)):
        with watch() as watched:
            watched.open(path)
            watched.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
            watched.page.wait_for_timeout(300)
            drawn = watched.page.evaluate(WIDE.format(".querySelector('.main-svg').getBoundingClientRect().width"))
        with watch(694) as watched:  # A4 within its margins, in pixels
            watched.page.emulate_media(media="print")
            watched.open(path)
            room = watched.page.evaluate(WIDE.format(".offsetWidth"))
        assert {name: wide for name, wide in drawn.items() if wide > room[name] + 1} == {}, path.name


WIDE = "Object.fromEntries([...document.querySelectorAll('.plot.drawn')].map((plot) => [plot.id, plot{}]))"


def test_a_place_is_picked_out_on_the_map_from_its_list_by_keyboard_alone(pack, watch):
    drawn = "document.querySelector('figure.map .plot').data.at(-1).x.length"
    with watch() as watched:
        for path in one_of_each(pages(pack)):
            watched.open(path)
            buttons = watched.page.locator("figure.map .places button")
            if not watched.page.locator("figure.map").count():
                continue
            places = watched.page.evaluate("document.querySelector('figure.map .plot').layout.meta.places.length")
            assert buttons.count() == places, path.name
            assert watched.page.evaluate(drawn) == 0
            buttons.last.focus()
            watched.page.keyboard.press("Enter")
            watched.page.wait_for_function(f"{drawn} > 3")
            assert buttons.last.get_attribute("aria-pressed") == "true"
            watched.page.keyboard.press("Space")
            watched.page.wait_for_function(f"{drawn} === 0")
            assert buttons.last.get_attribute("aria-pressed") == "false"
