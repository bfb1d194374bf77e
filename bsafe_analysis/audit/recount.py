"""How many incidents were recorded, counted again from the raw files: where, of what, when, from which source."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product, repeat
from pathlib import Path
from typing import Any

import duckdb

from bsafe_analysis.audit.counting import count_again
from bsafe_analysis.audit.declared import Declared
from bsafe_analysis.audit.drawn_versions import shared_out
from bsafe_analysis.audit.feed_lines import Wanted
from bsafe_analysis.audit.gazetteer import BOROUGH, NEIGHBOURHOOD, Gazetteer
from bsafe_analysis.audit.months_had import MonthsHad, months_had
from bsafe_analysis.audit.polygons import Polygons

MOST_ROWS = 200
"""Lines of raw files that are named for one figure."""


@dataclass(frozen=True)
class RawRow:
    """One line of a raw file that counts. `file` below data/raw; `line` as an editor numbers it, the header being 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Recounted:
    """A month counted again, with all months before it that are held.

    A number exists only where every source that it needs was held: a source that did not arrive leaves no nought.
    """

    month: str
    declared: Declared
    gazetteer: Gazetteer
    had: Mapping[str, MonthsHad]
    _db: duckdb.DuckDBPyConnection

    @classmethod
    def of(cls, root: Path, month: str, as_of: date | None = None) -> Recounted:
        """From the workspace's raw files, none downloaded after `as_of` (default: what the cycle's file says).

        InputError where two downloads differ and no day tells which is newer. Some 1 to 2 seconds.
        """
        declared, gazetteer = Declared.of(root, month), Gazetteer.of(root, month)
        codes = gazetteer.at(NEIGHBOURHOOD)
        gazetteer = gazetteer.with_people_shared(
            shared_out(root, month, codes, declared.code_property, declared.by_points)
        )
        polygons = Polygons.of(root, codes, declared.code_property, gazetteer.lines)
        db = count_again(Wanted(root, declared, gazetteer, polygons, month, as_of or declared.as_of))
        had = months_had(db, declared.feeds, gazetteer.category_of, gazetteer.every_category)
        return cls(month, declared, gazetteer, had, db)

    def held(self, source: str, level: str = BOROUGH) -> tuple[str, ...]:
        """The months in which one source can be counted at a level of place, in order."""
        return self.had[source].months if level == BOROUGH else self.had[source].placed

    def sources_of(self, category: str) -> tuple[str, ...]:
        """The sources that count a category, in the order of sources.yml; () where none is known to."""
        return tuple(source for source, it in self.had.items() if category in it.categories)

    def count(
        self,
        places: Sequence[str],
        categories: Sequence[str],
        months: Sequence[str],
        sources: Sequence[str] | None = None,
    ) -> int | None:
        """The sum over these places, categories and months; None where a source that it needs was not held.

        `places`: codes of neighbourhoods, areas, the borough, or NOWHERE. `sources`: only these (default: all).
        """
        levels = {BOROUGH if self.gazetteer.levels[place] == BOROUGH else NEIGHBOURHOOD for place in places}
        counted = [self._counting(category, sources) for category in categories]
        if not all(counted) or not all(map(self._had, counted, categories, repeat(months), repeat(levels))):
            return None
        cells = product(places, zip(categories, counted, strict=True), months)
        return sum(self._cells.get((p, c, m, s), 0) for p, (c, each), m in cells for s in each)

    def _counting(self, category: str, sources: Sequence[str] | None) -> tuple[str, ...]:
        return tuple(s for s in self.sources_of(category) if sources is None or s in sources)

    def _had(self, sources: Sequence[str], category: str, months: Sequence[str], levels: Collection[str]) -> bool:
        whole = all((category, month) not in self.had[source].not_whole for source in sources for month in months)
        return whole and all(set(months) <= set(self.held(source, level)) for source in sources for level in levels)

    def rows(self, place: str, category: str, month: str, most: int = MOST_ROWS) -> tuple[RawRow, ...]:
        """The lines of the raw files that a count rests on, the first `most` of them."""
        query = """
            SELECT name, line FROM counted JOIN files USING (file)
            WHERE place IN (SELECT unnest(finest) FROM places WHERE code = $place)
              AND category = $category AND counted.month = $month
            ORDER BY name, line LIMIT $most"""
        given = {"place": place, "category": category, "month": month, "most": most}
        return tuple(RawRow(*row) for row in self._db.execute(query, given).fetchall())

    def residents(self, code: str) -> int | None:
        """How many people live there; None where it is not known."""
        return self.gazetteer.residents.get(code)

    def ask(self, query: str, **given: object) -> list[tuple[Any, ...]]:
        """The rows that a query finds in the tables of the rules: `counted`, `arrived`, `files`, `places`."""
        return self._db.execute(query, given).fetchall()

    @property
    def table(self) -> duckdb.DuckDBPyRelation:
        """area, level, category, month, source, count: a row for every number that exists, noughts included."""
        return self._db.table("recounted")

    @cached_property
    def _cells(self) -> dict[tuple[str, str, str, str], int]:
        query = "SELECT area, category, month, source, count FROM recounted WHERE count > 0"
        return {tuple(key): count for *key, count in self._db.execute(query).fetchall()}
