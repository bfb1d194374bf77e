"""Chromium with every outside host refused, and whole packs to open in it."""

import hashlib
import os
import re
import shutil
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bsafe_analysis.batch.run import RunOptions, run_pack
from bsafe_analysis.sample import INVENTIONS, make_sample
from tests.conftest import forked_from
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

    def anew(self, width, height=900):
        """The same page as if it were new: one more is a whole window to Chromium, dearer than what is opened in it."""
        self.requests, self.errors = [], []
        self.page.emulate_media(media="null", forced_colors="null", reduced_motion="null")
        self.page.set_viewport_size({"width": width, "height": height})
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


@pytest.fixture(scope="session")
def ready(fork_server):
    """Runs fork their warm process from one that has done the imports, one for all of a worker's packs."""
    with pytest.MonkeyPatch.context() as patch:
        forked_from(fork_server, patch)
        yield


@pytest.fixture(scope="session", params=list(PACKS))
def pack(request, tmp_path_factory, ready):
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


def still_of(path):
    """The script-free twin of a page."""
    return path.with_name(f"{path.stem}-script-free.html")


def one_of_each(paths):
    """The first page of each kind of document."""
    return [of_kind[0] for of_kind in _by_kind(paths).values()]


def longest_of_each(paths):
    """The longest page of each kind of document."""
    return [max(of_kind, key=_length) for of_kind in _by_kind(paths).values()]


def looked_at(paths):
    """Of each kind of document the longest page, the shortest, and the one with the fewest numbers in its tables; where
    there are many, one more by its checksum, which is another whenever pages change. A kind's pages are one template's.
    """
    chosen = set()
    for of_kind in _by_kind(paths).values():
        chosen |= {max(of_kind, key=_length), min(of_kind, key=_length), min(of_kind, key=_numbers)}
        if len(of_kind) > MANY:
            chosen.add(min(set(of_kind) - chosen, key=lambda path: hashlib.sha256(path.read_bytes()).digest()))
    return sorted(chosen)


MANY = 5


def _length(path):
    return path.stat().st_size


def _numbers(path):
    """How many cells hold a number."""
    return len(re.findall(r'<td class="num">[\d,.]+<', path.read_text("utf-8")))


def _by_kind(paths):
    kinds = defaultdict(list)
    for path in paths:
        kinds[path.name.split("-")[2] if path.name != "index.html" else "index"].append(path)
    return kinds
