"""What became of the alerts of the last year? Their outcomes, and what later counts did to what was issued."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from bsafe_analysis.detection.ranking import same_story
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Finding, Status
from bsafe_analysis.model.issued_record import Alert, AlertEnd, AlertOutcome, Issued, Recount, TrackRecord


def track_record(
    history: Mapping[str, tuple[Finding, ...]],
    months: Sequence[str],
    issued: Mapping[str, Issued],
    found_again: Mapping[str, tuple[Finding, ...]],
    counts: pd.DataFrame,
    settings: DetectionSettings,
) -> TrackRecord:
    """The record over `months` (oldest first, the judged month last), all but the first of which can raise an alert.

    `history`: the findings of each month as issued, where they were; `found_again`: the same from the counts held now.
    The first month only says which alerts stood already. `counts`: of every series, missing where a month was not held:
    what became of an alert is not known where the month after it is one of those.
    """
    held = _held_series(counts)
    raised = [(month, f) for month in months[1:] for f in history[month] if f.status is Status.NEW]
    alerts = tuple(_alert(finding, month, history, months, held, settings) for month, finding in raised)
    recounts = [recount for month in sorted(issued) for recount in _recounts(issued[month], counts)]
    vanished = [f for month in sorted(issued) if month in found_again for f in _vanished(issued[month], found_again)]
    return TrackRecord(months[min(1, len(months) - 1)], months[-1], alerts, tuple(recounts), tuple(vanished))


def _held_series(counts: pd.DataFrame) -> set[tuple[str, str, str]]:
    """(area, category, month) of every count that is held."""
    rows = counts[counts["count"].notna()]
    return set(zip(rows["area"], rows["category"], rows["month"], strict=True))


def _alert(
    finding: Finding,
    raised: str,
    history: Mapping[str, tuple[Finding, ...]],
    months: Sequence[str],
    held: Collection[tuple[str, str, str]],
    settings: DetectionSettings,
) -> Alert:
    after = [month for month in months if month > raised]
    last, told_of, end, story = raised, finding.area, AlertEnd.STANDS, [finding]
    for month in after:
        going_on = [f for f in history[month] if f.status is not Status.CLEARED and _goes_on(f, finding, story)]
        if not going_on:
            end = _why_it_ended([finding, *story], month, history[month], held, settings)
            told_of = _taken_by(story, history[month]) or told_of
            break
        last, story = month, going_on
        told_of = finding.area if any(f.area == finding.area for f in story) else story[0].area
    if end is AlertEnd.STANDS and told_of != finding.area:
        end = AlertEnd.TAKEN_IN
    ended = AlertOutcome.FADED if after else AlertOutcome.TOO_EARLY
    ended = AlertOutcome.NOT_HELD if end is AlertEnd.NOT_RECEIVED else ended
    outcome = AlertOutcome.LASTED if last > raised else ended
    standing = last == months[-1]
    return Alert(
        finding.area, finding.category, finding.direction, raised, last, outcome, standing, end=end, told_of=told_of
    )


def _goes_on(found: Finding, finding: Finding, story: Sequence[Finding]) -> bool:
    """Whether a month's finding is an alert's story: as it was raised, or where it was told last."""
    return same_story(found, finding) or any(f.area == found.area and same_story(found, f) for f in story)


def _why_it_ended(
    story: Sequence[Finding],
    month: str,
    found: Sequence[Finding],
    held: Collection[tuple[str, str, str]],
    settings: DetectionSettings,
) -> AlertEnd:
    """Why a story (as raised, then as told last) was no finding any more in the month after its last."""
    last = story[-1]
    if (last.area, last.category, month) not in held:
        return AlertEnd.NOT_RECEIVED
    if any(f.status is Status.CLEARED and same_story(f, told) for f in found for told in story):
        return AlertEnd.USUAL_AGAIN
    if _taken_by(story, found):
        return AlertEnd.TAKEN_IN
    began = settings.exceptional_time(last.since)
    return AlertEnd.EXCEPTIONAL_TIME_OVER if began and month not in began else AlertEnd.NOT_JUDGED


def _taken_by(story: Sequence[Finding], found: Sequence[Finding]) -> str:
    """The place whose finding carries a story on without naming the place of the alert; "" where there is none."""
    live = (f for f in found if f.status is not Status.CLEARED)
    return next((f.area for f in live if any(same_story(f, told) for told in story)), "")


def _recounts(issued: Issued, counts: pd.DataFrame) -> list[Recount]:
    """The borough's counts of that month that are not what they were, all categories together first."""
    rows = counts[(counts["level"] == "borough") & (counts["month"] == issued.month)].dropna(subset="count")
    now = {str(k): int(v) for k, v in zip(rows["category"], rows["count"], strict=True)}
    both = sorted(key for key in issued.counts if key and key in now)
    # all together are those that were counted both times: a category that has come since was not recounted
    then = {**issued.counts, "": sum(issued.counts[key] for key in both)}
    now[""] = sum(now[key] for key in both)
    return [
        Recount(issued.month, key, then[key], now[key], bool(issued.as_of))
        for key in (["", *both] if both else [])
        if then[key] != now[key]
    ]


def _vanished(issued: Issued, found_again: Mapping[str, tuple[Finding, ...]]) -> list[Finding]:
    live = [f for f in found_again[issued.month] if f.status is not Status.CLEARED]
    then = (f for f in issued.findings if f.status is not Status.CLEARED)
    return [f for f in then if not any(same_story(f, now) for now in live)]
