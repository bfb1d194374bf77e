"""What is counted otherwise than when an audience was first shown it: hidden in its editions, each said in a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.released_counts import ReleasedCounts, ReleasedStanding

KIND = "shown_before"
"""The kind of these notices."""
Keys = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ChangedSince:
    """`opened`: (category, month) of what was shown as guarded counts and comes from `sources` that are OPEN now;
    `classes`: the categories of these, guarded as before."""

    notices: tuple[Notice, ...] = ()
    opened: frozenset[tuple[str, str]] = frozenset()
    sources: frozenset[str] = frozenset()
    classes: dict[str, str] = field(default_factory=dict)

    def also(self, other: ChangedSince) -> ChangedSince:
        """Both together, each line once."""
        return ChangedSince(
            tuple(dict.fromkeys((*self.notices, *other.notices))),
            self.opened | other.opened,
            self.sources | other.sources,
            self.classes | other.classes,
        )


def changed_since(memory: ReleasedCounts, prepared: Prepared, reader: Audience, keys: Keys) -> ChangedSince:
    """What has changed since `memory` for the guarded months in `keys` (category, month), and for what is OPEN now."""
    now = prepared.counted
    opened = {
        (category, month)
        for category, months in memory.opened_since(now).items()
        for month in months
        if month in prepared.cycle.months
    }
    words = {word for d in memory.definitions for found in d.found.values() for word in found}
    sources = {w.split("|")[0] for each in now.opened.values() for w in each if w in words} if opened else set()
    notices = (
        *_meant_otherwise(memory, prepared, keys, opened),
        *_drawn_otherwise(memory, prepared, keys),
        *_policy_changed(memory, prepared, reader),
    )
    classes = {category: "PARTNER" for category, _ in opened if category not in prepared.classes}
    return ChangedSince(notices, frozenset(opened), frozenset(sources), classes)


def _meant_otherwise(
    memory: ReleasedCounts, prepared: Prepared, keys: Keys, opened: set[tuple[str, str]]
) -> list[Notice]:
    changed: dict[str, list[str]] = {}
    for category, month in keys:
        if memory.standing(category, month, prepared.counted)[0] is ReleasedStanding.CHANGED:
            changed.setdefault(category, []).append(month)
    told = [(category, months, "what is counted as such has changed") for category, months in changed.items()]
    of_class = {category: [m for c, m in opened if c == category] for category, _ in opened}
    told += [(category, months, "its source was not open then") for category, months in sorted(of_class.items())]
    return [_hidden_line(prepared.cycle.category(category).name, months, why) for category, months, why in told]


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
