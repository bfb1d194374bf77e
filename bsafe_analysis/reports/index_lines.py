"""What the index says of a document beside its name: what it asks or holds, or when it is to be reviewed."""

from __future__ import annotations

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.reports.documents.data_quality import DataQuality
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.documents.neighbourhood_profile import review_due, review_state, reviewed_on
from bsafe_analysis.reports.wording import phrase


def meeting_line(document: MeetingDocument) -> str:
    """How many decisions it asks for and how many signals it tells of."""
    return phrase("index_of_meeting", decisions=document.sought, signals=len(document.signals))


def annex_line() -> str:
    """What it holds."""
    return phrase("index_of_annex")


def data_quality_line(document: DataQuality) -> str:
    """How much of the data needs a person."""
    return phrase("index_of_data_quality", d=document)


def profile_line(prepared: Prepared, area: str) -> str:
    """When the profile was reviewed and is to be again; "" where this edition may not tell. No profile is built."""
    if prepared.audience != Audience.INTERNAL:
        return ""  # its notes, and so its reviews, are not in this edition
    reviewed, cycle = reviewed_on(prepared.notes_of(area)), prepared.cycle
    return phrase("index_of_profile", state=review_state(reviewed, cycle), due=review_due(reviewed, cycle))
