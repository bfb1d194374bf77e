"""Who reads, of which class a source is, and what the data controller lets readers see (parameters/policy.yml)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

OPEN = "OPEN"
CLASSES = (OPEN, "PARTNER", "RESTRICTED")
"""Classes of source, the most open first. A category has the highest class of its sources."""


class Audience(StrEnum):
    """Who will read a page, the widest last: each sees no more than the one before it."""

    INTERNAL = "internal"
    """The partnership's own analysts, who see everything."""
    PARTNER = "partner"
    PUBLIC = "public"


SHARED = (Audience.PARTNER, Audience.PUBLIC)
"""Audiences beyond the partnership's own analysts, for which an edition is made."""


@dataclass(frozen=True)
class Policy:
    """The data controller's rules (parameters/policy.yml). The defaults are those of docs/disclosure.md."""

    smallest: dict[Audience, dict[str, int]] = field(
        default_factory=lambda: {
            Audience.PARTNER: {"PARTNER": 5, "RESTRICTED": 5},
            Audience.PUBLIC: {"PARTNER": 10, "RESTRICTED": 10},
        }
    )
    """Audience -> class -> the smallest count shown. Noughts are hidden with the small: a nought tells of everyone."""
    round_to: dict[Audience, int] = field(default_factory=lambda: {Audience.PARTNER: 1, Audience.PUBLIC: 5})
    finest: dict[Audience, dict[str, str]] = field(default_factory=dict)
    """Audience -> class -> the finest level of place that is shown at all ("neighbourhood" where not named)."""
    rate_base: dict[Audience, int] = field(default_factory=lambda: {Audience.PARTNER: 10, Audience.PUBLIC: 20})
    """Audience -> the smallest count on which a rate may rest."""
    begins: dict[Audience, str] = field(default_factory=dict)
    """Audience -> the first month of which it is shown guarded counts at all (where the memory of earlier is lost)."""
    map_points: tuple[Audience, ...] = (Audience.INTERNAL, Audience.PARTNER)
    """Audiences that are shown map points."""
    texts: dict[Audience, str] = field(default_factory=lambda: {Audience.PARTNER: "meeting", Audience.PUBLIC: "titles"})
    """Audience -> what people wrote that it reads: "titles" of activities, "meeting" (also final decisions, what
    followed activities and commentary marked for it), or "none" (edition_texts.py)."""


def highest(classes: Sequence[str]) -> str:
    """The class of what is made from inputs of these classes.

    >>> highest(["OPEN", "PARTNER"])
    'PARTNER'
    """
    return max(classes, key=CLASSES.index, default=OPEN)
