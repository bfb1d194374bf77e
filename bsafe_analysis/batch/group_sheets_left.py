"""The sheets that a run of a pack for groups' meetings leaves: what each pack puts to its meeting, to be decided on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.group_meetings import GroupMeeting, meetings_on_month
from bsafe_analysis.model.register_entries import Proposal
from bsafe_analysis.register.decisions import PutForward
from bsafe_analysis.register.group_sheets import leave_group_sheet, sheet_of
from bsafe_analysis.reports.documents.theme_pack import DiscussionPoint, build_theme_pack
from bsafe_analysis.reports.facts.theme_work import IndicatorInTrouble


def leave_group_sheets(root: Path, prepared: Prepared, pack: str) -> bool:
    """Write the sheet of each meeting that has none yet; whether any was written."""
    return any([
        leave_group_sheet(root, group, meeting.on, put_to_group(prepared, group, meeting))
        for group, meeting in _meeting_with(prepared, pack)
        if not (root / sheet_of(group.key, meeting.on)).exists()
    ])  # fmt: skip


def put_to_group(prepared: Prepared, group: BusinessGroup, meeting: GroupMeeting) -> list[PutForward]:
    """A proposal for each thing that its page puts up for discussion and that a decision can settle.

    Work that is late or silent and asks for nothing is settled in its own row of the plan, not by new work.
    """
    pack = build_theme_pack(prepared, group.key, meeting.on.isoformat())
    found = (_of_point(prepared, point) for point in pack.points)
    return [put for put in found if put is not None]


def _meeting_with(prepared: Prepared, pack: str) -> Iterator[tuple[BusinessGroup, GroupMeeting]]:
    kinds = {document.kind for document in prepared.cycle.documents if document.of_groups and document.pack == pack}
    using = meetings_on_month(prepared.cycle.groups, prepared.register.meetings, prepared.cycle.month)
    return ((group, meeting) for group, meeting in using if group.kind in kinds)


def _of_point(prepared: Prepared, point: DiscussionPoint) -> PutForward | None:
    if point.trouble:
        return _of_indicator(prepared, point.trouble)
    if point.signal:
        place, category = point.signal.place, point.signal.category
        action = f"Find out what is behind {category.name.lower()} in {place.name}"
        return _proposal(prepared, place.code, category.key, action, "", f"{category.name}, {place.name}")
    work = point.work.activity if point.work else None
    if work is None or not work.ask:
        return None
    area = work.areas[0] if len(work.areas) == 1 else prepared.areas.borough.code
    kind = work.categories[0] if len(work.categories) == 1 else ""
    return _proposal(prepared, area, kind, work.ask, work.agency, f"{work.ref}: {work.title}")


def _of_indicator(prepared: Prepared, trouble: IndicatorInTrouble) -> PutForward:
    indicator, options = trouble.told.indicator, trouble.options
    kind = indicator.categories[0] if len(indicator.categories) == 1 else ""
    first = options[0] if options else None
    action = first.short if first else f"Change what is done about: {indicator.title}"
    put = _proposal(
        prepared, trouble.told.place.code, kind, action, first.lead if first else indicator.agency, indicator.title,
        first.id if first else "",
    )  # fmt: skip
    return PutForward(put.proposal, put.source, tuple(option.id for option in options[1:]))


def _proposal(
    prepared: Prepared, area: str, category: str, action: str, agency: str, source: str, option: str = ""
) -> PutForward:
    proposal = Proposal(
        ref="", month=prepared.cycle.month, finding="", area=area, category=category, option=option, action=action,
        agency=agency,
    )  # fmt: skip
    return PutForward(proposal, source)
