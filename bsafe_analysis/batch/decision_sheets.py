"""The sheets that a run leaves for the meetings, in data/register/decisions. Nothing written is lost.

<month>.yml for the borough's meeting, <month>-<area>.yml for each area's: what it passes up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.faults import InputError
from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.register.decisions import FOLDER
from bsafe_analysis.reports.facts.addresses import LAP_ASSESSMENT, TACTICAL_ASSESSMENT
from bsafe_analysis.reports.facts.area_escalations import Escalated, from_areas, proposed_in
from bsafe_analysis.reports.facts.signals import signals_of
from bsafe_analysis.reports.facts.tasking import Recommendation, tasking_of
from bsafe_analysis.yaml_files import read_yaml

_FILE_SAFE = re.compile(r"[^A-Za-z0-9_-]+")


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
    wanted = _wanted(prepared, tasking_of(prepared, live).recommendations)
    areas = [leave_escalations(root, prepared, area) for area in _with_a_sheet(prepared)]
    left = _leave(root, prepared, wanted)
    return Left(left.written or any(areas), left.told)


@dataclass(frozen=True)
class Entry:
    """One entry of the borough's sheet: `known_by` marks it in a sheet that is there already."""

    known_by: tuple[str, str]
    ref: str
    lines: str


def _leave(root: Path, prepared: Prepared, wanted: list[Entry]) -> Left:
    path = root / FOLDER / f"{prepared.cycle.month}.yml"
    if not path.exists():
        if wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, _sheet(prepared, wanted))
        return Left(bool(wanted))
    try:
        before = path.read_bytes().decode("utf-8")
        held, _ = read_yaml(before, path.name)
        entries = held.get("proposals") or []
        known = {(key, entry.get(key)) for entry in entries if isinstance(entry, dict) for key in ("finding", "ref")}
        new = [entry for entry in wanted if entry.known_by not in known]
        if not new:
            return Left(False)
        after = before.rstrip("\n") + "\n" + _added(prepared, new, len(entries))
        read, _ = read_yaml(after, path.name)
        if read["proposals"][: len(entries)] == entries and len(read["proposals"]) == len(entries) + len(new):
            write_whole(path, after)
            return Left(True, f"{len(new)} new proposals were added to {FOLDER}/{path.name}")
    except (InputError, UnicodeDecodeError, OSError, KeyError, TypeError, AttributeError):
        pass
    return Left(False, f"{FOLDER}/{path.name} was left as it is: new proposals could not be added to it")


def sheet(prepared: Prepared, recommendations: Iterable[Recommendation]) -> str:
    """The borough's sheet with one entry a recommendation and one for each thing an area asks, to be filled in."""
    return _sheet(prepared, _wanted(prepared, recommendations))


def _wanted(prepared: Prepared, recommendations: Iterable[Recommendation]) -> list[Entry]:
    return [*(_entry(r) for r in recommendations), *(_asked(each) for each in from_areas(prepared))]


def _sheet(prepared: Prepared, wanted: Iterable[Entry]) -> str:
    cycle = prepared.cycle
    meeting = _meeting(prepared, TACTICAL_ASSESSMENT, "the borough's meeting")
    lines = [
        f"# What the {meeting} decides on the proposals of {month_name(cycle.month)}.",
        "# Fill in at the meeting, then run the month again.",
        "# decision: accept | amend | refuse. why: needed for amend and refuse.",
        "# owner: one role, if the meeting names it. due: a day, such as 2026-12-20.",
        "# To amend, change action, agency or option too. What you write here is never written over.",
        "held:                          # the day the meeting was",
        "proposals:",
    ]
    return "\n".join(lines) + "\n" + _entries(prepared, wanted, 1)


def _added(prepared: Prepared, wanted: Iterable[Entry], held: int) -> str:
    return "  # added when the month was run again\n" + _entries(prepared, wanted, held + 1)


def _entries(prepared: Prepared, wanted: Iterable[Entry], first: int) -> str:
    refs = ((entry.ref or f"{prepared.cycle.month}-{n}", entry) for n, entry in enumerate(wanted, start=first))
    return "".join(f"  - ref: {_text(ref)}\n{entry.lines}" for ref, entry in refs)


def _meeting(prepared: Prepared, document: str, otherwise: str) -> str:
    return next((m.name for m in prepared.cycle.meetings if m.document == document), otherwise)


def _asked(each: Escalated) -> Entry:
    """What an area asks of the borough, as a proposal that may be accepted, amended or refused."""
    fact = each.fact
    category = f"\n    category: {_text(fact.category)}" if fact.category else ""
    lines = f"""\
    # from {each.source}: {" ".join(fact.issue.split())}
    area: {_text(fact.area)}{category}
    action: {_text(fact.ask)}
    agency: {_text(fact.agency)}
    decision:
    why:
    owner:
    due:
"""
    return Entry(("ref", fact.ref), fact.ref, lines)


def _entry(r: Recommendation) -> Entry:
    signal, others = r.signal, ", ".join(option.id for option in r.options[1:])
    lines = f"""\
    finding: {_text(signal.finding.id)}
    area: {_text(signal.place.code)}
    category: {_text(signal.category.key)}
    option: {r.option.id}{f"    # or: {others}" if others else ""}
    action: {_text(r.action)}
    agency: {_text(r.lead)}{f"    # there: {r.option.lead}" if r.option.lead != r.lead else ""}
    decision:
    why:
    owner:
    due:
"""
    return Entry(("finding", signal.finding.id), "", lines)


def _with_a_sheet(prepared: Prepared) -> tuple[Area, ...]:
    """Areas whose meeting has a document of its own."""
    has_one = any(document.name == LAP_ASSESSMENT for document in prepared.cycle.documents)
    return prepared.areas.local_areas if has_one else ()


def leave_escalations(root: Path, prepared: Prepared, area: Area) -> bool:
    """Write the sheet of one area's meeting where there is none yet; whether it was written."""
    month = prepared.cycle.month
    path = root / FOLDER / f"{month}-{_FILE_SAFE.sub('-', area.code)}.yml"
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, escalation_sheet(prepared, area))
    return True


def escalation_sheet(prepared: Prepared, area: Area) -> str:
    """The sheet of one area's meeting: what is blocked there, to be escalated or kept, and room for more."""
    month, code = prepared.cycle.month, area.code
    meeting = _meeting(prepared, LAP_ASSESSMENT, "area's meeting")
    upper = _meeting(prepared, TACTICAL_ASSESSMENT, "the borough's meeting")
    lines = [
        f"# What the {meeting} of {area.name} passes up to the {upper} after {month_name(month)}.".replace("\n", " "),
        "# Fill in at the meeting. What is decided to escalate stands in next month's tactical assessment as coming",
        "# from this area, and the answer in the area's own next assessment. decision: escalate | keep.",
        "# To add an issue, write it below in the same way; category may be left out. Nothing here is written over.",
        f"area: {_text(code)}",
        "held:                          # the day the meeting was",
        "escalations:",
    ]
    entries = [_proposed(f"{month}-{code}-{n}", a) for n, a in enumerate(proposed_in(prepared, area), start=1)]
    example = f"""\
#  - ref: "{month}-{code}-{len(entries) + 1}"
#    issue: "what happens, where, since when"
#    ask: "what the borough should do, by when"
#    agency: "who is asked"
#    category:
#    decision:
#    why:
"""
    return "\n".join(lines) + "\n" + "".join(entries) + example


def _proposed(ref: str, a: Activity) -> str:
    return f"""\
  - ref: {_text(ref)}
    activity: {_text(a.ref)}
    issue: {_text(f"{a.ref}, {a.title}: {a.blockage}")}
    ask: {_text(a.ask or f"Unblock {a.ref}")}
    agency: {_text(a.agency)}
    category: {_text(a.categories[0] if a.categories else "")}
    decision:
    why:
"""


def _text(value: str) -> str:
    """A value in double quotes: JSON's are YAML's."""
    return json.dumps(value, ensure_ascii=False)
