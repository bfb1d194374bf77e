"""Every table of a delivery plan review."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.claims.telling import joined, said_as, tell
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.delivery_review import DeliveryReview
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.exhibits.tasking_tables import effects_table
from bsafe_analysis.reports.facts.plan_states import WorkReviewed
from bsafe_analysis.reports.wording import day, words

SENTENCES = "plan_words"


def delivery_exhibits(d: DeliveryReview) -> Exhibits:
    """What the page must show and what makes it."""
    tables = [
        *where(d.rows, Exhibit("priorities-table", partial(priorities_table, d))),
        *where(d.pressing, Exhibit("pressing-table", partial(work_state_table, d, "pressing", d.pressing))),
        *where(d.agencies, Exhibit("agencies-table", partial(agencies_table, d))),
        *where(d.told_effects, Exhibit("effects-table", partial(effects_table, d))),
        *where(d.every, Exhibit("register-table", partial(work_state_table, d, "register", d.every))),
    ]
    return Exhibits(tables=tables)


def priorities_table(d: DeliveryReview) -> Table:
    """Priority by priority: how many open activities of each strand, and what they cost."""
    columns = (
        Column("priority", "Priority"),
        Column("prevention", "Prevention", True),
        Column("enforcement", "Enforcement", True),
        Column("information", "Information", True),
        Column("cost", "Known cost", True),
    )
    rows = tuple(
        (
            words(SENTENCES, "priority", row=row),
            *(tell(row, strand) for strand in ("prevention", "enforcement", "information")),
            words(SENTENCES, "cost", row=row),
        )
        for row in d.rows
    )
    return Table("priorities-table", words(SENTENCES, "priorities_title", d=d), columns, rows)


def work_state_table(d: DeliveryReview, which: str, every: tuple[WorkReviewed, ...]) -> Table:
    """Activity by activity: who leads, by when, and how it stands by rule beside its own word."""
    columns = (
        Column("title", "Activity"),
        Column("agency", "Lead"),
        Column("owner", "Owner"),
        Column("due", "Due"),
        Column("state", "Stands, by rule"),
        Column("own", "Its own word"),
    )
    rows = tuple(
        (
            joined(tell(work, "activity.ref"), ": ", tell(work, "activity.title")),
            tell(work, "activity.agency"),
            tell(work, "activity.owner"),
            said_as(day, tell(work, "activity.due")),
            words(SENTENCES, "state", work=work),
            str(work.activity.status),
        )
        for work in every
    )
    return Table(f"{which}-table", words(SENTENCES, f"{which}_title", d=d), columns, rows)


def agencies_table(d: DeliveryReview) -> Table:
    """Agency by agency: what it leads, and how much of it needs a word."""
    columns = (
        Column("agency", "Agency"), Column("open", "Open", True), Column("pressing", "Of these need a word", True),
    )  # fmt: skip
    rows = tuple((tell(each, "agency"), tell(each, "open"), tell(each, "pressing")) for each in d.agencies)
    return Table("agencies-table", words(SENTENCES, "agencies_title", d=d), columns, rows)
