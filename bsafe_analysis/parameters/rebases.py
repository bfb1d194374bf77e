"""Recording changes of single places: parameters/rebases.yml, added to by the workbench, each with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.model.annotations import Rebase, places_within
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import parse_month
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.yaml_files import read_yaml

FILE = "parameters/rebases.yml"
PLACE, CATEGORY, SINCE, REASON = "place", "category", "since", "reason"
EVERY = "*"
"""Instead of a category: all of them."""


def read_rebases(root: Path, areas: Areas, categories: set[str]) -> tuple[tuple[Rebase, ...], tuple[Fault, ...]]:
    """The changes in the order of the file, and every fault of it. No such file: no such change."""
    try:
        entries, lines = read_yaml(read_plain(root / FILE).decode("utf-8-sig"), FILE)
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        return (), (Fault(FILE, "", *system_fault(error, "read")),)
    except UnicodeDecodeError:
        return (), (Fault(FILE, "", "this is not UTF-8 text", "Save it as plain UTF-8 text"),)
    except InputError as error:
        return (), error.faults
    changes, faults = [], []
    for name, entry in entries.items():
        try:
            changes.append(rebase(entry, areas, categories))
        except ValueError as reason:
            cure = "Correct it, or take it out: a rebase names a place, a category or *, a month and its reason"
            faults.append(Fault(FILE, f"line {lines.get((name,), 1)}, {name}", str(reason), cure))
    return tuple(changes), tuple(faults)


def rebase(entry: Any, areas: Areas, categories: set[str]) -> Rebase:
    """One entry; ValueError where it cannot hold."""
    if not isinstance(entry, dict) or set(entry) != {PLACE, CATEGORY, SINCE, REASON}:
        raise ValueError("it must give place, category, since and reason, and nothing else")
    if entry[PLACE] not in areas:
        raise ValueError(f"{entry['place']!r} is no place of data/reference/areas.csv")
    if entry[CATEGORY] != EVERY and entry[CATEGORY] not in categories:
        raise ValueError(f"{entry['category']!r} is no category")
    if not str(entry[REASON] or "").strip():
        raise ValueError("it has no reason")
    since = parse_month(str(entry[SINCE]))
    return Rebase(places_within(areas, entry[PLACE]), entry[CATEGORY], since, str(entry[REASON]))


def rebases_to_come(settings: DetectionSettings, month: str) -> tuple[Notice, ...]:
    """A line where a recording change is dated after the judged month: it does nothing yet, or its year is a slip."""
    every = (*settings.rebase, *((change.category, change.since) for change in settings.rebases))
    later = sorted({(category, since) for category, since in every if since > month})
    if not later:
        return ()
    named = ", ".join(f"{category} from {since}" for category, since in later)
    text = f"A recording change lies after {month} and does nothing yet ({named}): look whether its year is right."
    return (Notice("rebase_to_come", later[0][1], len(later), text, needs_person=True),)
