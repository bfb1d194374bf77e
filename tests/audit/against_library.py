"""Every number of a prepared month beside the recount's."""

import pandas as pd

from bsafe_analysis.audit import Recounted


def cells_that_differ(root, prepared):
    """(place, category, month, the library's count, the recount's) of every cell where the two are not the same."""
    again = Recounted.of(root, prepared.cycle.month, prepared.cycle.as_of)
    found = []
    for cell in prepared.counts.itertuples(index=False):
        said = None if pd.isna(cell.count) else int(cell.count)
        counted = again.count([cell.area], [cell.category], [cell.month])
        if said != counted:
            found.append((cell.area, cell.category, cell.month, said, counted))
    return found
