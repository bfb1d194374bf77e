"""What a document must show, derived from the document itself: the gate compares the page with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contents:
    """Ids of the sections, figures and tables that a page of this document must hold, in their order."""

    sections: tuple[str, ...]
    figures: tuple[str, ...]
    tables: tuple[str, ...]
