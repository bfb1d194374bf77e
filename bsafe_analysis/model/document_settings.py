"""How each kind of document is called, for whom it is, and when it is due: the entries of documents.yml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentSetting:
    """How one kind of document is called and for whom: an entry of parameters/documents.yml."""

    name: str
    title: str
    per: str
    """"borough", "area" or "neighbourhood": one document for each place of that level; "group": for each meeting of a
    group of its `kind` that looks at the month."""
    meeting: str = ""
    only: tuple[str, ...] = ()
    """The audiences whose packs it is in; none named: all."""
    pack: str = ""
    """The pack that it is made and published with; "" the month's own. Others are asked for by name."""
    own: bool = False
    """Whether an analyst's own notebook makes it (reports/simple_document.py): marked, and not proved."""
    places: tuple[str, ...] = ()
    """Codes of the places that have one; none named: every place of that level."""
    months: tuple[int, ...] = ()
    """The calendar months, 1 to 12, of which it is due; none named, and no editions: of every month."""
    editions: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Edition ("full", "update") -> the calendar months of which it is due."""
    kind: str = ""
    """Of which kind of group, where it is made for groups; else ""."""

    @property
    def of_groups(self) -> bool:
        """Whether it is made for meetings of groups, not for places."""
        return self.per == "group"

    def due_of(self, month: str) -> str | None:
        """The edition that is due of a month, "" where it has no editions; None where nothing is due."""
        number = int(month[5:7])
        if self.editions:
            return next((edition for edition, months in self.editions if number in months), None)
        return "" if not self.months or number in self.months else None
