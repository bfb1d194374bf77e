"""What an audit says: each statement that could not be proved, with the sentence and both values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Disproved:
    """`document`: its page; `statement`: the sentence, "" of a cell; `said`: its value; `proved`: what the audit found.

    `claim`: of which value of which kind of claim.
    """

    document: str
    statement: str
    claim: str
    said: str
    proved: str

    def __str__(self) -> str:
        where = f'"{_short(self.statement)}"' if self.statement else "a cell or a line of a table"
        return f"{self.document}: {where} says {self.said or 'nothing'} ({self.claim}), but {self.proved}"


def _short(text: str, most: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
