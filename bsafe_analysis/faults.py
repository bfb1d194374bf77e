"""What is wrong with an input, told so that an analyst can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one input: where it is, what it is, how to cure it.

    `file` is relative to the workspace (never a path of the machine); `place` a row, key or column.
    """

    file: str
    place: str
    cause: str
    cure: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.cause}. {self.cure}"


class InputError(Exception):
    """The input cannot be used; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
