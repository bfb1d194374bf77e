"""After a pack for groups' meetings is out: what it told of the plan is kept, so that no later one repeats it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.register.issued_lines import keep_printed
from bsafe_analysis.reports.facts.group_lines import as_printed, tellings_of


def keep_what_was_printed(root: Path, prepared: Prepared, published: Iterable[PlannedDocument]) -> None:
    """Keep the lines that these documents told; of documents that are for no group's meeting nothing.

    Written after the pack is out, a file a group, each whole: a run that fails before leaves all as it was, and
    what one that is cut off here left undone is done when it is made again.
    """
    days: dict[str, set[date]] = {}
    for document in published:
        if document.group:
            days.setdefault(document.group, set()).add(date.fromisoformat(document.meeting))
    if not days or prepared.audience != Audience.INTERNAL:
        return
    for group in (group for group in prepared.cycle.groups if group.key in days and group.themes):
        before = [line for line in prepared.printed if line.group == group.key]
        told = [t for t in tellings_of(prepared, group) if t.meeting.on in days[group.key]]
        keep_printed(root, group.key, before, [line for t in told for line in as_printed(t)], days[group.key])
