"""The month as other readers may see it, for a preview: by the very rules that the batch goes by."""

from __future__ import annotations

from pathlib import Path

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.findings import JUDGED_MONTHS
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.preparation.store import open_cycle, read_issued, read_ledger
from bsafe_analysis.workbench.workspace_contents import is_newer_edition


def edition(root: Path, prepared: Prepared, audience: str) -> Prepared:
    """The month for an audience: the edition that was made, where it is no older than the month; else made here.

    Made by the same door as the batch's (editions.share), with what that audience was shown before, and kept nowhere:
    a preview shows nobody anything. InputError where the policy knows no edition for that audience.
    """
    if audience == Audience.INTERNAL:
        return prepared
    month = prepared.cycle.month
    if audience not in prepared.cycle.markings:
        cure = f"Add {audience}: ... under markings, as the data controller decides"
        raise InputError([Fault("parameters/policy.yml", "markings", f"there is none for {audience}", cure)])
    if is_newer_edition(root, month, audience):
        return open_cycle(month, root, audience)
    from bsafe_analysis.preparation.editions import share  # its statistics are slow to import, and seldom needed

    earlier = (add_months(month, -n) for n in range(1, JUDGED_MONTHS))
    issued = {m: told for m in earlier if (told := read_issued(root, m, prepared.cycle.as_of, audience))}
    return share(prepared, audience, read_ledger(root, prepared.cycle.policy.begins), issued)[0]
