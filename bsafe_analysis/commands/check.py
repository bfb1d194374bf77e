"""`bsafe check`: the month's inputs read and checked as a run would, and nothing made of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bsafe_analysis.batch.month_cache import checked_month
from bsafe_analysis.batch.personal_review import asked_of_written
from bsafe_analysis.loading.far_points import odd_points
from bsafe_analysis.loading.repeated_months import repeated_months
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import Cycle
from bsafe_analysis.model.held_months import HeldMonths
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.receipts import Notice, Receipt, Revision, Source
from bsafe_analysis.model.same_names import name_as_seen
from bsafe_analysis.packs.release_log import RELEASED
from bsafe_analysis.packs.releases import release_faults
from bsafe_analysis.preparation.prepare import OpenedMonth, open_month
from bsafe_analysis.preparation.store import stored_activities
from bsafe_analysis.preparation.with_register import Written, read_register
from bsafe_analysis.register.meeting_dates import calendar_notices
from bsafe_analysis.register.plan_memory import lost_since
from bsafe_analysis.reports.facts.addresses import ANNEX


@dataclass(frozen=True)
class Checked:
    """What arrived for a month: a receipt a file, what newer downloads changed, what a person should know."""

    cycle: Cycle
    months: tuple[str, ...]
    held: HeldMonths
    receipts: tuple[Receipt, ...]
    revisions: tuple[Revision, ...]
    notices: tuple[Notice, ...]

    def as_dict(self) -> dict[str, Any]:
        """For --json: plain text and numbers only."""
        return {
            "month": self.cycle.month,
            "as_of": self.cycle.as_of.isoformat(),
            "months": list(self.months),
            "gaps": list(self.held.gaps),
            "held": {s.name: {"months": list(s.months), "categories": list(s.categories)} for s in self.held.sources},
            "receipts": [_receipt(receipt) for receipt in self.receipts],
            "revisions": [vars(revision) for revision in self.revisions],
            "notices": [vars(notice) for notice in self.notices],
        }


def check_inputs(root: Path, month: str, keep: bool = True) -> Checked:
    """Everything that a run would read, read and checked; InputError with the faults where it cannot be used.

    Writes nothing but the file cache, so that a run need not parse again; with keep=False nothing at all.
    """
    month = checked_month(month)
    if not keep:
        with _shadow(root) as elsewhere:
            return check_inputs(elsewhere, month)
    opened = open_month(root, month)
    workspace = opened.workspace
    written = read_register(root, workspace.areas, opened.cycle, workspace.priorities, options=workspace.options)
    boundaries = getattr(opened.places.boundaries, "notices", ())
    received = opened.received
    return Checked(
        cycle=opened.cycle,
        months=received.months,
        held=received.held,
        receipts=received.receipts,
        revisions=received.revisions,
        notices=(
            *received.notices,
            *opened.of_choices,
            *boundaries,
            *written.notices,
            *_no_annex(opened.cycle),
            *marked(workspace.sources, workspace.markings),
            *_personal(opened, written),
            *_releases(root),
            *_shared_names(workspace.areas),
            *odd_points(received.incidents, opened.places),
            *repeated_months(received.incidents),
            *_lost_of_plan(root, opened.cycle.month, written),
            *_calendar(opened.cycle, opened.workspace.areas, written),
        ),
    )


def _personal(opened: OpenedMonth, written: Written) -> tuple[Notice, ...]:
    """Asked before a run is made: what would stop its edition for others."""
    return asked_of_written(opened.workspace.areas, written.activities, written.register.decisions)


def _lost_of_plan(root: Path, month: str, written: Written) -> tuple[Notice, ...]:
    before = add_months(month, -1)
    aside = [notice.subject for notice in written.notices if notice.kind == "activity_refused"]
    if "activities" in aside:  # the whole file could not be read, and that is told
        return ()
    return lost_since(stored_activities(root, before), written.activities, aside, before)


def _shared_names(areas: Areas) -> Iterator[Notice]:
    """Places of one level and one name: no reader of a page could tell which is meant."""
    seen: dict[tuple[str, str], str] = {}
    for area in areas:
        name = area.level, name_as_seen(area.name)
        if name in seen:
            text = (
                f"data/reference/areas.csv: the {area.level}s {seen[name]} and {area.code} are both called "
                f"{area.name!r}: give each a name by which people tell them apart."
            )
            yield Notice("shared_name", area.code, 1, text, needs_person=True)
        seen.setdefault(name, area.code)


def _releases(root: Path) -> tuple[Notice, ...]:
    """Whether what was released is still there, and the log of it whole; `bsafe verify` reads every file."""
    faults = release_faults(root)
    return tuple(Notice("released", fault.file, 1, str(fault), needs_person=True) for fault in faults)


def _calendar(cycle: Cycle, areas: Areas, written: Written) -> tuple[Notice, ...]:
    """What is odd about the days when groups meet, on the month's own day."""
    region = cycle.partnership.bank_holidays
    return calendar_notices(cycle.groups, written.register.meetings, areas, cycle.as_of, region)


def _no_annex(cycle: Cycle) -> tuple[Notice, ...]:
    """Documents say in short what the annex holds in full: without one it would stand nowhere."""
    if any(setting.name == ANNEX for setting in cycle.documents):
        return ()
    text = (
        "parameters/documents.yml names no annex: the whole delivery plan, how ranges are made and all notes on data "
        f"stand nowhere. Add `{ANNEX}: {{title: Annex, per: borough}}` under documents."
    )
    return (Notice("no_annex", "parameters/documents.yml", 1, text, needs_person=True),)


def marked(sources: Sequence[Source], markings: Mapping[str, str]) -> tuple[Notice, ...]:
    """A source is RESTRICTED, and pages carry the starter's marking for everything."""
    restricted = [source.title for source in sources if source.source_class == "RESTRICTED"]
    plain = [audience for audience, marking in markings.items() if marking == "OFFICIAL" and audience != "public"]
    if not restricted or not plain:
        return ()
    text = (
        f"Pages for {' and '.join(plain)} are marked OFFICIAL, and these sources are RESTRICTED: "
        f"{', '.join(restricted)}. If the data controller wants another marking for them, write it in "
        "parameters/policy.yml by class, for example internal: "
        "{OPEN: OFFICIAL, PARTNER: OFFICIAL, RESTRICTED: OFFICIAL-SENSITIVE}."
    )
    return (Notice("marking", "parameters/policy.yml", len(restricted), text),)


@contextmanager
def _shadow(root: Path) -> Iterator[Path]:
    """A passing folder that shows this workspace's inputs, so that whatever is kept beside them goes with it."""
    with tempfile.TemporaryDirectory(prefix="bsafe-check-") as folder:
        elsewhere = Path(folder)
        (elsewhere / "data").mkdir()
        for name in ("parameters", "data/raw", "data/reference", "data/register", RELEASED):
            if (root / name).exists():
                _show((root / name).resolve(), elsewhere / name)
        yield elsewhere


def _show(folder: Path, there: Path) -> None:
    """The folder under another name: a link, or a copy where there are none (Windows has them for administrators)."""
    try:
        there.symlink_to(folder, target_is_directory=True)
    except OSError:
        shutil.copytree(folder, there)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    downloaded = receipt.downloaded.isoformat() if receipt.downloaded else None
    aside = {str(reason): rows for reason, rows in receipt.set_aside}
    return vars(receipt) | {"downloaded": downloaded, "set_aside": aside}
