"""What looks like a person's own data stops an edition for others until somebody has read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import DecisionSheet
from bsafe_analysis.pages.personal_data import personal, personal_in_words

NAMED = "personal.txt"
"""Beside what the pages state: what the run before named."""


def asked_of_written(
    areas: Areas, activities: Collection[Activity], decisions: Collection[DecisionSheet]
) -> tuple[Notice, ...]:
    """One line for each text that would stand in editions for others and holds what looks like somebody's data."""
    return tuple(
        Notice(
            "personal_text", where, 1, f"{where} holds what looks like {kind} ({found!r}). {_CURE}", needs_person=True
        )
        for where, text in _told_texts(areas, activities, decisions)
        for kind, found in dict([*personal(text), *personal_in_words(text)]).items()
    )


_CURE = "Reword it, for it stands in editions for others: a run for them publishes nothing while it does"


def _told_texts(
    areas: Areas, activities: Collection[Activity], decisions: Collection[DecisionSheet]
) -> Iterator[tuple[str, str]]:
    yield from ((f"data/reference/areas.csv, the name of {area.code}", area.name) for area in areas)
    for a in activities:
        yield from (
            (f"the {name} of activity {a.ref}", text) for name, text in (("title", a.title), ("agency", a.agency))
        )
    for held in decisions:
        yield from ((f"the action of decision {p.ref}", p.action) for p in held.proposals)


def may_be_published(beside: Path | None, lines: Collection[str], despite: str) -> bool:
    """Whether nothing was found, or somebody read all of it: `despite`, and the run before named every line.

    What is found is kept `beside`, for the next run to know what could have been read.
    """
    if not lines:
        return True
    file = beside / NAMED if beside else None
    before = _lines_of(file) if file else set()
    if despite and {*lines} <= before:
        return True
    if file:
        write_whole(file, "\n".join(lines), flush=False)
    return False


def _lines_of(file: Path) -> set[str]:
    try:
        return {*file.read_text("utf-8").splitlines()}
    except (OSError, ValueError):
        return set()


def told_of_reviews(reviews: tuple[str, ...], month: str, audience: str) -> tuple[str, ...]:
    """What was found, and what to do where nothing was published for it."""
    again = f'bsafe run {month} --audience {audience} --despite "who read it, and why"'
    nothing = "Nothing was published, for what looks like a person's own data. Reword it; if it is none:"
    return (*reviews, f"{nothing} `{again}`")
