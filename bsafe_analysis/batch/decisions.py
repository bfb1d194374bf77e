"""The sheet that a run leaves for the meeting: data/register/decisions/<month>.yml. Nothing written is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bsafe_analysis.cycle import Prepared
from bsafe_analysis.faults import InputError
from bsafe_analysis.findings import Status
from bsafe_analysis.loading.decisions import FOLDER
from bsafe_analysis.periods import month_name
from bsafe_analysis.reports.signals import signals_of
from bsafe_analysis.reports.tasking import Recommendation, tasking_of
from bsafe_analysis.safe_yaml import read_yaml


@dataclass(frozen=True)
class Left:
    """Whether a file was written, and what a person should know of it ("" for nothing)."""

    written: bool
    told: str = ""


def leave_decisions(root: Path, prepared: Prepared) -> Left:
    """Write the month's sheet, or add to it what a re-run newly proposes.

    A sheet that cannot be read, or to which nothing can be added safely, is left exactly as it is.
    """
    live = signals_of(prepared, (f for f in prepared.findings if f.status is not Status.CLEARED))
    wanted = tasking_of(prepared, live).recommendations
    path = root / FOLDER / f"{prepared.cycle.month}.yml"
    if not path.exists():
        if wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, sheet(prepared, wanted))
        return Left(bool(wanted))
    try:
        before = path.read_bytes().decode("utf-8")
        held, _ = read_yaml(before, path.name)
        entries = held.get("proposals") or []
        known = {entry.get("finding") for entry in entries if isinstance(entry, dict)}
        new = [r for r in wanted if r.signal.finding.id not in known]
        if not new:
            return Left(False)
        after = before.rstrip("\n") + "\n" + _added(prepared, new, len(entries))
        read, _ = read_yaml(after, path.name)
        if read["proposals"][: len(entries)] == entries and len(read["proposals"]) == len(entries) + len(new):
            _write(path, after)
            return Left(True, f"{len(new)} new proposals were added to {FOLDER}/{path.name}")
    except (InputError, UnicodeDecodeError, OSError, KeyError, TypeError, AttributeError):
        pass
    return Left(False, f"{FOLDER}/{path.name} was left as it is: new proposals could not be added to it")


def sheet(prepared: Prepared, recommendations: Iterable[Recommendation]) -> str:
    """The sheet with one entry a recommendation, to be filled in."""
    cycle = prepared.cycle
    meeting = next((m.name for m in cycle.meetings if m.document == "tactical_assessment"), "the borough's meeting")
    lines = [
        f"# What the {meeting} decides on the proposals of {month_name(cycle.month)}.",
        "# Fill in at the meeting, then run the month again.",
        "# decision: accept | amend | refuse. why: needed for amend and refuse.",
        "# owner: one role, if the meeting names it. due: a day, such as 2026-12-20.",
        "# To amend, change action, agency or option too. What you write here is never written over.",
        "held:                          # the day the meeting was",
        "proposals:",
    ]
    return "\n".join(lines) + "\n" + "".join(_entry(prepared, r, n) for n, r in enumerate(recommendations, start=1))


def _added(prepared: Prepared, recommendations: Iterable[Recommendation], held: int) -> str:
    note = "  # added when the month was run again\n"
    return note + "".join(_entry(prepared, r, n) for n, r in enumerate(recommendations, start=held + 1))


def _entry(prepared: Prepared, r: Recommendation, number: int) -> str:
    signal, others = r.signal, ", ".join(option.id for option in r.options[1:])
    return f"""\
  - ref: "{prepared.cycle.month}-{number}"
    finding: {_text(signal.finding.id)}
    area: {_text(signal.place.code)}
    category: {_text(signal.category.key)}
    option: {r.option.id}{f"    # or: {others}" if others else ""}
    action: {_text(r.option.action)}
    agency: {_text(r.option.lead)}
    decision:
    why:
    owner:
    due:
"""


def _text(value: str) -> str:
    """A value in double quotes: JSON's are YAML's."""
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode())
    beside.replace(path)
