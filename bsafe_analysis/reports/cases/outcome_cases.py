"""The cases of what is told of the outcomes of recorded crimes (outcomes.md.j2)."""

from __future__ import annotations

from enum import StrEnum


class OutcomesHeld(StrEnum):
    """Whether any month is old enough to tell of."""

    NOTHING = "nothing"
    TOLD = "told"


def outcomes_held(held: int) -> OutcomesHeld:
    """`held`: how many months of the year are old enough."""
    return OutcomesHeld.TOLD if held else OutcomesHeld.NOTHING


class OutcomeMonths(StrEnum):
    """How much is told of the year and of the one before."""

    WHOLE = "unsaid"
    IN_PART = "in_part"
    ONE_YEAR = "one_year"


def outcome_months(held: int, before: int) -> OutcomeMonths:
    """`held`, `before`: how many months of the year, and of the year before, are old enough."""
    if not before:
        return OutcomeMonths.ONE_YEAR
    return OutcomeMonths.WHOLE if held == before == 12 else OutcomeMonths.IN_PART


class OutcomePart(StrEnum):
    """How the crimes with one outcome are told among all."""

    NOT_HELD = "not_held"
    COUNT = "count"
    SHARE = "share"


def outcome_part(whole: int, share: float | None) -> OutcomePart:
    """`whole`: crimes of which any outcome is told; `share`: of them those with this one, None where they are few."""
    if not whole:
        return OutcomePart.NOT_HELD
    return OutcomePart.COUNT if share is None else OutcomePart.SHARE


SENTENCES = (outcomes_held, outcome_months, outcome_part)
