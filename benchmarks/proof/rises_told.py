"""Rises that could probably be seen, planted by chance's side: flagged, named in their place, followed to a profile?

`make test` has the first six seeds (test_stories.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from tests.reports.documents.test_stories import are_told, stories_of_a_rise

BLOCKS, OF = 1, 20
"""Partnerships: so many blocks of so many."""


def _nothing(_: Path) -> None:
    return None


def measure(_: None, item: str) -> Figures:
    first = OF * int(item)
    stories = stories_of_a_rise(range(first, first + OF))
    assert are_told(stories, OF), f"of {OF} rises {stories} are flagged, placed and followed"
    return dict(zip(("flagged", "placed", "followed"), stories, strict=True))


def told(measured: Sequence[Figures]) -> Figures:
    return {"rises": OF * len(measured), **{name: sum(one[name] for one in measured) for name in measured[0]}}


PART = Part(
    "rises_told", "a rise that could probably be seen in three months is flagged, placed and followed",
    lambda: [str(number) for number in range(BLOCKS)], _nothing, measure, told,
)  # fmt: skip
