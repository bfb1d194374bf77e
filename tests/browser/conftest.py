"""Chromium with every outside host refused, and whole packs to open in it."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bsafe_analysis.batch.run import RunOptions, run_pack
from bsafe_analysis.sample import INVENTIONS, make_sample
from tests.shared import once

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


class Watched:
    """One opened page, with all it asked for and complained of."""

    def __init__(self, page):
        self.page, self.requests, self.errors = page, [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}") or dialog.dismiss())

    def open(self, path):
        self.page.goto(Path(path).resolve().as_uri())
        count = self.page.locator("div.plot").count()
        if count:
            self.page.wait_for_function(
                "n => document.querySelectorAll('div.plot.drawn').length === n", arg=count, timeout=15000
            )
        return self

    @property
    def outside(self):
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(scope="session")
def stage():
    """What starts browsers; a process can have one only."""
    if CHROMIUM is None:
        pytest.fail("Chromium is not on this machine: .ci/run installs it")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(stage):
    browser = stage.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def watch(chromium):
    @contextmanager
    def watching(width=1280, height=900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        try:
            yield Watched(context.new_page())
        finally:
            context.close()

    return watching


def _real(root):
    """A small real place, every document of it. Where real data are named they must be there."""
    from tests.real.workspaces import MAKERS

    MAKERS["city"](root / "city")
    return root / "city", "2021-09"


def _invented(which):
    def make(root):
        make_sample(root, 2026, which)
        return root, INVENTIONS[which].last_month

    return make


PACKS = {which: _invented(which) for which in INVENTIONS}
if os.environ.get("BSAFE_REAL_DATA"):
    PACKS["real"] = _real


def _current(root, month):
    folder = root / "outputs" / month / "internal" / "current"
    assert (folder / "manifest.json").exists()
    return folder


@pytest.fixture(scope="session", params=list(PACKS))
def pack(request, tmp_path_factory):
    """The folder of a whole pack with its twins: each invented partnership's, and a real one's where data are held."""

    def make(folder):
        made = os.environ.get("BSAFE_MADE")  # where `make pack` has just made the invented partnership's (.ci/run)
        if made and request.param == "main":
            return _current(Path(made), INVENTIONS["main"].last_month)
        root, month = PACKS[request.param](folder)
        result = run_pack(root, month, RunOptions(twins=True))
        assert not result.failed
        assert not [need for need in result.needs if "PDF" in need or " MB" in need], result.needs
        return _current(root, month)

    return once(tmp_path_factory, f"pack-{request.param}", make)


def pages(pack):
    """The index and every interactive document."""
    found = [path for path in sorted(pack.glob("*.html")) if not path.stem.endswith("-script-free")]
    assert len(found) > 8
    return found


def still_pages(pack):
    """Every script-free page: one for each document."""
    found = sorted(pack.glob("*-script-free.html"))
    assert len(found) == len(pages(pack)) - 1
    return found


def one_of_each(paths):
    """The first page of each kind of document."""
    kinds = {}
    for path in paths:
        kinds.setdefault(path.name.split("-")[2] if path.name != "index.html" else "index", path)
    return list(kinds.values())
