"""What a run leaves for a person to do: told once, at the end, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.periods import add_months, month_name
from bsafe_analysis.reports.facts.signals import Signal, signals_of

if TYPE_CHECKING:
    from bsafe_analysis.batch.results import PackResult


def needs_a_person(prepared: Prepared) -> tuple[str, ...]:
    """One line each: what was found and not yet answered, what is missing, what was changed after it was issued."""
    return tuple([*_findings(prepared), *_gaps(prepared), *_revisions(prepared), *_notices(prepared)])


def _findings(prepared: Prepared) -> Iterator[str]:
    standing = signals_of(prepared, (f for f in prepared.findings if f.status is not Status.CLEARED))
    unanswered = [s for s in standing if s.verdict.wants_attention and not s.activities]
    if standing:
        yield f"{_count(len(standing), 'finding')}, {len(unanswered)} of them without an activity" + _first_names(
            unanswered
        )
    if not prepared.previous_findings_stored:
        before = month_name(add_months(prepared.cycle.month, -1))
        yield f"{before}'s findings were not stored: they were found again from what was held then"


def _first_names(signals: list[Signal]) -> str:
    named = "; ".join(f"{s.place.name}: {s.category.name}" for s in signals[:3])
    more = f"; and {len(signals) - 3} more" if len(signals) > 3 else ""
    return f" ({named}{more})" if signals else ""


def _gaps(prepared: Prepared) -> Iterator[str]:
    if prepared.gaps:
        months = ", ".join(month_name(month) for month in prepared.gaps[-3:])
        yield f"{_count(len(prepared.gaps), 'month')} not received, shown as gaps (the latest: {months})"


def _revisions(prepared: Prepared) -> Iterator[str]:
    changed = [r for r in prepared.revisions if r.added or r.removed or r.changed_category or r.changed_place]
    if changed:
        more, fewer = sum(r.added for r in changed), sum(r.removed for r in changed)
        months = _count(len({r.month for r in changed}), "month")
        yield f"{months} revised by a newer download: {more} rows added, {fewer} removed"


def _notices(prepared: Prepared) -> Iterator[str]:
    yield from (notice.text for notice in prepared.notices if notice.needs_person)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def result_as_dict(result: PackResult) -> dict[str, Any]:
    """What a run made, for --json."""
    return {
        "month": result.month,
        "audience": result.audience,
        "made": [document.file_name for document in result.made],
        "unchanged": result.unchanged,
        "failed": [{"file": document.file_name, "problem": str(problem)} for document, problem in result.failed],
        "folder": str(result.folder) if result.folder else None,
        "new": result.new,
        "private": str(result.private),
        "needs": list(result.needs),
    }
