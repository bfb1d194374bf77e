"""Every page's twins, made from the finished pages side by side while one browser is open."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any, TypeVar

from bsafe_analysis.pages.script_free import drawn_already, script_free, specs
from bsafe_analysis.pages.twins.browser import NoBrowser, Studio, lacking_for_office, open_studio
from bsafe_analysis.pages.twins.pdf import steady
from bsafe_analysis.pages.twins.workbook import workbook
from bsafe_analysis.terminal import plain

T = TypeVar("T")

SCRIPT_FREE, PDF, WORKBOOK, WORD, SLIDES = "script-free page", "PDF", "workbook", "Word document", "slides"
ENDINGS = {SCRIPT_FREE: "-script-free.html", PDF: ".pdf", WORKBOOK: ".xlsx", WORD: ".docx", SLIDES: ".pptx"}
LARGEST = {SCRIPT_FREE: 800_000, PDF: 1_000_000, WORKBOOK: 1_000_000, WORD: 5_000_000, SLIDES: 5_000_000}
"""Bytes: what is larger is published, and a person is told. The file to send has a bar of its own (send_file.py)."""
AT_ONCE = 3
"""Documents under way together: one draws while others print."""
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*?\bhref="(?!#|https?:|mailto:)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_LEADS = re.compile(r'<a\b[^>]*?\bhref="(#[^"]+|https?:[^"]*|mailto:[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SHEETS = re.compile(r'<style class="sheets">.*?</style>', re.DOTALL)
_SPARK = re.compile(
    r'(<svg [^>]*?)aria-hidden="true"([^>]*>(?:(?!</svg>).)*</svg>)<span class="visually-hidden">(.*?)</span>'
)
_STYLES = re.compile(r"<style>.*?</style>", re.DOTALL)
_WEIGHT = re.compile(r"font-weight:\s*([56])00")
_ON_PAPER = "<style>.marking{display:none!important} .drawing img{max-width:100%}</style></head>"


@dataclass(frozen=True)
class TwinSource:
    """A finished page to make twins of. `refusals`: why its script-free twin may not leave (see gate).

    `for_meeting`: it is edited, pasted from and presented, so there is a Word document and there are slides of it too.
    """

    file_name: str
    page: str
    refusals: Callable[[str], tuple[str, ...]] = lambda _: ()
    for_meeting: bool = False


@dataclass(frozen=True)
class Terms:
    """What all twins of a pack share."""

    marking: str
    as_of: date


@dataclass(frozen=True)
class Twins:
    """`files`: file name -> bytes. `kinds`: page -> kind -> file name, of what was made. `lacking`: what was not."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    browser: str = ""


def twin_name(file_name: str, kind: str) -> str:
    """The file of a page's twin.

    >>> twin_name("2026-09-lap-assessment-a2-internal.html", PDF)
    '2026-09-lap-assessment-a2-internal.pdf'
    """
    return PurePath(file_name).stem + ENDINGS[kind]


def make_twins(sources: tuple[TwinSource, ...], terms: Terms) -> Twins:
    """The twins of all these pages. Nothing is raised for what could not be made: it is told in `lacking`."""
    return aside(_make_all(sources, terms))


async def _make_all(sources: tuple[TwinSource, ...], terms: Terms) -> Twins:
    try:
        async with open_studio() as studio:
            room = asyncio.Semaphore(AT_ONCE)
            made = await asyncio.gather(*(_one(source, sources, terms, studio, room) for source in sources))
            return _gathered(sources, made, _without_office(sources), studio.version)
    except NoBrowser as reason:
        alone = [({WORKBOOK: workbook(source.page)}, "") for source in sources]
        return _gathered(sources, alone, (f"no twin but workbooks was made: {reason}",), "")


def _without_office(sources: tuple[TwinSource, ...]) -> tuple[str, ...]:
    missing = lacking_for_office()
    wanted = missing is not None and any(source.for_meeting for source in sources)
    return (f"no Word document and no slides were made: {missing}",) if wanted else ()


async def _one(
    source: TwinSource, sources: tuple[TwinSource, ...], terms: Terms, studio: Studio, room: asyncio.Semaphore
) -> tuple[dict[str, bytes], str]:
    """The twins of one page by kind, and what is lacking of them."""
    async with room:
        made = {WORKBOOK: await asyncio.to_thread(workbook, source.page)}
        for last in (False, True):  # a browser's page may crash once
            try:
                return made | await _drawn_and_printed(source, sources, terms, studio), ""
            except Exception as error:  # whatever it is: the page itself is whole and goes out
                if last:
                    return made, f"{source.file_name} has no twin but its workbook: {plain(str(error))}"
    raise AssertionError("not reached")


async def _drawn_and_printed(
    source: TwinSource, sources: tuple[TwinSource, ...], terms: Terms, studio: Studio
) -> dict[str, bytes]:
    ready = await asyncio.to_thread(drawn_already, source.page)
    left = {name: text for name, text in specs(source.page).items() if name not in ready}
    whole = await asyncio.to_thread(script_free, source.page, ready | await studio.draw(left))
    still = _lead_to_twins(whole, sources)
    refusals = await asyncio.to_thread(source.refusals, still)
    if refusals:
        raise ValueError(f"the gate refused the script-free page: {refusals[0]}")
    found = _TITLE.search(whole)
    about = html.unescape(found[1]) if found else ""
    printed = await studio.print(_for_paper(whole, terms.marking), terms.marking, about)
    made = {
        SCRIPT_FREE: still.encode(),
        PDF: await asyncio.to_thread(steady, printed, terms.as_of, _words_of_links(whole)),
    }
    if source.for_meeting and lacking_for_office() is None:
        made |= await _to_edit_and_present(still, terms, studio)
    return made


async def _to_edit_and_present(still: str, terms: Terms, studio: Studio) -> dict[str, bytes]:
    """The Word document and the slides of a script-free page that the gate let through."""
    from bsafe_analysis.pages.twins.office.blocks import drawings
    from bsafe_analysis.pages.twins.office.page_reading import page_blocks
    from bsafe_analysis.pages.twins.office.slides import slides
    from bsafe_analysis.pages.twins.office.word import word

    blocks = await asyncio.to_thread(page_blocks, still)
    pictures = await studio.paint([(drawn.svg, drawn.width, drawn.height) for drawn in drawings(blocks)])
    makers = ((WORD, word), (SLIDES, slides))
    return {kind: await asyncio.to_thread(make, blocks, pictures, terms.as_of) for kind, make in makers}


def _lead_to_twins(page: str, sources: tuple[TwinSource, ...]) -> str:
    """Links to other pages lead to their script-free twins."""
    for source in sources:
        page = page.replace(
            f'href="{html.escape(source.file_name)}', f'href="{twin_name(source.file_name, SCRIPT_FREE)}'
        )
    return page


def _words_of_links(page: str) -> dict[str, str]:
    """Where a link of the page leads -> its words: those of the first that leads there."""
    found = _LEADS.findall(page)
    return {html.unescape(to).removeprefix("#"): html.unescape(_TAG.sub("", said)).strip() for to, said in found[::-1]}


def _for_paper(page: str, marking: str) -> str:
    """For the printer: links to other files are words, and the marking, which every sheet bears, is in the title."""
    page = _SHEETS.sub("", page)  # the printer itself sets the marking on every sheet
    page = _STYLES.sub(lambda found: _two_weights(found[0]), page, count=1)
    page = _LINK.sub(r"<span>\1</span>", page)
    page = _SPARK.sub(r'\1role="img" aria-label="\3"\2', page)  # what is hidden from the eye is not printed at all
    page = _TITLE.sub(lambda found: f"<title>{found[1]}, {html.escape(marking)}</title>", page, count=1)
    return page.replace("</head>", _ON_PAPER, 1)


def _two_weights(styles: str) -> str:
    """Each weight of letters is a font of its own inside a PDF, even where the system draws two of them alike."""
    return _WEIGHT.sub(lambda found: f"font-weight: {'400' if found[1] == '5' else '700'}", styles)


def _gathered(
    sources: tuple[TwinSource, ...], made: list[tuple[dict[str, bytes], str]], lacking: tuple[str, ...], browser: str
) -> Twins:
    files: dict[str, bytes] = {}
    kinds: dict[str, dict[str, str]] = {}
    told = [*lacking, *(said for _, said in made if said)]
    for source, (twins, _) in zip(sources, made, strict=True):
        kinds[source.file_name] = {kind: twin_name(source.file_name, kind) for kind in ENDINGS if kind in twins}
        for kind, name in kinds[source.file_name].items():
            files[name] = twins[kind]
            if len(twins[kind]) > LARGEST[kind]:
                told.append(f"{name} is {len(twins[kind]) / 1e6:.1f} MB: more than {LARGEST[kind] / 1e6:g} MB")
    return Twins(files, kinds, tuple(told), browser)


def aside(work: Coroutine[Any, Any, T]) -> T:
    """The work's result, from a loop of its own in a thread: the caller may have one. Stopped with the caller."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(work)
    thread = threading.Thread(target=_until_done, args=(loop, task), name="twins", daemon=True)
    thread.start()
    try:
        thread.join()
    except BaseException:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
        raise
    return task.result()


def _until_done(loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any]) -> None:
    try:
        loop.run_until_complete(asyncio.wait([task]))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
    finally:
        loop.close()
