"""What people write beside the delivery plan: decisions, commentary and what communities and practitioners say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.model.issue_scores import IssueScore


class Choice(StrEnum):
    """What the meeting did with a proposal."""

    ACCEPT = "accept"
    AMEND = "amend"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Proposal:
    """One proposal of one month and what the meeting decided; `choice` None: not decided yet.

    `ref` is "<month>-<number>"; `finding` the finding's id; `area` and `category` where it belongs.
    """

    ref: str
    month: str
    finding: str
    area: str
    category: str
    option: str
    action: str
    agency: str
    choice: Choice | None = None
    why: str = ""
    owner: str = ""
    due: date | None = None

    @property
    def is_agreed(self) -> bool:
        return self.choice in (Choice.ACCEPT, Choice.AMEND)


@dataclass(frozen=True)
class DecisionSheet:
    """A month's proposals as the meeting left them. `held`: the day it met, where somebody wrote it down."""

    month: str
    proposals: tuple[Proposal, ...]
    held: date | None = None

    @property
    def is_final(self) -> bool:
        """Whether the meeting has been: its day is given, or every proposal is decided."""
        decided = [proposal.choice is not None for proposal in self.proposals]
        return self.held is not None or (bool(decided) and all(decided))


@dataclass(frozen=True)
class GroupSheet:
    """What one meeting of a group decided on what its pack put to it. `group`: its key; `on`: the meeting's day."""

    group: str
    on: date
    decisions: DecisionSheet


class Passing(StrEnum):
    """What an area's meeting did with an issue: put it to the borough's meeting, or keep it."""

    ESCALATE = "escalate"
    KEEP = "keep"


@dataclass(frozen=True)
class Escalation:
    """An issue of one area that may go up to the borough's meeting of the month after; `choice` None: not decided yet.

    `area` is the area whose meeting it was; `category`, `activity` are "" where it is about none.
    """

    ref: str
    month: str
    area: str
    issue: str
    ask: str
    agency: str = ""
    category: str = ""
    activity: str = ""
    choice: Passing | None = None
    why: str = ""


@dataclass(frozen=True)
class Hypothesis:
    """One explanation that was put to the test."""

    claim: str
    test: str = ""
    result: str = ""


@dataclass(frozen=True)
class Comment:
    """What somebody wrote in one month: of a document (`subject` its name) or of a finding ("<area>.<category>").

    `readers`: the widest audience that its writer marked it for.
    """

    month: str
    subject: str
    on: date | None
    role: str
    text: str
    hypotheses: tuple[Hypothesis, ...] = ()
    readers: Audience = Audience.INTERNAL


@dataclass(frozen=True)
class CommunityPriority:
    """What a community asked for, beside what was done: "you said, we did". `category` "" where it is no count."""

    area: str
    concern: str
    source: str
    on: date
    category: str = ""
    action: str = ""
    outcome: str = ""
    asked: int | None = None
    """How many people were asked, where that is known."""


@dataclass(frozen=True)
class Concern:
    """What residents say in one place, with who asked, when, and how many."""

    area: str
    concern: str
    source: str
    on: date
    asked: int | None = None


@dataclass(frozen=True)
class LocalFact:
    """Something that stands in a neighbourhood: an asset, a service or a known issue. Organisations and roles only."""

    area: str
    kind: str
    name: str
    about: str = ""
    contact: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Register:
    """All of it. `decisions` oldest month first, up to the month of the cycle; `comments` likewise."""

    decisions: tuple[DecisionSheet, ...] = ()
    comments: tuple[Comment, ...] = ()
    community: tuple[CommunityPriority, ...] = ()
    concerns: tuple[Concern, ...] = ()
    assets: tuple[LocalFact, ...] = ()
    services: tuple[LocalFact, ...] = ()
    issues: tuple[LocalFact, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    scores: tuple[IssueScore, ...] = ()
    """What scorers wrote of the issues of this month's strategic assessment."""
    meetings: tuple[GroupMeeting, ...] = ()
    """When groups meet, past and to come, the earliest first."""
    group_sheets: tuple[GroupSheet, ...] = ()
    """What groups' own meetings decided, of those that look at this month or an earlier one; the earliest first."""

    def escalated(self, month: str) -> tuple[Escalation, ...]:
        """What areas' meetings of that month decided to put to the borough's next one."""
        return tuple(e for e in self.escalations if e.month == month and e.choice is Passing.ESCALATE)

    def decided(self, month: str) -> DecisionSheet | None:
        return next((decisions for decisions in self.decisions if decisions.month == month), None)

    def comments_on(self, subject: str, first: str, last: str) -> tuple[Comment, ...]:
        """What was written of a document or a finding from one month to another, oldest first."""
        return tuple(c for c in self.comments if c.subject == subject and first <= c.month <= last)
