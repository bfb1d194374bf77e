"""Chromium with every outside host refused, and whole packs to open in it."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bsafe_analysis.batch.run import run_pack
from bsafe_analysis.sample import INVENTIONS, make_sample

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
        count = self.page.locator(".plot").count()
        if count:
            self.page.wait_for_function(
                "n => document.querySelectorAll('.plot.drawn').length === n", arg=count, timeout=15000
            )
        return self

    @property
    def outside(self):
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.fail("Chromium is not on this machine: .ci/run installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
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


@pytest.fixture(scope="session", params=list(INVENTIONS))
def pack(request, tmp_path_factory):
    """The folder of a whole pack, of each invented partnership."""
    root = tmp_path_factory.mktemp(request.param)
    invention = INVENTIONS[request.param]
    make_sample(root, 2026, request.param)
    run_pack(root, invention.last_month)
    return root / "outputs" / invention.last_month / "internal" / "current"
