"""The coordinator's page: what is due, late and unanswered, of all groups together. No statistics, no commentary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.reports.documents.decisions_sought import told_on
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.group_days import (
    CalendarLine,
    CalendarOdd,
    DueDocument,
    GroupDays,
    days_of_groups,
    due_documents,
    odd_days,
    soon,
)
from bsafe_analysis.reports.facts.open_work import (
    OpenWork,
    RaisedIssue,
    WorkOfGroup,
    not_entered,
    open_work,
    unanswered,
    work_by_group,
)
from bsafe_analysis.reports.facts.plan_states import reviewed
from bsafe_analysis.reports.facts.source_arrivals import SourceArrival, arrivals, set_aside_by_hand

NAME = "coordinator"


@dataclass(frozen=True)
class CoordinatorPage:
    """All groups of one borough on the day that the month is told. For the internal pack alone."""

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = (
        "page-one", "calendar", "actions", "flow", "roles", "register", "data-notes",
    )  # fmt: skip

    prepared: Prepared
    place: Area
    on: date
    soon: tuple[CalendarLine, ...]
    days: tuple[GroupDays, ...]
    odd: tuple[CalendarOdd, ...]
    due: tuple[DueDocument, ...]
    work: OpenWork
    by_group: tuple[WorkOfGroup, ...]
    raised: tuple[RaisedIssue, ...]
    not_entered: tuple[Activity, ...]
    silent: tuple[SourceArrival, ...]
    """Sources that sent nothing for this month."""
    faults: tuple[Notice, ...]
    """What of the register was set aside, or should be looked at."""
    notes: DataNotes

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def groups(self) -> tuple[BusinessGroup, ...]:
        return self.prepared.cycle.groups


def build_coordinator(prepared: Prepared) -> CoordinatorPage:
    """What must whoever attends every meeting know today?"""
    on = told_on(prepared)
    every = reviewed(prepared.activities, on)
    return CoordinatorPage(
        prepared=prepared,
        place=prepared.areas.borough,
        on=on,
        soon=soon(prepared, on),
        days=days_of_groups(prepared, on),
        odd=odd_days(prepared, on),
        due=due_documents(prepared, on, NAME),
        work=open_work(every),
        by_group=work_by_group(every, prepared.cycle.groups),
        raised=unanswered(prepared, on),
        not_entered=not_entered(prepared.activities),
        silent=tuple(source for source in arrivals(prepared) if source.last != prepared.cycle.month),
        faults=set_aside_by_hand(prepared),
        notes=data_notes(prepared),
    )
