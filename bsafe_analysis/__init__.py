"""From police and partner data to a community safety partnership's monthly documents."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "open_cycle": "preparation.store",
    "build_tactical_assessment": "reports.documents",
    "build_lap_assessment": "reports.documents",
    "build_neighbourhood_profile": "reports.documents",
    "show": "reports.show",
    "finish": "reports.show",
    "open_workbench": "workbench.opening",
    "show_view": "workbench.opening",
    "show_start": "workbench.start",
}
"""The names a notebook imports, and where they live. Fetched when first used, so that a command starts at once."""

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'bsafe_analysis' has no name {name!r}")
    return getattr(import_module(f"bsafe_analysis.{_WHERE[name]}"), name)
