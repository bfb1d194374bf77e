"""From police and partner data to a community safety partnership's monthly documents. The public names: docs/api.md."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bsafe_analysis.preparation.store import open_cycle
    from bsafe_analysis.reports.document_kinds import build_document
    from bsafe_analysis.reports.documents import (
        build_lap_assessment,
        build_neighbourhood_profile,
        build_tactical_assessment,
    )
    from bsafe_analysis.reports.show import finish, show
    from bsafe_analysis.reports.simple_document import simple_document
    from bsafe_analysis.workbench.opening import open_workbench, show_view
    from bsafe_analysis.workbench.own_analysis import open_incidents
    from bsafe_analysis.workbench.start import show_start

_WHERE = {
    "open_cycle": "preparation.store",
    "build_tactical_assessment": "reports.documents",
    "build_lap_assessment": "reports.documents",
    "build_neighbourhood_profile": "reports.documents",
    "build_document": "reports.document_kinds",
    "show": "reports.show",
    "finish": "reports.show",
    "simple_document": "reports.simple_document",
    "open_incidents": "workbench.own_analysis",
    "open_workbench": "workbench.opening",
    "show_view": "workbench.opening",
    "show_start": "workbench.start",
}
"""Where the public names live. Fetched when first used, so that a command starts at once."""

__all__ = [
    "build_document", "build_lap_assessment", "build_neighbourhood_profile", "build_tactical_assessment", "finish",
    "open_cycle", "open_incidents", "open_workbench", "show", "show_start", "show_view",
    "simple_document",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'bsafe_analysis' has no name {name!r}")
    return getattr(import_module(f"bsafe_analysis.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    """The public names alone: what Tab offers in a notebook."""
    return list(__all__)
