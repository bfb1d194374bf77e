"""What `bsafe check` prints: for every file rows read = used + set aside, with the reasons; then what to look at."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bsafe_analysis.batch.check import Checked
from bsafe_analysis.batch.text import plain
from bsafe_analysis.periods import month_name
from bsafe_analysis.receipts import Receipt, Revision


def print_receipts(checked: Checked, console: Console) -> None:
    """The whole outcome of a check, to be read from top to bottom."""
    console.print(_table(checked.receipts))
    for reason, rows in _reasons(checked.receipts).items():
        _line(console, f"Set aside: {rows:,} {reason}.")
    held = f"{month_name(checked.months[0])} to {month_name(checked.months[-1])}" if checked.months else "no month"
    _line(console, f"Held: {held}, as at {checked.cycle.as_of:%-d %B %Y}.")
    if checked.gaps:
        _line(console, f"Not received, shown as gaps: {', '.join(month_name(month) for month in checked.gaps)}.")
    for revision in checked.revisions:
        _line(console, _revised(revision))
    for notice in sorted(checked.notices, key=lambda n: not n.needs_person):
        _line(console, f"{'Look at' if notice.needs_person else 'Note'}: {notice.text}")


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


def _revised(revision: Revision) -> str:
    changes = (
        (revision.added, "added"),
        (revision.removed, "removed"),
        (revision.changed_category, "given another category"),
        (revision.changed_place, "placed elsewhere"),
        (revision.changed_outcome, "given another outcome"),
    )
    said = ", ".join(f"{number:,} {what}" for number, what in changes if number) or "nothing changed"
    return f"{month_name(revision.month)} revised by {revision.newer} (before: {revision.older}): {said}."


def _line(console: Console, text: str) -> None:
    console.print(escape(plain(text)), soft_wrap=True)
