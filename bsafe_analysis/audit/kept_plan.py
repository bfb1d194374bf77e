"""The delivery plan as it lies in data/register, read anew, with what a meeting agreed and nobody entered yet."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bsafe_analysis.audit.kept_tables import KeptRow, day_of, items_of
from bsafe_analysis.model.periods import add_months

COLUMNS = ("ref", "title", "priority", "theme", "strand", "owner", "agency", "measure", "baseline", "target", "start",
           "due", "status")  # fmt: skip
OPEN = frozenset(("proposed", "agreed", "under way", "stalled"))
_AS_WRITTEN = ("ref", "title", "theme", "owner", "agency", "measure", "baseline", "target", "funding", "blockage",
               "support", "blocked_by", "ask", "option", "decision")  # fmt: skip
_DAYS = ("start", "due", "blocked_since")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})\s*[,:|]?\s*(.*)", re.DOTALL)
_ROLE = re.compile(r"([^:|]{2,60})[:|]\s+(.+)", re.DOTALL)


@dataclass(frozen=True)
class PlannedWork:
    """One activity. `values`: by the names that a claim has for them; `areas` empty: it works for the whole borough."""

    values: Mapping[str, Any]
    areas: frozenset[str]
    categories: frozenset[str]
    lines: tuple[Mapping[str, Any], ...] = ()
    milestones: tuple[Mapping[str, Any], ...] = ()
    risk: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.values["status"] in OPEN

    @property
    def is_blocked(self) -> bool:
        return self.is_open and bool(self.values["blockage"])

    def is_overdue(self, on: str) -> bool:
        """Open and past its due day; what its row says of lateness does not matter."""
        return self.is_open and self.values["due"] < on

    def works_in(self, places: Iterable[str]) -> bool:
        """Whether it works in one of these places, or for the whole borough."""
        return not self.areas or bool(self.areas & {*places})


def planned_work(
    cells: KeptRow, areas: Iterable[str], categories: Iterable[str], priority: str, last: str | None = None
) -> PlannedWork:
    """One row of the plan, with the codes, keys and priority that its cells mean, and no progress made after `last`."""
    known = (line for line in _log(cells) if last is None or line["on"] is None or line["on"][:7] <= last)
    log = sorted(known, key=lambda line: line["on"] or "", reverse=True)
    newest = log[0] if log else {"text": "", "on": None}
    values: dict[str, Any] = {name: cells.get(name, "") for name in _AS_WRITTEN}
    values |= {day: day_of(cells.get(day, "")) for day in _DAYS}
    values |= {name: " ".join(cells[name].lower().replace("_", " ").split()) for name in ("strand", "status")}
    values |= {"priority": priority, "cost": _pounds(cells.get("cost", "")), "adopted": False}
    values |= {"progress": newest["text"], "progress_date": newest["on"]}
    steps = [line for item in items_of(cells.get("milestones", "")) for line in _dated_line(item, None)]
    names = {"text": "risk", "likelihood": "risk_likelihood", "impact": "risk_impact", "mitigation": "risk_mitigation"}
    risk = {name: cells.get(column, "") for name, column in names.items()}
    for level in ("likelihood", "impact"):
        risk[level] = risk[level].lower()
    told = risk if any(risk.values()) else {}
    return PlannedWork(values, frozenset(areas), frozenset(categories), tuple(log), tuple(steps), told)


def agreed_work(
    entry: Mapping[str, Any],
    areas: Iterable[str],
    place: str,
    category: str,
    priority: str,
    strand: str,
    later: int,
    theme: str = "",
) -> PlannedWork:
    """What a meeting agreed and no row of the plan names, as an activity; `later`: months until it is assessed;
    `place`: the name of its place, "" for the whole borough, which its title names; `theme`: a group's first.
    """
    start = entry["held"] or last_day(entry["month"])
    due = max(day_of(entry.get("due", "")) or last_day(add_months(start[:7], later)), start)
    values: dict[str, Any] = dict.fromkeys((*_AS_WRITTEN, "priority", "progress"), "")
    values |= dict.fromkeys(("blocked_since", "cost"))
    values |= dict.fromkeys(("measure", "baseline", "target"), "to be agreed")
    values |= {
        "ref": f"P{entry['ref']}", "title": _of_place(entry["action"], place), "priority": priority, "strand": strand,
        "owner": entry.get("owner") or "owner to be named", "agency": entry.get("agency") or "agency to be named",
        "start": start, "due": due, "status": "agreed" if entry.get("owner") else "proposed", "progress_date": None,
        "option": entry.get("option", ""), "decision": entry["ref"], "adopted": True, "theme": theme,
    }  # fmt: skip
    return PlannedWork(values, frozenset(areas), frozenset(filter(None, (category,))))


def _of_place(action: str, place: str) -> str:
    if not place or place in action:
        return action
    before, its, after = action.partition(" its ")
    return f"{before} {place}'s {after}" if its else f"{action} ({place})"


def last_day(month: str) -> str:
    """The last day of a month, 2026-09 -> 2026-09-30."""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}"


def _log(cells: KeptRow) -> list[Mapping[str, Any]]:
    """Each line of the log; one without a day of its own has the row's progress_date."""
    lines = (line.strip() for line in cells.get("progress", "").split("\n"))
    given = day_of(cells.get("progress_date", ""))
    return [dated for line in lines if line for dated in _dated_line(line, given)]


def _dated_line(line: str, given: str | None) -> list[Mapping[str, Any]]:
    found = _DATED.fullmatch(line)
    if not found:
        return [{"on": given, "text": line, "role": ""}]
    role = _ROLE.fullmatch(found[2])
    return [{"on": day_of(found[1]), "text": role[2] if role else found[2], "role": role[1].strip() if role else ""}]


def _pounds(text: str) -> float | None:
    digits = re.sub(r"[,£\s]", "", text)
    return float(digits) if re.fullmatch(r"\d+(\.\d*)?", digits) else None
