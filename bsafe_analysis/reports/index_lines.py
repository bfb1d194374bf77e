"""What the index says of a document beside its name: how much it asks of its meeting, or when it is to be reviewed."""

from __future__ import annotations

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.reports.documents import BUILDERS
from bsafe_analysis.reports.documents.neighbourhood_profile import NAME as PROFILE
from bsafe_analysis.reports.documents.neighbourhood_profile import review_due, review_state, reviewed_on
from bsafe_analysis.reports.wording import phrase


def index_line(prepared: Prepared, name: str, area: str) -> str:
    """A few words on one document; "" for a kind of which there is nothing to say."""
    if name == PROFILE:
        return _profile(prepared, area)
    document = BUILDERS[name](prepared, area)
    decisions, signals = (getattr(document, what, None) for what in ("decisions", "signals"))
    if decisions is None or signals is None:
        return ""
    return phrase("index_of_meeting", decisions=len(decisions), signals=len(signals))


def _profile(prepared: Prepared, area: str) -> str:
    if prepared.audience != Audience.INTERNAL:
        return ""  # its notes, and so its reviews, are not in this edition
    reviewed, on = reviewed_on(prepared.notes_of(area)), prepared.cycle.as_of
    return phrase("index_of_profile", state=review_state(reviewed, on), due=review_due(reviewed, on))
