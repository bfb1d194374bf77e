"""An exhibit: a figure or table that a document must show. One list says what the page must hold and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.tables import Table

Made = TypeVar("Made", Figure, Table)


@dataclass(frozen=True)
class Exhibit(Generic[Made]):
    """`id`: as the template asks for it and as it stands on the page. `make`: what makes it when it is asked for."""

    id: str
    make: Callable[[], Made]


@dataclass(frozen=True)
class Exhibits:
    """The figures and the tables of one document, each kind in the order of its page; only those that it must show."""

    figures: Sequence[Exhibit[Figure]] = ()
    tables: Sequence[Exhibit[Table]] = ()

    def figure(self, id: str) -> Figure:
        """The figure of that id; KeyError where the document has none."""
        return {exhibit.id: exhibit.make for exhibit in self.figures}[id]()

    def table(self, id: str) -> Table:
        """The table of that id; KeyError where the document has none."""
        return {exhibit.id: exhibit.make for exhibit in self.tables}[id]()


def where(there: object, *exhibits: Exhibit[Made]) -> tuple[Exhibit[Made], ...]:
    """These exhibits where there is something to show; none where there is not.

    >>> where([], Exhibit("slow-table", lambda: Table("slow-table", "Slow changes", (), ())))
    ()
    """
    return exhibits if there else ()
