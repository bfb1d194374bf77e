"""What became of a crime, in the police's words; and how long after a month its file still tells of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import pandas as pd

from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.model.disclosure import OPEN
from bsafe_analysis.model.outcomes import Outcome
from bsafe_analysis.model.periods import month_index
from bsafe_analysis.model.receipts import Notice, Source

MOST_NAMED = 3


@cache
def outcomes_meant() -> Mapping[str, Outcome]:
    """Their words in small letters -> what they come to (outcome_words.csv: the list of data.police.uk)."""
    text = files(__package__).joinpath("outcome_words.csv").read_text("utf-8")
    return {row["word"].casefold(): Outcome(row["outcome"]) for row in csv.DictReader(text.splitlines())}


def newest_of_download(parsed: Iterable[ParsedFile], used: Sequence[ParsedFile], until: str) -> dict[int, str]:
    """Number of a file in `used` -> the newest month that came in the same download: later outcomes it cannot know."""
    newest: dict[date | None, str] = {}
    for file in parsed:
        if file.month <= until:
            newest[file.raw.downloaded] = max(file.month, newest.get(file.raw.downloaded, ""))
    return {i: newest[file.raw.downloaded] for i, file in enumerate(used) if file.raw.downloaded in newest}


def outcome_ages(reach: Mapping[int, str], incidents: pd.DataFrame) -> dict[str, int]:
    """Month -> how many months later it is still told what became of its crimes; of several files the fewest.

    `reach`: number of a file -> the last month whose outcomes are told of its crimes.
    """
    ages: dict[str, int] = {}
    for number, month in incidents[["file", "month"]].drop_duplicates().itertuples(index=False):
        age = month_index(reach[number]) - month_index(month)
        ages[month] = min(age, ages.get(month, age))
    return ages


def are_told(source: Source) -> bool:
    """Whether what became of a source's crimes is told: of police.uk's street-level files, open to anyone."""
    return source.kind == "police_uk" and source.source_class == OPEN


def unknown_outcomes(source: Source, incidents: pd.DataFrame) -> tuple[Notice, ...]:
    """One line where an outcome is none that is known: it is counted among the others."""
    if not are_told(source) or incidents.empty:
        return ()
    said = incidents["outcome"].value_counts()
    unknown = {str(w): int(n) for w, n in said.items() if w and str(w).casefold() not in outcomes_meant()}
    if not unknown:
        return ()
    shown = ", ".join(list(unknown)[:MOST_NAMED]) + (" ..." if len(unknown) > MOST_NAMED else "")
    rows = sum(unknown.values())
    those = "1 row has" if rows == 1 else f"{rows:,} rows have"
    text = f"{source.title}: {those} an outcome that is not known ({shown}): counted as another outcome."
    return (Notice("unknown_outcome", shown, rows, text),)
