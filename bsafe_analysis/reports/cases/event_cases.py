"""The cases of many kinds of incident that moved at once (at_once.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.findings import Direction


class OnceSide(StrEnum):
    """To which side they moved."""

    NONE = "unsaid"
    LOW = "low"
    HIGH = "high"


def once_side(direction: Direction | None) -> OnceSide:
    """`direction`: None where no more moved at once than do by chance."""
    if direction is None:
        return OnceSide.NONE
    return OnceSide.HIGH if direction == Direction.UP else OnceSide.LOW


class HereToo(StrEnum):
    """What an area's page says of what moved at once here, and in the whole borough."""

    NONE = "unsaid"
    HERE = "here"
    BOROUGH = "borough"
    """In the borough, and not so that it could be told here."""
    BOTH = "both"
    APART = "apart"
    """In both, each to another side."""


def here_too(here: Direction | None, borough: Direction | None) -> HereToo:
    """`here`, `borough`: to which side many kinds moved at once in the area, in the borough; None: they did not."""
    if here and borough:
        return HereToo.BOTH if here == borough else HereToo.APART
    if borough:
        return HereToo.BOROUGH
    return HereToo.HERE if here else HereToo.NONE


SENTENCES = (once_side, here_too)
