"""What a run puts into the sheets that it leaves for the meetings; how they are written and read is the register's.

<month>.yml for the borough's meeting, <month>-<area>.yml for each area's: what it passes up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.register_entries import Escalation, Proposal
from bsafe_analysis.register.decisions import PutForward, SheetLeft, leave_sheet
from bsafe_analysis.register.escalations import leave_area_sheet
from bsafe_analysis.reports.facts.addresses import LAP_ASSESSMENT, TACTICAL_ASSESSMENT
from bsafe_analysis.reports.facts.area_escalations import Escalated, from_areas, proposed_in
from bsafe_analysis.reports.facts.signals import signals_of
from bsafe_analysis.reports.facts.tasking import Recommendation, tasking_of


def leave_decisions(root: Path, prepared: Prepared) -> SheetLeft:
    """Write the month's sheets, or add to the borough's what a re-run newly proposes."""
    live = signals_of(prepared, (f for f in prepared.findings if f.status is not Status.CLEARED))
    wanted = put_forward(prepared, tasking_of(prepared, live).recommendations)
    areas = [_leave_to_area(root, prepared, area) for area in _with_a_sheet(prepared)]
    left = leave_sheet(root, prepared.cycle.month, borough_meeting(prepared), wanted)
    return SheetLeft(left.written or any(areas), left.told)


def put_forward(prepared: Prepared, recommendations: Iterable[Recommendation]) -> Sequence[PutForward]:
    """A proposal for each recommendation and for each thing that an area asks."""
    month = prepared.cycle.month
    return [*(_recommended(r, month) for r in recommendations), *(_asked(e, month) for e in from_areas(prepared))]


def borough_meeting(prepared: Prepared) -> str:
    """What the borough's meeting is called."""
    return _meeting(prepared, TACTICAL_ASSESSMENT, "borough's meeting")


def _recommended(r: Recommendation, month: str) -> PutForward:
    signal, others = r.signal, tuple(option.id for option in r.options[1:])
    proposal = Proposal(
        ref="", month=month, finding=signal.finding.id, area=signal.place.code, category=signal.category.key,
        option=r.option.id, action=r.action, agency=r.lead,
    )  # fmt: skip
    return PutForward(proposal, other_options=others, local_lead=r.option.lead)


def _asked(each: Escalated, month: str) -> PutForward:
    """What an area asks of the borough, as a proposal that may be accepted, amended or refused."""
    fact = each.fact
    proposal = Proposal(
        ref=fact.ref, month=month, finding="", area=fact.area, category=fact.category, option="", action=fact.ask,
        agency=fact.agency,
    )  # fmt: skip
    return PutForward(proposal, source=f"{each.source}: {fact.issue}")


def _with_a_sheet(prepared: Prepared) -> tuple[Area, ...]:
    """Areas whose meeting has a document of its own."""
    has_one = any(document.name == LAP_ASSESSMENT for document in prepared.cycle.documents)
    return prepared.areas.local_areas if has_one else ()


def _leave_to_area(root: Path, prepared: Prepared, area: Area) -> bool:
    meetings = _meeting(prepared, LAP_ASSESSMENT, "area's meeting"), borough_meeting(prepared)
    blocked = [_blocked(activity, area, prepared.cycle.month) for activity in proposed_in(prepared, area)]
    return leave_area_sheet(root, area, prepared.cycle.month, meetings, blocked)


def _blocked(a: Activity, area: Area, month: str) -> Escalation:
    """Work that is blocked, as an issue that the area's meeting may pass up."""
    return Escalation(
        ref="", month=month, area=area.code, issue=f"{a.ref}, {a.title}: {a.blockage}", ask=a.ask or f"Unblock {a.ref}",
        agency=a.agency, category=a.categories[0] if a.categories else "", activity=a.ref,
    )  # fmt: skip


def _meeting(prepared: Prepared, document: str, otherwise: str) -> str:
    return next((m.name for m in prepared.cycle.meetings if m.document == document), otherwise)
