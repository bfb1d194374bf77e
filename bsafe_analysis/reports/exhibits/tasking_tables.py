"""Tables of tasking: options side by side, what happened since activities began, what communities asked for."""

from __future__ import annotations

from bsafe_analysis.model.activities import Effect
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.lap_assessment import LapAssessment
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.facts.tasking import Heard, action_of
from bsafe_analysis.reports.wording import day, phrase

NOTHING = "none"


def options_table(document: TacticalAssessment) -> Table:
    """Every option for every recommended signal: strand, lead, cost, evidence, risk; the recommended one first."""
    columns = (
        Column("option", "Option"),
        Column("for", "For"),
        Column("strand", "Strand"),
        Column("lead", "Lead"),
        Column("cost", "Cost"),
        Column("time", "Lead time"),
        Column("evidence", "Evidence"),
        Column("source", "Its source"),
    )
    rows = tuple(
        (
            action_of(option, r.signal, again=False), f"{r.signal.place.name}: {r.signal.category.name}",
            str(option.strand), option.lead,
            str(option.cost), option.lead_time, str(option.evidence), option.source,
        )
        for r in document.tasking.recommendations
        for option in r.options
    )  # fmt: skip
    return Table("options-table", phrase("options_title"), columns, rows)


def effects_table(document: MeetingDocument) -> Table:
    """Since each activity began: recorded beside expected, and beside places where no such work ran."""
    columns = (
        Column("ref", "Ref"),
        Column("what", "Count that is to move"),
        Column("since", "Since"),
        Column("recorded", "Recorded", True),
        Column("expected", "Expected", True),
        Column("reading", "Reading"),
        Column("beside", "Beside places without it"),
    )
    rows = tuple(_effect_row(document.prepared, effect) for effect in document.effects)
    return Table("effects-table", phrase("effects_title", month=document.month), columns, rows)


def _effect_row(prepared: Prepared, effect: Effect) -> tuple:
    place, category = prepared.areas[effect.area], prepared.cycle.category(effect.category)
    told = effect.reason is None
    return (
        effect.ref,
        f"{category.name}, {place.name}",
        short_month_name(effect.first),
        effect.observed if told else NOTHING,
        f"{effect.lower:,} to {effect.upper:,}" if told else NOTHING,
        phrase("effect_reading", e=effect),
        phrase("effect_beside", e=effect),
    )


def community_table(document: LapAssessment) -> Table:
    """You said, we did: each concern with its source, what is recorded, what was done."""
    columns = (
        Column("place", "Place"),
        Column("said", "You said"),
        Column("source", "Source"),
        Column("recorded", "Recorded this month"),
        Column("did", "We did"),
        Column("outcome", "What came of it"),
    )
    rows = tuple(_heard_row(heard) for heard in document.heard)
    return Table("community-table", phrase("heard_title", place=document.place), columns, rows)


def _heard_row(heard: Heard) -> tuple:
    said = heard.said
    recorded = "no count is held of this"
    if heard.standing is not None:
        count = NOTHING if heard.recorded is None else f"{heard.recorded:,}"
        recorded = f"{count} {heard.noun} ({phrase('standing_word', value=heard.standing)})"
    asked = f"; {said.asked} asked" if said.asked else ""
    return (
        heard.place.name, said.concern, f"{said.source}, {day(said.on)}{asked}", recorded,
        said.action or "nothing written down yet", said.outcome or "not known yet",
    )  # fmt: skip
