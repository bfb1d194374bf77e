"""Every number of a prepared month beside the recount's."""

import pandas as pd

from bsafe_analysis.audit import Recounted


def cells_that_differ(root, prepared):
    """(place, category, month, the library's count, the recount's) of every cell where the two are not the same."""
    return counts_that_differ(root, prepared.cycle, prepared.counts)


def counts_that_differ(root, cycle, counts):
    """The same of a month that is counted and no more."""
    again = Recounted.of(root, cycle.month, cycle.as_of)
    found = []
    for cell in counts.itertuples(index=False):
        said = None if pd.isna(cell.count) else int(cell.count)
        counted = again.count([cell.area], [cell.category], [cell.month])
        if said != counted:
            found.append((cell.area, cell.category, cell.month, said, counted))
    return found
