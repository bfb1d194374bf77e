"""Files that cannot be what they say they are: nothing is taken from them, and the month is not made."""

from __future__ import annotations

from collections.abc import Sequence

from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.downloads import Chosen
from bsafe_analysis.loading.harmonise import Ours
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.receipts import SetAside, Source


def future_faults(files: Sequence[ParsedFile]) -> tuple[Fault, ...]:
    """Files whose month is later than the day on which they were downloaded."""
    return tuple(_future_fault(file) for file in files if _in_future(file))


def _in_future(file: ParsedFile) -> bool:
    downloaded = file.raw.downloaded
    return bool(downloaded and file.month and file.month > downloaded.isoformat()[:7])


def _future_fault(file: ParsedFile) -> Fault:
    cause = f"the month {file.month} is later than its download ({file.raw.downloaded})"
    return Fault(file.raw.place, "", cause, "Correct the date of the download's folder, or the file's name")


def type_faults(files: Sequence[ParsedFile], ours: Ours) -> tuple[Fault, ...]:
    """A month (an extract) of which no row of ours has a known crime type is not what it says it is.

    Of all forces together: one odd row of a force that seldom comes here must not stop the month.
    """
    holding = set(ours.incidents["file"]) if files else set()
    known = {file.month or file.raw.name for i, file in enumerate(files) if i in holding}
    unknown: dict[str, list[tuple[int, ParsedFile]]] = {}
    for file in files:
        rows = ours.aside[file.raw.name][SetAside.NO_CATEGORY]
        if rows:
            unknown.setdefault(file.month or file.raw.name, []).append((rows, file))
    faults = []
    for key in sorted(unknown.keys() - known):
        _, file = max(unknown[key], key=lambda item: item[0])
        names = ", ".join(repr(name[:80]) for name in sorted(ours.unknown_types)[:3])
        cause = f"no crime type in it is known ({names})"
        faults.append(Fault(file.raw.place, "Crime type", cause, "Add them to data/reference/categories.csv"))
    return tuple(faults)


def nowhere_faults(source: Source, chosen: Chosen, ours: Ours, places: Places) -> tuple[Fault, ...]:
    """Files full of rows of which not one is ours: a wrong name or a wrong list, never a borough without crime."""
    rows = sum(file.facts.lines for file in chosen.used)
    if not source.required or not rows or len(ours.incidents) or ours.unknown_types:
        return ()
    cause = f"not one of {rows:,} rows lies in {places.borough_name}"
    cure = "Check borough in partnership.yml, data/reference/lsoas.csv, and which force was downloaded"
    return (Fault(f"data/raw/{source.folder}".rstrip("/"), source.name, cause, cure),)
