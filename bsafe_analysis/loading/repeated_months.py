"""Rows of one month that came again under another's name: the same Crime ID in two months."""

from __future__ import annotations

import pandas as pd

from bsafe_analysis.model.receipts import Notice

SHARE = 0.05
"""Of a month's incidents that have one: single ones are recorded anew under their old number, whole files are not."""
FEWEST = 5


def repeated_months(incidents: pd.DataFrame) -> tuple[Notice, ...]:
    """A notice for each month of which many incidents bear an identifier of an earlier month."""
    named = incidents.loc[incidents["incident_id"] != "", ["source", "month", "incident_id"]]
    first = named.groupby(["source", "incident_id"])["month"].transform("min")
    again = named[named["month"] != first].assign(first=first)
    held = named.groupby(["source", "month"]).size()
    notices = []
    for (source, month), rows in again.groupby(["source", "month"], sort=True):
        if len(rows) >= max(FEWEST, SHARE * int(held[source, month])):
            text = (
                f"{source}: {len(rows):,} incidents of {month} bear the identifier of one of {rows['first'].mode()[0]} "
                "or another earlier month, and count in both. Look whether rows were copied from one month's file into "
                "another's, and take them out or ask for the file again."
            )
            notices.append(Notice("repeated_months", str(month), len(rows), text, needs_person=True))
    return tuple(notices)
