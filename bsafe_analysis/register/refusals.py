"""How a person is told that something they wrote could not be used; the rest of it is read all the same."""

from __future__ import annotations

from bsafe_analysis.model.receipts import Notice


def refused(kind: str, subject: str, text: str) -> Notice:
    """A notice of that kind for a person to look at. `subject`: the file or row; `text`: a sentence without its dot."""
    return Notice(kind, subject, 1, f"{text}.", needs_person=True)
