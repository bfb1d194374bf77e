"""From which months a series is recorded otherwise than before, as the settings of a prepared month have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def comparable_from(settings: Mapping[str, Any], place: str, category: str, last: str) -> str:
    """The first month that may be set beside `last`: that of the newest change of recording; "" where there is none."""
    return max((since for since in _changes(settings, place, category) if since <= last), default="")


def _changes(settings: Mapping[str, Any], place: str, category: str) -> Iterator[str]:
    for name, since in settings.get("rebase") or ():
        if name in ("*", category):
            yield str(since)
    for change in settings.get("rebases") or ():
        if place in change["places"] and change["category"] in ("*", category):
            yield str(change["since"])
