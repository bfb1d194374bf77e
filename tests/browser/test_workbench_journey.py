"""The analyst's journey in a real JupyterLab: start, explore, filter, click a polygon, annotate, promote, run, find it.

Every outside host is refused. Nothing waits by the clock: each step waits for what it brings about.
"""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bsafe_analysis.batch.month_cache import prepare_month
from bsafe_analysis.batch.run import RunOptions, run_pack
from bsafe_analysis.preparation.store import stored_cycle
from bsafe_analysis.sample import INVENTIONS, make_sample
from bsafe_analysis.workbench.bench import SEPARATOR
from tests.browser.lab import PATIENCE, begin_anew, lab_server, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MONTH = INVENTIONS["main"].last_month
BENCH = ".jp-OutputArea-output .widget-tab"
ON_PAGE = """([x, y]) => {
    const map = [...document.querySelectorAll(".bsafe-live[data-drawn]")].find((m) => m.offsetWidth);
    map.scrollIntoView({block: "center"});
    const full = map._fullLayout, box = map.querySelector(".nsewdrag").getBoundingClientRect();
    return [box.left + full.xaxis.d2p(x), box.top + full.yaxis.d2p(y)];
}"""
DRAWN = """() => {
    const chart = [...document.querySelectorAll(".bsafe-live[data-drawn]")].find((m) => m.offsetWidth);
    return chart.data.map((trace) => [trace.name, Array.from(trace.y)]);
}"""
UNNAMED = """() => [...document.querySelectorAll(".jp-OutputArea-output :is(input, select, textarea, button)")]
    .filter((it) => !(it.labels && it.labels.length) && !it.getAttribute("aria-label") && !it.textContent.trim())
    .map((it) => it.outerHTML.slice(0, 200))"""

IN_VIEW = """(it) => {
    const box = it.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
}"""
TRIES_TO_LEAVE = """() => fetch("https://chart-studio.example/upload", {method: "POST", body: "7"})
    .then(() => "left", (error) => error.name)"""
REFUSED = """() => new Promise((done) => {
    document.addEventListener("securitypolicyviolation", (it) => done(it.effectiveDirective), {once: true});
    const form = document.createElement("form");
    form.action = "https://chart-studio.example/upload"; form.method = "post"; form.target = "_blank";
    document.body.append(form); form.submit();
    setTimeout(() => done("sent"), 3000);
})"""


@pytest.fixture(scope="module")
def month(tmp_path_factory, ready):
    """A workspace with the sample's month prepared: where `make pack` has just done so (.ci/run), a copy of its."""
    root = tmp_path_factory.mktemp("journey")
    if made := os.environ.get("BSAFE_MADE"):
        for folder in ("data", "parameters"):
            shutil.copytree(Path(made, folder), root / folder)
    else:
        make_sample(root)
    prepare_month(root, MONTH)
    return root


@pytest.fixture(scope="module")
def server(month):
    with lab_server(month) as said:
        yield said


@pytest.fixture
def analyst(month, server, stage):
    begin_anew(month, server)
    with visitor(stage, server) as found:
        yield found

        assert found.outside == []


def place_of(prepared):
    """The neighbourhood in which something was found this month, and its outline."""
    found = next(f for f in prepared.findings if any(o.area == f.area for o in prepared.outlines))
    return found, next(o for o in prepared.outlines if o.area == found.area)


def field(visitor, label):
    return visitor.shown.get_by_label(label, exact=True)


def button(visitor, name):
    return visitor.shown.get_by_role("button", name=name, exact=True)


def says(visitor, text):
    expect(visitor.shown.locator("[role=status]", has_text=text).first).to_be_visible(timeout=PATIENCE)


def place_is(visitor, name):
    chosen = field(visitor, "Place").locator("option:checked")
    expect(chosen).to_have_text(re.compile(rf"^{re.escape(name)}(\s\(|$)".replace("\\ ", "\\s")), timeout=PATIENCE)


def promote(visitor, claim):
    field(visitor, "Claim").fill(claim)
    field(visitor, "Recommendation").fill("Visit the repeat addresses and the alley behind them.")
    field(visitor, "Lead agency").fill("Police")
    field(visitor, "Confidence").select_option(label="Moderate")
    button(visitor, "Preview").click()
    says(visitor, "This is how it will read")
    button(visitor, "Promote").click()
    says(visitor, "Promoted into")


def test_from_the_start_page_to_the_tactical_assessment(analyst, month):
    prepared = stored_cycle(MONTH, month)
    found, outline = place_of(prepared)
    place, category = prepared.areas[found.area].name, prepared.cycle.category(found.category).name
    page = analyst.open("start.ipynb").page
    analyst.run_cell(analyst.shown.get_by_role("table", name="This workspace"))
    analyst.shown.get_by_role("link", name="Open the workbench").click()
    analyst.shown.get_by_role("heading", name="Workbench").wait_for()
    analyst.run_cell(analyst.shown.locator(BENCH))

    field(analyst, "Categories").select_option(label=category)
    says(analyst, "incidents in view")
    analyst.shown.get_by_role("tab", name="Map").click()
    analyst.shown.locator(".bsafe-live[data-drawn]").wait_for()
    x, y = page.evaluate(ON_PAGE, list(outline.label))
    page.mouse.click(x, y)
    place_is(analyst, place)
    expect(button(analyst, f"{SEPARATOR}{place}")).to_be_visible(timeout=PATIENCE)
    _accessible(analyst)

    analyst.shown.get_by_role("tab", name="Series").click()
    analyst.shown.get_by_role("img", name=place).wait_for()
    field(analyst, "From day").fill(f"{MONTH}-03")
    field(analyst, "What happened").fill("Alley gates were left open")
    button(analyst, "Save note").click()
    says(analyst, "The note is saved")
    expect(analyst.shown.get_by_text("Alley gates were left open.").first).to_be_visible(timeout=PATIENCE)
    seen = page.evaluate(DRAWN)
    promote(analyst, f"Not chance: {category.lower()} in {place}")
    _accessible(analyst)

    result = run_pack(month, MONTH, RunOptions(only="tactical_assessment"))
    (tactical,) = [path for path in result.folder.glob("*.html") if "tactical" in path.name]
    page.goto(tactical.as_uri())
    raised = page.locator("figure[id^=promoted-]")
    expect(page.get_by_text(f"Not chance: {category.lower()} in {place}").first).to_be_visible(timeout=PATIENCE)
    spec = json.loads(raised.locator("script[id$=-spec]").text_content())
    assert [[trace["name"], trace["y"]] for trace in spec["data"]] == seen
    assert "Alley gates were left open" in raised.text_content()


def test_the_same_by_keyboard_alone(analyst, month):
    prepared = stored_cycle(MONTH, month)
    page = analyst.open("start.ipynb").page
    analyst.run_cell_by_keyboard(analyst.shown.get_by_role("table", name="This workspace"))
    analyst.press_until("Open the workbench")
    page.keyboard.press("Enter")
    analyst.shown.get_by_role("heading", name="Workbench").wait_for()
    analyst.run_cell_by_keyboard(analyst.shown.locator(BENCH))

    analyst.press_until("Place")
    first = prepared.areas.local_areas[0]
    page.keyboard.type(first.name)
    place_is(analyst, first.name)
    analyst.press_until("Findings")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    analyst.shown.locator(".bsafe-live[data-drawn]").wait_for()
    analyst.press_until("Neighbourhoods")
    page.keyboard.press("Home")
    chosen = field(analyst, "Neighbourhoods").locator("option").first.text_content().replace("\xa0", " ").split(":")[0]
    place_is(analyst, chosen)
    analyst.press_until(f"{SEPARATOR}{first_above(prepared, chosen)}", "Shift+Tab")
    page.keyboard.press("Enter")
    place_is(analyst, first_above(prepared, chosen))
    analyst.press_until("From day")
    page.keyboard.type("01092026")
    analyst.press_until("What happened")
    page.keyboard.type("A fair")
    analyst.press_until("Save note")
    page.keyboard.press("Enter")
    says(analyst, "The note is saved")
    for label, text in (("Claim", "By keyboard"), ("Recommendation", "Look again"), ("Lead agency", "Council")):
        analyst.press_until(label)
        page.keyboard.type(text)
    analyst.press_until("Confidence", "Shift+Tab")
    page.keyboard.type("High")
    analyst.press_until("Promote")
    page.keyboard.press("Space")
    says(analyst, "Promoted into")
    assert len(list((month / "data/register/findings" / MONTH).glob("by-keyboard-*.yml"))) == 1


def test_an_answer_stands_in_view_and_a_restarted_or_saved_workbench_offers_its_one_click(month, server, stage):
    begin_anew(month, server)
    with visitor(stage, server) as analyst:
        page = analyst.open("explore.ipynb").page
        analyst.run_cell(analyst.shown.locator(BENCH))
        rows = analyst.shown.locator("table.dataTable tbody tr")
        rows.first.wait_for()
        listed = rows.count()
        _breaks_no_rule(analyst)
        analyst.shown.get_by_role("searchbox").fill(rows.first.locator("td").nth(1).text_content())
        expect(rows.nth(listed - 1)).to_have_count(0)
        rows.first.click()
        says(analyst, "Every tab shows")
        button(analyst, "Save note").click()
        said = analyst.shown.locator("[role=status]", has_text="Give the day")
        expect(said).to_be_visible(timeout=PATIENCE)
        assert said.evaluate(IN_VIEW)
        field(analyst, "Take it out as").select_option(label="Numbers (CSV)")
        button(analyst, "Save the view").click()
        says(analyst, "Saved as outputs/")

        page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        says(analyst, "The kernel was restarted")
        bench, told = analyst.shown.locator(BENCH), analyst.shown.locator("[role=status]")
        analyst.open_again(told.filter(has_text="The kernel was restarted"), bench)

        page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
        page = analyst.open("explore.ipynb").page
        analyst.open_again(told.filter(has_text="lives only while its notebook is open"), bench)

        assert analyst.outside == []
        assert page.evaluate(TRIES_TO_LEAVE) == "TypeError"
        assert page.evaluate(REFUSED) == "form-action"


def first_above(prepared, name):
    """The name of the area that holds the neighbourhood of this name."""
    place = next(area for area in prepared.areas.neighbourhoods if area.name == name)
    return prepared.areas[place.parent].name


def _accessible(visitor):
    assert visitor.page.evaluate(UNNAMED) == []
    _breaks_no_rule(visitor)


def _breaks_no_rule(visitor):
    found = Axe().run(visitor.page, context=".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output").response
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
