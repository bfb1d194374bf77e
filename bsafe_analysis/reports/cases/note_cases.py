"""The cases of data notes and of what an edition leaves out (findings.md.j2, editions.md.j2)."""

from __future__ import annotations

from enum import StrEnum

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


class Withheld(StrEnum):
    """What of all that people wrote an edition for others leaves out."""

    ALL_BUT_MARKED = "all_but_marked"
    ALL = "all"


def withheld(texts: str) -> Withheld:
    """`texts`: what the edition's policy says of people's words; "meeting" lets pass what the meeting is told."""
    return Withheld.ALL_BUT_MARKED if texts == "meeting" else Withheld.ALL


SENTENCES = (revised, fell_inside, withheld)
