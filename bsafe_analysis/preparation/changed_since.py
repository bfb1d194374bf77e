"""What is counted otherwise than when an audience was first shown it: hidden in its editions, each said in a line."""

from __future__ import annotations

from collections.abc import Sequence

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.released_counts import ReleasedCounts, ReleasedStanding

KIND = "shown_before"
"""The kind of these notices."""
Keys = Sequence[tuple[str, str]]


def changed_since(memory: ReleasedCounts, prepared: Prepared, reader: Audience, keys: Keys) -> tuple[Notice, ...]:
    """What has changed since `memory` for the guarded months in `keys` (category, month).

    InputError where a source was guarded then and is OPEN now: its files, map points and counts would all be told.
    """
    opened = memory.opened_since(prepared.counted)
    if opened:
        raise InputError([_opened(source, reader) for source in sorted(opened)])
    return (
        *_meant_otherwise(memory, prepared, keys),
        *_drawn_otherwise(memory, prepared, keys),
        *_policy_changed(memory, prepared, reader),
    )


def _opened(source: str, reader: Audience) -> Fault:
    cause = (
        f"it is OPEN now, and {reader} readers were shown its counts with small ones hidden: all would be given away"
    )
    cure = "Give it its class back; where newer data are really open, give them a source of their own"
    return Fault("parameters/sources.yml", source, cause, cure)


def _meant_otherwise(memory: ReleasedCounts, prepared: Prepared, keys: Keys) -> list[Notice]:
    changed: dict[str, list[str]] = {}
    for category, month in keys:
        if memory.standing(category, month, prepared.counted)[0] is ReleasedStanding.CHANGED:
            changed.setdefault(category, []).append(month)
    why = "what is counted as such has changed"
    return [_hidden_line(prepared.cycle.category(category).name, of, why) for category, of in changed.items()]


def _hidden_line(name: str, months: Sequence[str], why: str) -> Notice:
    text = f"{name}: {_span_told(months)} are not shown in this edition, for {why} since they were first shown."
    return Notice(KIND, name, len(months), text, needs_person=True)


def _span_told(months: Sequence[str]) -> str:
    """
    >>> _span_told(["2026-01", "2026-03"])
    '2 months from January 2026 to March 2026'
    """
    return f"{len(months)} months from {month_name(min(months))} to {month_name(max(months))}"


def _drawn_otherwise(memory: ReleasedCounts, prepared: Prepared, keys: Keys) -> list[Notice]:
    """Places of which no release shows the lines of now, though it shows others of the same month."""
    now = prepared.counted.places
    months: dict[str, list[str]] = {}
    for category, month in keys:
        _, held = memory.standing(category, month, prepared.counted)
        before = memory.months_of(held, month)
        drawn = [then for then in before if set(then) & set(now.values())]
        for code, lines in now.items():
            if drawn and code in prepared.areas and not all(lines in then for then in drawn):
                months.setdefault(code, []).append(month)
    return [
        _hidden_line(prepared.areas[code].name, sorted(set(of)), "it is drawn otherwise and small counts lie between")
        for code, of in months.items()
    ]


def _policy_changed(memory: ReleasedCounts, prepared: Prepared, reader: Audience) -> list[Notice]:
    now = prepared.cycle.policy.smallest[reader]
    moved = [(of, least) for of, least in memory.smallest.items() if now.get(of, least) != least]
    if not moved or not len(memory.counts):
        return []
    told = " and ".join(f"{least} and is {now[of]} now ({of})" for of, least in moved)
    text = f"The smallest count shown was {told}: months shown before are shown in no more places than they were."
    return [Notice(KIND, "policy", len(moved), text)]
