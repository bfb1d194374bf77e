"""How long is a pack to read? Words and printed A4 sheets of each of its pages, and words section by section.

    .venv/bin/python -m benchmarks.length outputs/2026-09/internal/current [--sections]

Words are those that stand on the page with its tables closed, marking, contents and links between pages left out.
Sheets are those of Chromium's own print.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from pathlib import Path

import pikepdf

from bsafe_analysis.pages.html_reader import Element, read_page
from bsafe_analysis.pages.twins.browser import find_chromium

SECONDS = 120


def words(element: Element) -> int:
    """How many words it shows before anything is opened; what a drawing is labelled with is no sentence to read."""
    drawn = sum(len(svg.get_text(" ").split()) for svg in element.inside() if svg.name == "svg" and is_outermost(svg))
    return len(element.get_text(" ").split()) - drawn


def is_outermost(svg: Element) -> bool:
    """A drawing has smaller ones inside, whose words are its own."""
    return "viewbox" in {name.lower() for name in svg.attrs} and svg.attrs.get("aria-hidden") == "true"


def sections(page: Element) -> list[tuple[str, int]]:
    """Each section's heading, in reading order, with its words."""
    main = page.find("main")
    found = [(section, section.find("h2")) for section in (main.find_all("section") if main else [])]
    return [(heading.get_text(" ", strip=True), words(section)) for section, heading in found if heading]


def sheets(path: Path) -> int:
    """A4 sheets of a page as Chromium prints it."""
    browser = find_chromium()
    if browser is None:
        raise SystemExit("no Chromium is installed, so no sheet can be counted")
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "page.pdf"
        alone = [f"--user-data-dir={folder}/profile", "--virtual-time-budget=8000", f"--print-to-pdf={printed}"]
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        subprocess.run(
            [browser, *quiet, *alone, path.resolve().as_uri()], check=True, capture_output=True, timeout=SECONDS
        )
        with pikepdf.open(printed) as book:
            return len(book.pages)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("pack", type=Path)
    asked.add_argument("--sections", action="store_true")
    told = asked.parse_args()
    for path in sorted(told.pack.glob("*.html")):
        if path.name == "index.html" or re.search(r"-script-free\.html$", path.name):
            continue
        parts = sections(read_page(path.read_text("utf-8")))
        print(f"{path.name}: {sum(count for _, count in parts):,} words, {sheets(path)} sheets", flush=True)
        for title, count in parts if told.sections else ():
            print(f"    {count:>6,}  {title}")


if __name__ == "__main__":
    main()
