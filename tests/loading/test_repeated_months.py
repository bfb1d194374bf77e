"""Last month's rows under this month's name are told."""

import pandas as pd

from bsafe_analysis.loading.repeated_months import repeated_months


def incidents(*rows):
    return pd.DataFrame(rows, columns=["source", "month", "incident_id"])


def test_rows_of_an_earlier_month_that_came_again_are_told_by_month():
    august = [("police", "2026-08", f"id{n}") for n in range(30)]
    september = [("police", "2026-09", f"other{n}") for n in range(60)]
    copied = [("police", "2026-09", f"id{n}") for n in range(6)]
    (told,) = repeated_months(incidents(*august, *september, *copied))
    assert told.text.startswith("police: 6 incidents of 2026-09 bear the identifier of one of 2026-08")
    assert repeated_months(incidents(*august, *september, *copied[:4])) == ()
    assert repeated_months(incidents(*august, *[("council", *row[1:]) for row in copied])) == ()
    assert repeated_months(incidents(*[("police", month, "") for month in ("2026-08", "2026-09") * 20])) == ()
