"""The month's pack: prepare once, run every document, check each page at the gate, publish all by one rename."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.batch.due_packs import meetings_of
from bsafe_analysis.batch.lock import hold, must_be_writable
from bsafe_analysis.batch.month_cache import checked_month, would_prepare
from bsafe_analysis.batch.own_cells import kept_without
from bsafe_analysis.batch.personal_review import asked_of_written, may_be_published, told_of_reviews
from bsafe_analysis.batch.printed_lines import keep_what_was_printed
from bsafe_analysis.batch.proving import Court, Ruling, look_of, proved, ruling_of
from bsafe_analysis.batch.results import PackResult
from bsafe_analysis.batch.run_history import Clock, RunLine, remember
from bsafe_analysis.batch.sheet_cache import month_to_publish
from bsafe_analysis.batch.summary import needs_a_person
from bsafe_analysis.claims.claim_file import claims_folder
from bsafe_analysis.engines import fork_engine
from bsafe_analysis.engines.execution import RunLimits
from bsafe_analysis.engines.journal import Journal, open_journal
from bsafe_analysis.engines.notebooks import find_notebooks
from bsafe_analysis.engines.render import Job, Made, RunContext, cores, render
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.group_meetings import meetings_on_month
from bsafe_analysis.packs.manifest import canonical, fingerprint, inputs_of, manifest, versions
from bsafe_analysis.packs.pack_files import Pack, pack_of_pages, pack_with_twins
from bsafe_analysis.packs.page_cache import PageCache
from bsafe_analysis.packs.page_keys import PageKeys, reads_only_the_month
from bsafe_analysis.packs.page_maker import INDEX, PageMaker, without_links
from bsafe_analysis.packs.plan import PlannedDocument, choose, pack_with, plan, plan_documents
from bsafe_analysis.packs.publish import publish
from bsafe_analysis.packs.releases import told_of_drafts
from bsafe_analysis.pages.assets import fixed_texts
from bsafe_analysis.pages.personal_data import to_review
from bsafe_analysis.parameters import read_workspace
from bsafe_analysis.preparation.store import field_checksums

Place = Callable[[Mapping[str, str]], AbstractContextManager[fork_engine.MakesDocuments | None]]
"""Given a run's sealed settings: what makes its documents."""
ENGINES = ("fork", "kernel")


@dataclass(frozen=True)
class RunOptions:
    """How a run is to be made. `only` and `area` make previews of those documents instead of a pack.

    `twins`: also make each page's twins (without scripts, PDF, workbook) and the file to send; of packs only.
    `engine`: "fork" makes documents in children of one warm process, "kernel" in ordinary kernels, slower and the same.
    """

    audience: str = Audience.INTERNAL
    jobs: int | None = None
    only: str | None = None
    area: str | None = None
    force: bool = False
    engine: str = "fork"
    twins: bool = False
    pack: str = ""
    """Which pack of the month: "" its own, else one that documents.yml names, made and published apart."""
    despite: str = ""
    """Who read what could not be proved, and why the pack may go out all the same; "" where nobody did."""
    limits: RunLimits = field(default_factory=RunLimits)


@dataclass(frozen=True)
class _Batch:
    """Everything that is settled before the first document runs."""

    root: Path
    options: RunOptions
    prepared: Prepared
    planned: tuple[PlannedDocument, ...]
    chosen: tuple[PlannedDocument, ...]
    notebooks: Mapping[str, NotebookNode]
    inputs: Mapping[str, Any]
    cache: PageCache

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.inputs)

    @property
    def whole(self) -> bool:
        return len(self.chosen) == len(self.planned)

    @property
    def folder(self) -> Path:
        """Where its packs are published, a folder for each audience: the month's, or that of one of its other packs."""
        return _folder_of(self.root, self.prepared.cycle.month, self.options.pack)


@dataclass(frozen=True)
class _Workplace:
    """Where documents are made: `warm` is None where ordinary kernels are to be used; `sealed` are their settings."""

    warm: fork_engine.MakesDocuments | None
    sealed: Mapping[str, str]
    page_maker: partial[PageMaker]
    journal: Journal
    watcher: Watcher


def run_pack(
    root: Path,
    month: str,
    options: RunOptions | None = None,
    watcher: Watcher | None = None,
    place: Place | None = None,
) -> PackResult:
    """Make and publish the month's pack for one audience. `place`: where documents are made, if not in a process here.

    One failed document stops no other. InputError where nothing could be started; everything else is in the result.
    """
    options, watcher, month = options or RunOptions(), watcher or Watcher(), checked_month(month)
    check_options(options)
    sealed = {"BSAFE_WORKSPACE": str(root), "BSAFE_AUDIENCE": options.audience, "BSAFE_NONCE": secrets.token_hex(16)}
    clock = Clock()
    with hold(root, month), (place or partial(_warm_process, options))(sealed) as warm:
        for needed in ("private", options.audience):
            must_be_writable(root, _folder_of(root, month, options.pack) / needed)
        batch = _settle(root, month_to_publish(root, month, options.audience, watcher, options.pack), options)
        clock.ends("prepare")
        page_maker = partial(
            PageMaker, root, batch.prepared, batch.planned, options.audience, batch.fingerprint, sealed["BSAFE_NONCE"],
            batch.cache.page_keys,
        )  # fmt: skip
        with open_journal(root, month) as journal:
            workplace = _Workplace(warm, sealed, page_maker, journal, watcher)
            kept = kept_without(_render(batch, workplace), batch.notebooks, partial(_make_again, batch, workplace))
            made = kept.made
            clock.ends("documents")
            verdict = _proved(batch, made, workplace)
            made = verdict.made
            reviews = _reviews(batch, made)
            read = not batch.whole or may_be_published(batch.cache.claims, reviews, batch.options.despite)
            pack = _pack(batch, made, workplace) if verdict.may_leave and read else Pack({})
            folder, new = _publish(batch, pack) if batch.whole else _preview(batch, pack.files)
            clock.ends("publish")
            seconds = {m.document.file_name: dict(m.seconds) for m in made}
            journal.finish(seconds | ({"twins": pack.seconds} if pack.seconds else {}) | {"run": clock.seconds})
            told = reviews if read else told_of_reviews(reviews, month, options.audience)
            to_look_at = (*kept.left_out, *verdict.to_look_at, *pack.lacking, *_not_current(batch, pack), *told)
            to_look_at += told_of_drafts(root, month, batch.options.pack, folder)
            result = _result(batch, made, folder, new, journal, to_look_at)
            if not options.pack:  # how long the month's own pack takes is what is foreseen
                remember(journal.folder.parent, _line(result, len(batch.prepared.findings), clock))
            return result


def _folder_of(root: Path, month: str, pack: str) -> Path:
    return root / "outputs" / month / pack if pack else root / "outputs" / month


def _line(result: PackResult, findings: int, clock: Clock) -> RunLine:
    made, failed = len(result.made) - result.unchanged, len(result.failed)
    return RunLine(result.audience, result.whole, clock.seconds, made, result.unchanged, failed, findings)


def foresee(root: Path, month: str, options: RunOptions) -> dict[str, Any]:
    """`--dry-run`: what a run would prepare and make; reads the choices only and writes nothing."""
    month = checked_month(month)
    check_options(options)
    workspace = read_workspace(root, month)
    pack = pack_with(workspace.documents, options.only, options.pack)
    met = meetings_on_month(workspace.groups, meetings_of(workspace), month)
    planned = plan_documents(workspace.areas, workspace.documents, month, options.audience, pack, met)
    chosen = choose(planned, options.only, options.area)
    find_notebooks(root, chosen)
    prepare = would_prepare(root, month)
    return {"month": month, "prepare": prepare, "documents": [document.file_name for document in chosen]}


def check_options(options: RunOptions) -> None:
    """InputError for an audience and for an engine that there is not."""
    if options.audience not in list(Audience):
        cure = f"Use {', '.join(Audience)}."
        raise InputError([Fault("the command", "--audience", f"there is no audience {options.audience!r}", cure)])
    if options.engine not in ENGINES:
        cure = f"Use {' or '.join(ENGINES)}."
        raise InputError([Fault("the command", "--engine", f"there is no engine {options.engine!r}", cure)])


def _settle(root: Path, prepared: Prepared, options: RunOptions) -> _Batch:
    options = replace(options, pack=pack_with(prepared.cycle.documents, options.only, options.pack))
    planned = plan(prepared, options.audience, options.pack)
    chosen = choose(planned, options.only, options.area)
    found = find_notebooks(root, chosen)
    inputs = inputs_of(root, prepared, {name: path for name, (path, _) in found.items()})
    notebooks = {name: notebook for name, (_, notebook) in found.items()}
    folder = _folder_of(root, prepared.cycle.month, options.pack) / "private" / "pages" / options.audience
    keys = _page_keys(root, prepared, options.audience, planned, inputs, notebooks)
    cache = PageCache(folder, keys, fixed_texts(), claims_folder(folder.parents[2], options.audience))
    return _Batch(root, options, prepared, planned, chosen, notebooks, inputs, cache)


def _page_keys(
    root: Path,
    prepared: Prepared,
    audience: str,
    planned: tuple[PlannedDocument, ...],
    inputs: Mapping[str, Any],
    notebooks: Mapping[str, NotebookNode],
) -> PageKeys:
    fields = field_checksums(root, prepared.cycle.month, audience)
    shared = {
        "audience": audience,
        "code": inputs["code"],
        "versions": versions(),
        "plan": [[d.file_name, d.title, d.area] for d in planned],
        "frame": [fields["cycle"], fields["areas"]],
    }
    pure = frozenset(name for name, notebook in notebooks.items() if reads_only_the_month(notebook))
    return PageKeys(shared, inputs["notebooks"], fields, pure)


def _warm_process(
    options: RunOptions, sealed: Mapping[str, str]
) -> AbstractContextManager[fork_engine.WarmProcess | None]:
    fast = options.engine == "fork" and fork_engine.AVAILABLE
    return fork_engine.WarmProcess(sealed) if fast else nullcontext()


def _render(batch: _Batch, at: _Workplace) -> tuple[Made, ...]:
    """Every chosen document's outcome: the page of an earlier run where all that it is made from is as it was."""
    there = {} if batch.options.force else {d.file_name: _unchanged(batch.cache, d) for d in batch.chosen}
    missing = tuple(d for d in batch.chosen if there.get(d.file_name) is None)
    if len(missing) < len(batch.chosen):
        at.watcher.step(f"{len(batch.chosen) - len(missing)} of {len(batch.chosen)} documents have not changed")
    at.watcher.begins(len(missing))
    fresh = {m.document.file_name: m for m in _make_documents(batch, missing, at)} if missing else {}
    return tuple(fresh.get(d.file_name) or there[d.file_name] for d in batch.chosen)  # type: ignore[misc]


def _unchanged(cache: PageCache, document: PlannedDocument) -> Made | None:
    found = cache.find(document)
    return Made(document, found.page, None, found.warnings, unchanged=True) if found else None


def _make_documents(batch: _Batch, documents: tuple[PlannedDocument, ...], at: _Workplace) -> tuple[Made, ...]:
    limits, month = batch.options.limits, (batch.root, batch.prepared)
    if at.warm is not None:
        jobs = batch.options.jobs or cores()
        try:
            job = Job(documents, batch.notebooks, at.page_maker, at.journal.folder, limits, jobs, batch.cache, month)
            return _rescued(batch, at.warm.render(job, at.watcher), at)
        except fork_engine.CannotFork as reason:
            at.journal.note(f"ordinary kernels instead of the fast engine: {reason}")
            at.watcher.step(f"The fast engine cannot be used here ({reason}): ordinary kernels do the work")
    return _with_kernels(batch, documents, at)


def _make_again(
    batch: _Batch, at: _Workplace, documents: tuple[PlannedDocument, ...], notebooks: Mapping[str, NotebookNode]
) -> tuple[Made, ...]:
    """Documents made of other notebooks than the month's: no later run takes them for what those make."""
    keys = replace(batch.cache.page_keys, pure=frozenset())
    reduced = replace(batch, notebooks=notebooks, cache=replace(batch.cache, page_keys=keys))
    at.watcher.step("What was added to it failed: ordinary kernels make it once more without that")
    at.watcher.begins(len(documents))
    return _with_kernels(reduced, documents, at)


def _rescued(batch: _Batch, made: tuple[Made, ...], at: _Workplace) -> tuple[Made, ...]:
    """Where the warm process was killed, ordinary kernels make what it had not made."""
    lost = tuple(m.document for m in made if m.problem == fork_engine.LOST)
    if not lost:
        return made
    at.journal.note(f"the warm process ended: {len(lost)} documents left to ordinary kernels")
    at.watcher.step(f"The fast engine was ended from outside: ordinary kernels make the {len(lost)} that are left")
    rescued = {m.document.file_name: m for m in _with_kernels(batch, lost, at)}
    return tuple(rescued.get(m.document.file_name, m) for m in made)


def _proved(batch: _Batch, made: tuple[Made, ...], at: _Workplace) -> Ruling:
    """Whether the documents may leave: no pack that states what is not so, unless a person read it and said why."""
    at.watcher.step("Proving what the pages state")
    claims, keys = batch.cache.claims, batch.cache.page_keys
    if claims is None:
        return Ruling(made, True)
    month, audience = batch.prepared.cycle.month, batch.options.audience
    court = Court(
        batch.root, month, audience, claims, "\n".join([batch.fingerprint, repr(sorted(keys.fields.items()))])
    )
    judged = proved(court, made, at.journal)
    if not batch.whole:
        return look_of(made, judged, at.journal)
    return ruling_of(court, made, judged, batch.options.despite, at.journal)


def _with_kernels(batch: _Batch, documents: tuple[PlannedDocument, ...], at: _Workplace) -> tuple[Made, ...]:
    from bsafe_analysis.engines.kernels import Kernels  # slow to import, and needed only here

    limits = batch.options.limits
    with Kernels(at.sealed, limits, at.journal.stream) as kernels:
        context = RunContext(batch.notebooks, kernels, at.page_maker(), at.journal, at.watcher, batch.cache)
        return render(documents, context, batch.options.jobs)


def _pack(batch: _Batch, made: tuple[Made, ...], at: _Workplace) -> Pack:
    """All that may leave; no page links to one that was not made."""
    missing = [m.document.file_name for m in made if m.page is None]
    pages = [(m.document, without_links(m.page, missing)) for m in made if m.page is not None]
    if batch.options.twins and batch.whole and pages:
        at.watcher.step("Making the twins: pages without scripts, PDFs, workbooks, the file to send")
        return pack_with_twins(batch.prepared, batch.options.audience, pages, at.page_maker())
    return pack_of_pages(pages, _index(batch, made, at) if batch.whole and pages else None)


def _index(batch: _Batch, made: tuple[Made, ...], at: _Workplace) -> str:
    documents = [m.document for m in made if m.page is not None]
    page = None if batch.options.force else batch.cache.find_index(documents, batch.fingerprint)
    if page is None and at.warm is not None and any(not m.unchanged for m in made):
        page = at.warm.index(documents)
    if page is None:
        page = at.page_maker().index(documents)
    batch.cache.keep_index(documents, batch.fingerprint, page)
    return page


def _reviews(batch: _Batch, made: tuple[Made, ...]) -> tuple[str, ...]:
    """What a human must look at before pages leave the partnership's own analysts."""
    if batch.options.audience == Audience.INTERNAL:
        return ()
    pages = {m.document.file_name: m.page.encode() for m in made if m.page is not None}
    shown = batch.prepared
    asked = asked_of_written(shown.areas, shown.activities, shown.register.decisions)
    return (*(notice.text for notice in asked), *to_review(pages, shown.cycle.partnership.contact))


def _publish(batch: _Batch, pack: Pack) -> tuple[Path | None, bool]:
    if not pack.files:
        return None, False
    audience = batch.options.audience
    described = manifest(batch.prepared, audience, batch.inputs, batch.planned, pack.files, pack.twins, pack.browser)
    files = {**pack.files, "manifest.json": canonical(described)}
    published = publish(batch.folder / audience, files, _of_borough(batch))
    keep_what_was_printed(batch.root, batch.prepared, [d for d in batch.planned if d.file_name in pack.files])
    return published


def _of_borough(batch: _Batch) -> tuple[str, ...]:
    """bsafe's documents of the whole borough: a pack that lacks one is kept, and not shown as the current."""
    borough = batch.prepared.areas.borough.code
    return tuple(d.file_name for d in batch.planned if d.area == borough and not d.own and not d.group)


def _not_current(batch: _Batch, pack: Pack) -> tuple[str, ...]:
    """What a person is told where the pack is published and `current` still names the one before."""
    lacking = [name for name in _of_borough(batch) if name not in pack.files]
    if not (batch.whole and pack.files and lacking):
        return ()
    return (f"`current` stays with the pack before: this one lacks {', '.join(lacking)}, the borough's own document",)


def _preview(batch: _Batch, pages: Mapping[str, bytes]) -> tuple[Path | None, bool]:
    """A look at single documents, outside every pack: may be written over, and links to nothing that is not there."""
    folder = batch.folder / "preview" / batch.options.audience
    folder.mkdir(parents=True, exist_ok=True)
    absent = [INDEX, *(d.file_name for d in batch.planned if d.file_name not in pages)]
    for name, page in pages.items():
        write_whole(folder / name, without_links(page.decode(), absent).encode())
    return (folder, True) if pages else (None, False)


def _result(
    batch: _Batch,
    made: tuple[Made, ...],
    folder: Path | None,
    new: bool,
    journal: Journal,
    lacking: tuple[str, ...],
) -> PackResult:
    warned = [f"a warning was printed in {m.document.title}: {text}" for m in made for text in m.warnings]
    return PackResult(
        month=batch.prepared.cycle.month,
        audience=batch.options.audience,
        made=tuple(m.document for m in made if m.problem is None),
        failed=tuple((m.document, m.problem) for m in made if m.problem is not None),
        folder=folder,
        new=new,
        whole=batch.whole,
        private=journal.folder,
        needs=(*needs_a_person(batch.prepared), *warned, *lacking),
        unchanged=sum(m.unchanged for m in made),
    )
