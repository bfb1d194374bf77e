"""`bsafe map FILE`: what an unknown file seems to be, what it would become, and, where asked, that put in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.loading.partner.column_guesses import KnownPlaces
from bsafe_analysis.loading.partner.known_profiles import known_profiles
from bsafe_analysis.loading.partner.proposals import (
    SourceProposal,
    likely_profile,
    propose_source,
    questions_of,
    unused_of,
    with_words,
)
from bsafe_analysis.loading.partner.trial import MOST_SHOWN, Trial, read_once, try_extract
from bsafe_analysis.loading.partner.unknown_files import look_at
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.loading.raw_files import RAW, RawFile, find_given
from bsafe_analysis.loading.text_tables import Refused
from bsafe_analysis.model.receipts import NOT_COUNTED, Source
from bsafe_analysis.parameters import sources_file
from bsafe_analysis.parameters.workspace import Workspace, read_workspace
from bsafe_analysis.preparation.prepare import places_of

SOURCES, CATEGORIES = "parameters/sources.yml", "data/reference/categories.csv"
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Mapped:
    """What is proposed for a file, how it reads so, and what was written. `declared`: the source was there before."""

    file: str
    proposal: SourceProposal
    trial: Trial
    declared: bool
    written: tuple[str, ...] = ()

    @property
    def questions(self) -> list[str]:
        """What an officer has to answer; of a source that was declared before only its new words."""
        asked = questions_of(self.proposal)
        return [each for each in asked if each.startswith("What is ")] if self.declared else asked

    def as_dict(self) -> dict[str, Any]:
        """For --json: plain text and numbers only."""
        trial = self.trial
        return {
            "file": self.file,
            "source": self.proposal.source.name,
            "profile": self.proposal.profile.key,
            "entry": sources_file.entry_of(self.proposal.source),
            "columns": dict(self.proposal.source.columns),
            "words": [vars(word) for word in self.proposal.words],
            "read": trial.read, "used": trial.used, "placed": trial.placed, "aside": dict(trial.aside),
            "months": list(trial.months),
            "examples": {ours: [list(pair) for pair in pairs] for ours, pairs in trial.examples.items()},
            "remarks": list(trial.remarks),
            "unused": [column.name for column in self.proposal.unused],
            "questions": self.questions,
            "written": list(self.written),
        }  # fmt: skip


def map_extract(root: Path, file: Path, name: str = "", write: bool = False, received: date | None = None) -> Mapped:
    """Look at a file, and propose how to read it. With `write` the proposal is put in place, and the file copied.

    `name`: of the source, declared or new; `received`: on which day the file came, where it is not below data/raw yet.
    InputError where it is no table, or the source is declared and the file is not as declared.
    """
    workspace = read_workspace(root)
    if name and not _KEY.fullmatch(name):
        raise InputError([Fault("the command", "--source", f"{name!r} is no plain key", "Write it like council_noise")])
    name = name or _source_around(root, file, workspace)
    places = places_of(workspace)
    declared = next((source for source in workspace.sources if source.name == name), None)
    mapped = _proposed(root, file, name, workspace, places, declared)
    return _write(root, file, mapped, workspace, received or date.today()) if write else mapped


def _source_around(root: Path, file: Path, workspace: Workspace) -> str:
    """The declared source in whose folder the file lies; "" where it lies in none."""
    inside = _folder_below_raw(root, file)
    return next((source.name for source in workspace.sources if inside and source.folder == inside), "")


def _folder_below_raw(root: Path, file: Path) -> str:
    raw = (root / RAW).resolve()
    path = file.resolve()
    return path.relative_to(raw).parts[0] if path.is_relative_to(raw) and len(path.relative_to(raw).parts) > 1 else ""


def _proposed(
    root: Path, file: Path, name: str, workspace: Workspace, places: Places, declared: Source | None
) -> Mapped:
    listed = {category.key: category for category in workspace.categories}
    known = KnownPlaces(frozenset(places.lsoas), places.by_name, places.borough_name)
    raw = _raw(file, declared or Source(name or "new", "columns", ""))
    try:
        seen = look_at(raw.read())
    except Refused as refused:
        raise InputError([Fault(file.name, refused.place, refused.cause, refused.cure)]) from None
    if declared is None:
        inside = _folder_below_raw(root, file)
        first = propose_source(seen, name or (inside if _KEY.fullmatch(inside) else ""), inside, file.name, known)
        free = _free_name(first.source.name, workspace)
        first = replace(first, source=replace(first.source, name=free, title=_own_title(first.source, free, workspace)))
        if not inside:
            first = replace(first, source=replace(first.source, folder=first.source.name))
        _refuse_without_day(first, file.name)
    else:
        columns = dict(declared.columns)
        of_kind = {profile.key: profile for profile in known_profiles()}
        profile = of_kind.get(declared.name) or likely_profile(seen, file.name, columns)
        first = SourceProposal(declared, profile, unused=unused_of(seen, declared))
    once = read_once(replace(raw, source=first.source))
    if isinstance(once, Fault):
        raise InputError([once])
    proposal = with_words(first, once.words, listed)
    trial = try_extract(once, proposal.source, places, workspace.category_of)
    return Mapped(file.name, proposal, trial, declared is not None)


def _free_name(name: str, workspace: Workspace) -> str:
    taken = {source.name for source in workspace.sources} | {source.folder for source in workspace.sources}
    return next(each for each in (name, *(f"{name}_{n}" for n in range(2, 100))) if each not in taken)


def _own_title(source: Source, name: str, workspace: Workspace) -> str:
    """A title that no other source has: pages and `bsafe check` tell sources apart by it."""
    taken = any(each.title == source.title for each in workspace.sources)
    return f"{source.title} ({name.replace('_', ' ')})" if taken else source.title


def _raw(file: Path, source: Source) -> RawFile:
    found, faults = find_given(file, source)
    if faults or not found:
        raise InputError(faults or [Fault(file.name, "", "there is no such file", "Look at the name")])
    return found[0]


def _refuse_without_day(proposal: SourceProposal, file: str) -> None:
    if "month" not in dict(proposal.source.columns):
        cause = "no column holds days or months that can be read"
        cure = "Days may be 03/07/2026, 2026-07-03, 3 July 2026, July 2026: ask for a column of them"
        raise InputError([Fault(file, "", cause, cure)])


def _write(root: Path, file: Path, mapped: Mapped, workspace: Workspace, received: date) -> Mapped:
    """Both files or neither, and only such as can then be read; the raw file is copied, never changed."""
    source = mapped.proposal.source
    before = {name: (root / name).read_bytes().decode() for name in (SOURCES, CATEGORIES)}
    own = next((dict(each.words) for each in workspace.sources if each.name == source.name), {})
    after = {
        SOURCES: before[SOURCES] if mapped.declared else sources_file.with_entry(before[SOURCES], source),
        CATEGORIES: sources_file.with_words(before[CATEGORIES], source, mapped.proposal.categories, own),
    }
    changed = [name for name in after if after[name] != before[name]]
    try:
        for name in changed:
            write_whole(root / name, after[name])
        read_workspace(root)
    except (InputError, OSError):
        for name in changed:
            write_whole(root / name, before[name])
        raise
    if not _folder_below_raw(root, file):
        there = root / RAW / source.folder / received.isoformat() / file.name
        if not there.exists():
            write_whole(there, file.read_bytes())
            changed.append(there.relative_to(root).as_posix())
    return replace(mapped, written=tuple(changed))


def lines_of(mapped: Mapped) -> Iterator[str]:
    """What is printed: what it is taken for, what each column became, its words, what counts, what to answer."""
    proposal, trial = mapped.proposal, mapped.trial
    source = proposal.source
    yield f"{mapped.file}: {'read as declared' if mapped.declared else f'taken for {proposal.profile.title!r}'}."
    for ours, theirs in source.columns:
        shown = "; ".join(_example(*pair) for pair in trial.examples.get(ours, ()))
        missed = f" ({trial.unread[ours]:,} could not be read)" if ours in trial.unread else ""
        yield f"  {ours} is their {theirs!r}{': ' + shown if shown else ''}{missed}"
    if source.every_row:
        yield f"  every row is {source.every_row!r}"
    if source.never_read:
        yield f"  never read, for they name people or are free text: {', '.join(source.never_read)}"
    for column in proposal.unused:
        cells = "; ".join(repr(cell[:40]) for cell in list(dict.fromkeys(column.cells))[:MOST_SHOWN])
        yield f"  not used: {column.name!r}: {cells}"
    yield from _word_lines(mapped)
    yield f"Rows read {trial.read:,} = used {trial.used:,} + set aside {trial.read - trial.used:,}."
    for reason, rows in trial.aside.items():
        yield f"  set aside: {rows:,} {reason}"
    if trial.used:
        yield f"  {trial.months[0]} to {trial.months[1]}; {trial.placed:,} lie in a neighbourhood."
    yield from (f"  {remark}" for remark in trial.remarks)
    yield "To answer:"
    yield from (f"  - {question}" for question in mapped.questions or ["nothing"])
    yield from _ending(mapped)


def _example(written: str, read: str) -> str:
    return f"{written[:40]!r} reads {read[:40]!r}" if written != read else f"{written[:40]!r}"


def _word_lines(mapped: Mapped) -> Iterator[str]:
    names = {category.key: category.name for category in mapped.proposal.categories}
    for word in mapped.proposal.words:
        if not word.category:
            said = "NOT MAPPED"
        elif word.category == NOT_COUNTED:
            said = "not counted"
        else:
            said = names.get(word.category, word.category)
        yield f"  {word.word[:60]!r} ({word.rows:,}): {said}"


def _ending(mapped: Mapped) -> Iterator[str]:
    if mapped.written:
        yield f"Written: {', '.join(mapped.written)}. Correct them there; then `bsafe check MONTH`."
        return
    if not mapped.declared:
        yield f"The entry for {SOURCES}:"
        yield sources_file.entry_of(mapped.proposal.source).rstrip()
    yield "Nothing was written. With --write it is put in place."
