"""How long a document takes to open: `python -m benchmarks.opening outputs/2026-09/internal/current [--rounds 5]`.

Opens each kind of document of a published pack in headless Chromium, in a fresh context with every host refused, and
takes the time from the start of navigation until the last chart is drawn, by the page's own clock. Prints the median
of each kind and exits 1 where one is above the bar. One round before the first is not counted: it warms the browser.
"""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from bsafe_analysis.pages.twins.browser import QUIET, find_chromium

BAR = 2.0
"""Seconds (product.md, 4.2 point 8)."""
DRAWN = "() => document.readyState === 'complete' && document.querySelectorAll('div.plot:not(.drawn)').length === 0"


def one_of_each(pack):
    """Kind of document -> its largest page: what opens slowest."""
    kinds = {}
    for document in json.loads((pack / "manifest.json").read_text())["documents"]:
        kinds.setdefault(document["document"], []).append(pack / document["file"])
    return {kind: max(pages, key=lambda page: page.stat().st_size) for kind, pages in kinds.items()}


def opened(browser, page):
    """(seconds until all charts are drawn, how many charts)"""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    try:
        tab = context.new_page()
        tab.goto(page.resolve().as_uri(), wait_until="commit")
        tab.wait_for_function(DRAWN)
        return tab.evaluate("performance.now()") / 1000, tab.locator("div.plot").count()
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
            seconds = median(second for second, _ in taken)
            slow |= seconds > BAR
            print(f"{kind}: {seconds:.2f} s until {taken[0][1]} charts are drawn ({page.stat().st_size / 1e6:.2f} MB)")
        browser.close()
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
