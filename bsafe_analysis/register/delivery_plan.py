"""The delivery plan as coordinators keep it. A row that cannot be used is set aside with one plain line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bsafe_analysis.model.activities import Activity, Dated, ExpectedEffect, Progress, Risk, RiskLevel, Strand
from bsafe_analysis.model.cycle import Cycle
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.register.cells import (
    Known,
    Unusable,
    as_day,
    choice,
    day,
    every_fault,
    parts,
    pounds,
    refuse_broken,
    refuse_month_first,
    required,
)
from bsafe_analysis.register.refusals import refused
from bsafe_analysis.register.spreadsheets import (
    Row,
    Sheet,
    Unreadable,
    find_sheet,
    remarks_of,
    unknown_columns,
    unusable_file,
)

NAME = "activities"
REQUIRED = (
    "ref", "title", "priority", "theme", "strand", "owner", "agency", "measure", "baseline", "target", "start", "due",
    "status",
)  # fmt: skip
COLUMNS = (
    *REQUIRED, "areas", "categories", "cost", "funding", "blockage", "blocked_since", "progress", "progress_date",
    "support", "milestones", "risk", "risk_likelihood", "risk_impact", "risk_mitigation", "blocked_by", "ask",
    "effect_category", "effect_area", "effect_direction", "effect_by", "option", "decision",
)  # fmt: skip
"""Every column that is read."""
NOBODY = (
    "all", "partners", "all partners", "everyone", "everybody", "tbc", "tbd", "tba", "various", "partnership",
    "the partnership", "all agencies", "n/a", "none", "to be confirmed", "to be named",
)  # fmt: skip
VAGUE = (
    "improve", "enhance", "support", "continue", "address", "tackle", "promote", "ensure", "explore", "consider",
    "strengthen", "encourage", "raise", "reduce", "develop", "facilitate", "help", "work", "look", "monitor",
)  # fmt: skip
"""First words that say what is hoped for and not what somebody will do."""
FEWEST_WORDS = 2
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})\s*[,:|]?\s*(.*)", re.S)
_ROLE = re.compile(r"([^:|]{2,60})[:|]\s+(.+)", re.S)
_EFFECT = ("effect_category", "effect_area", "effect_direction", "effect_by")
_RISK = ("risk", "risk_likelihood", "risk_impact", "risk_mitigation")


def read_activities(root: Path, known: Known) -> tuple[tuple[Activity, ...], tuple[Notice, ...]]:
    """The activities that can be used, in the plan's order, and a notice for each row that cannot."""
    try:
        sheet = find_sheet(root, NAME, REQUIRED)
    except Unreadable as reason:
        return (), (unusable_file("activity_refused", "activities", f"{reason}. No activity could be read"),)
    return ((), ()) if sheet is None else _usable(sheet, known)


def _usable(sheet: Sheet, known: Known) -> tuple[tuple[Activity, ...], tuple[Notice, ...]]:
    activities: dict[str, Activity] = {}
    notices = [*remarks_of(sheet), *unknown_columns(sheet, COLUMNS)]
    for row in sheet.rows:
        try:
            refuse_broken(row)
            refuse_month_first(row)
            activity = _activity(row, known)
            if activity.ref.casefold() in (ref.casefold() for ref in activities):
                raise Unusable(f"the reference {activity.ref} stands twice")
            activities[activity.ref] = activity
        except Unusable as reason:
            label = row["ref"] or "no reference"
            text = f"Activity {label} ({sheet.file}, row {row.number}) was set aside: {reason}"
            notices.append(refused("activity_refused", label, text))
    return tuple(activities.values()), tuple(notices)


def _activity(row: Row, known: Known) -> Activity:
    every_fault(*_checks(row, known))
    start, due = day(row, "start"), day(row, "due")
    assert start is not None and due is not None
    log = _log(row)
    newest = log[0] if log else Dated(None, "")
    return Activity(
        ref=row["ref"], title=row["title"], priority=_priority(row, known), theme=row["theme"],
        strand=choice(row, "strand", Strand), status=choice(row, "status", Progress),
        areas=_areas(row, known),
        categories=tuple(known.category(item) for item in parts(row["categories"])),
        owner=row["owner"], agency=row["agency"], measure=row["measure"],
        baseline=row["baseline"], target=row["target"], start=start, due=due, cost=pounds(row, "cost"),
        funding=row["funding"], blockage=row["blockage"], blocked_since=day(row, "blocked_since"),
        progress=newest.text, progress_date=newest.on, support=row["support"],
        milestones=tuple(_milestone(item) for item in parts(row["milestones"])),
        risk=_risk(row), blocked_by=row["blocked_by"], ask=row["ask"], log=log,
        expects=_effect(row, known), option=row["option"], decision=row["decision"],
    )  # fmt: skip


def _checks(row: Row, known: Known) -> tuple[Callable[[], object], ...]:
    """Each way in which a row may be unusable, on its own."""
    return (
        lambda: required(row, ("ref", "title", "owner", "agency", "measure", "target", "due", "start")),
        lambda: _refuse_nobody(row), lambda: _refuse_vague(row), lambda: _refuse_unmeasured(row),
        lambda: _priority(row, known), lambda: choice(row, "strand", Strand), lambda: choice(row, "status", Progress),
        lambda: _areas(row, known), lambda: [known.category(item) for item in parts(row["categories"])],
        lambda: _refuse_backwards(row), lambda: pounds(row, "cost"), lambda: day(row, "blocked_since"),
        lambda: _log(row), lambda: [_milestone(item) for item in parts(row["milestones"])], lambda: _risk(row),
        lambda: _effect(row, known),
    )  # fmt: skip


def _refuse_backwards(row: Row) -> None:
    every_fault(lambda: day(row, "start"), lambda: day(row, "due"))
    start, due = day(row, "start"), day(row, "due")
    if start and due and due < start:
        raise Unusable("it is due before it starts")


def _refuse_nobody(row: Row) -> None:
    """Owned: what a meeting cannot ask anybody about is not in its plan."""
    if row["owner"].casefold() in NOBODY:
        raise Unusable(f"its owner is {row['owner']!r}: one person must own it")


def _refuse_vague(row: Row) -> None:
    """Specific."""
    words = row["title"].split()
    if words and (len(words) < FEWEST_WORDS or words[0].casefold() in VAGUE):
        raise Unusable(f"{row['title'][:60]!r} does not say what will be done: begin with what somebody does, to what")


def _refuse_unmeasured(row: Row) -> None:
    """Measurable."""
    if not row["measure"] or row["measure"].casefold().startswith("milestone"):
        return
    for column in ("baseline", "target"):
        if (row[column] or column == "baseline") and not re.search(r"\d", row[column]):
            said = f"is {row[column][:40]!r}, which is no number" if row[column] else "is not given"
            raise Unusable(f"its {column} {said}: write a number, or make the measure a milestone (milestone: ...)")


def _priority(row: Row, known: Known) -> str:
    if not row["priority"]:
        raise Unusable("it has no priority: write one of parameters/priorities.yml, or none")
    return "" if row["priority"].casefold() == "none" else known.priority(row["priority"])


def _areas(row: Row, known: Known) -> tuple[str, ...]:
    codes = tuple(known.area(item) for item in parts(row["areas"]))
    return () if known.areas.borough.code in codes else codes


def _log(row: Row) -> tuple[Dated, ...]:
    """The progress log, newest first. A line without a date of its own has the one of progress_date, if any."""
    given = day(row, "progress_date")
    lines = [_progress_entry(line.strip(), given) for line in row["progress"].split("\n") if line.strip()]
    return tuple(sorted(lines, key=lambda entry: entry.on or date.min, reverse=True))


def _progress_entry(line: str, given: date | None) -> Dated:
    dated = _DATED.fullmatch(line)
    on, text = (as_day(dated[1], "the date of a progress line"), dated[2]) if dated else (given, line)
    role = _ROLE.fullmatch(text) if dated else None
    return Dated(on, role[2], role[1].strip()) if role else Dated(on, text)


def _milestone(item: str) -> Dated:
    dated = _DATED.fullmatch(item)
    if not dated or not dated[2].strip():
        raise Unusable(f"the milestone {item[:40]!r} is not a date and what is done by then (2026-10-05 locks fitted)")
    return Dated(as_day(dated[1], "a milestone"), dated[2].strip())


def _risk(row: Row) -> Risk | None:
    if not any(row[column] for column in _RISK):
        return None
    required(row, _RISK)
    return Risk(row["risk"], choice(row, _RISK[1], RiskLevel), choice(row, _RISK[2], RiskLevel), row["risk_mitigation"])


def _effect(row: Row, known: Known) -> ExpectedEffect | None:
    if not any(row[column] for column in _EFFECT):
        return None
    required(row, ("effect_category", "effect_direction", "effect_by"))
    by = day(row, "effect_by")
    assert by is not None
    area = known.area(row["effect_area"]) if row["effect_area"] else known.areas.borough.code
    return ExpectedEffect(known.category(row["effect_category"]), area, choice(row, "effect_direction", Direction), by)


def as_known_then(plan: tuple[Activity, ...], cycle: Cycle) -> tuple[Activity, ...]:
    """The plan without progress that is dated later than the month's meeting could know.

    Of a month made again when it is long past (meetings.yml: long_past_months) that is all that is dated after it; of
    one made in its own time, what is later than the month after it and than the data's as-of day.
    """
    month, known = cycle.month, cycle.as_of.isoformat()[:7]
    long_past = known > add_months(month, cycle.meeting_policy.long_past_months)
    last = month if long_past else max(known, add_months(month, 1))
    return tuple(_up_to(activity, last) for activity in plan)


def _up_to(activity: Activity, month: str) -> Activity:
    log = tuple(entry for entry in activity.log if entry.on is None or entry.on.isoformat()[:7] <= month)
    if log == activity.log:
        return activity
    newest = log[0] if log else Dated(None, "")
    return replace(activity, log=log, progress=newest.text, progress_date=newest.on)
