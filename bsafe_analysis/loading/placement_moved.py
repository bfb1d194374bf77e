"""Where the share of a source's rows that lie in no neighbourhood moved: counts of places move by that alone."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from bsafe_analysis.loading.came_in import LOOKED_BACK, CameIn
from bsafe_analysis.loading.change_words import in_100, told
from bsafe_analysis.loading.without_place import Moved, moved_shares
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.doubts import Doubt, FileChange
from bsafe_analysis.model.findings import Caution
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.receipts import Notice, Source


def placement_told(incidents: pd.DataFrame, sources: Sequence[Source], until: str) -> CameIn:
    """Where the share of the borough's rows that lie in no neighbourhood moved: by source and category, as for forces.

    `incidents`: placed (incidents.COLUMNS). The borough's count is not touched; those of places inside it are.
    """
    since = add_months(until, -LOOKED_BACK)
    recent = incidents[incidents["month"] >= since]
    notices, doubts = [], []
    for source in sources:
        rows = recent[recent["source"] == source.name]
        if rows.empty:
            continue
        table = rows.assign(nowhere=rows["neighbourhood"] == NOT_PLACED, force=source.name)
        by_kind = table.groupby(["force", "month", "category"])["nowhere"].agg(rows="size", nowhere="sum").reset_index()
        moved = [m for m in moved_shares(by_kind.rename(columns={"category": "kind"})) if m.month == until]
        for direction in sorted({m.direction for m in moved}):
            found = [m for m in moved if m.direction is direction]
            kinds = tuple(sorted(m.kind for m in found))
            change = FileChange(
                "unplaced", until, share=found[0].share, usual=found[0].usual, names=(source.title, *kinds)
            )
            doubts.append(Doubt(Caution.WITHOUT_PLACE, (until,), change, source.name, kinds, direction, True))
            text = f"{told(change)}{_by_kind(found)}"
            notices.append(Notice("not_placed_share", until, len(found), text, needs_person=True))
    return CameIn(tuple(notices), tuple(doubts))


def _by_kind(found: Sequence[Moved]) -> str:
    """The share of each kind, where several moved."""
    if len(found) < 2:
        return ""
    shown = ", ".join(f"{in_100(m.share)} of {m.kind} (usually {in_100(m.usual)})" for m in found[:3])
    more = f" and of {len(found) - 3} others" if len(found) > 3 else ""
    return f" By kind: {shown}{more}."
