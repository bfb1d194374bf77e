"""An analyst's own page: what its notebook says that it showed, and whether the finished page holds it.

Of bsafe's documents the runner knows by itself what must be there. Of these only the notebook does (show.finish): so
this finds what was lost on the way to the page, and never whether it is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode

from bsafe_analysis.mime import END_MIME
from bsafe_analysis.reports.documents.required_contents import Contents

OWN = "An analyst's own page: bsafe has not proved it"
KINDS = ("sections", "figures", "tables")


def holds_of(notebook: NotebookNode) -> Contents:
    """The ids that the notebook's end mark names; none where it names none."""
    marks = (o.get("data", {}).get(END_MIME) for c in notebook.cells[-1:] for o in c.get("outputs", []))
    said = next((mark.get("holds") for mark in marks if isinstance(mark, dict)), None) or {}
    return Contents(*(tuple(map(str, said.get(kind, ()))) for kind in KINDS))


def own_faults(page: str, holds: Contents) -> Iterator[str]:
    """Why this page may not leave, beside what the gate says of every page."""
    if not holds.sections:
        yield "nothing of it is for these readers: give a part its `readers`, or take them out of its entry (`only:`)"
    yield from (f"figure {name!r} is missing" for name in holds.figures if f'<figure id="{name}"' not in page)
