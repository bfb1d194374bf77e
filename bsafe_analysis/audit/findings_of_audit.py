"""What an audit says: each statement that could not be proved, with the sentence and both values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Disproved:
    """`document`: its page; `statement`: the sentence or cell; `said`: its value; `proved`: what the audit found.

    `holds_back`: whether a page that says this may not leave. What no claim stands behind, and what stands otherwise in
    what people wrote, is told to a person instead: there the audit itself may be what is wrong.
    """

    document: str
    statement: str
    claim: str
    said: str
    proved: str
    holds_back: bool = True

    def __str__(self) -> str:
        return f'{self.document}: "{_short(self.statement)}": {self.claim}: the page says {self.said}, {self.proved}'


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
