"""Findings to documents. Every kind of document is listed here by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.documents.lap_assessment import build_lap_assessment
from bsafe_analysis.reports.documents.neighbourhood_profile import build_neighbourhood_profile
from bsafe_analysis.reports.documents.required_contents import Contents
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment, build_tactical_assessment


class Document(Protocol):
    """What all documents have: a name (module, notebook, template, documents.yml), a place, and what they must show."""

    name: str

    @property
    def place(self) -> Area: ...

    @property
    def prepared(self) -> Prepared: ...

    @property
    def contents(self) -> Contents: ...


_latest: list[tuple[Prepared, TacticalAssessment]] = []


def _tactical(prepared: Prepared) -> TacticalAssessment:
    """The tactical assessment of this very month, built once for all the LAP assessments that follow from it."""
    if not _latest or _latest[0][0] is not prepared:
        _latest[:] = [(prepared, build_tactical_assessment(prepared))]
    return _latest[0][1]


BUILDERS: dict[str, Callable[[Prepared, str], Document]] = {
    "tactical_assessment": lambda prepared, area: _tactical(prepared),
    "lap_assessment": lambda prepared, area: build_lap_assessment(_tactical(prepared), area),
    "neighbourhood_profile": build_neighbourhood_profile,
}
"""Document name -> its builder, from the prepared month and an area code (the borough's own for its documents)."""
