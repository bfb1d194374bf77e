"""Every kind of page of every pack, opened as a partner opens it: offline, on a screen, on a phone, on paper.

Each page is visited once wide and once as a phone shows it (visits.py); each test judges its part of what was seen.
Which pages of a kind are visited: conftest.looked_at. What needs no browser is asked of all (test_checklist.py).
"""

from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.priorities import Improvement, Priorities
from bsafe_analysis.pages.export import Exporter
from bsafe_analysis.pages.frame import PageFrame
from bsafe_analysis.reports.documents import build_tactical_assessment
from bsafe_analysis.reports.show import compose
from tests.browser import visits
from tests.browser.conftest import longest_of_each, looked_at, one_of_each, pages, still_of
from tests.reports import months as by_hand
from tests.reports.months import BURGLARY, DAMAGE

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def screen(pack, watch):
    """Page -> look -> what was seen at a desk and on paper."""
    return _visited(watch, 1280, {path: visits.on_screen for path in looked_at(pages(pack))})


@pytest.fixture(scope="module")
def phone(pack, watch):
    chosen = looked_at(pages(pack))
    closely = longest_of_each(chosen)
    return _visited(watch, 320, {p: visits.on_a_phone_closely if p in closely else visits.on_a_phone for p in chosen})


@pytest.fixture(scope="module")
def still(pack, watch):
    """The script-free twins of the same pages: each is its page again, so of each kind the longest is given to axe."""
    chosen = [path for path in looked_at(pages(pack)) if path.name != "index.html"]
    closely = longest_of_each(chosen)
    visit = {path: visits.of_a_still_page_closely if path in closely else visits.of_a_still_page for path in chosen}
    return _visited(watch, 1280, {still_of(path): each for path, each in visit.items()})


def _visited(watch, width, visit):
    with watch(width) as watched:
        return {path.name: dict(look(watched.anew(width), path)) for path, look in visit.items()}


def wrong(seen, look):
    """Page -> its faults in one look; that look was had somewhere."""
    assert any(look in found for found in seen.values())
    return {name: found[look] for name, found in seen.items() if found.get(look)}


def tactical(seen):
    (found,) = (looks for name, looks in seen.items() if "-tactical-assessment-" in name)
    return found


@pytest.mark.parametrize("look", ["screen", "paper", "outside", "errors"])
def test_every_page_is_accessible_draws_every_chart_asks_for_nothing_and_keeps_to_the_screen(screen, look):
    assert wrong(screen, look) == {}


@pytest.mark.parametrize("look", ["phone", "letters twice as large", "forced colours", "outside", "errors"])
def test_a_phone_shows_every_page_whole_with_large_letters_and_forced_colours_too(phone, look):
    assert wrong(phone, look) == {}


@pytest.mark.parametrize("look", ["screen", "paper", "phone", "letters twice as large", "outside", "errors"])
def test_every_script_free_page_is_accessible_and_keeps_to_screen_and_sheet(still, look):
    assert wrong(still, look) == {}


def test_pages_are_small_enough_to_send(pack):
    assert max(path.stat().st_size for path in pages(pack)) <= 2_000_000


def test_the_keyboard_reaches_every_link_in_order_and_is_seen_to(screen):
    assert wrong(screen, "keyboard") == {}


def test_a_page_without_scripts_has_all_its_words(pack, watch):
    with watch(java_script_enabled=False) as watched:
        for path in one_of_each(pages(pack)):
            watched.page.goto(path.resolve().as_uri())
            assert len(watched.page.inner_text("main")) > 200


def test_the_figures_behind_a_chart_are_laid_out_when_they_are_opened(pack, watch):
    with watch() as watched:
        watched.page.goto(next(path for path in pages(pack) if "tactical" in path.name).resolve().as_uri())
        behind = watched.page.locator("details.figures").first
        assert behind.locator("table").count() == 0
        behind.locator("summary").press("Enter")
        behind.locator("tbody tr").first.wait_for(state="visible")
        assert behind.locator("tbody tr").count() > 12
        behind.locator("summary").press("Enter")
        behind.locator("summary").press("Enter")
        assert behind.locator("table").count() == 1  # once, however often it is opened


def test_page_one_is_one_screen_and_one_sheet(screen, still):
    for found in (tactical(screen), tactical(still)):  # the page and its script-free twin
        assert 0 < found["bottom"] <= 900
        assert 0 < found["sheet"]["bottom"] <= visits.SHEET["height"]


def test_a_profiles_facts_stand_together_beside_its_taller_map(screen):
    """The room that the map needs more than the facts is below them, not between them."""
    profiles = [found for name, found in screen.items() if "-neighbourhood-profile-" in name]
    assert profiles
    for found in profiles:
        gaps, mapped = found["gaps"], found["maps"]
        assert bool(gaps) == bool(mapped)  # a place without boundaries has no map to stand beside
        assert not mapped or (len(gaps) >= 6 and max(gaps) <= 45), gaps


def test_page_one_is_one_screen_and_one_sheet_in_a_month_when_everything_moves(watch, tmp_path):
    """Five decisions, five signals and more improvements than are listed, all in places with long names."""
    page = tmp_path / "full.html"
    page.write_text(crowded_page(), "utf-8")
    bottom = "document.querySelector('.page-one').getBoundingClientRect().bottom + window.scrollY"
    with watch(1280, 900) as watched:
        watched.open(page)
        assert watched.page.locator(".card.decision li").count() == 5
        assert watched.page.evaluate(bottom) <= 900
        assert watched.page.evaluate(SMALLEST_HAND) >= 16
        watched.page.emulate_media(media="print")
        watched.page.set_viewport_size({"width": 694, "height": 1017})
        assert watched.page.evaluate(bottom) <= 1017


SMALLEST_HAND = """Math.min(...[...document.querySelectorAll('.page-one :is(p, li, h3)')].map(
    each => parseFloat(getComputedStyle(each).fontSize)))"""


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


def test_on_paper_no_chart_is_wider_than_its_room_on_the_sheet(screen):
    """A printer asks the page to make ready and then lays it out anew, but tells no chart of its new room."""
    wide = {
        (name, chart): (width, found["sheet"]["room"][chart])
        for name, found in screen.items()
        for chart, width in found["charts"].items()
    }
    assert len(wide) > len(screen)
    assert {chart: both for chart, both in wide.items() if both[0] > min(both[1] + 1, visits.A_CHART)} == {}


def test_a_document_opens_with_its_charts_drawn_in_two_seconds(pack, screen, watch):
    """The least of three: what else the machine does can only add to it."""
    slow = {}
    for name, found in screen.items():
        taken = [found["seconds"]]
        while len(taken) < 3 and min(taken) >= 2:
            with watch() as watched:
                taken.append(visits.seconds_to_draw(watched, pack / name))
        if not 0 < min(taken) < 2:
            slow[name] = taken
    assert slow == {}


def test_whoever_prints_a_page_finds_the_marking_and_its_number_on_every_sheet(screen):
    assert wrong(screen, "sheets") == {}


def test_a_place_is_picked_out_on_the_map_from_its_list_by_keyboard_alone(screen):
    assert wrong(screen, "map") == {}
