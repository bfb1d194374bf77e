"""From an executed notebook to a page, and from the document itself to what that page must hold."""

from __future__ import annotations

import re
import sys
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.packs.own_pages import OWN, holds_of, own_faults
from bsafe_analysis.packs.page_keys import PageKeys
from bsafe_analysis.packs.plan import PlannedDocument, slug
from bsafe_analysis.pages.gate import ExpectedPage, check_page, check_script_free
from bsafe_analysis.pages.pack_status import marked
from bsafe_analysis.reports.documents.required_contents import Contents

if TYPE_CHECKING:
    from bsafe_analysis.pages.export import Exporter
    from bsafe_analysis.pages.frame import PageFrame
    from bsafe_analysis.reports.document_kinds import DocumentsOfMonth
    from bsafe_analysis.reports.documents.document import Document

INDEX = "index.html"
ALL = "All documents"


class PageMaker:
    """Makes and checks the pages of one run. Cheap to make; the exporter is loaded when first needed, or by `warm`."""

    def __init__(
        self,
        root: Path,
        prepared: Prepared,
        planned: tuple[PlannedDocument, ...],
        audience: str,
        fingerprint: str,
        nonce: str,
        page_keys: PageKeys | None = None,
    ) -> None:
        self.nonce = nonce
        self._page_keys = page_keys
        self._prepared, self._planned = prepared, planned
        self._audience, self._fingerprint = audience, fingerprint
        self._private = (str(root), *_paths_of_this_machine(), nonce)
        self._problems: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, str] = {}
        self._holds: dict[str, Contents] = {}
        self._guard = threading.Lock()  # one exporter serves one page at a time

    def warm(self, documents: Sequence[PlannedDocument]) -> None:
        """Load and use once all that these documents' pages are made with, so that a forked child finds it ready.

        A kind of which there is one document only gains nothing by it: its child does the work anyway.
        """
        from bsafe_analysis.reports.show import compose

        empty = self._exporter.page_from_html("<p></p>", self._frame("", self._prepared.areas.borough.code))
        check_page(empty, self._expected(Contents((), (), ())))
        kinds = Counter(document.name for document in documents if not document.own)
        first = {document.name: document for document in reversed(documents) if kinds[document.name] > 1}
        for document in first.values():
            built = self._build(document)
            for section in built.sections:
                compose(built, section)

    def foretell(self) -> None:
        """Work out now what the index will say of each document."""
        for document in self._planned:
            self._index_line(document)

    def page(self, document: PlannedDocument, notebook: NotebookNode) -> str:
        """The page of an executed notebook. What had to be left out of it is remembered for `refusals`."""
        with self._guard:
            page = self._exporter.page(notebook, self._frame_of_made(document, notebook))
            self._problems[document.file_name] = tuple(self._exporter.problems)
        if document.own:
            self._holds[document.file_name] = holds_of(notebook)
        return page

    def refusals(self, document: PlannedDocument, page: str) -> tuple[str, ...]:
        """Every reason why this page may not leave: what the gate says, and what its notebook showed in vain."""
        said = self._problems.pop(document.file_name, ())
        if document.own:
            holds = self._holds.pop(document.file_name, Contents((), (), ()))
            return (*said, *own_faults(page, holds), *check_page(page, self._expected(replace(holds, figures=()))))
        return (*said, *check_page(page, self._expected(self._contents(document))))

    def script_free_refusals(self, document: PlannedDocument, page: str) -> tuple[str, ...]:
        """Every reason why the script-free twin of this document's page may not leave."""
        contents = Contents((), (), ()) if document.own else self._contents(document)
        return check_script_free(page, self._expected(contents))

    def index(
        self,
        documents: Sequence[PlannedDocument],
        twins: Mapping[str, Mapping[str, str]] | None = None,
        parcel: tuple[str, int] | None = None,
    ) -> str:
        """The page that leads to these documents, by area; RuntimeError where the gate refuses it: nothing leaves.

        `twins`: page -> kind -> file of those that are there. `parcel`: the file to send and its size in bytes.
        """
        frame = replace(self._frame(ALL, self._prepared.areas.borough.code), trail=())
        body = "".join([*_to_send(parcel), *self._lists(documents, twins or {})])
        page = self._exporter.page_from_html(body, frame)
        refusals = check_page(page, self._expected(Contents((), (), ())))
        if refusals:
            raise RuntimeError(f"the gate refused the index: {refusals[0]}")
        return page

    def frame(self, document: PlannedDocument) -> PageFrame:
        """What stands around one document: where it is, what leads up and down from it, which meeting it is for."""
        areas, cycle = self._prepared.areas, self._prepared.cycle
        setting = next(s for s in cycle.documents if s.name == document.name)
        frame = self._frame(setting.title, document.area)
        up = [(place.name, self._first.get(place.code, "")) for place in areas.chain(document.area)[:-1]]
        down = [(place.name, self._first.get(place.code, "")) for place in areas.children(document.area)]
        if document.group:  # several are about one place: a page is known by its group and day
            frame = replace(frame, place=document.title.removeprefix(f"{setting.title}: "))
        return replace(
            frame,
            own=document.own,
            facts=(*self._meeting(document), *frame.facts, *([("Status", OWN)] if document.own else [])),
            trail=((ALL, INDEX), *(link for link in up if link[1]), (frame.place, "")),
            down=tuple(link for link in down if link[1]),
            down_title=f"Within {frame.place}",
        )

    def _frame_of_made(self, document: PlannedDocument, notebook: NotebookNode) -> PageFrame:
        """With a fingerprint of what this very page was made from: a change in another document leaves it as it is."""
        frame = self.frame(document)
        if self._page_keys is None:
            return frame
        return replace(frame, fingerprint=self._page_keys.key(document, self._page_keys.read_by(notebook))[:12])

    @cached_property
    def _exporter(self) -> Exporter:
        from bsafe_analysis.pages.export import Exporter

        return Exporter()

    @cached_property
    def _first(self) -> dict[str, str]:
        """Place -> the file of its first document."""
        return {document.area: document.file_name for document in reversed(self._planned)}

    @cached_property
    def _documents(self) -> DocumentsOfMonth:
        from bsafe_analysis.reports.document_kinds import DocumentsOfMonth

        return DocumentsOfMonth(self._prepared)

    def _build(self, document: PlannedDocument) -> Document:
        return self._documents.build(document.name, document.area, document.group, document.meeting)

    def _contents(self, document: PlannedDocument) -> Contents:
        from bsafe_analysis.reports.document_kinds import contents_of

        return contents_of(self._build(document))

    def _frame(self, kind: str, area: str) -> PageFrame:
        from bsafe_analysis.pages.frame import PageFrame

        cycle = self._prepared.cycle
        partnership = cycle.partnership
        facts = [("Data as at", f"{cycle.as_of.day} {cycle.as_of:%B %Y}")]
        facts += [] if self._audience == Audience.INTERNAL else [("Edition", self._audience)]
        facts += [("Boundaries", cycle.boundaries)] if cycle.boundaries else []
        return PageFrame(
            kind=kind,
            place=self._prepared.areas[area].name,
            month_name=month_name(cycle.month),
            partnership=partnership.name,
            marking=marked(cycle.markings[self._audience]),
            audience=self._audience,
            facts=tuple(facts),
            invented=partnership.invented,
            contact=partnership.contact,
            licence=partnership.licence,
            fingerprint=self._fingerprint,
        )

    def _meeting(self, document: PlannedDocument) -> tuple[tuple[str, str], ...]:
        meetings = [m for m in self._prepared.cycle.meetings if m.document == document.name]
        meeting = next((m for m in meetings if m.area in (document.area, "")), None)
        if meeting is None:
            return ()
        on = f", {meeting.on.day} {meeting.on:%B %Y}" if meeting.on else ""
        return (("Meeting", meeting.name + on),)

    def _expected(self, contents: Contents) -> ExpectedPage:
        from bsafe_analysis.pages.assets import script_hashes

        cycle = self._prepared.cycle
        marking, invented = marked(cycle.markings[self._audience]), cycle.partnership.invented
        return ExpectedPage(contents, marking, invented, script_hashes(), self._private)

    def _lists(self, documents: Sequence[PlannedDocument], twins: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
        areas = self._prepared.areas
        groups = {areas.borough.code: [areas.borough.code]}
        groups |= {area.code: [area.code, *(p.code for p in areas.children(area.code))] for area in areas.local_areas}
        for code, places in groups.items():
            inside = [d for place in places for d in documents if d.area == place]
            if inside:
                kinds = {d.name: d for d in reversed(inside)}
                items = "".join(
                    _item(d, twins.get(d.file_name, {}), kinds[d.name] is d, self._index_line(d)) for d in inside
                )
                heading = f'<h2 id="{escape(f"place-{slug(code)}")}">{escape(areas[code].name)}</h2>'
                yield f'<div class="place">{heading}<ul>{items}</ul></div>'

    def _index_line(self, document: PlannedDocument) -> str:
        if document.file_name not in self._lines:
            self._lines[document.file_name] = (
                OWN if document.own else self._documents.index_line(document.name, document.area)
            )
        return self._lines[document.file_name]


def _item(document: PlannedDocument, twins: Mapping[str, str], first: bool, summary: str = "") -> str:
    """A document and its twins; each link says by itself what it leads to. The eye reads a kind once in a list."""
    kind, _, place = (escape(part) for part in document.title.partition(": "))
    seen = "kind" if first else "visually-hidden"
    name = f'<span class="{seen}">{kind}:</span> {place}' if place else kind
    title = escape(document.title)
    others = ", ".join(
        f'<a href="{escape(file)}">{escape(kind)}<span class="visually-hidden"> of {title}</span></a>'
        for kind, file in twins.items()
    )
    beside = f'<br><span class="note twins">Also as {others}</span>' if others else ""
    said = f'<br><span class="note said">{escape(summary)}</span>' if summary else ""
    return f'<li><a href="{escape(document.file_name)}">{name}</a>{said}{beside}</li>'


def _to_send(parcel: tuple[str, int] | None) -> Iterator[str]:
    if parcel is not None:
        name, size = escape(parcel[0]), f"{parcel[1] / 1e6:.1f} MB"
        yield f'<p>To send by e-mail: <a href="{name}">all documents in one file</a> ({size}).</p>'


def with_doubts(page: str, doubted: Sequence[str]) -> str:
    """The page saying above everything else that it is no more than a look, and what of it was found not so.

    >>> with_doubts('<main id="main"><h1>Title</h1></main>', ["3 is 4"]).count("<li>3 is 4</li>")
    1
    """
    many = "1 statement was" if len(doubted) == 1 else f"{len(doubted)} statements were"
    named = "".join(f"<li>{escape(line)}</li>" for line in doubted)
    said = f"<strong>Not proved.</strong> {many} found not so. A pack that says this is not published."
    begins, opened, rest = re.split(r"(<main\b[^>]*>)", page, maxsplit=1)
    return f'{begins}{opened}<div class="unproved" role="note"><p>{said}</p><ul>{named}</ul></div>{rest}'


def without_links(page: str, absent: Collection[str]) -> str:
    """The page with every link to these files turned into the plain text that it showed.

    >>> without_links('<p><a class="up" href="a.html">Up</a> <a href="b.html">Down</a></p>', ["a.html"])
    '<p><span>Up</span> <a href="b.html">Down</a></p>'
    """
    if not absent:
        return page
    names = "|".join(re.escape(escape(name)) for name in absent)
    link = rf'<a\b[^>]*?href="(?:\./)?(?:{names})(?:#[^"]*)?"[^>]*>(.*?)</a>'
    return re.sub(link, r"<span>\1</span>", page, flags=re.DOTALL)


def _paths_of_this_machine() -> tuple[str, ...]:
    paths = (Path.home(), Path(sys.prefix), Path(sys.base_prefix))
    return tuple(str(path) for path in paths if len(path.parts) > 1)
