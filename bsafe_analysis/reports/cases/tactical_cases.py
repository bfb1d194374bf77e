"""The cases of the tactical assessment's sentences."""

from __future__ import annotations

from enum import StrEnum


class Apart(StrEnum):
    """How many counts stand apart from what was expected, and what of that needs attention."""

    UNJUDGED = "unjudged"
    NONE = "none"
    ALL_NEED_ATTENTION = "all_need_attention"
    ALL_IMPROVED = "all_improved"
    SOME_IMPROVED = "some_improved"


def apart(signals: int, improved: int, judged: int) -> Apart:
    """`signals`: counts that stand apart, `improved` of them for the better; `judged`: how many could be judged."""
    if not signals:
        return Apart.NONE if judged else Apart.UNJUDGED
    if not improved:
        return Apart.ALL_NEED_ATTENTION
    return Apart.ALL_IMPROVED if improved == signals else Apart.SOME_IMPROVED


SENTENCES = (apart,)
