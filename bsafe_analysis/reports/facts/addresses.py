"""What pages of a pack are called, so that one document can lead to a place in another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared

TACTICAL_ASSESSMENT = "tactical_assessment"
LAP_ASSESSMENT = "lap_assessment"
ANNEX = "annex"
"""Documents to which others lead: their names in documents.yml, of their notebooks and templates."""


@dataclass(frozen=True)
class Elsewhere:
    """Another page of the pack, or a place on it.

    `name`: what it is called in words, for whoever has not got it; `place`: the place that it is about.
    """

    name: str
    href: str
    place: str


def file_name(month: str, document: str, area: str, audience: str) -> str:
    """The name of a page's file.

    >>> file_name("2026-09", "lap_assessment", "A2", "internal")
    '2026-09-lap-assessment-a2-internal.html'
    """
    return f"{month}-{slug(document)}-{slug(area)}-{audience}.html"


def slug(text: str) -> str:
    """Only a-z, 0-9 and single dashes, so that a code can be part of a file name anywhere.

    >>> slug("E02001 (North/1)")
    'e02001-north-1'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def elsewhere(prepared: Prepared, document: str, area: Area, signal: str) -> Elsewhere | None:
    """Where another document of this month tells of the same signal; None where the month makes no such document."""
    page = _page(prepared, document, area)
    return replace(page, href=f"{page.href}#signal-{signal}") if page else None


def told_now(prepared: Prepared, area: Area) -> tuple[Elsewhere, ...]:
    """The pages of this edition that tell of its signals to the meetings of a place: its area's, then the borough's."""
    borough = prepared.areas.borough
    meetings = ((LAP_ASSESSMENT, prepared.areas[area.parent or borough.code]), (TACTICAL_ASSESSMENT, borough))
    pages = (_page(prepared, name, place) for name, place in meetings)
    return tuple(page for page in pages if page)


def annex_of(prepared: Prepared) -> Elsewhere | None:
    """The page that holds in full what others tell in short; None where documents.yml does not ask for one."""
    return _page(prepared, ANNEX, prepared.areas.borough)


def work_anchor(ref: str) -> str:
    """Where on the annex an activity stands.

    >>> work_anchor("D11")
    'activity-d11'
    """
    return f"activity-{slug(ref)}"


def _page(prepared: Prepared, document: str, area: Area) -> Elsewhere | None:
    setting = next((d for d in prepared.cycle.documents if d.name == document), None)
    if setting is None:
        return None
    page = file_name(prepared.cycle.month, document, area.code, prepared.audience)
    return Elsewhere(f"{setting.title}: {area.name}", page, area.name)
