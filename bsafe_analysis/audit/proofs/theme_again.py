"""What a theme group's pack states: its days, its work, the lines told in it and what others ask of it, done again."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.kept_meetings import KeptMeeting, not_called_off
from bsafe_analysis.audit.kept_plan import PlannedWork
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.plan_reviewed import state_in_plan, told_on, whole_plan
from bsafe_analysis.audit.proofs.registry import Found, Unproved, likeliest, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months


@dataclass(frozen=True)
class LineAgain:
    """One line of the plan that a pack tells, and why now."""

    work: PlannedWork
    line: Mapping[str, Any]
    when: str


@dataclass(frozen=True)
class SittingAgain:
    """One meeting on the month, the one before it, the one after it, and the lines that its pack tells."""

    meeting: KeptMeeting
    before: KeptMeeting | None
    after: KeptMeeting | None
    lines: tuple[LineAgain, ...]


def sittings_again(evidence: AuditEvidence) -> Mapping[str, tuple[SittingAgain, ...]]:
    """Group -> its meetings on this month, in the order of their days."""
    return {
        key: tuple(_sittings_of(evidence, key)) for key, said in evidence.chosen.groups.items() if said.get("themes")
    }


def _sittings_of(evidence: AuditEvidence, key: str) -> Iterator[SittingAgain]:
    every = [m for m in not_called_off(evidence) if m.group == key]
    mine = [n for n, m in enumerate(every) if m.month == evidence.month]
    told: dict[str, str] = dict(_told_elsewhere(evidence, key, every, mine)) if mine else {}
    for n in mine:
        before = every[n - 1] if n else None
        lines = tuple(_lines_now(evidence, key, told, before, every[n].papers))
        told |= {_checksum_again(each.work, each.line): _named_again(each.work, each.line) for each in lines}
        yield SittingAgain(every[n], before, every[n + 1] if n + 1 < len(every) else None, lines)


def _told_elsewhere(
    evidence: AuditEvidence, key: str, every: Sequence[KeptMeeting], mine: Sequence[int]
) -> Iterator[tuple[str, str]]:
    """Checksum and name of each line that another pack told: of earlier meetings and of later ones."""
    before = every[mine[0] - 1] if mine[0] else None
    rows = list(_told_rows(evidence, key))
    earlier = [row for row in rows if before and row[0] <= before.on.isoformat()]
    yield from ((digest, item) for _, item, digest in earlier)
    yield from ((digest, item) for day, item, digest in rows if day > every[mine[-1]].on.isoformat())
    if before and not earlier:  # nothing was kept then: what is that old counts as told
        old = (
            (work, line)
            for work in _work_again(evidence, key)
            for line in work.lines
            if line["on"] and line["on"] <= before.papers.isoformat()
        )
        yield from ((_checksum_again(*pair), _named_again(*pair)) for pair in old)


def _told_rows(evidence: AuditEvidence, key: str) -> Iterator[tuple[str, str, str]]:
    path = evidence.root / "data/issued" / f"{key}.csv"
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from ((row["meeting"], row["item"], row["sha256"]) for row in csv.DictReader(file))


def _work_again(evidence: AuditEvidence, key: str) -> list[PlannedWork]:
    """The activities under the themes that groups.yml gives the group."""
    themes = {" ".join(str(theme).casefold().split()) for theme in evidence.chosen.groups[key].get("themes") or ()}
    return [work for work in whole_plan(evidence) if " ".join(work.values["theme"].casefold().split()) in themes]


def _lines_now(
    evidence: AuditEvidence, key: str, told: Mapping[str, str], before: KeptMeeting | None, papers: date
) -> Iterator[LineAgain]:
    every = {_checksum_again(work, line): (work, line) for work in _work_again(evidence, key) for line in work.lines}
    gone = {item for digest, item in told.items() if digest not in every}
    for digest, (work, line) in every.items():
        on = line["on"]
        if digest in told or (on and on > papers.isoformat()):
            continue
        fresh = before is None or bool(on and on > before.papers.isoformat())
        when = "in_time" if fresh else "late"
        yield LineAgain(work, line, "amended" if _named_again(work, line) in gone else when if on else "undated")


def _named_again(work: PlannedWork, line: Mapping[str, Any]) -> str:
    return f"{work.values['ref']} {line['on'] or 'undated'}"


def _checksum_again(work: PlannedWork, line: Mapping[str, Any]) -> str:
    parts = (work.values["ref"], line["on"] or "", line["role"], line["text"])
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sittings_meant(claim: Claim, evidence: AuditEvidence) -> tuple[SittingAgain, ...]:
    found = evidence.once(sittings_again).get(str(claim.values["key"]), ())
    if not found:
        raise Unproved("no group with themes of this key looks at the month")
    return found


@proves("group_sitting")
def group_sitting(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its day, the meetings before and after it and the days papers close are those of meetings.csv."""
    return closest(claim, map(_days_around, _sittings_meant(claim, evidence)), "on")


def _days_around(sitting: SittingAgain) -> Found:
    before, after = sitting.before, sitting.after
    days = {"on": sitting.meeting.on, "papers": sitting.meeting.papers, "last": before and before.on,
            "since": before and before.papers, "next": after and after.on}  # fmt: skip
    return {name: day.isoformat() if day else None for name, day in days.items()}


@proves("theme_work")
def theme_work(claim: Claim, evidence: AuditEvidence) -> Found:
    """Open work under the group's themes is counted in the plan anew; lines by data/issued and the days of papers."""
    on, work = told_on(evidence), _work_again(evidence, str(claim.values["key"]))
    states = [state_in_plan(each, on)[0] for each in work if each.is_open]
    counted = {"open": len(states), "late": states.count("late"), "blocked": states.count("blocked")}
    found = ({**counted, **_lines_counted(sitting)} for sitting in _sittings_meant(claim, evidence))
    return closest(claim, found, "meeting")


def _lines_counted(sitting: SittingAgain) -> dict[str, Any]:
    when = [line.when for line in sitting.lines]
    finished = {line.work.values["ref"] for line in sitting.lines if line.work.values["status"] == "complete"}
    late, amended = when.count("late"), when.count("amended")
    meeting = sitting.meeting.on.isoformat()
    return {"meeting": meeting, "lines": len(when), "told_late": late, "amended": amended, "done": len(finished)}


@proves("line_told")
def line_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """Why a line is told now follows from its day, the days of papers and what data/issued has of it."""
    every = (line.when for sittings in evidence.once(sittings_again).values() for s in sittings for line in s.lines)
    return likeliest(claim, [{"when": when} for when in dict.fromkeys(every)])


@proves("from_others")
def from_others(claim: Claim, evidence: AuditEvidence) -> Found:
    """What was agreed and not entered, and what areas raised and nobody answered, of the group's kinds of incident."""
    key = str(claim.values["key"])
    kinds = {kind for each in _measures_of(evidence, key) for kind in each["of"]["categories"]}
    kinds |= {kind for work in _work_again(evidence, key) for kind in work.categories}
    first, written = add_months(evidence.month, -12), evidence.written
    answered = {entry["ref"] for entry in written.proposals if entry["choice"]}
    raised = [
        said["ref"] for said in written.escalations
        if said["choice"] == "escalate" and said["month"] >= first and said["ref"] not in answered
        and said["category"] in kinds
    ]  # fmt: skip
    agreed = [work for work in whole_plan(evidence) if work.values["adopted"] and work.categories & kinds]
    return {"passed_down": len(agreed), "raised": len(raised)}


@proves("agency_unmeasured")
def agency_unmeasured(claim: Claim, evidence: AuditEvidence) -> Found:
    """The agency leads open work under the group's themes, and no indicator of the group is written as its own."""
    key = str(claim.values["key"])
    leading = {work.values["agency"] for work in _work_again(evidence, key) if work.is_open}
    lacking = leading - {each.get("agency", "") for each in _measures_of(evidence, key)}
    return closest(claim, ({"agency": agency} for agency in sorted(lacking)), "agency")


def _measures_of(evidence: AuditEvidence, key: str) -> list[Mapping[str, Any]]:
    return [each for each in evidence.chosen.file("indicators.yml").get("indicators") or () if each["group"] == key]


@proves("theme_pack")
def theme_pack(claim: Claim, evidence: AuditEvidence) -> Found:
    """The day and the month are those that are told, the place is the borough."""
    place = evidence.recount.gazetteer.borough
    return {"told_on": told_on(evidence).isoformat(), "month": evidence.month, "place": place}
