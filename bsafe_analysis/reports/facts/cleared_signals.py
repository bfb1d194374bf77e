"""What was written of signals that have cleared: their commentary stays, with when they were raised and cleared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Finding, Status
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.issued_record import Alert
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.register_entries import Comment


@dataclass(frozen=True)
class Past:
    """`raised`, `cleared`: months, "" where they are not held."""

    place: Area
    category: Category
    raised: str
    cleared: str
    comments: tuple[Comment, ...]


def past_of(prepared: Prepared, places: Collection[str] | None = None) -> tuple[Past, ...]:
    """Commentary of the last commentary_months on findings that stand no longer, those that cleared last first.

    `places`: codes of the places that matter; None: all.
    """
    month = prepared.cycle.month
    earliest = add_months(month, 1 - prepared.cycle.meeting_policy.commentary_months)
    standing = {_subject(f) for f in prepared.findings if f.status is not Status.CLEARED}
    written: dict[str, list[Comment]] = {}
    for comment in prepared.register.comments:
        if "." in comment.subject and earliest <= comment.month <= month and comment.subject not in standing:
            written.setdefault(comment.subject, []).append(comment)
    told = [past for subject, comments in written.items() if (past := _past(prepared, subject, tuple(comments)))]
    chosen = (past for past in told if places is None or past.place.code in places)
    return tuple(sorted(chosen, key=lambda p: (p.cleared, p.raised, p.place.code, p.category.key), reverse=True))


def _subject(finding: Finding) -> str:
    return f"{finding.area}.{finding.category}"


def _past(prepared: Prepared, subject: str, comments: tuple[Comment, ...]) -> Past | None:
    area, _, key = subject.partition(".")
    category = next((c for c in prepared.cycle.categories if c.key == key), None)
    if area not in prepared.areas or category is None:
        return None
    now = next((f for f in prepared.findings if _subject(f) == subject), None)
    if now is not None:
        return Past(prepared.areas[area], category, now.since, now.month, comments)
    alert = _alert(prepared, area, key, comments)
    cleared = add_months(alert.last, 1) if alert else ""
    return Past(prepared.areas[area], category, alert.raised if alert else "", cleared, comments)


def _alert(prepared: Prepared, area: str, category: str, comments: tuple[Comment, ...]) -> Alert | None:
    """The last alert of this place and kind that was raised by the time of the last comment."""
    alerts = prepared.record.alerts if prepared.record else ()
    last = max(comment.month for comment in comments)
    known = [a for a in alerts if (a.area, a.category) == (area, category) and a.raised <= last]
    return max(known, key=lambda a: a.raised, default=None)
