"""The cases of how long a signal has stood, and in how many of its months (findings.md.j2, phrases.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.findings import Finding, Onset
from bsafe_analysis.reports.cases.finding_cases import BeganWhen, began_when


class HowOften(StrEnum):
    """In how many of a change's months the count itself lay outside its range."""

    NEVER = "never"
    """Its months stand out together alone."""
    THIS_MONTH = "this_month"
    ALWAYS = "always"
    SOMETIMES = "sometimes"
    SOME_OF_A_SPAN = "some_of_a_span"
    """It is not known for sure when it began: the months are those from the likeliest, or from the first it may be."""


def how_often(onset: Onset | None, outside: int, of: int, months: int) -> HowOften:
    """`outside` of the `of` that can be judged, of the `months` since it began; `onset`: as pages say it."""
    if not outside:
        return HowOften.NEVER
    if months == 1:
        return HowOften.THIS_MONTH
    if began_when(onset) is not BeganWhen.KNOWN:
        return HowOften.SOME_OF_A_SPAN
    return HowOften.ALWAYS if outside == of == months else HowOften.SOMETIMES


class CountedMonths(StrEnum):
    """Of what months it is said in how many of them a count lay outside."""

    ALL = "all"
    JUDGED = "judged"
    """Not every one was held and can be judged."""


def counted_months(of: int, months: int) -> CountedMonths:
    """`of` the `months` can be judged."""
    return CountedMonths.ALL if of == months else CountedMonths.JUDGED


class BeganThen(StrEnum):
    """Whether a change is said to have begun in an exceptional time that is over."""

    UNSAID = "unsaid"
    DURING = "during"
    PERHAPS = "perhaps"
    """Some month in which it may have begun lies in that time, and some does not."""


def began_then(may_be: bool, surely: bool) -> BeganThen:
    """`may_be`: whether it began in such a time, or may have; `surely`: whether no other month is left open."""
    if not may_be:
        return BeganThen.UNSAID
    return BeganThen.DURING if surely else BeganThen.PERHAPS


class Lasted(StrEnum):
    """How it is said that something has lasted."""

    THROUGHOUT = "throughout"
    """Its count lay outside its range in every month."""
    ON_AND_OFF = "on_and_off"
    TOGETHER = "together"
    """In none: its months stand out together alone."""


def lasted(outside: int, of: int, months: int) -> Lasted:
    """`outside` of the `of` that can be judged, of the `months` since it began."""
    if not outside:
        return Lasted.TOGETHER
    return Lasted.THROUGHOUT if outside == of == months else Lasted.ON_AND_OFF


class RunWindow(StrEnum):
    """Whether the first of the months taken together is named beside the month in which the change began."""

    AS_IT_BEGAN = "unsaid"
    NAMED = "named"


def run_window(finding: Finding) -> RunWindow:
    """Named where it is another: the sum is not of the months since the change began."""
    onset = finding.onset
    as_told = onset is None or (began_when(onset.told) is BeganWhen.KNOWN and onset.told.month == finding.run_since)
    return RunWindow.AS_IT_BEGAN if as_told or finding.run_months == 1 else RunWindow.NAMED


class SumBegins(StrEnum):
    """Whether the sum of months begins before the change did."""

    WITH_IT = "unsaid"
    BEFORE_IT = "before_it"


def sum_begins(finding: Finding) -> SumBegins:
    """Said only where the month of its beginning is known."""
    onset = finding.onset
    if onset is None or finding.run_months == 1 or began_when(onset.told) is not BeganWhen.KNOWN:
        return SumBegins.WITH_IT
    return SumBegins.BEFORE_IT if finding.run_since < onset.told.month else SumBegins.WITH_IT


class MonthOfRun(StrEnum):
    """How the newest of months taken together stands by itself."""

    ONE_MONTH = "unsaid"
    WITHIN = "within"
    """Said wherever the sum is: who reads it would take the month for as far out."""
    OUTSIDE = "outside"


def month_of_run(finding: Finding) -> MonthOfRun:
    """Of a finding that is about one month nothing is said."""
    if finding.run_months == 1:
        return MonthOfRun.ONE_MONTH
    return MonthOfRun.WITHIN if finding.lower <= finding.observed <= finding.upper else MonthOfRun.OUTSIDE


class NoNewsAlone(StrEnum):
    """Whether a line of a list says that the newest of its months is no news by itself."""

    UNSAID = "unsaid"
    WITHIN = "within"


def no_news_alone(finding: Finding) -> NoNewsAlone:
    """Where it lies within its range."""
    return NoNewsAlone.WITHIN if month_of_run(finding) is MonthOfRun.WITHIN else NoNewsAlone.UNSAID


SENTENCES = (how_often, counted_months, began_then, lasted, run_window, sum_begins, month_of_run, no_news_alone)
