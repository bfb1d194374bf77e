"""What goes up from areas to the borough's meeting and what comes back: an issue of one month is put to the next."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.priorities import Priority
from bsafe_analysis.model.register_entries import Escalation, Proposal
from bsafe_analysis.reports.facts.addresses import LAP_ASSESSMENT
from bsafe_analysis.reports.facts.signals import family


@dataclass(frozen=True)
class Escalated:
    """One escalation with its area, and what the borough's meeting made of it, once it has. `meeting`: in short."""

    fact: Escalation
    area: Area
    meeting: str
    priority: Priority | None
    answer: Proposal | None = None
    unranked: bool = False
    """Whether the partnership has no priorities at all."""

    @property
    def source(self) -> str:
        """Who raised it: "LAP North"."""
        return f"{self.meeting} {self.area.name}".strip()


def from_areas(prepared: Prepared) -> tuple[Escalated, ...]:
    """What the areas' meetings of last month ask of this month's, in the order of the areas."""
    return _escalated(prepared, add_months(prepared.cycle.month, -1))


def going_up(prepared: Prepared, area: Area) -> tuple[Escalated, ...]:
    """What this area's meeting decided this month to put to the borough's next one."""
    return tuple(each for each in _escalated(prepared, prepared.cycle.month) if each.area.code == area.code)


def _escalated(prepared: Prepared, month: str) -> tuple[Escalated, ...]:
    now = prepared.register.decided(prepared.cycle.month)
    answers = {proposal.ref: proposal for proposal in (now.proposals if now else ())}
    order = {area.code: i for i, area in enumerate(prepared.areas)}
    asked = sorted(prepared.register.escalated(month), key=lambda e: (order[e.area], e.ref))
    return tuple(_one(prepared, escalation, answers.get(escalation.ref)) for escalation in asked)


def _one(prepared: Prepared, fact: Escalation, answer: Proposal | None) -> Escalated:
    priority = prepared.priorities.of_category(fact.category) if fact.category else None
    meeting = next((m.name for m in prepared.cycle.meetings if m.document == LAP_ASSESSMENT), "")
    return Escalated(
        fact, prepared.areas[fact.area], in_short(meeting), priority, answer, not prepared.priorities.every
    )


def in_short(name: str) -> str:
    """A meeting's name as it is called: its initials where it has three words or more.

    >>> in_short("Local Action Partnership"), in_short("Area board")
    ('LAP', 'Area board')
    """
    capitals = [word[0] for word in name.split() if word[0].isupper()]
    return "".join(capitals) if len(capitals) >= 3 else name


def proposed_in(prepared: Prepared, area: Area) -> tuple[Activity, ...]:
    """Work of this area and its neighbourhoods that is blocked, longest first: the borough may unblock it."""
    codes = set(family(prepared.areas, area.code)) - {prepared.areas.borough.code}
    blocked = [a for a in prepared.activities if a.is_blocked() and set(a.areas) & codes]
    longest = sorted(blocked, key=lambda a: (a.blocked_since is None, str(a.blocked_since), a.ref))
    return tuple(longest[: prepared.cycle.meeting_policy.most_escalated])
