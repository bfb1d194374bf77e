"""A month's documents composed without a notebook, whole or a section at a time, each with what it states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bsafe_analysis.claims.claim_file import DocumentClaims
from bsafe_analysis.claims.ledger import listening
from bsafe_analysis.claims.records import Statement, statement_of
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.document_kinds import DocumentsOfMonth
from bsafe_analysis.reports.show import compose
from tests.audit.pages_by_hand import page_of

PROFILES = 3
OF_THE_BOROUGH = ("tactical_assessment", "annex", "data_quality", "strategic_assessment", "delivery_review")


class PageSection(NamedTuple):
    """Where a sentence stands: the kind of document, the code of its place, and the section."""

    kind: str
    area: str
    section: str


class SectionSaid(NamedTuple):
    """A section as a page of its own, and what it states."""

    html: str
    statement: Statement


def composed(prepared: Prepared, profiles: int = PROFILES) -> tuple[dict[str, str], dict[str, DocumentClaims]]:
    """Page -> its HTML, and what it states: the borough's, each area's and so many neighbourhoods'."""
    pages: dict[str, str] = {}
    claims: dict[str, DocumentClaims] = {}
    said = composed_sections(prepared, profiles)
    for kind, area in dict.fromkeys((where.kind, where.area) for where in said):
        own = [one for where, one in said.items() if (where.kind, where.area) == (kind, area)]
        pages[f"{kind}-{area}"] = "".join(one.html for one in own).replace("</main><main>", "")
        claims[f"{kind}-{area}"] = DocumentClaims("", tuple(one.statement for one in own))
    return pages, claims


def composed_sections(prepared: Prepared, profiles: int = PROFILES) -> dict[PageSection, SectionSaid]:
    """Every section of the same pages by itself, in reading order."""
    documents = DocumentsOfMonth(prepared)
    return {
        PageSection(kind, area, section): section_said(documents, PageSection(kind, area, section))
        for kind, area in _pages(prepared, profiles)
        for section in documents.build(kind, area).sections
    }


def section_said(documents: DocumentsOfMonth, where: PageSection) -> SectionSaid:
    """One section as it is said now."""
    document = documents.build(where.kind, where.area)
    with listening() as ledger:
        bundles = compose(document, where.section)
    return SectionSaid(page_of(bundles), statement_of(where.section, ledger))


def _pages(prepared: Prepared, profiles: int) -> Iterator[tuple[str, str]]:
    areas = prepared.areas
    yield from ((kind, areas.borough.code) for kind in OF_THE_BOROUGH)
    yield from (("lap_assessment", area.code) for area in areas.local_areas)
    yield from (("neighbourhood_profile", area.code) for area in list(areas.neighbourhoods)[:profiles])
