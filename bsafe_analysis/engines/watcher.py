"""What a run tells while it works. The command line draws it; tests listen; by default nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsafe_analysis.engines.evidence import Problem
    from bsafe_analysis.packs.plan import PlannedDocument


class Watcher:
    """Called from the thread that started the run, but for `starts` and `ends`, which several threads may call."""

    def step(self, text: str) -> None:
        """One step of the run begins."""

    def begins(self, total: int) -> None:
        """The documents begin; so many of them."""

    def starts(self, document: PlannedDocument) -> None:
        """One document is being made."""

    def ends(self, document: PlannedDocument, problem: Problem | None) -> None:
        """One document was made, or was not."""

    def close(self) -> None:
        """The run is over, however it ended."""
