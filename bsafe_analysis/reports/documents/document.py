"""What every kind of document is to those who show it, check it and file it."""

from __future__ import annotations

from typing import Protocol

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared


class Document(Protocol):
    """One page's facts about one place and month. `name`: of its kind, its notebook and its template."""

    @property
    def name(self) -> str: ...

    @property
    def place(self) -> Area: ...

    @property
    def prepared(self) -> Prepared: ...

    @property
    def month(self) -> str: ...

    @property
    def sections(self) -> tuple[str, ...]:
        """Ids of the sections that its page must hold, in their order: blocks of its template."""
        ...
