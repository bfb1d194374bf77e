"""A force that goes on under another name, renamed or merged: its months before and after are one history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import TypeVar

from bsafe_analysis.loading.completeness import SURELY_SEEN
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.model.periods import month_index
from bsafe_analysis.model.receipts import Notice, Source

LONGEST_PAUSE = 3
"""Months between the last file under one name and the first under the next."""
ALIKE = 2.0
"""The borough's rows a month before and after, at most so many times each other: a new force is no larger here."""
USUAL_OVER = 12
Value = TypeVar("Value")
ByForceAndMonth = Mapping[tuple[str, str], int]


def under_declared_names(files: Sequence[ParsedFile], source: Source) -> list[ParsedFile]:
    """The files of a force's earlier name under the one that sources.yml says it goes on under."""
    now = dict(source.same_force)
    return [replace(file, force=now[file.force]) if file.force in now else file for file in files]


def continued(mine: ByForceAndMonth) -> dict[str, str]:
    """Earlier name -> later name, where one ends as another begins and both hold as much of the borough.

    `mine`: this borough's rows by force and month. Two names of which any month is held under both are two forces, and
    a name that follows two, or is followed by two, is left to a person.
    """
    months: dict[str, dict[str, int]] = defaultdict(dict)
    for (force, month), rows in mine.items():
        if rows:
            months[force][month] = rows
    pairs = [(old, new) for old in months for new in months if old != new and _follows(months[old], months[new])]
    olds, news = [old for old, _ in pairs], [new for _, new in pairs]
    found = {old: new for old, new in pairs if olds.count(old) == 1 and news.count(new) == 1}
    return {old: _last_of(old, found) for old in found}


def _follows(before: Mapping[str, int], after: Mapping[str, int]) -> bool:
    pause = month_index(min(after)) - month_index(max(before)) - 1
    then = median([before[month] for month in sorted(before)[-USUAL_OVER:]])
    now = median([after[month] for month in sorted(after)[:USUAL_OVER]])
    return 0 <= pause <= LONGEST_PAUSE and then >= SURELY_SEEN and then / ALIKE <= now <= then * ALIKE


def _last_of(force: str, found: Mapping[str, str]) -> str:
    while force in found:
        force = found[force]
    return force


def joined(table: Mapping[tuple[str, str], int], names: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """The numbers by force and month with earlier names under the later; of a month held under both, their sum."""
    together: dict[tuple[str, str], int] = defaultdict(int)
    for (force, month), number in table.items():
        together[names.get(force, force), month] += number
    return dict(together)


def continued_notices(source: Source, names: Mapping[str, str], mine: ByForceAndMonth) -> list[Notice]:
    """A line for each name that was joined to a later one, with the line that says so for good."""
    notices = []
    for old, new in sorted(names.items()):
        last = max(month for (force, month), rows in mine.items() if force == old and rows)
        first = min(month for (force, month), rows in mine.items() if force == new and rows)
        text = (
            f"{source.title}: {old} ends with {last} and {new} begins with {first}, with as many rows of this borough: "
            f"they are taken for one force. If so, write same_force: {{{old}: {new}}} under the source in sources.yml; "
            "if not, say under rebase in detection.yml what changed."
        )
        notices.append(Notice("force_renamed", new, 1, text, needs_person=True))
    return notices
