"""The strategic assessment: which issues to work on in the next twelve months, and how sure that is.

Of any twelve months, from one prepared month alone. What it proposes is for members to agree; it sets out no steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.documents.decisions_sought import told_on
from bsafe_analysis.reports.facts.addresses import slug
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.issues_ranked import IssuesRanked, IssueTold, Move, beyond_every_year, issues_ranked
from bsafe_analysis.reports.facts.long_run_told import YearsTold, years_told
from bsafe_analysis.reports.facts.review import ActivityReview, review
from bsafe_analysis.reports.facts.source_arrivals import SourceScope, scopes

NAME = "strategic_assessment"
MOST_CLOSE_CALLS = 3
"""On page one; the table of scores has all."""


@dataclass(frozen=True)
class StrategicAssessment:
    """One borough, twelve months and the years before them."""

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = (
        "page-one", "scope", "last-year", "levels", "areas", "outlook", "scoring", "proposals", "data-notes",
    )  # fmt: skip

    prepared: Prepared
    place: Area
    years: tuple[YearsTold, ...]
    of_areas: tuple[tuple[Area, tuple[YearsTold, ...]], ...]
    issues: IssuesRanked
    review: ActivityReview
    scopes: tuple[SourceScope, ...]
    notes: DataNotes

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @cached_property
    def kept(self) -> tuple[IssueTold, ...]:
        return self.issues.moving(Move.KEEP)

    @cached_property
    def added(self) -> tuple[IssueTold, ...]:
        return self.issues.moving(Move.ADD)

    @cached_property
    def proposed(self) -> tuple[IssueTold, ...]:
        """What members are asked to agree."""
        return (*self.kept, *self.added)

    @cached_property
    def close_calls(self) -> tuple[IssueTold, ...]:
        return self.issues.moving(Move.CHOOSE)

    @property
    def first_close_calls(self) -> tuple[IssueTold, ...]:
        return self.close_calls[:MOST_CLOSE_CALLS]

    @cached_property
    def leaving(self) -> tuple[IssueTold, ...]:
        """Issues of present priorities that hardly ever come among the first."""
        return self.issues.moving(Move.MAY_LEAVE)

    @cached_property
    def drawn(self) -> tuple[IssueTold, ...]:
        """Issues that are drawn year by year: what is proposed and the first close calls, those that are counted."""
        return tuple(issue for issue in (*self.proposed, *self.first_close_calls) if issue.category)

    @staticmethod
    def drawn_id(issue: IssueTold) -> str:
        """The id of an issue's chart."""
        return f"rolling-{slug(issue.category.key)}" if issue.category else ""

    @property
    def too_few_scorers(self) -> tuple[tuple[IssueTold, str], ...]:
        """Issue by issue the judged factors that fewer scored than are needed."""
        return tuple((issue, factor) for issue in self.issues.every for factor in issue.too_few_scorers)

    @property
    def left_out_months(self) -> tuple[str, ...]:
        """Months of the year that are in no sum, of any kind of incident."""
        return tuple(sorted({month for years in self.years for month in years.left_out}))

    @property
    def left_out_calendar(self) -> tuple[int, ...]:
        """The same by their number in the year: of some year each of them is not held."""
        return tuple(int(month[5:]) for month in self.left_out_months)

    @property
    def ahead_below(self) -> tuple[IssueTold, ...]:
        """Issues whose range ahead lies below every year shown."""
        return tuple(issue for issue in self.issues.every if beyond_every_year(issue) < 0)

    @property
    def ahead_above(self) -> tuple[IssueTold, ...]:
        """The same above."""
        return tuple(issue for issue in self.issues.every if beyond_every_year(issue) > 0)

    @property
    def years_touched(self) -> bool:
        """Whether the year itself touches an exceptional time."""
        return any(years.now.exceptional for years in self.years if years.now)


def build_strategic_assessment(prepared: Prepared) -> StrategicAssessment:
    """What should the partnership work on, from twelve months and the years before?"""
    borough = prepared.areas.borough
    years = years_told(prepared, borough)
    return StrategicAssessment(
        prepared=prepared,
        place=borough,
        years=years,
        of_areas=tuple((area, years_told(prepared, area)) for area in prepared.areas.local_areas),
        issues=issues_ranked(prepared, borough, years),
        review=review(prepared.activities, told_on(prepared)),
        scopes=scopes(prepared),
        notes=data_notes(prepared),
    )
