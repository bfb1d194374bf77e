"""What a notebook has read of its prepared month: while none of that changes, its page need not be made again."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from bsafe_analysis.model.cycle import Prepared, ProfileNotes

_FIELDS = frozenset(field.name for field in fields(Prepared))
_read: set[str] = set()


class Traced(Prepared):
    """A prepared month that remembers, for this process, which of its fields were asked for."""

    def __getattribute__(self, name: str) -> Any:
        if name in _FIELDS:
            _read.add(name)
        elif name == "__dict__":
            _read.update(_FIELDS)
        return super().__getattribute__(name)

    def notes_of(self, area: str) -> ProfileNotes | None:
        _read.add(f"notes/{area}")
        return next((notes for notes in object.__getattribute__(self, "notes") if notes.area == area), None)


def traced(prepared: Prepared) -> Traced:
    """The same month, with everything that is asked of it remembered from now on."""
    _read.add(f"month/{prepared.cycle.month}")
    watched = object.__new__(Traced)
    object.__getattribute__(watched, "__dict__").update(vars(prepared))
    return watched


def what_was_read() -> tuple[str, ...]:
    """Names of fields, "notes/<area>" for the notes of one place, and "month/<month>" for each month opened."""
    return tuple(sorted(_read))
