"""Where the analyst has been: a list of views that can be walked back and forth."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.view_state import ViewState

MOST = 200
"""Views remembered; the oldest are forgotten first."""


@dataclass(frozen=True)
class History:
    """`views` in the order seen; `at` is the one shown now."""

    views: tuple[ViewState, ...]
    at: int = 0

    @property
    def now(self) -> ViewState:
        return self.views[self.at]

    @property
    def can_undo(self) -> bool:
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        return self.at < len(self.views) - 1

    def go(self, state: ViewState) -> History:
        """On to another view; what had been undone is forgotten. The same view again is no step."""
        if state == self.now:
            return self
        views = (*self.views[: self.at + 1], state)[-MOST:]
        return History(views, len(views) - 1)

    def go_on(self, state: ViewState) -> History:
        """Further in the same step: the view takes the place of the one shown now."""
        before = History(self.views[: self.at], max(0, self.at - 1)) if self.at else None
        return before.go(state) if before else self.go(state)

    def undo(self) -> History:
        return History(self.views, max(0, self.at - 1))

    def redo(self) -> History:
        return History(self.views, min(len(self.views) - 1, self.at + 1))
