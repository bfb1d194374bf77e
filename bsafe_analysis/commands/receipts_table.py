"""What `bsafe check` prints: for every file rows read = used + set aside, with the reasons; then what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bsafe_analysis.commands.check import Checked
from bsafe_analysis.model.held_months import SourceHeld
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.model.receipts import Receipt, Revision
from bsafe_analysis.terminal import plain

if TYPE_CHECKING:
    from bsafe_analysis.commands.load import Loaded


MOST_FAULTS = 12


def print_receipts(checked: Checked, console: Console) -> None:
    """The whole outcome of a check, to be read from top to bottom."""
    console.print(_table(checked.receipts))
    for reason, rows in _reasons(checked.receipts).items():
        _line(console, f"Set aside: {rows:,} {reason}.")
    held = f"{month_name(checked.months[0])} to {month_name(checked.months[-1])}" if checked.months else "no month"
    _line(console, f"Held: {held}, as at {checked.cycle.as_of:%-d %B %Y}.")
    if checked.held.gaps:
        _line(console, f"Not received, shown as gaps: {', '.join(month_name(month) for month in checked.held.gaps)}.")
    for source in checked.held.sources:
        if source.name not in checked.held.leading:
            _line(console, f"{source.title}: {_months_of(source, checked.cycle.month)}.")
    changed = [revision for revision in checked.revisions if _changes(revision)]
    for revision in changed:
        _line(console, _revised(revision))
    same = len(checked.revisions) - len(changed)
    if same:
        _line(console, f"{same:,} {'month was' if same == 1 else 'months were'} received again with nothing changed.")
    for notice in sorted(checked.notices, key=lambda n: not n.needs_person):
        _line(console, f"{'Look at' if notice.needs_person else 'Note'}: {notice.text}")


def _months_of(source: SourceHeld, month: str) -> str:
    """What is held of a source that a month may go out without."""
    if not source.months:
        return "nothing of it is held, so there is no number of what it counts"
    lacks = f", {len(source.gaps)} between not held" if source.gaps else ""
    now = "" if month in source.months else f"; {month_name(month)} is not held of it"
    return f"held from {month_name(source.months[0])} to {month_name(source.months[-1])}{lacks}{now}"


def print_loaded(loaded: Loaded, console: Console) -> None:
    """What a load into a national store made: rows in = placed + no place + set aside, and what was refused."""
    rows = loaded.rows
    read, placed, nowhere = (rows.pop(name, 0) for name in ("read", "placed", "no place"))
    aside = rows.total()
    _line(
        console,
        f"Loaded {len(loaded.added):,} files: {read:,} rows read = {placed:,} placed + {nowhere:,} without a place + "
        f"{aside:,} set aside.",
    )
    for reason, number in sorted(rows.items()):
        if number:
            _line(console, f"Set aside: {number:,} {reason}.")
    if loaded.held:
        _line(console, f"Held already, not read again: {loaded.held:,} files.")
    if loaded.left_alone:
        _line(console, f"Left alone: {loaded.left_alone:,} files that are no street-level files.")
    for part in loaded.older:
        _line(console, f"Note: {part.name} is older than what is held of {month_name(part.month)}: kept, not used.")
    _print_revised(loaded.revisions, console)
    for fault in loaded.faults[:MOST_FAULTS]:
        _line(console, f"REFUSED: {fault}")
    if len(loaded.faults) > MOST_FAULTS:
        _line(console, f"REFUSED: and {len(loaded.faults) - MOST_FAULTS:,} other files; --json lists them.")


def _print_revised(revisions: Sequence[Revision], console: Console) -> None:
    """One line a force: a new download brings every month of three years again."""
    for force in sorted({revision.force for revision in revisions}):
        mine = [revision for revision in revisions if revision.force == force]
        changed = [r for r in mine if r.added or r.removed or r.changed_category or r.changed_place]
        more, fewer = sum(r.added for r in mine), sum(r.removed for r in mine)
        moved, renamed = sum(r.changed_place for r in mine), sum(r.changed_category for r in mine)
        _line(
            console,
            f"{force}: {len(mine):,} months replaced by a newer download, {len(changed):,} of them changed: "
            f"{more:,} rows added, {fewer:,} removed, {moved:,} moved, {renamed:,} given another crime type.",
        )


def _table(receipts: tuple[Receipt, ...]) -> Table:
    table = Table(title="Receipts: rows read = used + set aside", title_justify="left", show_footer=True)
    totals = [sum(r.rows_read for r in receipts), sum(r.rows_used for r in receipts)]
    aside = totals[0] - totals[1]
    table.add_column("Month", footer="Together", no_wrap=True)
    table.add_column("File", overflow="fold")
    for title, total in zip(("Read", "Used", "Set aside"), (*totals, aside), strict=True):
        table.add_column(title, footer=f"{total:,}", justify="right", no_wrap=True)
    for receipt in receipts:
        numbers = (receipt.rows_read, receipt.rows_used, receipt.rows_read - receipt.rows_used)
        name = receipt.file.rpartition("/")[2]
        table.add_row(receipt.month, escape(plain(name)), *(f"{n:,}" for n in numbers))
    return table


def _reasons(receipts: tuple[Receipt, ...]) -> Counter[str]:
    reasons: Counter[str] = Counter()
    for receipt in receipts:
        reasons.update({str(reason): rows for reason, rows in receipt.set_aside if rows})
    return reasons


def _changes(revision: Revision) -> list[str]:
    changes = (
        (revision.added, "added"),
        (revision.removed, "removed"),
        (revision.changed_category, "given another category"),
        (revision.changed_place, "placed elsewhere"),
        (revision.changed_outcome, "given another outcome"),
    )
    return [f"{number:,} {what}" for number, what in changes if number]


def _revised(revision: Revision) -> str:
    said = ", ".join(_changes(revision))
    return f"{month_name(revision.month)} revised by {revision.newer} (before: {revision.older}): {said}."


def _line(console: Console, text: str) -> None:
    # whole, for the cure stands last
    console.print(escape(plain(" ".join(text.split()), lines=True)), soft_wrap=True)
