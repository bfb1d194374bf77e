"""The cases of how long a signal has stood, and in how many of its months (findings.md.j2, phrases.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.findings import Finding
from bsafe_analysis.reports.cases.finding_cases import BeganWhen, began_when


class HowOften(StrEnum):
    """In how many of a change's months the count itself lay outside its range."""

    NEVER = "never"
    """Its months stand out together alone."""
    THIS_MONTH = "this_month"
    ALWAYS = "always"
    SOMETIMES = "sometimes"


def how_often(outside: int, of: int) -> HowOften:
    """`outside` of the `of` months since the first such, which is this one where there is no other."""
    if not outside:
        return HowOften.NEVER
    if outside < of:
        return HowOften.SOMETIMES
    return HowOften.THIS_MONTH if of == 1 else HowOften.ALWAYS


class Lasted(StrEnum):
    """How it is said that something has lasted."""

    THROUGHOUT = "throughout"
    """Its count lay outside its range in every month."""
    ON_AND_OFF = "on_and_off"
    BEGAN_BEFORE = "began_before"
    """It began before the first month that lay so."""
    TOGETHER = "together"
    """In none: its months stand out together alone."""


def lasted(outside: int, of: int, months: int) -> Lasted:
    """`outside` of the `of` months since the first such, 0 of 0 where there is none; `months`: since it began."""
    if not outside:
        return Lasted.TOGETHER
    if of < months:
        return Lasted.BEGAN_BEFORE
    return Lasted.THROUGHOUT if outside == of else Lasted.ON_AND_OFF


class TitleSince(StrEnum):
    """What a signal's heading says of its time."""

    THIS_MONTH = "this_month"
    SINCE = "since"
    ON_AND_OFF = "on_and_off"
    TOGETHER = "together"


def title_since(outside: int, of: int, months: int) -> TitleSince:
    """`outside` of the `of` months since the first such; `months`: how many it is about, taken together."""
    if not outside:
        return TitleSince.TOGETHER if months > 1 else TitleSince.THIS_MONTH
    if outside < of:
        return TitleSince.ON_AND_OFF
    return TitleSince.THIS_MONTH if of == 1 else TitleSince.SINCE


class RunWindow(StrEnum):
    """Whether the first of the months taken together is named beside the month in which the change began."""

    AS_IT_BEGAN = "unsaid"
    NAMED = "named"


def run_window(finding: Finding) -> RunWindow:
    """Named where it is another: the sum is not of the months since the change began."""
    onset = finding.onset
    as_told = onset is None or (began_when(onset.told) is BeganWhen.KNOWN and onset.told.month == finding.run_since)
    return RunWindow.AS_IT_BEGAN if as_told or finding.run_months == 1 else RunWindow.NAMED


SENTENCES = (how_often, lasted, title_since, run_window)
