"""What a notebook has read of its prepared month: while none of that changes, its page need not be made again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from bsafe_analysis.model.cycle import Prepared, ProfileNotes

_FIELDS = frozenset(field.name for field in fields(Prepared))


class ReadLog:
    """Names of what was read, in `names`: fields, "notes/<area>" for the notes of one place, "month/<month>" for each
    month opened."""

    def __init__(self) -> None:
        self._read: set[str] = set()

    def add(self, names: Iterable[str]) -> None:
        self._read.update(names)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._read))


class TrackedMonth(Prepared):
    """A prepared month that tells its log which of its fields were asked for.

    A copy with other values (dataclasses.replace) has no log: to make it, all of the month was read, and told so.
    """

    __slots__ = ("log",)  # beside the fields, not among them: vars() gives these and nothing else
    log: ReadLog

    def __getattribute__(self, name: str) -> Any:
        if name in _FIELDS:
            _tell(self, (name,))
        elif name == "__dict__":
            _tell(self, _FIELDS)
        return super().__getattribute__(name)

    def notes_of(self, area: str) -> ProfileNotes | None:
        _tell(self, (f"notes/{area}",))
        return next((notes for notes in object.__getattribute__(self, "notes") if notes.area == area), None)


def _tell(month: TrackedMonth, names: Iterable[str]) -> None:
    if (log := log_of(month)) is not None:
        log.add(names)


def traced(prepared: Prepared, log: ReadLog) -> TrackedMonth:
    """The same month, with everything that is asked of it told to this log from now on."""
    log.add((f"month/{prepared.cycle.month}",))
    watched = object.__new__(TrackedMonth)
    object.__setattr__(watched, "log", log)
    object.__getattribute__(watched, "__dict__").update(vars(prepared))
    return watched


def log_of(prepared: Prepared) -> ReadLog | None:
    """The log of an opened month; None of any other, of which nobody can say what was read."""
    try:
        log = object.__getattribute__(prepared, "log")
    except AttributeError:
        return None
    return log if isinstance(log, ReadLog) else None
