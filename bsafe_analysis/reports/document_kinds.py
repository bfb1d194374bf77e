"""Every kind of document, listed by hand: the one place where a kind is known by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.documents import (
    annex,
    coordinator,
    data_quality,
    delivery_review,
    lap_assessment,
    neighbourhood_monitor,
    neighbourhood_profile,
    performance_report,
    resourcing_paper,
    strategic_assessment,
    tactical_assessment,
    theme_pack,
)
from bsafe_analysis.reports.documents.annex import Annex, build_annex
from bsafe_analysis.reports.documents.coordinator import CoordinatorPage, build_coordinator
from bsafe_analysis.reports.documents.data_quality import DataQuality, build_data_quality
from bsafe_analysis.reports.documents.delivery_review import DeliveryReview, build_delivery_review
from bsafe_analysis.reports.documents.document import Document
from bsafe_analysis.reports.documents.lap_assessment import LapAssessment, build_lap_assessment
from bsafe_analysis.reports.documents.neighbourhood_monitor import NeighbourhoodMonitor, build_neighbourhood_monitor
from bsafe_analysis.reports.documents.neighbourhood_profile import NeighbourhoodProfile, build_neighbourhood_profile
from bsafe_analysis.reports.documents.performance_report import PerformanceReport, build_performance_report
from bsafe_analysis.reports.documents.required_contents import Contents
from bsafe_analysis.reports.documents.resourcing_paper import ResourcingPaper, build_resourcing_paper
from bsafe_analysis.reports.documents.strategic_assessment import StrategicAssessment, build_strategic_assessment
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment, build_tactical_assessment
from bsafe_analysis.reports.documents.theme_pack import ThemePack, build_theme_pack
from bsafe_analysis.reports.exhibits.annex_exhibits import annex_exhibits
from bsafe_analysis.reports.exhibits.coordinator_exhibits import coordinator_exhibits
from bsafe_analysis.reports.exhibits.data_quality_exhibits import data_quality_exhibits
from bsafe_analysis.reports.exhibits.delivery_exhibits import delivery_exhibits
from bsafe_analysis.reports.exhibits.exhibit import Exhibits
from bsafe_analysis.reports.exhibits.lap_exhibits import lap_exhibits
from bsafe_analysis.reports.exhibits.monitor_exhibits import monitor_exhibits
from bsafe_analysis.reports.exhibits.performance_exhibits import performance_exhibits
from bsafe_analysis.reports.exhibits.profile_exhibits import profile_exhibits
from bsafe_analysis.reports.exhibits.resourcing_exhibits import resourcing_exhibits
from bsafe_analysis.reports.exhibits.strategic_exhibits import strategic_exhibits
from bsafe_analysis.reports.exhibits.tactical_exhibits import tactical_exhibits
from bsafe_analysis.reports.exhibits.theme_exhibits import theme_exhibits
from bsafe_analysis.reports.index_lines import annex_line, data_quality_line, meeting_line, profile_line

Kind = TypeVar("Kind", bound=Document)


class DocumentsOfMonth:
    """Builds a month's documents; what several of them follow from is built once, and kept as long as this is."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared

    @cached_property
    def tactical(self) -> TacticalAssessment:
        """The month's tactical assessment, from which every LAP assessment follows."""
        return build_tactical_assessment(self.prepared)

    def build(self, name: str, area: str, group: str = "", meeting: str = "") -> Document:
        """The document of that kind about the place with this code; KeyError where there is no such kind or place.

        `group`, `meeting`: of a kind that is made for groups, the group's key and the day (2026-10-14) of its meeting.
        """
        kind = KINDS[name]
        if kind.for_meeting:
            return kind.for_meeting(self, group, meeting)
        assert kind.build is not None
        return kind.build(self, area)

    def index_line(self, name: str, area: str) -> str:
        """A few words that the index says of one document beside its name; "" where there is nothing to say."""
        return KINDS[name].index_line(self, area)


@dataclass(frozen=True)
class DocumentKind(Generic[Kind]):
    """How a kind of document is made. Its name is also that of its module, template, notebook and in documents.yml.

    Where one is built it is given the code of its place. Of which places there is one each, documents.yml says.
    """

    exhibits: Callable[[Kind], Exhibits]
    build: Callable[[DocumentsOfMonth, str], Kind] | None = None
    index_line: Callable[[DocumentsOfMonth, str], str] = lambda month, area: ""
    for_meeting: Callable[[DocumentsOfMonth, str, str], Kind] | None = None
    """In the place of `build` where it is made for a group's meeting: given the group's key and the day."""


KINDS: dict[str, DocumentKind[Any]] = {
    tactical_assessment.NAME: DocumentKind[TacticalAssessment](
        build=lambda month, area: month.tactical,
        exhibits=tactical_exhibits,
        index_line=lambda month, area: meeting_line(month.tactical),
    ),
    annex.NAME: DocumentKind[Annex](
        build=lambda month, area: build_annex(month.prepared),
        exhibits=annex_exhibits,
        index_line=lambda month, area: annex_line(),
    ),
    data_quality.NAME: DocumentKind[DataQuality](
        build=lambda month, area: build_data_quality(month.prepared),
        exhibits=data_quality_exhibits,
        index_line=lambda month, area: data_quality_line(build_data_quality(month.prepared)),
    ),
    lap_assessment.NAME: DocumentKind[LapAssessment](
        build=lambda month, area: build_lap_assessment(month.tactical, area),
        exhibits=lap_exhibits,
        index_line=lambda month, area: meeting_line(build_lap_assessment(month.tactical, area)),
    ),
    neighbourhood_profile.NAME: DocumentKind[NeighbourhoodProfile](
        build=lambda month, area: build_neighbourhood_profile(month.prepared, area),
        exhibits=profile_exhibits,
        index_line=lambda month, area: profile_line(month.prepared, area),
    ),
    strategic_assessment.NAME: DocumentKind[StrategicAssessment](
        build=lambda month, area: build_strategic_assessment(month.prepared),
        exhibits=strategic_exhibits,
    ),
    delivery_review.NAME: DocumentKind[DeliveryReview](
        build=lambda month, area: build_delivery_review(month.prepared),
        exhibits=delivery_exhibits,
    ),
    performance_report.NAME: DocumentKind[PerformanceReport](
        build=lambda month, area: build_performance_report(month.prepared),
        exhibits=performance_exhibits,
    ),
    coordinator.NAME: DocumentKind[CoordinatorPage](
        build=lambda month, area: build_coordinator(month.prepared),
        exhibits=coordinator_exhibits,
    ),
    neighbourhood_monitor.NAME: DocumentKind[NeighbourhoodMonitor](
        build=lambda month, area: build_neighbourhood_monitor(month.prepared),
        exhibits=monitor_exhibits,
    ),
    resourcing_paper.NAME: DocumentKind[ResourcingPaper](
        build=lambda month, area: build_resourcing_paper(month.prepared),
        exhibits=resourcing_exhibits,
    ),
    theme_pack.NAME: DocumentKind[ThemePack](
        exhibits=theme_exhibits,
        for_meeting=lambda month, group, meeting: build_theme_pack(month.prepared, group, meeting),
    ),
}


def build_document(prepared: Prepared, name: str, area: str, group: str = "", meeting: str = "") -> Document:
    """One document by itself. Who builds several of a month keeps a DocumentsOfMonth."""
    if not isinstance(area, str):  # papermill's -p makes a number of 01: only a notebook run by hand can send one
        raise TypeError(f"area is {area!r}, a number; a code is text: write area = '01', and for papermill -r area 01")
    return DocumentsOfMonth(prepared).build(name, area, group, meeting)


def exhibits_of(document: Document) -> Exhibits:
    """The figures and tables of a document of any kind."""
    return KINDS[document.name].exhibits(document)


def contents_of(document: Document) -> Contents:
    """What a page of this document must hold: the gate compares the page with it."""
    exhibits = exhibits_of(document)
    figures, tables = ([exhibit.id for exhibit in each] for each in (exhibits.figures, exhibits.tables))
    return Contents(document.sections, tuple(figures), tuple(tables))
