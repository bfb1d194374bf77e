"""What a run made, as its summary, the command line and the run of many tell it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.packs.plan import PlannedDocument


@dataclass(frozen=True)
class PackResult:
    """What a run made. `folder` holds the pack or the previews (None: nothing), `private` the log."""

    month: str
    audience: str
    made: tuple[PlannedDocument, ...]
    failed: tuple[tuple[PlannedDocument, Problem], ...]
    folder: Path | None
    new: bool
    whole: bool
    private: Path
    needs: tuple[str, ...]
    unchanged: int = 0
    """How many of the documents that were made are the pages of an earlier run, for nothing in them has changed."""
