"""The month's pack: prepare once, run every document, check each page at the gate, publish all by one rename."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bsafe_analysis.batch.evidence import Problem
from bsafe_analysis.batch.execution import Limits
from bsafe_analysis.batch.journal import Journal, open_journal
from bsafe_analysis.batch.kernels import Kernels
from bsafe_analysis.batch.lock import hold
from bsafe_analysis.batch.manifest import canonical, fingerprint, inputs_of, manifest
from bsafe_analysis.batch.months import checked_month, current_month, would_prepare
from bsafe_analysis.batch.notebooks import find_notebooks
from bsafe_analysis.batch.pack import publish, write_whole
from bsafe_analysis.batch.plan import PlannedDocument, choose, plan, plan_documents
from bsafe_analysis.batch.press import Press, without_links
from bsafe_analysis.batch.render import Made, Workshop, render
from bsafe_analysis.batch.summary import needs_a_person
from bsafe_analysis.batch.watch import Watcher
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters import read_workspace

AUDIENCES = ("internal",)
INDEX = "index.html"


@dataclass(frozen=True)
class Options:
    """How a run is to be made. `only` and `area` make a preview of those documents instead of a pack."""

    audience: str = "internal"
    jobs: int | None = None
    only: str | None = None
    area: str | None = None
    force: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class PackResult:
    """What a run made. `folder` holds the pack or the previews (None: nothing), `private` the log."""

    month: str
    audience: str
    made: tuple[PlannedDocument, ...]
    failed: tuple[tuple[PlannedDocument, Problem], ...]
    folder: Path | None
    new: bool
    whole: bool
    private: Path
    needs: tuple[str, ...]


def run_pack(root: Path, month: str, options: Options | None = None, watcher: Watcher | None = None) -> PackResult:
    """Make and publish the month's pack for one audience.

    One failed document stops no other. InputError where nothing could be started; everything else is in the result.
    """
    options, watcher = options or Options(), watcher or Watcher()
    month = checked_month(month)
    check_audience(options.audience)
    with hold(root, month):
        prepared = current_month(root, month, options.force, watcher)
        planned = plan(prepared, options.audience)
        chosen = choose(planned, options.only, options.area)
        notebooks = find_notebooks(root, chosen)
        inputs = inputs_of(root, prepared, {name: path for name, (path, _) in notebooks.items()})
        with open_journal(root, month) as journal:
            press = Press(root, prepared, planned, options.audience, fingerprint(inputs), secrets.token_hex(16))
            sealed = {"BSAFE_WORKSPACE": str(root), "BSAFE_AUDIENCE": options.audience, "BSAFE_NONCE": press.nonce}
            with Kernels(sealed, options.limits, journal.stream) as kernels:
                sources = {name: notebook for name, (_, notebook) in notebooks.items()}
                watcher.begins(len(chosen))
                made = render(chosen, Workshop(sources, kernels, press, journal, watcher), options.jobs)
            pages = _pages(made, press)
            whole = len(chosen) == len(planned)
            issue = _publish if whole else _preview
            folder, new = issue(root, prepared, options.audience, inputs, planned, pages)
            journal.finish({m.document.file_name: dict(m.seconds) for m in made})
            return _result(prepared, options, made, folder, new, whole, journal)


def foresee(root: Path, month: str, options: Options) -> dict[str, Any]:
    """`--dry-run`: what a run would prepare and make; reads the choices only and writes nothing."""
    month = checked_month(month)
    check_audience(options.audience)
    workspace = read_workspace(root)
    planned = plan_documents(workspace.areas, workspace.documents, month, options.audience)
    chosen = choose(planned, options.only, options.area)
    find_notebooks(root, chosen)
    prepare = would_prepare(root, month, options.force)
    return {"month": month, "prepare": prepare, "documents": [document.file_name for document in chosen]}


def check_audience(audience: str) -> None:
    """InputError for an audience that nothing may be made for yet, with the reason."""
    if audience not in AUDIENCES:
        cause = f"documents for {audience!r} need disclosure control of small numbers, which is not built yet"
        raise InputError([Fault("the command", "--audience", cause, "Use internal, and do not pass the pages on.")])


def _pages(made: tuple[Made, ...], press: Press) -> dict[str, bytes]:
    """File name -> bytes of every page that may leave, the index first; no page links to one that was not made."""
    there = {m.document.file_name: m.page for m in made if m.page is not None}
    if not there:
        return {}
    missing = [m.document.file_name for m in made if m.page is None]
    pages = {INDEX: press.index([m.document for m in made if m.page is not None])}
    pages |= {name: without_links(page, missing) for name, page in there.items()}
    return {name: page.encode() for name, page in pages.items()}


def _publish(
    root: Path,
    prepared: Prepared,
    audience: str,
    inputs: Mapping[str, Any],
    planned: tuple[PlannedDocument, ...],
    pages: Mapping[str, bytes],
) -> tuple[Path | None, bool]:
    if not pages:
        return None, False
    described = canonical(manifest(prepared, audience, inputs, planned, pages))
    return publish(root / "outputs" / prepared.cycle.month / audience, {**pages, "manifest.json": described})


def _preview(
    root: Path,
    prepared: Prepared,
    audience: str,
    inputs: Mapping[str, Any],
    planned: tuple[PlannedDocument, ...],
    pages: Mapping[str, bytes],
) -> tuple[Path | None, bool]:
    """A look at single documents, outside every pack: links to the others lead nowhere, and it may be written over."""
    folder = root / "outputs" / prepared.cycle.month / "preview" / audience
    folder.mkdir(parents=True, exist_ok=True)
    absent = [d.file_name for d in planned if d.file_name not in pages]
    for name, page in pages.items():
        if name != INDEX:
            write_whole(folder / name, without_links(page.decode(), [*absent, INDEX]).encode())
    return (folder, True) if pages else (None, False)


def _result(
    prepared: Prepared,
    options: Options,
    made: tuple[Made, ...],
    folder: Path | None,
    new: bool,
    whole: bool,
    journal: Journal,
) -> PackResult:
    warned = [f"{m.document.title}: {text}" for m in made for text in m.warnings]
    return PackResult(
        month=prepared.cycle.month,
        audience=options.audience,
        made=tuple(m.document for m in made if m.problem is None),
        failed=tuple((m.document, m.problem) for m in made if m.problem is not None),
        folder=folder,
        new=new,
        whole=whole,
        private=journal.folder,
        needs=(*needs_a_person(prepared), *(f"a warning was printed in {text}" for text in warned)),
    )
