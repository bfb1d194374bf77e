"""The delivery plan as a table: all of it in the annex, and for a meeting what of it is pressing, in short."""

from __future__ import annotations

from datetime import date

from bsafe_analysis.claims.telling import joined, said_as, shortened, tell
from bsafe_analysis.model.activities import Activity, Dated, Effect
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.charts.tables import CellLines, Column, Link, Table
from bsafe_analysis.reports.documents.annex import Annex
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.facts.addresses import work_anchor
from bsafe_analysis.reports.wording import day, phrase

MOST_LETTERS = 160
"""Of what came of an activity, in a meeting's table: one line or two."""


def activities_table(document: Annex) -> Table:
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
            (_name_of_work(activity), phrase("activity_strand", a=activity)),
            work_anchor(activity.ref),
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


def work_table(document: MeetingDocument) -> Table:
    """The activities that a meeting has to speak of, in few words; each leads to its place in the annex."""
    columns = (
        Column("title", "Activity"),
        Column("lead", "Lead"),
        Column("due", "Due, state"),
        Column("result", "Result"),
    )
    rows = tuple(_work_row(document, activity) for activity in document.pressing)
    caption = phrase("work_title", on=document.review.on, by=document.by)
    judged = any(document.effect_of(activity) for activity in document.pressing)
    return Table("work-table", caption, columns, rows, note=phrase("work_note") if judged else "")


def _work_row(document: MeetingDocument, activity: Activity) -> tuple:
    on, annex = document.review.on, document.notes.annex
    effect = document.effect_of(activity)
    noun = document.prepared.cycle.category(effect.category).noun if effect else ""
    name = _name_of_work(activity)
    place = document.prepared.areas[effect.area] if effect else ""
    said = phrase("work_result", a=activity, e=effect, noun=noun, place=place)
    return (
        Link(name, f"{annex.href}#{work_anchor(activity.ref)}") if annex else name,
        tell(activity, "agency"),
        CellLines((said_as(day, tell(activity, "due")), phrase("activity_state", activity=activity, on=on))),
        shortened(said, MOST_LETTERS),
    )


def _name_of_work(activity: Activity) -> str:
    return joined(tell(activity, "ref"), ": ", tell(activity, "title"))


def _when(line: Dated) -> date:
    return line.on or date.max
