"""How long a document takes to open: `python -m benchmarks.opening outputs/2026-09/internal/current [--rounds 5]`.

Opens each kind of document of a published pack in headless Chromium, in a fresh context with every host refused, and
takes two times from the start of navigation, by the page's own clock: until its first contents are painted, which are
there with their charts, for these are drawings in the page; and until the page is whole, its last chart drawn and its
scripts run. Prints the medians of each kind, with the processor time of the page's thread, and exits 1 where one is
above its bar. One round before the first is not counted: it warms the browser.
"""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from bsafe_analysis.pages.twins.browser import QUIET, find_chromium

FIRST, WHOLE = 0.6, 1.2
"""Seconds (issue K, 10): first paint with its charts, and the whole page, on two quiet cores."""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0]"
DRAWN = "() => document.readyState === 'complete' && document.querySelectorAll('div.plot:not(.drawn)').length === 0"


def one_of_each(pack):
    """Kind of document -> its largest page: what opens slowest."""
    kinds = {}
    for document in json.loads((pack / "manifest.json").read_text())["documents"]:
        kinds.setdefault(document["document"], []).append(pack / document["file"])
    return {kind: max(pages, key=lambda page: page.stat().st_size) for kind, pages in kinds.items()}


def opened(browser, page):
    """(seconds to the first paint, until all is there, of its thread's processor time; how many charts)"""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    try:
        tab = context.new_page()
        devtools = context.new_cdp_session(tab)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        tab.goto(page.resolve().as_uri(), wait_until="commit")
        tab.wait_for_function(DRAWN)
        whole = tab.evaluate("performance.now()") / 1000
        tab.wait_for_function(f"() => ({PAINTED})() > 0")
        metrics = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
        charts = tab.locator("div.plot").count()
        return tab.evaluate(PAINTED) / 1000, whole, metrics["TaskDuration"], charts
    finally:
        context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pack", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    slow = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*QUIET, "--no-sandbox"])
        for kind, page in one_of_each(asked.pack).items():
            taken = [opened(browser, page) for _ in range(asked.rounds + 1)][1:]
            first, whole, busy = (median(one[i] for one in taken) for i in range(3))
            slow |= first > FIRST or whole > WHOLE
            print(f"{kind}: painted after {first:.2f} s, whole with {taken[0][3]} charts after {whole:.2f} s", end="")
            print(f" ({busy:.2f} s of its thread's processor time, {page.stat().st_size / 1e6:.2f} MB)")
        browser.close()
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
