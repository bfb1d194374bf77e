"""The review of activities as a table: what was done, what came of it, what is next, what may go wrong."""

from __future__ import annotations

from datetime import date

from bsafe_analysis.claims.telling import joined, said_as, tell
from bsafe_analysis.model.activities import Activity, Dated, Effect
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.charts.tables import CellLines, Column, Table
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.wording import day, phrase


def activities_table(document: MeetingDocument) -> Table:
    """Every activity once: who, by when, where it stands; did, result, next; what may go wrong."""
    columns = (
        Column("title", "Activity"),
        Column("owner", "Owner"),
        Column("due", "Due, state"),
        Column("progress", "Did, result, next"),
        Column("risk", "Risk"),
    )
    on = document.review.on
    effects = {effect.ref: effect for effect in document.prepared.effects}
    rows = tuple(_activity_row(document.prepared, a, effects.get(a.ref), on) for a in document.review.every)
    return Table("activities-table", phrase("activities_title", on=on), columns, rows)


def _activity_row(prepared: Prepared, activity: Activity, effect: Effect | None, on: date) -> tuple:
    noun = prepared.cycle.category(effect.category).noun if effect else ""
    place = prepared.areas[effect.area] if effect else ""
    coming = next((m for m in sorted(activity.milestones, key=_when) if m.on and m.on > on), None)
    return (
        CellLines(
            (joined(tell(activity, "ref"), ": ", tell(activity, "title")), phrase("activity_strand", a=activity))
        ),
        CellLines((phrase("activity_owner", a=activity), phrase("activity_support", a=activity))),
        CellLines((said_as(day, tell(activity, "due")), phrase("activity_state", activity=activity, on=on))),
        CellLines(
            (
                phrase("activity_did", a=activity),
                phrase("activity_result", a=activity, e=effect, noun=noun, place=place),
                phrase("activity_next", a=activity, coming=coming, on=on),
                phrase("activity_blockage", a=activity),
            )
        ),
        phrase("activity_risk", a=activity),
    )


def _when(line: Dated) -> date:
    return line.on or date.max
