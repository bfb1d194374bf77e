"""What an audit says: each statement that could not be proved, with the sentence and both values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Disproved:
    """`document`: its page; `statement`: the sentence or cell; `said`: its value; `proved`: what the audit found.

    `holds_back`: whether a page that says this may not leave. So it is with counts that the raw files contradict, and
    with what is printed otherwise than its claim has it. All else is told to a person: there the audit may be wrong.
    """

    document: str
    statement: str
    claim: str
    said: str
    proved: str
    holds_back: bool = False

    def __str__(self) -> str:
        return f'{self.document}: "{_short(self.statement)}": {self.claim}: the page says {self.said}, {self.proved}'


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
