"""What twins cost: `python -m benchmarks.twins outputs/2026-09/internal/current`, a published pack of pages.

Makes every page's twins and the file to send in memory and prints seconds (of the clock and of this process), and the
largest file of each kind; then opens one document of each kind in headless Chromium until its charts are drawn,
three times.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from bsafe_analysis.pages.twins.browser import find_chromium
from bsafe_analysis.pages.twins.make_twins import Terms, TwinSource, make_twins
from bsafe_analysis.pages.twins.send_file import pack_up

DRAWN = "document.querySelectorAll('div.plot').length === document.querySelectorAll('div.plot.drawn').length"


def make(pack):
    listed = json.loads((pack / "manifest.json").read_text())
    pages = {d["file"]: (pack / d["file"]).read_text("utf-8") for d in listed["documents"]}
    started, own = time.monotonic(), time.process_time()
    twins = make_twins(
        tuple(TwinSource(name, page) for name, page in pages.items()),
        Terms(listed["marking"], date.fromisoformat(listed["as_of"])),
    )
    made = time.monotonic()
    kinds = {d["file"]: d["document"] for d in listed["documents"]}
    parcel = pack_up("pack", pages, twins, lambda held: "", kinds)
    print(
        f"{len(pages)} documents: twins {made - started:.1f} s ({time.process_time() - own:.1f} s in Python), ", end=""
    )
    print(f"file to send {time.monotonic() - made:.1f} s, {len(parcel.content) / 1e6:.1f} MB with {parcel.kinds}")
    print(f"interactive page: largest {max(len(page.encode()) for page in pages.values()) / 1e6:.2f} MB")
    for kind in ("script-free page", "PDF", "workbook"):
        sizes = [len(twins.files[kinds[kind]]) for kinds in twins.kinds.values() if kind in kinds]
        if sizes:
            print(f"{kind}: largest {max(sizes) / 1e6:.2f} MB, all {sum(sizes) / 1e6:.1f} MB")
    print("\n".join(twins.lacking))


def open_each(pack):
    kinds = {path.name.split("-")[2]: path for path in sorted(pack.glob("*-internal.html"))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        for kind, path in kinds.items():
            taken = []
            for _ in range(3):
                page = browser.new_context(offline=True).new_page()
                page.goto(path.resolve().as_uri())
                page.wait_for_function(DRAWN)
                taken.append(page.evaluate("performance.now()") / 1000)
                page.context.close()
            print(f"{kind}: charts drawn after {median(taken):.2f} s")
        browser.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    open_each(Path(sys.argv[1]))
