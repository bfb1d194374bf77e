"""What a partnership chose in its parameters, read anew for whoever proves a sentence; it is checked elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from bsafe_analysis.model.periods import add_months
from bsafe_analysis.yaml_files import read_yaml

LARGEST = 1024 * 1024
TACTICAL, LAP = "tactical_assessment", "lap_assessment"


@dataclass(frozen=True)
class ChosenParameters:
    """One month's choices. `newest`: asks for the day of the newest download held, where nobody wrote an as-of day."""

    root: Path
    month: str
    newest: Callable[[], date | None] = lambda: None

    @cached_property
    def cycle(self) -> Mapping[str, Any]:
        return self.file(f"cycles/{self.month}.yml")

    @cached_property
    def partnership(self) -> Mapping[str, Any]:
        return self.file("partnership.yml")

    @cached_property
    def documents(self) -> Mapping[str, Any]:
        return self.file("documents.yml")

    @cached_property
    def meetings(self) -> Mapping[str, Any]:
        """meetings.yml; what it leaves out is as the file that `bsafe init` writes has it."""
        return {**_started_with("meetings.yml"), **self.file("meetings.yml")}

    @cached_property
    def groups(self) -> Mapping[str, Mapping[str, Any]]:
        """Key -> what groups.yml says of a group."""
        return self.file("groups.yml").get("groups") or {}

    @cached_property
    def detection(self) -> Mapping[str, Any]:
        """detection.yml; what it leaves out is as the file that `bsafe init` writes has it."""
        return {**_started_with("detection.yml"), **self.file("detection.yml")}

    @property
    def exceptional(self) -> Sequence[Mapping[str, Any]]:
        """Times that say nothing of ordinary ones."""
        return tuple(self.detection.get("exceptional") or ())

    @cached_property
    def options(self) -> Mapping[str, Any]:
        """options.yml; without one the library that comes with bsafe."""
        return self.file("options.yml") or _started_with("options.yml")

    @cached_property
    def priorities(self) -> Sequence[Mapping[str, Any]]:
        return tuple(self.file("priorities.yml").get("priorities") or ())

    @cached_property
    def better(self) -> Mapping[str, str]:
        """Category -> fewer, more or neutral."""
        return self.file("priorities.yml").get("improvement") or {}

    @cached_property
    def as_of(self) -> date | None:
        """The day as at which the month is told; None where nobody wrote it and no download has a day."""
        return self.cycle.get("as_of") or self.newest()

    @property
    def replayed(self) -> bool:
        """Whether this is a month long past, made again (meetings.yml: long_past_months)."""
        latest = add_months(self.month, int(self.meetings["long_past_months"]))
        return self.as_of is not None and self.as_of.isoformat()[:7] > latest

    @property
    def last_known(self) -> str | None:
        """The last month of which progress was known: of a month long past itself, else the as-of day's or the next."""
        if self.as_of is None or self.replayed:
            return self.month if self.replayed else None
        return max(self.as_of.isoformat()[:7], add_months(self.month, 1))

    @property
    def told_on(self) -> date | None:
        """From which day late work is reckoned: the as-of day; of a month long past the fifth of the next month."""
        return date.fromisoformat(f"{add_months(self.month, 1)}-05") if self.replayed else self.as_of

    @property
    def report_by(self) -> date | None:
        """Weeks_to_act after the borough's meeting; where its day is not known, the end of the month after told_on."""
        met = self.meeting_day(TACTICAL)
        if met:
            return met + timedelta(weeks=int(self.meetings["weeks_to_act"]))
        if self.told_on is None:
            return None
        return date.fromisoformat(f"{add_months(self.told_on.isoformat()[:7], 2)}-01") - timedelta(days=1)

    def meeting_day(self, document: str) -> date | None:
        """The day of the meeting that reads a document, where the cycle's file has it."""
        return (self.cycle.get("meetings") or {}).get(self._meeting_key(document))

    def meeting_of(self, document: str) -> str:
        """What the meeting that reads a document is called; "" where none is named."""
        key = self._meeting_key(document)
        named = (self.groups, self.documents.get("meetings") or {})
        return next((str(every[key]["name"]) for every in named if key in every), "")

    def serving(self, category: str) -> str:
        """The title of the priority under which a category falls; "" where it falls under none."""
        return next((p["title"] for p in self.priorities if category in (p.get("categories") or ())), "")

    def title_of(self, priority: str) -> str:
        return next((p["title"] for p in self.priorities if p["key"] == priority), "")

    def priority_meant(self, said: str) -> str:
        """The key of a priority that is written by key or title; "" for none."""
        return next((p["key"] for p in self.priorities if said.casefold() in _names_of(p)), "")

    def file(self, name: str) -> Mapping[str, Any]:
        """One file of parameters/; empty where there is none."""
        path = self.root / "parameters" / name
        return read_yaml(path.read_text("utf-8-sig"), name, LARGEST)[0] if path.exists() else {}

    def _meeting_key(self, document: str) -> str:
        return str((self.documents.get("documents") or {}).get(document, {}).get("meeting") or "")


def _names_of(priority: Mapping[str, Any]) -> Iterable[str]:
    return priority["key"].casefold(), priority["title"].casefold()


def _started_with(name: str) -> Mapping[str, Any]:
    text = files("bsafe_analysis").joinpath(f"parameters/starter/parameters/{name}").read_text("utf-8")
    return read_yaml(text, name, LARGEST)[0]
