"""What an audit says: each statement that could not be proved, with the sentence and both values."""

from __future__ import annotations

from dataclasses import dataclass

NO_CLAIM = "no claim stands behind it"


@dataclass(frozen=True)
class Disproved:
    """`document`: its page; `statement`: the sentence, "" of a cell; `said`: its value; `proved`: what the audit found.

    `claim`: of which value of which kind of claim. See `holds_back`.
    """

    document: str
    statement: str
    claim: str
    said: str
    proved: str

    @property
    def holds_back(self) -> bool:
        """Whether no page that says this leaves unread.

        Words without a claim are not so far as anybody knows untrue: a view that an analyst promoted has none yet, and
        would take the whole pack with it. The run's log names them.
        """
        return self.proved != NO_CLAIM

    def __str__(self) -> str:
        where = f'"{_short(self.statement)}"' if self.statement else "a cell or a line of a table"
        return f"{self.document}: {where} says {self.said or 'nothing'} ({self.claim}), but {self.proved}"


def _short(text: str, most: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
