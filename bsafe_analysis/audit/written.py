"""What people wrote under data/register up to a month, read anew, without what the data notes say was set aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bsafe_analysis.audit.chosen import ChosenParameters
from bsafe_analysis.audit.gazetteer import BOROUGH, NOWHERE, Gazetteer
from bsafe_analysis.audit.kept_plan import COLUMNS, PlannedWork, agreed_work, planned_work
from bsafe_analysis.audit.kept_sheets import Entry, comments_kept, group_sheet_entries, notes_kept, sheet_entries
from bsafe_analysis.audit.kept_tables import KeptRow, day_of, items_of, kept_rows
from bsafe_analysis.model.periods import add_months

SAID = ("area", "concern", "source", "date")
STANDS = ("area", "kind", "name")
AGREED = ("accept", "amend")
_SET_ASIDE = re.compile(
    r"(data/register/.+?)(?:, (?:row|proposal|escalation) (\d+))?\)? (?:was|were) (?:set aside|left out)"
)


_LOOK_ALIKE = {
    **dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD], None),
    **dict.fromkeys([0x2018, 0x2019, 0x2BC, 0xB4, 0x60], "'"),
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-"),
}


@dataclass(frozen=True)
class WrittenRegister:
    """`notices`: the texts of the data notes, which name what was set aside: nothing of that may be said."""

    root: Path
    month: str
    gazetteer: Gazetteer
    chosen: ChosenParameters
    notices: tuple[str, ...] = ()

    @cached_property
    def plan(self) -> tuple[PlannedWork, ...]:
        """Every activity: the plan's rows, then what a meeting agreed before this month and nobody entered."""
        rows = [self._planned(cells) for cells in self._rows("activities", COLUMNS)]
        entered = {work.values["decision"] for work in rows}
        taken = {work.values["ref"] for work in rows}
        earliest = add_months(self.month, -int(self.chosen.meetings["carried_months"]))
        agreed = [
            self._agreed(entry)
            for entry in (*self.proposals, *self.group_proposals)
            if earliest <= entry["month"] < self.month and entry["choice"] in AGREED and entry["ref"] not in entered
        ]
        return (*rows, *(work for work in agreed if work.values["ref"] not in taken))

    @cached_property
    def concerns(self) -> tuple[Entry, ...]:
        """What residents said: area, concern, source, on, asked."""
        return tuple(self._said(cells) for cells in self._rows("concerns", SAID))

    @cached_property
    def asked_for(self) -> tuple[Entry, ...]:
        """What communities asked for: as above, with category, action and outcome."""
        more = ("action", "outcome")
        return tuple(
            {**self._said(cells), "category": self.category(cells.get("category", "")),
             **{name: cells.get(name, "") for name in more}}
            for cells in self._rows("community_priorities", SAID)
        )  # fmt: skip

    @cached_property
    def meetings(self) -> tuple[KeptRow, ...]:
        """The lines of meetings.csv."""
        return tuple(self._rows("meetings", ("group", "on")))

    @cached_property
    def stands_there(self) -> tuple[Entry, ...]:
        """Assets, services and known issues: area, kind, name, about, contact, on."""
        names = ("kind", "name", "about", "contact")
        return tuple(
            {"area": self.place(cells["area"]), "on": day_of(cells.get("as_at", "")),
             **{name: cells.get(name, "") for name in names}}
            for table in ("assets", "services", "known_issues")
            for cells in self._rows(table, STANDS)
        )  # fmt: skip

    @cached_property
    def notes(self) -> Mapping[str, tuple[Entry, ...]]:
        """Neighbourhood -> the parts of its notes."""
        found: dict[str, list[Entry]] = {}
        for file, place, part in notes_kept(self.root):
            if not self._is_set_aside(file):
                found.setdefault(place, []).append(part)
        return {place: tuple(parts) for place, parts in found.items()}

    @cached_property
    def comments(self) -> tuple[Entry, ...]:
        """What analysts wrote: month, subject, on, role, text, hypotheses."""
        kept = comments_kept(self.root, self.month)
        return tuple(
            {**entry, "subject": self._subject(entry["stem"])} for file, entry in kept if not self._is_set_aside(file)
        )

    @cached_property
    def proposals(self) -> tuple[Entry, ...]:
        """Every proposal put to the borough's meeting."""
        return tuple(map(self._with_keys, self._entries("proposals")))

    @cached_property
    def group_proposals(self) -> tuple[Entry, ...]:
        """Every proposal put to a group's own meeting that looked at this month or an earlier one.

        Of a sheet in which nothing is written yet none.
        """
        names = {str(said["name"]).casefold(): key for key, said in self.chosen.groups.items()}
        months = {}
        for cells in self.meetings:
            said, on = " ".join(cells["group"].split()), str(day_of(cells["on"]))
            key = said if said in self.chosen.groups else names.get(said.casefold(), said.casefold())
            month = cells.get("month") or add_months(on[:7], -1)
            if month <= self.month:
                months[key, on] = month
        kept = [(f, n, e) for f, n, e in group_sheet_entries(self.root, months) if not self._is_set_aside(f)]
        begun = {file for file, _, entry in kept if entry["written"] or entry["choice"]}
        return tuple(self._with_keys(e) for f, n, e in kept if f in begun and not self._is_set_aside(f, n))

    @cached_property
    def escalations(self) -> tuple[Entry, ...]:
        """What areas' meetings may pass up."""
        return tuple(map(self._with_keys, self._entries("escalations")))

    def place(self, said: str) -> str:
        """The code of a place that is written by code or name."""
        names = self.gazetteer.names.items()
        return (
            said if said in self.gazetteer.names else _one_of(code for code, name in names if _same(said, code, name))
        )

    def category(self, said: str) -> str:
        """The key of a category that is written by key or name; "" for none."""
        names = self.gazetteer.category_names.items()
        return _one_of(key for key, name in names if _same(said, key, name))

    def family(self, place: str) -> frozenset[str]:
        """A place and all that lies in it."""
        inside = (part for part in self.gazetteer.inside(place) if part != NOWHERE)
        return frozenset((place, *self.gazetteer.parts(place), *inside))

    def _planned(self, cells: KeptRow) -> PlannedWork:
        areas = [self.place(item) for item in items_of(cells.get("areas", ""))]
        whole = any(self.gazetteer.levels.get(code) == BOROUGH for code in areas)
        categories = map(self.category, items_of(cells.get("categories", "")))
        priority = self.chosen.priority_meant(cells["priority"])
        return planned_work(cells, [] if whole else areas, categories, priority, self.chosen.last_known)

    def _agreed(self, entry: Entry) -> PlannedWork:
        options = {option["id"]: option for option in self.chosen.options.get("options") or ()}
        strand = options.get(entry.get("option", ""), {}).get("strand", "prevention")
        areas = [] if self.gazetteer.levels.get(entry["area"]) == BOROUGH else [entry["area"]]
        place = self.gazetteer.names[areas[0]] if areas else ""
        priority = self.chosen.priority_meant(self.chosen.serving(entry["category"]))
        later = int(self.chosen.meetings["assessed_after_months"])
        themes = self.chosen.groups.get(entry.get("group", ""), {}).get("themes") or [""]
        return agreed_work(entry, areas, place, entry["category"], priority, strand, later, themes[0])

    def _with_keys(self, entry: Entry) -> Entry:
        return {**entry, "area": self.place(str(entry["area"])), "category": self.category(entry.get("category", ""))}

    def _said(self, cells: KeptRow) -> dict[str, Any]:
        asked = cells.get("asked", "").replace(",", "")
        return {
            "area": self.place(cells["area"]), "concern": cells["concern"], "source": cells["source"],
            "on": day_of(cells["date"]), "asked": int(asked) if asked.isdigit() else None,
        }  # fmt: skip

    def _subject(self, stem: str) -> str:
        document, dash, place = stem.partition("-")
        area, dot, category = stem.partition(".")
        if dot:
            return f"{self.place(area)}.{self.category(category)}"
        return f"{document}-{self.place(place)}" if dash else document

    def _rows(self, name: str, columns: tuple[str, ...]) -> Iterator[KeptRow]:
        for file, number, cells in kept_rows(self.root, name, columns):
            if not (self._is_set_aside(file, number) or self._is_set_aside(f"data/register/{name}")):
                yield cells

    def _entries(self, listed: str) -> Iterator[Entry]:
        for file, number, entry in sheet_entries(self.root, self.month, listed):
            if not (self._is_set_aside(file) or self._is_set_aside(file, number)):
                yield entry

    def _is_set_aside(self, file: str, number: int = 0) -> bool:
        return (file, number) in self._set_aside

    @cached_property
    def _set_aside(self) -> frozenset[tuple[str, int]]:
        found = (_SET_ASIDE.search(text) for text in self.notices)
        return frozenset((it[1], int(it[2] or 0)) for it in found if it)


def _same(said: str, *names: str) -> bool:
    return _seen(said) in map(_seen, names)


def _seen(name: str) -> str:
    """As a person reads it: of letters, spaces, apostrophes and dashes that look alike one kind."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_LOOK_ALIKE)
    return " ".join(plain.split())


def _one_of(codes: Iterable[str]) -> str:
    """The only one; "" where none is meant, or where it cannot be known which."""
    found = list(codes)
    return found[0] if len(found) == 1 else ""
