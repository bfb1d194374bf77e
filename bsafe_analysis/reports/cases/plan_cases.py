"""The cases of what a delivery plan review says (delivery_review.md.j2)."""

from __future__ import annotations

from enum import StrEnum


class StateWord(StrEnum):
    """How an activity stands, in a cell."""

    BLOCKED = "blocked"
    LATE = "late"
    NOT_BEGUN = "not_begun"
    SLIPPING = "slipping"
    SILENT = "silent"
    ON_TIME = "on_time"
    DONE = "done"
    SAID_DONE = "said_done"
    WITHDRAWN = "withdrawn"


def state_word(state: str) -> StateWord:
    """`state`: of facts/plan_states.py."""
    return StateWord(state)


class PlanHeld(StrEnum):
    """Whether there is a plan to review."""

    HELD = "held"
    REFUSED = "refused"
    NONE = "none"


def plan_held(activities: int, refused: bool) -> PlanHeld:
    """`activities`: how many could be read; `refused`: whether there is a plan of which none could."""
    if activities:
        return PlanHeld.HELD
    return PlanHeld.REFUSED if refused else PlanHeld.NONE


class Stuck(StrEnum):
    """How much is stuck."""

    NOTHING = "nothing"
    ALL_TOLD = "all_told"
    FIRST_OF_MORE = "first_of_more"


def stuck(told: int, in_all: int) -> Stuck:
    """`told`: how many page one has room for; `in_all`: how many are blocked or late."""
    if not in_all:
        return Stuck.NOTHING
    return Stuck.ALL_TOLD if told == in_all else Stuck.FIRST_OF_MORE


SENTENCES = (state_word, plan_held, stuck)
