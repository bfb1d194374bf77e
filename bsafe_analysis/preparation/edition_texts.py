"""What people wrote, as readers beyond the partnership's own analysts may have it: chosen field by field.

Three modes (policy.yml, `texts`): "none"; "titles" of the delivery plan's activities; "meeting", which adds what a
partner at the table needs: final decisions, what followed activities, and commentary that its writer marked for them.
Nothing is told of a series that is not shown in full: that something was decided about it would say that it moved.
What areas' meetings escalate stays inside, and so does the answer to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bsafe_analysis.detection.since_start import EffectGround, effects_of
from bsafe_analysis.model.activities import Activity, Effect
from bsafe_analysis.model.cycle import Cycle, Prepared
from bsafe_analysis.model.disclosure import OPEN, SHARED, Audience
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import Comment, DecisionSheet, Register

NOTICES = ("no_residents", "repaired_boundary", "joined_boundaries", "missing_month", "excluded_month", "fragment")
"""Kinds of notice that other readers are told, where they speak of an OPEN source or of none."""
NOT_GIVEN = "not given in this edition"
NO_REASON = "reason not given in this edition"
TITLES, MEETING = "titles", "meeting"


def activities_for(prepared: Prepared, audience: Audience) -> tuple[Activity, ...]:
    """The delivery plan by titles; what was adopted from a decision only where the decision is told too."""
    mode = prepared.cycle.policy.texts.get(audience)
    if mode not in (TITLES, MEETING):
        return ()
    told = {p.ref for d in register_for(prepared, audience).decisions for p in d.proposals}
    return titles_of(a for a in prepared.activities if not a.adopted or a.decision in told)


def titles_of(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """Activities by title, agency, dates, cost and state: named one by one, so that a new field is not told by itself.

    The owner may be a named person and a baseline a small count; risks, logs and asks are what people wrote.
    """
    return tuple(
        Activity(
            ref=a.ref, title=a.title, priority=a.priority, theme="", strand=a.strand, areas=a.areas,
            categories=a.categories, owner="", agency=a.agency, measure="", baseline="", target="", start=a.start,
            due=a.due, status=a.status, cost=a.cost, blockage=NO_REASON if a.blockage else "",
            blocked_since=a.blocked_since, progress=NOT_GIVEN if a.progress else "", progress_date=a.progress_date,
            expects=a.expects, option=a.option, decision=a.decision, adopted=a.adopted,
        )
        for a in activities
    )  # fmt: skip


def register_for(prepared: Prepared, audience: Audience) -> Register:
    """Decisions that are final, without reasons and owners, and commentary that is marked for these readers.

    What communities and practitioners said of places stays inside: it was said to the partnership.
    """
    if prepared.cycle.policy.texts.get(audience) != MEETING:
        return Register()
    decisions = (_decisions(prepared, held) for held in prepared.register.decisions if held.is_final)
    comments = (c for c in prepared.register.comments if _marked(c, audience) and _may_be_told(prepared, c.subject))
    return Register(decisions=tuple(d for d in decisions if d.proposals or d.held), comments=tuple(comments))


def _decisions(prepared: Prepared, held: DecisionSheet) -> DecisionSheet:
    proposals = (p for p in held.proposals if p.category and whole(prepared, p.area, p.category))
    return replace(held, proposals=tuple(replace(p, why="", owner="") for p in proposals))


def _marked(comment: Comment, audience: Audience) -> bool:
    """Whether it was marked for these readers, or for a wider circle."""
    return comment.readers in SHARED[SHARED.index(audience) :]


def _may_be_told(prepared: Prepared, subject: str) -> bool:
    """Commentary of a document always; of a finding ("<area>.<category>") where its series is shown whole."""
    area, dot, category = subject.partition(".")
    return not dot or whole(prepared, area, category)


def whole(prepared: Prepared, area: str, category: str) -> bool:
    """Whether every month of this series is shown for what it is: categories that guarded sources count are not."""
    return category not in prepared.classes and area in prepared.areas


def effects_for(shared: Prepared, audience: Audience) -> tuple[Effect, ...]:
    """What followed activities, from the counts of this edition; only of series that are shown whole."""
    if shared.cycle.policy.texts.get(audience) != MEETING:
        return ()
    plan = tuple(a for a in shared.activities if a.expects is None or _is_told(shared, a))
    cycle = shared.cycle
    ground = EffectGround(shared.counts, shared.areas, shared.neighbours, cycle.month, cycle.detection, plan)
    return effects_of(ground)


def _is_told(shared: Prepared, activity: Activity) -> bool:
    return activity.expects is not None and whole(shared, activity.expects.area, activity.expects.category)


def told_notices(notices: Iterable[Notice], cycle: Cycle) -> tuple[Notice, ...]:
    """Notices that other readers may have: of these kinds, and of no source that is not OPEN."""
    private: Collection[str] = [title for _, title, of in cycle.sources if of != OPEN]
    return tuple(
        notice
        for notice in notices
        if (notice.kind in NOTICES or (not private and notice.kind == "near_edge"))
        and not any(title in notice.text for title in private)
    )
