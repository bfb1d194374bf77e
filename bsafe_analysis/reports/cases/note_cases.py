"""The cases of data notes and of what an edition leaves out (findings.md.j2, editions.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import add_months

AS_GOOD_AS_STATED = 0.01
"""Shares of counts inside their ranges that differ by less than this are told as equal."""


class RevisedWhat(StrEnum):
    """What was downloaded again."""

    SOURCE = "source"
    """A source that is not delivered by months."""
    MONTH = "month"
    MONTH_OF_SOURCE = "month_of_source"


def revised(month: str, sources: int) -> RevisedWhat:
    """`month`: "" where the source has none; `sources`: how many were revised, which are named where several were."""
    if not month:
        return RevisedWhat.SOURCE
    return RevisedWhat.MONTH_OF_SOURCE if sources > 1 else RevisedWhat.MONTH


class FellInside(StrEnum):
    """Whether expected ranges held as many past counts as they are made to."""

    AS_STATED = "as_stated"
    MORE = "more"
    FEWER = "fewer"


def fell_inside(inside: float, stated: float) -> FellInside:
    """Two shares of all counts, between 0 and 1."""
    if inside > stated + AS_GOOD_AS_STATED:
        return FellInside.MORE
    return FellInside.FEWER if inside < stated - AS_GOOD_AS_STATED else FellInside.AS_STATED


class SizeBand(StrEnum):
    """Which counts of past months a share is of, by how many were expected a month."""

    UNDER = "under"
    BETWEEN = "between"
    OVER = "over"


def size_band(least: float, below: float | None) -> SizeBand:
    """`least`: how many were expected at least; `below`: fewer than how many, None where there is no end."""
    if below is None:
        return SizeBand.OVER
    return SizeBand.BETWEEN if least else SizeBand.UNDER


class Withheld(StrEnum):
    """What of all that people wrote an edition for others leaves out."""

    ALL_BUT_MARKED = "all_but_marked"
    ALL = "all"


def withheld(texts: str) -> Withheld:
    """`texts`: what the edition's policy says of people's words; "meeting" lets pass what the meeting is told."""
    return Withheld.ALL_BUT_MARKED if texts == "meeting" else Withheld.ALL


class CountedWork(StrEnum):
    """Which activities an edition's numbers of activities count."""

    ALL = "unsaid"
    PLAN_ALONE = "plan_alone"
    PLAN_AND_TOLD = "plan_and_told"


def counted_work(audience: str, texts: str) -> CountedWork:
    """`texts`: what the edition's policy says of people's words; what meetings agreed is told by some, and not all."""
    if audience == Audience.INTERNAL:
        return CountedWork.ALL
    return CountedWork.PLAN_AND_TOLD if texts == "meeting" else CountedWork.PLAN_ALONE


class FileChanged(StrEnum):
    """What of the files that came in could move counts without crime having changed."""

    SAME_ROWS = "same_rows"
    """The same incidents came in two files."""
    RENAMED = "renamed"
    """The force's files go on under another name."""
    SILENT = "silent"
    """Categories of which no whole count came."""
    UNKNOWN = "unknown"
    """Crime types that are in no list."""
    SHORT = "short"
    """The whole file has too few rows."""
    PART = "part"
    """The first or the last days of the month are missing."""
    NOWHERE = "nowhere"
    """The share of rows without a place moved."""
    UNPLACED = "unplaced"
    """The share of rows in no neighbourhood moved."""
    STRANGER = "stranger"
    """A force that hardly ever records here did."""


def file_change(what: str) -> FileChanged:
    """`what`: as FileChange has it."""
    return FileChanged(what)


class LeansOn(StrEnum):
    """From which ordinary months ranges come, beside an exceptional time."""

    BEFORE = "before"
    BEFORE_AND_SINCE = "before_and_since"


def leans_on(last: str, month: str) -> LeansOn:
    """`last`: of that time; `month`: the one that is told, from which its own range does not come."""
    return LeansOn.BEFORE_AND_SINCE if add_months(last, 1) < month else LeansOn.BEFORE


SENTENCES = (leans_on, revised, fell_inside, size_band, withheld, counted_work, file_change)
