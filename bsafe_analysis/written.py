"""What people wrote, put into a month that was searched: read anew without opening a raw file or fitting a series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from bsafe_analysis.activities import Activity
from bsafe_analysis.areas import Areas
from bsafe_analysis.cycle import Cycle, Prepared, ProfileNotes
from bsafe_analysis.loading.activities import read_activities
from bsafe_analysis.loading.notes import read_notes
from bsafe_analysis.receipts import Notice


@dataclass(frozen=True)
class Written:
    """What people wrote: the delivery plan and the notes of neighbourhoods."""

    activities: tuple[Activity, ...]
    notes: tuple[ProfileNotes, ...]
    notices: tuple[Notice, ...]


def with_register(root: Path, searched: Prepared) -> Prepared:
    """The month with what data/register holds now, in the place of whatever it held of it before.

    Everything that reads data/register belongs in here: prepare.search_month must not (a test), for what it leaves is
    kept while only the register changes.
    """
    written = read_register(root, searched.areas, searched.cycle)
    others = searched.notices[: len(searched.notices) - searched.notices_of_register]
    return replace(
        searched,
        activities=written.activities,
        notes=written.notes,
        notices=(*others, *written.notices),
        notices_of_register=len(written.notices),
    )


def read_register(root: Path, areas: Areas, cycle: Cycle) -> Written:
    """What people wrote; rows that cannot be used are set aside with a notice each, and the pack still builds."""
    activities, refused = read_activities(root, areas, [category.key for category in cycle.categories])
    notes, odd = read_notes(root, areas)
    return Written(activities, notes, (*refused, *odd))
