"""One headless Chromium for a whole pack: draws charts as SVG and prints pages. Every outside host is refused."""

from __future__ import annotations

import asyncio
import os
import shutil
from base64 import b64decode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bsafe_analysis.pages.drawings.page_drawings import MAP, NARROW, WIDE
from bsafe_analysis.pages.export import asset, scripts
from bsafe_analysis.pages.script_free import Drawing, Drawings, drawing
from bsafe_analysis.reports.charts.palette import TEXT

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Playwright, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
PAGE_OF_PAGES = 'Page <span class="pageNumber"></span> of <span class="totalPages"></span>'
SECONDS = 60
"""A page that takes longer to draw or print is given up."""


class NoBrowser(Exception):
    """There is nothing here that could draw or print; the text says what is missing and how to get it."""


def find_chromium() -> str | None:
    """The browser that a person installed: the one that BSAFE_CHROMIUM names, or the first of NAMES."""
    named = os.environ.get("BSAFE_CHROMIUM")
    return shutil.which(named) if named else next((path for name in NAMES if (path := shutil.which(name))), None)


def lacking() -> str | None:
    """What a machine needs before it can draw or print, in one sentence; None where nothing is missing."""
    for library in ("playwright", "pikepdf"):
        try:
            __import__(library)
        except ImportError:
            return f"{library} is not installed (pip install 'bsafe-analysis[print]')"
    if find_chromium() is None:
        return "no Chromium was found (install chromium, or name it in BSAFE_CHROMIUM)"
    return None


def lacking_for_office() -> str | None:
    """What a machine needs before it can make Word documents and slides; None where nothing is missing."""
    for library in ("docx", "pptx"):
        if find_spec(library) is None:
            return f"python-{library} is not installed (pip install 'bsafe-analysis[office]')"
    return None


class Studio:
    """The open browser. One page draws wide, one narrow; each sheet is printed in a page of its own, which numbers what
    is in it from the beginning. Those share a context: each context is a whole window to the browser, and dear.
    """

    def __init__(self, browser: Browser, wide: Page, narrow: Page) -> None:
        self._browser, self._wide, self._narrow = browser, wide, narrow
        self._drawing, self._opening = asyncio.Lock(), asyncio.Lock()
        self._context: Any = None
        self.version = browser.version

    async def draw(self, charts: dict[str, str]) -> dict[str, Drawings]:
        """Figure -> its drawings, of charts given as JSON text."""
        if not charts:
            return {}
        async with self._drawing:
            try:
                # side by side: they are two processes of the browser
                wide, narrow = await asyncio.wait_for(
                    asyncio.gather(_drawn(self._wide, charts, WIDE), _drawn(self._narrow, charts, NARROW)), SECONDS
                )
            except Exception:
                await self._clean_pages()
                raise
        return {name: Drawings(made, narrow[name]) for name, made in wide.items()}

    async def paint(self, drawings: Sequence[tuple[str, int, int]]) -> list[bytes]:
        """Each drawing (SVG text, width, height in pixels) as a PNG twice as fine."""
        async with self._drawing:
            try:
                return [b64decode(made) for made in await asyncio.wait_for(_painted(self._wide, drawings), SECONDS)]
            except Exception:
                await self._clean_pages()
                raise

    async def _clean_pages(self) -> None:
        """New pages to draw in: what went wrong may still be going on in the old ones."""
        await asyncio.gather(self._wide.context.close(), self._narrow.context.close(), return_exceptions=True)
        self._wide, self._narrow = await _drawing_pages(self._browser)

    async def print(self, page: str, marking: str, about: str) -> bytes:
        """The page as a tagged PDF with an outline: marking at top and bottom of every sheet, with its number.

        How wide the margins are, the stylesheet says (`@page`).
        """
        async with self._printer() as sheet:
            await sheet.set_content(page, wait_until="load", timeout=SECONDS * 1000)
            return await asyncio.wait_for(
                sheet.pdf(
                    format="A4",
                    tagged=True,
                    outline=True,
                    print_background=True,
                    prefer_css_page_size=False,
                    display_header_footer=True,
                    header_template=_running(escape(marking)),
                    footer_template=_running(escape(marking), escape(about), PAGE_OF_PAGES),
                ),
                SECONDS,
            )

    @asynccontextmanager
    async def _printer(self) -> AsyncIterator[Page]:
        """A page to print in; no script runs there."""
        async with self._opening:
            if self._context is None:
                self._context = await _sealed_context(self._browser, java_script_enabled=False)
                await self._context.new_page()  # its window would close with its last page
        page = await self._context.new_page()
        try:
            yield page
        finally:
            await page.close()


@asynccontextmanager
async def open_studio() -> AsyncIterator[Studio]:
    """The browser, with its two drawing pages ready. NoBrowser where there is none or it does not start."""
    missing = lacking()
    if missing:
        raise NoBrowser(missing)
    from playwright.async_api import Error, async_playwright

    async with async_playwright() as playwright:
        try:
            browser = await _launch(playwright)
        except Error as error:
            raise NoBrowser(f"Chromium does not start ({str(error).splitlines()[0][:120]})") from None
        try:
            yield Studio(browser, *await _drawing_pages(browser))
        finally:
            await browser.close()


async def _launch(playwright: Playwright) -> Browser:
    """In its sandbox where the system lets it: it may not for the administrator, nor inside many containers."""
    from playwright.async_api import Error

    chromium, path = playwright.chromium, find_chromium()
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        try:
            return await chromium.launch(executable_path=path, args=list(QUIET), chromium_sandbox=True)
        except Error:
            pass  # tried again without
    return await chromium.launch(executable_path=path, args=list(QUIET), chromium_sandbox=False)


async def _sealed_context(browser: Browser, **more: Any) -> Any:
    context = await browser.new_context(offline=True, locale="en-GB", timezone_id="Europe/London", **more)
    await context.route("**/*", _refuse)
    return context


async def _refuse(route: Route) -> None:
    if route.request.url.startswith(("data:", "blob:", "about:")):
        await route.continue_()
    else:
        await route.abort()


async def _drawing_pages(browser: Browser) -> tuple[Page, Page]:
    """One wide and one as narrow as a phone."""
    wide, narrow = await asyncio.gather(_drawing_page(browser, 1280), _drawing_page(browser, NARROW + 20))
    return wide, narrow


async def _drawing_page(browser: Browser, width: int) -> Page:
    context = await _sealed_context(browser, viewport={"width": width, "height": 900})
    page = await context.new_page()
    await page.set_content('<!DOCTYPE html><html lang="en-GB"><head><title>Charts</title></head><body></body></html>')
    for script in (scripts()[0], f"window.boot = function () {{ {asset('boot.js')} }};", asset("studio.js")):
        await page.add_script_tag(content=script)
    return page


async def _drawn(page: Page, charts: dict[str, str], width: int) -> dict[str, Drawing]:
    made = {}
    for name, text in charts.items():
        wanted = min(width, MAP) if '"toself"' in text else width
        drawn = await page.evaluate("([name, text, width]) => draw(name, text, width)", [name, text, wanted])
        made[name] = drawing(drawn["svg"], drawn["width"], drawn["height"])
    return made


async def _painted(page: Page, drawings: Sequence[tuple[str, int, int]]) -> list[str]:
    return [await page.evaluate("([svg, width, height]) => paint(svg, width, height)", list(one)) for one in drawings]


def _running(marking: str, left: str = "", right: str = "") -> str:
    """What stands at the top or bottom of every sheet. Its own styles: the page's do not reach it."""
    return (
        f'<div style="width:100%;margin:0 13mm;font:7.5px system-ui,sans-serif;color:{TEXT};display:grid;'
        'grid-template-columns:minmax(0,1fr) auto minmax(0,1fr);gap:4mm;white-space:nowrap">'
        f'<span style="overflow:hidden;text-overflow:ellipsis">{left}</span>'
        f'<b style="letter-spacing:.06em">{marking}</b><span style="text-align:right">{right}</span></div>'
    )
