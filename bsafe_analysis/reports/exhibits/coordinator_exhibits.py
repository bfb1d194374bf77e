"""Every table of the coordinator's page."""

from __future__ import annotations

from functools import partial
from itertools import accumulate

from bsafe_analysis.claims.telling import joined, said_as, tell
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.coordinator import CoordinatorPage
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.facts.plan_states import WorkReviewed
from bsafe_analysis.reports.wording import day, words

SENTENCES = "coordinator_words"


def coordinator_exhibits(d: CoordinatorPage) -> Exhibits:
    """What the page must show and what makes it."""
    tables = [
        *where(d.days, Exhibit("days-table", partial(days_table, d))),
        *where(d.by_group, Exhibit("actions-table", partial(actions_table, d))),
        *where(d.groups, Exhibit("roles-table", partial(roles_table, d))),
    ]
    return Exhibits(tables=tables)


def days_table(d: CoordinatorPage) -> Table:
    """Group by group: when it met last, when it meets next, when its papers close."""
    columns = (
        Column("group", "Group"), Column("last", "Last"), Column("papers", "Papers close"), Column("next", "Next"),
    )  # fmt: skip
    rows = tuple(
        (
            words(SENTENCES, "group_name", group=row.group, place=row.place),
            *(words(SENTENCES, "day_or_none", on=tell(row, name)) for name in ("last", "papers", "next")),
        )
        for row in d.days
    )
    return Table("days-table", words(SENTENCES, "days_title", d=d), columns, rows)


WORK_COLUMNS = (
    Column("title", "Activity"), Column("agency", "Lead"), Column("owner", "Owner"), Column("due", "Due"),
    Column("state", "Stands, by rule"),
)  # fmt: skip


def work_row(work: WorkReviewed) -> tuple[str, ...]:
    """An open activity's cells under WORK_COLUMNS: who leads, by when, and how it stands by rule."""
    return (
        joined(tell(work, "activity.ref"), ": ", tell(work, "activity.title")),
        tell(work, "activity.agency"),
        tell(work, "activity.owner"),
        said_as(day, tell(work, "activity.due")),
        words("plan_words", "state", work=work),
    )


def actions_table(d: CoordinatorPage) -> Table:
    """Every open activity once, by the group that manages its theme, the most pressing first."""
    rows = tuple(work_row(work) for part in d.by_group for work in part.every)
    starts = accumulate((len(part.every) for part in d.by_group), initial=0)
    groups = tuple((at, words(SENTENCES, "manages", part=part)) for at, part in zip(starts, d.by_group, strict=False))
    return Table("actions-table", words(SENTENCES, "actions_title", d=d), WORK_COLUMNS, rows, groups=groups)


def roles_table(d: CoordinatorPage) -> Table:
    """Group by group: who chairs, who leads, which office is asked; what is vacant is said."""
    columns = (
        Column("group", "Group"), Column("chair", "Chair"), Column("lead", "Lead officer"), Column("contact", "Office"),
    )  # fmt: skip
    rows = tuple(
        (
            tell(group, "name"),
            *(_role(group, name) for name in ("chair", "lead_officer", "contact")),
        )
        for group in d.groups
    )
    return Table("roles-table", words(SENTENCES, "roles_title", d=d), columns, rows)


def _role(group: BusinessGroup, name: str) -> str:
    """Every group needs a chair, a theme group a lead officer too."""
    needed = name == "chair" or (name == "lead_officer" and group.kind is GroupKind.THEME)
    return words(SENTENCES, "role", said=tell(group, name), needed=needed)
