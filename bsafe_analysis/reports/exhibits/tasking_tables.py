"""Tables of tasking: options side by side, what happened since activities began, what communities asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from bsafe_analysis.claims.telling import joined, said_as, tell
from bsafe_analysis.model.activities import Effect
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.model.tactical_options import Option
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.annex import Annex
from bsafe_analysis.reports.documents.decisions_sought import DecisionSought
from bsafe_analysis.reports.documents.delivery_review import DeliveryReview
from bsafe_analysis.reports.documents.lap_assessment import LapAssessment
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment, ToChoose
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.tasking import Heard, Recommendation, action_of
from bsafe_analysis.reports.wording import day, number, phrase, words

NOTHING = "none"
TO_NAME, NOT_COSTED, NOTHING_TOLD = "to be named", "not costed", "unknown"
AN_AREAS = "an area asks"
NO_OPTION, BOXES = "no option held", "no number: ☐ accept ☐ amend ☐ refuse"
said = partial(words, "signals/options")
"""One sentence on what is put to the meeting."""


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
            _option_named(option, r), _what_for(r.signal),
            str(option.strand), tell(option, "lead"),
            str(option.cost), tell(option, "lead_time"), str(option.evidence), tell(option, "source"),
        )
        for r in document.tasking.recommendations
        for option in r.options
    )  # fmt: skip
    return Table("options-table", phrase("options_title"), columns, rows)


def _option_named(option: Option, r: Recommendation) -> str:
    """In short where the table above it has its action in full."""
    in_short = tell(option, "short") if option is r.option else ""
    return in_short or action_of(option, r.signal, again=False)


def recommended_table(document: TacticalAssessment) -> Table:
    """What is put to the meeting: each decision with its lead, cost, evidence and what was tried there."""
    columns = (
        Column("decision", "Decision"),
        Column("lead", "Lead"),
        Column("cost", "Cost, time"),
        Column("evidence", "Evidence"),
        Column("tried", "In place there"),
        Column("decided", "Decided"),
    )
    on = document.review.on
    rows = tuple(
        (
            said("decision", r=r), said("lead", r=r), said("cost", r=r),
            said("evidence", r=r, again=again, again_because=because),
            said("tried", r=r, on=on, told=told), said("decided", r=r),
        )
        for r, again, because, told in _with_repeats(document.tasking.recommendations)
    )  # fmt: skip
    asked = (*map(partial(_besides_row, on), document.besides), *map(_raised_row, document.raised_to_us))
    return Table("recommended-table", said("title", by=document.by), columns, (*rows, *asked))


def _besides_row(on: date, choice: ToChoose) -> tuple:
    """What is asked about a signal for which the library has no option."""
    lead, tried = tell(choice, "lead") or TO_NAME, said("in_place", signal=choice.signal, on=on)
    return (said("decision_besides", choice=choice), lead, NOT_COSTED, NO_OPTION, tried, BOXES)


def _raised_row(wanted: DecisionSought) -> tuple:
    """What an area asks."""
    return (
        said("decision_raised", wanted=wanted), tell(wanted, "lead"), NOT_COSTED, AN_AREAS,
        NOTHING_TOLD, said("raised_decided", wanted=wanted),
    )  # fmt: skip


def _with_repeats(put: Sequence[Recommendation]) -> list[tuple[Recommendation, bool, bool, set[str]]]:
    """Each recommendation, and what those before it have told already.

    That is whether one is of the same option, whether one has the same reason, and which refusals they named.
    """
    options, reasons = [r.option.id for r in put], [r.option.first_because for r in put]
    refused = [{p.ref for r in put[:n] for p in r.alike} for n in range(len(put))]
    return [
        (r, r.option.id in options[:n], r.option.first_because in reasons[:n], refused[n]) for n, r in enumerate(put)
    ]


def _what_for(signal: Signal) -> str:
    return joined(tell(signal, "place.name"), ": ", tell(signal, "category.name"))


def effects_table(document: Annex | DeliveryReview) -> Table:
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
        tell(effect, "ref"),
        joined(tell(category, "name"), ", ", tell(place, "name")),
        said_as(short_month_name, tell(effect, "first")),
        tell(effect, "observed") if told else NOTHING,
        phrase("span_words", low=tell(effect, "lower"), high=tell(effect, "upper")) if told else NOTHING,
        _effect_reading(effect),
        phrase("effect_beside", e=effect),
    )


def _effect_reading(effect: Effect) -> object:
    reading = phrase("effect_reading", e=effect)
    return joined(reading, " ", phrase("effect_baseline", e=effect)) if effect.baseline_to else reading


def heard_table(document: LapAssessment) -> Table:
    """You said, we did: the concerns that wait for an answer, or whose count stands out."""
    return _you_said("heard-table", document, document.heard_first)


def community_table(document: LapAssessment) -> Table:
    """The same for each concern, with its source, what is recorded, what was done."""
    return _you_said("community-table", document, document.heard)


def _you_said(id: str, document: LapAssessment, shown: Sequence[Heard]) -> Table:
    columns = (
        Column("place", "Place"),
        Column("said", "You said"),
        Column("source", "Source"),
        Column("recorded", "Recorded this month"),
        Column("did", "We did"),
        Column("outcome", "What came of it"),
    )
    rows = tuple(_heard_row(heard) for heard in shown)
    return Table(id, phrase("heard_title", place=document.place), columns, rows)


def _heard_row(heard: Heard) -> tuple:
    said = heard.said
    recorded = "no count is held of this"
    if heard.standing is not None:
        count = NOTHING if heard.recorded is None else said_as(number, tell(heard, "recorded"))
        recorded = joined(count, " ", tell(heard, "noun"), " (", phrase("standing_word", value=heard.standing), ")")
    source = (tell(said, "source"), ", ", said_as(day, tell(said, "on")))
    asked = ("; ", tell(said, "asked"), " asked") if said.asked else ()
    return (
        tell(heard, "place.name"), tell(said, "concern"), joined(*source, *asked), recorded,
        tell(said, "action") or "nothing written down yet", tell(said, "outcome") or "not known yet",
    )  # fmt: skip
