"""The delivery plan as coordinators keep it. A row that cannot be used is set aside with one plain line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.activities import Activity, Progress, Strand
from bsafe_analysis.areas import Areas
from bsafe_analysis.receipts import Notice

FILE = "data/register/activities.csv"
REQUIRED = (
    "ref",
    "title",
    "priority",
    "theme",
    "strand",
    "owner",
    "agency",
    "measure",
    "baseline",
    "target",
    "start",
    "due",
    "status",
)
NOBODY = ("all", "partners", "all partners", "everyone", "everybody", "tbc", "tbd", "various")
MOST_TEXT = 600


class Unusable(Exception):
    """Why one row cannot be used, as one plain sentence."""


def read_activities(
    root: Path, areas: Areas, category_keys: Collection[str]
) -> tuple[tuple[Activity, ...], tuple[Notice, ...]]:
    """The activities that can be used, in the plan's order, and a notice for each row that cannot."""
    path = root / FILE
    if not path.exists():
        return (), ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error, OSError):
        return (), (_refused("", f"{FILE} is not CSV in UTF-8: save it as CSV UTF-8. No activity could be read."),)
    missing = [name for name in REQUIRED if rows and name not in rows[0]]
    if missing:
        return (), (_refused("", f"{FILE} lacks the columns {', '.join(missing)}: no activity could be read."),)
    return _usable(rows, areas, category_keys)


def _usable(
    rows: list[dict[str, Any]], areas: Areas, category_keys: Collection[str]
) -> tuple[tuple[Activity, ...], tuple[Notice, ...]]:
    activities: dict[str, Activity] = {}
    notices = []
    for number, row in enumerate(rows, start=2):
        values = {
            key: (value or "").strip()[:MOST_TEXT]
            for key, value in row.items()
            if isinstance(key, str) and not isinstance(value, list)
        }
        if not any(values.values()):
            continue
        try:
            activity = _activity(values, areas, category_keys)
            if activity.ref in activities:
                raise Unusable(f"the reference {activity.ref} stands twice")
            activities[activity.ref] = activity
        except Unusable as reason:
            label = values.get("ref") or "no reference"
            notices.append(_refused(label, f"Activity {label} ({FILE}, row {number}) was set aside: {reason}."))
    return tuple(activities.values()), tuple(notices)


def _refused(subject: str, text: str) -> Notice:
    return Notice("activity_refused", subject, 1, text, needs_person=True)


def _activity(row: dict[str, str], areas: Areas, category_keys: Collection[str]) -> Activity:
    for name in ("ref", "title", "owner", "agency", "measure", "target", "due"):
        if not row.get(name):
            raise Unusable(f"it has no {name}")
    if row["owner"].lower() in NOBODY:
        raise Unusable(f"its owner is {row['owner']!r}: one person must own it")
    start, due = _day(row, "start"), _day(row, "due")
    if start is None or due is None:
        raise Unusable("it needs both a start and a due date")
    if due < start:
        raise Unusable("it is due before it starts")
    return Activity(
        ref=row["ref"], title=row["title"], priority=row["priority"], theme=row["theme"],
        strand=_choice(row, "strand", Strand), status=_choice(row, "status", Progress),
        areas=_listed(row, "areas", lambda code: code in areas, "an area"),
        categories=_listed(row, "categories", lambda key: key in category_keys, "a category"),
        owner=row["owner"], agency=row["agency"], measure=row["measure"],
        baseline=row["baseline"], target=row["target"], start=start, due=due, cost=_cost(row),
        funding=row.get("funding", ""), blockage=row.get("blockage", ""), blocked_since=_day(row, "blocked_since"),
        progress=row.get("progress", ""), progress_date=_day(row, "progress_date"),
    )  # fmt: skip


def _day(row: dict[str, str], name: str) -> date | None:
    text = row.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unusable(f"{name} is {text!r}, which is no date: write it as 2026-10-05") from None


def _choice(row: dict[str, str], name: str, kinds: Any) -> Any:
    try:
        return kinds(row[name].lower())
    except ValueError:
        raise Unusable(f"{name} is {row[name]!r}: write one of {', '.join(kinds)}") from None


def _listed(row: dict[str, str], name: str, known: Callable[[str], bool], what: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in row.get(name, "").split(";") if item.strip())
    for item in items:
        if not known(item):
            raise Unusable(f"{item!r} is not {what} that is known")
    return items


def _cost(row: dict[str, str]) -> float | None:
    text = row.get("cost", "").replace(",", "").removeprefix("£")
    if not text or text.lower() == "unknown":
        return None
    try:
        cost = float(text)
    except ValueError:
        raise Unusable(f"its cost is {text!r}: write pounds, or unknown") from None
    if not 0 <= cost < 1e9:
        raise Unusable(f"its cost is {text!r}: write pounds, or unknown")
    return cost
