"""What analysts promoted and noted, read anew: findings with their views and reviews, notes on charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.audit.kept_sheets import REGISTER, Entry
from bsafe_analysis.faults import InputError
from bsafe_analysis.yaml_files import read_yaml

YEAR = 12
CHOSEN = ("measure", "comparison", "split", "chart", "denominator")
WRITTEN = ("claim", "comment", "recommendation", "agency", "role", "text")
LARGEST = 10_000_000


@dataclass(frozen=True)
class KeptView:
    """The view that an analyst promoted. `kinds`: keys of the categories; none: all together."""

    place: str
    first: str
    last: str
    kinds: tuple[str, ...]
    measure: str = "count"
    comparison: str = "none"
    split: str = "none"
    chart: str = "series"
    denominator: str = "residents"

    @property
    def line(self) -> str:
        """By which claims name it."""
        chosen = (self.place, self.first, self.last, self.measure, self.comparison, self.split, self.chart)
        return " ".join((*chosen, self.denominator, *self.kinds))

    def within(self, held: Sequence[str]) -> KeptView:
        """As a month shows it that holds these months: the last year of them where it lies outside of them all."""
        first, last = max(self.first, held[0]), min(self.last, held[-1])
        if first > last:
            first, last = held[max(0, len(held) - YEAR)], held[-1]
        return replace(self, first=first, last=last)


def promoted_kept(root: Path, until: str) -> tuple[dict[str, Entry], dict[str, KeptView], list[Entry]]:
    """Findings raised up to a month by their ids, the view of each, and what later months said of them."""
    raised: dict[str, Entry] = {}
    views: dict[str, KeptView] = {}
    reviews: list[Entry] = []
    for path in sorted((root / REGISTER / "findings").glob("*/*.yml")):
        kept, month = _yaml(path), path.parent.name
        if month > until or not kept:
            continue
        told = {name: " ".join(str(kept.get(name) or "").split()) for name in WRITTEN if name in kept}
        if "review_of" in kept:
            closed = {"review_of": str(kept["review_of"]), "closed": kept.get("closed")}
            reviews.append({"month": month, **told, **closed})
        elif isinstance(kept.get("view"), dict):
            own = {"id": path.stem, "month": month, "due": _written_day(kept.get("due")), "comment": ""}
            raised[path.stem] = {**own, "confidence": kept.get("confidence"), **told}
            views[path.stem] = _view(kept["view"])
    return raised, views, reviews


def annotations_kept(root: Path) -> Iterator[Entry]:
    """Every note on charts that was not withdrawn."""
    entries = _yaml(root / REGISTER / "annotations.yml")
    withdrawn = {str(entry["withdraws"]) for entry in entries.values() if "withdraws" in entry}
    for id, entry in entries.items():
        if "withdraws" not in entry and id not in withdrawn:
            days = {name: _written_day(entry.get(name)) for name in ("first", "last", "written")}
            words = {name: " ".join(str(entry.get(name) or "").split()) for name in ("text", "role")}
            yield {"id": id, "category": "", **entry, **days, **words}


def _view(kept: Mapping[str, Any]) -> KeptView:
    chosen = {name: str(kept[name]) for name in CHOSEN if name in kept}
    kinds = tuple(dict.fromkeys(map(str, kept.get("categories") or ())))
    return KeptView(str(kept["place"]), str(kept["first"]), str(kept["last"]), kinds, **chosen)


def _written_day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _yaml(path: Path) -> Mapping[str, Any]:
    try:
        return read_yaml(path.read_bytes().decode("utf-8-sig"), path.name, LARGEST)[0]
    except (OSError, InputError, UnicodeDecodeError):
        return {}  # told in the data notes, and nothing of it may be said
