"""All files of a pack: the pages and their index, and where they are asked for the twins and the file to send."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.packs.page_maker import INDEX, PageMaker
from bsafe_analysis.packs.plan import PlannedDocument, slug
from bsafe_analysis.pages.pack_status import marked

Pages = Sequence[tuple[PlannedDocument, str]]
"""Each document that was made, with its page, in the order of the plan."""


@dataclass(frozen=True)
class Pack:
    """`files`: file name -> bytes. `twins`: page -> kind -> file. `lacking`: what could not be made, for a person."""

    files: Mapping[str, bytes]
    twins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    browser: str = ""
    lacking: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


def pack_of_pages(pages: Pages, index: str | None) -> Pack:
    """The pages and, where there is one, the index that leads to them."""
    return Pack(_bytes(pages) | ({INDEX: index.encode()} if index is not None else {}))


def pack_with_twins(prepared: Prepared, audience: str, pages: Pages, page_maker: PageMaker) -> Pack:
    """The same with every page's twins and the file to send, each named in the index."""
    # loaded only here: a run without twins must not wait for what makes them
    from bsafe_analysis.pages.twins.make_twins import Terms, TwinSource, make_twins
    from bsafe_analysis.pages.twins.send_file import pack_up

    started = time.monotonic()
    cycle, documents = prepared.cycle, [document for document, _ in pages]
    meets = {setting.name for setting in cycle.documents if setting.meeting}
    sources = tuple(
        TwinSource(d.file_name, page, partial(page_maker.script_free_refusals, d), d.name in meets) for d, page in pages
    )
    twins = make_twins(sources, Terms(marked(cycle.markings[audience]), cycle.as_of))
    made = time.monotonic()
    name = f"{cycle.month}-{slug(prepared.areas.borough.code)}-{audience}-to-send"
    by_name = {d.file_name: page for d, page in pages}
    kinds = {d.file_name: d.title.partition(": ")[0] for d in documents}
    parcel = pack_up(name, by_name, twins, partial(page_maker.index, documents), kinds)
    index = page_maker.index(documents, twins.kinds, (parcel.name, len(parcel.content)))
    files = _bytes(pages) | dict(twins.files) | {parcel.name: parcel.content, INDEX: index.encode()}
    seconds = {"twins": round(made - started, 3), "file to send": round(time.monotonic() - made, 3)}
    return Pack(files, twins.kinds, twins.browser, (*twins.lacking, *parcel.lacking), seconds)


def _bytes(pages: Pages) -> dict[str, bytes]:
    return {document.file_name: page.encode() for document, page in pages}
