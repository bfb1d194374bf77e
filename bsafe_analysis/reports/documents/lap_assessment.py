"""The LAP assessment: one area's month, built from the month's tactical assessment so that the two cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.register_entries import Comment, Proposal
from bsafe_analysis.reports.documents.decisions_sought import DecisionSought, decisions_sought, told_on
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.facts.activity_log import Logged, logged_in
from bsafe_analysis.reports.facts.addresses import LAP_ASSESSMENT, Elsewhere, elsewhere
from bsafe_analysis.reports.facts.area_escalations import Escalated, going_up, proposed_in
from bsafe_analysis.reports.facts.cleared_signals import Past, past_of
from bsafe_analysis.reports.facts.data_notes import total_of
from bsafe_analysis.reports.facts.held_sources import SumOf, sum_of
from bsafe_analysis.reports.facts.neighbourhood_strips import Strip, drawn, strips_of
from bsafe_analysis.reports.facts.priority_places import gathering_of
from bsafe_analysis.reports.facts.review import review
from bsafe_analysis.reports.facts.series import PictureRow, Standing, picture_of
from bsafe_analysis.reports.facts.signals import Share, Signal, concerns, family, is_shared_by
from bsafe_analysis.reports.facts.tasking import Heard, Recommendation, heard_in, of_area, passed_down
from bsafe_analysis.reports.views.promoted_views import raised_in
from bsafe_analysis.reports.wording import mid_sentence

NAME = LAP_ASSESSMENT
SECTIONS = (
    "page-one", "pass-down", "picture", "signals", "neighbourhoods", "places", "community", "activities", "proposals",
    "data-notes",
)  # fmt: skip
MOST_HEARD = 4
"""Concerns of communities that its page lists; a table to be opened has every one."""
MOST_TASKS = 3
"""Tasks passed down that page one names; it says how many others there are."""


@dataclass(frozen=True)
class BesideBorough:
    """Categories, by name, that stand `here` beside their expected range and `there` in the borough."""

    names: tuple[str, ...]
    here: Standing
    there: Standing


@dataclass(frozen=True, kw_only=True)
class LapAssessment(MeetingDocument):
    """What an area's meeting reads. `borough_rows` stand beside `rows`, category by category."""

    tactical: TacticalAssessment
    neighbourhoods: tuple[Area, ...]
    with_borough: tuple[DecisionSought, ...]
    """Decisions about this area that the borough's meeting is asked for: here they are for information."""
    borough_rows: tuple[PictureRow, ...]
    strips: tuple[Strip, ...]
    heard: tuple[Heard, ...]

    name = NAME
    every_section = SECTIONS

    @property
    def parts(self) -> tuple[Area, ...]:
        return self.neighbourhoods

    def share_here(self, signal: Signal) -> Share | None:
        """What this area adds to a larger place's change; None for a signal of the area itself or of another."""
        return signal.share_of(self.place)

    def named_here(self, signal: Signal) -> tuple[Area, ...]:
        """Places of this area that a signal of another place names; () for one that lies in the area."""
        own = {self.place.code, *(place.code for place in self.neighbourhoods)}
        return () if signal.place.code in own else tuple(place for place in signal.also if place.code in own)

    @property
    def own_attention(self) -> tuple[Signal, ...]:
        """Of `attention`, what is this area's or one of its neighbourhoods'."""
        return tuple(signal for signal in self.attention if not self.is_of_larger_place(signal))

    @property
    def unworked(self) -> tuple[Signal, ...]:
        """Of these, those on which nothing in the plan works."""
        return tuple(signal for signal in self.own_attention if not signal.activities)

    @property
    def month_total(self) -> int:
        return total_of(self.prepared, self.place.code)

    @property
    def month_of(self) -> SumOf:
        """What the month's total is made of."""
        return sum_of(self.prepared, self.place.code, [self.month])

    @property
    def before_meeting(self) -> str:
        """The meeting whose decisions this document awaits."""
        cycle = self.prepared.cycle
        return next((m.name for m in cycle.meetings if m.document == self.tactical.name), "borough's meeting")

    @property
    def differing(self) -> tuple[BesideBorough, ...]:
        """The categories whose standing here is not the borough's."""
        return tuple(each for each in self._beside_borough if each.here is not each.there)

    @property
    def same(self) -> tuple[BesideBorough, ...]:
        """The categories outside their expected range in the same direction as the borough's."""
        return tuple(
            each for each in self._beside_borough if each.here is each.there and each.here is not Standing.WITHIN
        )

    @property
    def standing_out(self) -> tuple[PictureRow, ...]:
        """The categories outside their expected range here or in the borough."""
        outside = (Standing.ABOVE, Standing.BELOW)
        pairs = zip(self.rows, self.borough_rows, strict=True)
        return tuple(row for row, borough in pairs if row.standing in outside or borough.standing in outside)

    @property
    def heard_first(self) -> tuple[Heard, ...]:
        """Of what communities asked for, what is not answered yet or stands outside its range; else the first."""
        open_ones = (h for h in self.heard if not h.said.action or h.standing in (Standing.ABOVE, Standing.BELOW))
        return tuple(open_ones)[:MOST_HEARD] or self.heard[:MOST_HEARD]

    @property
    def _beside_borough(self) -> tuple[BesideBorough, ...]:
        """The categories that can be judged here and in the borough, by how they stand, in the cycle's order."""
        judged = (Standing.ABOVE, Standing.WITHIN, Standing.BELOW)
        order = [category.key for category in self.prepared.cycle.categories]
        groups: dict[tuple[Standing, Standing], list[str]] = {}
        pairs = zip(self.rows, self.borough_rows, strict=True)
        for row, borough in sorted(pairs, key=lambda pair: order.index(pair[0].category.key)):
            if row.standing in judged and borough.standing in judged:
                groups.setdefault((row.standing, borough.standing), []).append(mid_sentence(row.category.name))
        return tuple(BesideBorough(tuple(names), *stand) for stand, names in groups.items())

    @property
    def drawn_strips(self) -> tuple[Strip, ...]:
        return drawn(self.strips)

    @property
    def passed_down(self) -> tuple[Proposal, ...]:
        """Tasks that the borough's meeting agreed for this area."""
        return passed_down(self.tactical.tasking, self.prepared.areas, self.place)

    @property
    def passed_down_told(self) -> tuple[Proposal, ...]:
        """Of these tasks, what page one names."""
        return self.passed_down[:MOST_TASKS]

    @property
    def more_passed_down(self) -> int:
        """How many other tasks there are."""
        return len(self.passed_down) - len(self.passed_down_told)

    @property
    def without_owner(self) -> tuple[Proposal, ...]:
        """Tasks passed down for which this meeting has still to name an owner."""
        return tuple(task for task in self.passed_down if not task.owner)

    @property
    def proposals(self) -> tuple[Recommendation, ...]:
        return of_area(self.tactical.tasking, self.prepared.areas, self.place)

    def put_about(self, signal: Signal) -> Recommendation | None:
        """What waits for the borough's meeting about it: this area's pages ask for nothing else."""
        return next((r for r in self.waiting if r.signal.id == signal.id), None)

    def asked_of_borough(self, signal: Signal) -> bool:
        """Whether the borough's meeting is asked who leads on it."""
        return any(wanted.signal is not None and wanted.signal.id == signal.id for wanted in self.with_borough)

    @property
    def put_to_borough(self) -> int:
        """How many of the proposals about this area wait for the borough's meeting."""
        return len(self.waiting)

    @property
    def waiting(self) -> tuple[Recommendation, ...]:
        """Those of them that it has not decided yet."""
        return tuple(r for r in self.proposals if not (r.decided and r.decided.choice))

    @property
    def told_of_borough(self) -> tuple[DecisionSought, ...]:
        """Of `with_borough`, what is no proposal that waits: page one lists those by themselves."""
        listed = {r.signal.id for r in self.waiting}
        return tuple(wanted for wanted in self.with_borough if not (wanted.signal and wanted.signal.id in listed))

    @property
    def logged(self) -> tuple[Logged, ...]:
        """What was done lately by activities that work here and not in the whole borough, as their logs say."""
        policy = self.prepared.cycle.meeting_policy
        here = (activity for activity in self.review.every if activity.areas)
        return logged_in(here, self.review.on, policy.log_days)[: policy.most_logged]

    @property
    def escalated(self) -> tuple[Activity, ...]:
        """Work of this area that is blocked: the borough's meeting may unblock it."""
        return proposed_in(self.prepared, self.place)

    @property
    def to_escalate(self) -> tuple[Activity, ...]:
        """Those of them that the borough's meeting is not asked about already."""
        asked = {a.ref for decision in self.with_borough for a in decision.activities}
        return tuple(a for a in self.escalated if a.ref not in asked)

    @property
    def going_up(self) -> tuple[Escalated, ...]:
        """What this area's meeting decided to put to the borough's next one."""
        return going_up(self.prepared, self.place)

    @property
    def asked(self) -> tuple[Escalated, ...]:
        """What this area asked last month, with the borough's answer once there is one."""
        return tuple(each for each in self.tactical.from_areas if each.area.code == self.place.code)

    @property
    def comments(self) -> tuple[Comment, ...]:
        subject = f"{self.name}-{self.place.code}"
        return self.prepared.register.comments_on(subject, self.month, self.month)

    @property
    def past(self) -> tuple[Past, ...]:
        """What was written in the last year of signals of this area that have cleared."""
        return past_of(self.prepared, {self.place.code, *(place.code for place in self.neighbourhoods)})

    def elsewhere(self, signal: Signal) -> tuple[Elsewhere, ...]:
        """Where the tactical assessment tells of this signal."""
        page = elsewhere(self.prepared, self.tactical.name, self.tactical.place, signal.id)
        return (page,) if page else ()


def build_lap_assessment(tactical: TacticalAssessment, area: str) -> LapAssessment:
    """What does this area's partnership need to know and do, given what the borough's meeting was told?

    `area` is the code of an area; KeyError where there is none.
    """
    prepared = tactical.prepared
    place = prepared.areas[area]
    codes = set(family(prepared.areas, area)) - {prepared.areas.borough.code}
    live = tuple(s for s in tactical.signals if concerns(s, codes) or is_shared_by(s, place))
    plan = review((a for a in prepared.activities if a.touches(tuple(codes))), told_on(prepared))
    with_borough = tuple(d for d in tactical.decisions if is_about(d, codes))
    taken = {a.ref for d in with_borough for a in d.activities}
    left = (a for a in plan.every if a.areas and a.ref not in taken)
    own_signals = tuple(s for s in live if s.place.code in codes and s not in [d.signal for d in with_borough])
    return LapAssessment(
        prepared=prepared,
        tactical=tactical,
        place=place,
        neighbourhoods=prepared.areas.children(area),
        decisions=decisions_sought(prepared, own_signals, review(left, plan.on), tactical.tasking),
        with_borough=with_borough,
        signals=live,
        better=tuple(s for s in tactical.better if concerns(s, codes) or is_shared_by(s, place)),
        rows=picture_of(prepared, place),
        borough_rows=tactical.rows,
        strips=strips_of(prepared, place, live, tactical.rows),
        gathering=gathering_of(prepared, place),
        review=plan,
        heard=heard_in(prepared, place),
        raised=raised_in(prepared, codes),
        notes=tactical.notes,
    )


def is_about(decision: DecisionSought, codes: set[str]) -> bool:
    """Whether the decision is about a signal in these places, or an activity that is particular to them."""
    if decision.signal:
        return decision.signal.place.code in codes
    return any(set(activity.areas) & codes for activity in decision.activities)
