"""What an audit says: each statement that could not be proved, with the sentence and both values."""

from __future__ import annotations

import re
from dataclasses import dataclass

COUNTS = frozenset((
    "series_point.observed", "finding.observed", "picture_row.total", "month_count.observed", "month_total.observed",
    "data_notes.month_total", "lap_assessment.month_total",
))  # fmt: skip
"""Kind and name of values that are counted again from the raw files alone."""


@dataclass(frozen=True)
class Disproved:
    """`document`: its page; `statement`: the sentence, "" of a cell; `said`: its value; `proved`: what the audit found.

    `claim`: of which value of which kind of claim; see `holds_back`.
    """

    document: str
    statement: str
    claim: str
    said: str
    proved: str

    @property
    def holds_back(self) -> bool:
        """Whether a page that says this may not leave: a count that the raw files contradict, or a number printed
        otherwise than its claim has it. All else is told to a person: there the audit has been wrong before.
        """
        printed = re.fullmatch(r"its claim holds -?[\d.]+(?:e-?\d+)?", self.proved)
        return self.claim in COUNTS or printed is not None

    def __str__(self) -> str:
        where = f'"{_short(self.statement)}"' if self.statement else "a cell or a line of a table"
        return f"{self.document}: {where} says {self.said or 'nothing'} ({self.claim}), but {self.proved}"


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
