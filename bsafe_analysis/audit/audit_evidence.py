"""What a claim is proved from: the raw files counted again, and the month's prepared table as it was kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from pyarrow import parquet

from bsafe_analysis.audit.as_at import data_day
from bsafe_analysis.audit.chosen import ChosenParameters
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.audit.written import WrittenRegister

INTERNAL = "internal"
Row = Mapping[str, Any]
Made = TypeVar("Made")


@dataclass(frozen=True)
class AuditEvidence:
    """One month of a workspace as one audience may see it."""

    root: Path
    month: str
    audience: str
    recount: Recounted
    _made: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[[AuditEvidence], Made]) -> Made:
        """What `make` finds in this evidence, found once for all claims that ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    @property
    def prepared(self) -> Path:
        """Where the prepared month is kept: tables of expectations, ranges and onsets, and facts.json."""
        return self.root / "data/prepared" / ("" if self.audience == INTERNAL else self.audience) / self.month

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """facts.json of the prepared month: settings as they were, findings, what people wrote."""
        return dict(json.loads((self.prepared / "facts.json").read_text("utf-8")))

    @cached_property
    def chosen(self) -> ChosenParameters:
        """The month's parameters, as they lie in parameters/."""
        return ChosenParameters(self.root, self.month, newest=self._newest_download)

    @cached_property
    def written(self) -> WrittenRegister:
        """What people wrote under data/register, but for what the month's data notes set aside."""
        internal = self.root / "data/prepared" / self.month / "facts.json"
        facts = json.loads(internal.read_text("utf-8")) if internal.exists() else self.facts
        notices = tuple(notice["text"] for notice in facts.get("notices") or ())
        return WrittenRegister(self.root, self.month, self.recount.gazetteer, self.chosen, notices)

    def _newest_download(self) -> date | None:
        return data_day(self.root, self.recount)

    def table(self, name: str) -> list[Row]:
        """The rows of one table of the prepared month."""
        return list(parquet.read_table(self.prepared / f"{name}.parquet").to_pylist())

    @cached_property
    def expectations(self) -> Mapping[tuple[str, str, str], Row]:
        """(place, category, month) -> the row of the table of expectations."""
        return {(row["area"], row["category"], row["month"]): row for row in self.table("expectations")}

    def expected(self, place: str, category: str, month: str) -> Row:
        """What was expected of one series in one month; an empty row where it was not judged."""
        return self.expectations.get((place, category, month), {})

    @cached_property
    def summed(self) -> tuple[str, ...]:
        """The categories of which sums over several are made: in an edition for others the open ones alone."""
        every = self.recount.gazetteer.category_names
        return tuple(c for c in every if self.audience == INTERNAL or c not in self.facts["classes"])

    def observed(self, place: str, category: str, *months: str) -> int | None:
        """What the raw files hold; None where a source that counts it was not held in one of these months.

        Of what an edition's readers may not see whole (a class above OPEN), what that edition shows.
        """
        if self.audience != INTERNAL and category in self.facts["classes"]:
            shown = [self.shown.get((place, category, month)) for month in months]
            return None if None in shown else sum(n for n in shown if n is not None)
        return self.recount.count([place], [category], months)

    @cached_property
    def shown(self) -> Mapping[tuple[str, str, str], int | None]:
        """(place, category, month) -> the count that this audience's edition shows; None: a gap, or hidden."""
        return {(row["area"], row["category"], row["month"]): row["count"] for row in self.table("counts")}
