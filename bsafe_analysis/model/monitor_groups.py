"""How kinds of incident stand together in the neighbourhood monitor's grid (monitor.yml)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MonitorGroup:
    """A column of the grid: the categories, by key, that are added up under one title."""

    key: str
    title: str
    categories: tuple[str, ...]
