"""The delivery plan review: what to unstick, add or stop, for the strategic group each quarter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from bsafe_analysis.model.activities import Effect
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.documents.decisions_sought import told_on
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.plan_states import (
    AgencyWork,
    PlanStates,
    RoleLoad,
    StrandCounts,
    WorkReviewed,
    WorkState,
    by_agency,
    by_priority,
    heavy_roles,
    reviewed,
    states_of,
)
from bsafe_analysis.reports.facts.review import ActivityReview, is_refused, review, with_a_verdict

NAME = "delivery_review"
MOST_STUCK = 5


@dataclass(frozen=True)
class DeliveryReview:
    """The whole plan of one borough on the day that the month was told."""

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = (
        "page-one", "priorities", "states", "agencies", "effects", "register", "data-notes",
    )  # fmt: skip

    prepared: Prepared
    place: Area
    review: ActivityReview
    every: tuple[WorkReviewed, ...]
    states: PlanStates
    rows: tuple[StrandCounts, ...]
    agencies: tuple[AgencyWork, ...]
    heavy: tuple[RoleLoad, ...]
    notes: DataNotes

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def plan_refused(self) -> bool:
        """Whether there is a delivery plan of which nothing could be used."""
        return is_refused(self.review, self.prepared.notices)

    @cached_property
    def stuck(self) -> tuple[WorkReviewed, ...]:
        """What is blocked or late, longest first, as many as a meeting can deal with."""
        wanted = (WorkState.BLOCKED, WorkState.LATE)
        return tuple(work for work in self.every if work.state in wanted)[:MOST_STUCK]

    @property
    def waiting(self) -> tuple[WorkReviewed, ...]:
        """What has not begun though its start has passed, longest first."""
        return tuple(work for work in self.every if work.state is WorkState.NOT_BEGUN)[:MOST_STUCK]

    @property
    def stuck_in_all(self) -> int:
        return self.states.blocked + self.states.late

    @property
    def pressing(self) -> tuple[WorkReviewed, ...]:
        """Everything that needs a word."""
        return tuple(work for work in self.every if work.state.needs_a_word)

    @property
    def without_work(self) -> tuple[StrandCounts, ...]:
        """Priorities under which nothing is open."""
        return tuple(row for row in self.rows if row.priority and not row.open)

    @property
    def effects(self) -> tuple[Effect, ...]:
        return self.prepared.effects

    @property
    def told_effects(self) -> tuple[Effect, ...]:
        """Those effects of which something can be said."""
        return with_a_verdict(self.effects)


def build_delivery_review(prepared: Prepared) -> DeliveryReview:
    """Where does the delivery plan stand, by rule?"""
    on = told_on(prepared)
    every = reviewed(prepared.activities, on)
    return DeliveryReview(
        prepared=prepared,
        place=prepared.areas.borough,
        review=review(prepared.activities, on),
        every=every,
        states=states_of(every, on),
        rows=by_priority(prepared.activities, prepared.priorities),
        agencies=by_agency(every),
        heavy=heavy_roles(prepared.activities),
        notes=data_notes(prepared),
    )
