"""What is due of a month, and what is overdue of months before: by documents.yml and by the days when groups meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.group_meetings import GroupMeeting, meetings_on_month
from bsafe_analysis.model.periods import add_months, day_name, month_name
from bsafe_analysis.packs.plan import place_of_meeting
from bsafe_analysis.packs.publish import current
from bsafe_analysis.parameters import Workspace, read_workspace
from bsafe_analysis.register.cells import Known
from bsafe_analysis.register.meeting_dates import read_meetings
from bsafe_analysis.reports.facts.addresses import file_name

LOOKED_BACK = 3
"""Months before, of which what is overdue is told: a quarter. What is older, a meeting has done without."""


@dataclass(frozen=True)
class DuePack:
    """One pack that is due of a month. `pack`: "" the month's own; `documents`: titles, with the edition where one is.

    `meeting`: the first meeting that reads it; None where no day is written. `published`: its newest version, "" none.
    """

    month: str
    pack: str
    documents: tuple[str, ...]
    meeting: GroupMeeting | None
    published: str

    def is_overdue(self, on: date) -> bool:
        """Whether its papers have closed, nothing is published, and its meeting was not held without it."""
        met = self.meeting
        return met is not None and not self.published and met.papers < on and not (met.held and met.on < on)

    def line(self, on: date) -> str:
        """One line that says it all."""
        name = f"{self.pack} pack" if self.pack else "the month's pack"
        told = f"{name} of {month_name(self.month)} ({', '.join(self.documents)})"
        made = f"published, {self.published}" if self.published else "not made"
        if self.meeting is None:
            return f"{told}: {made}; no day of its meeting is written"
        late = "OVERDUE, " if self.is_overdue(on) else ""
        return f"{told}: {late}{made}; papers {day_name(self.meeting.papers)}, meeting {day_name(self.meeting.on)}"


def due_of(root: Path, month: str, on: date) -> tuple[DuePack, ...]:
    """Every pack that is due of a month, in the order of documents.yml, then what is overdue of months before."""
    workspace = read_workspace(root, month)
    meetings = meetings_of(workspace)
    earlier = (add_months(month, -back) for back in range(LOOKED_BACK, 0, -1))
    late = [pack for before in earlier for pack in _packs(workspace, meetings, before) if pack.is_overdue(on)]
    return (*_packs(workspace, meetings, month), *late)


def meetings_of(workspace: Workspace) -> tuple[GroupMeeting, ...]:
    """When groups meet, as far as it is written and can be used."""
    known = Known(workspace.areas, {})
    return read_meetings(workspace.root, known, workspace.groups, workspace.partnership.bank_holidays)[0]


def _packs(workspace: Workspace, meetings: Sequence[GroupMeeting], month: str) -> Iterator[DuePack]:
    due = [(document, edition) for document in workspace.documents if (edition := document.due_of(month)) is not None]
    using = meetings_on_month(workspace.groups, meetings, month)
    for pack in dict.fromkeys(document.pack for document, _ in due):
        inside = [(document, edition) for document, edition in due if document.pack == pack]
        made_for = [(d, group, met) for d, _ in inside if d.of_groups for group, met in using if group.kind == d.kind]
        inside = [(document, edition) for document, edition in inside if not document.of_groups]
        if not inside and not made_for:
            continue  # made for meetings alone, of which none looks at this month
        titles = tuple(d.title + (f", {edition}" if edition else "") for d, edition in inside)
        titles += tuple(f"{document.title}: {group.name}" for document, group, _ in made_for)
        groups = {group for document, _ in inside for group in _readers(workspace, document)}
        met = [*(m for group, m in using if group.key in groups), *(m for _, _, m in made_for)]
        first = min(met, key=lambda m: (m.papers, m.on), default=None)
        pages = [_page_of(month, document, group, m) for document, group, m in made_for]
        yield DuePack(month, pack, titles, first, _published(workspace.root, month, pack, pages))


def _readers(workspace: Workspace, document: DocumentSetting) -> set[str]:
    """The group that it is for, and those that sign it."""
    return {document.meeting, *(group.key for group in workspace.groups if document.name in group.signs)}


def _page_of(month: str, document: DocumentSetting, group: BusinessGroup, meeting: GroupMeeting) -> str:
    return file_name(month, document.name, place_of_meeting(group, meeting), Audience.INTERNAL)


def _published(root: Path, month: str, pack: str, pages: Sequence[str]) -> str:
    """Its newest version, if that holds these pages: a meeting may be written after the others' packs were made."""
    newest = current(root / "outputs" / month / pack / Audience.INTERNAL)
    return newest.name if newest and all((newest / page).exists() for page in pages) else ""
