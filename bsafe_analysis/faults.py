"""What is wrong with an input, told so that an analyst can mend it."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass

_OF_THE_SYSTEM = {
    errno.ENOSPC: ("the disk is full", "Free some space, and try again"),
    errno.EDQUOT: ("your share of the disk is used up", "Free some space, or ask for more, and try again"),
    errno.EROFS: ("that disk can only be read", "Choose another folder, or have the disk made writable"),
    errno.EIO: ("the disk reported an error", "Have the disk looked at, or use another"),
    errno.ENOENT: ("there is no such file or folder", "Look at the name"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "Move that file away, or rename it"),
    errno.EEXIST: ("something of that name is there already", "Move it away, or rename it"),
    errno.ENXIO: ("it is no plain file", "Put the file itself there"),
    errno.ELOOP: ("it is a link", "Put the file itself there"),
    errno.EFBIG: ("it is larger than any such file can be", "Look at what it holds, and split it"),
    errno.EISDIR: ("a folder stands where a file is needed", "Move that folder away, or rename it"),
    errno.EBUSY: ("another program is using it", "Close it there, and try again"),
    errno.ETXTBSY: ("another program is using it", "Close it there, and try again"),
    errno.ENAMETOOLONG: (
        "its name is too long",
        "Give it a shorter name, or move the workspace nearer to the top folder",
    ),
}


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


def system_fault(error: OSError, doing: str) -> tuple[str, str]:
    """Cause and cure of what the system would not let us do, in everyday words. `doing`: "read", "write" or "use".

    >>> system_fault(PermissionError(errno.EACCES, "Permission denied"), "write")[0]
    'you may not write there, or another program has it open'
    """
    permission, otherwise = _MAY_NOT[doing]
    if error.errno in (errno.EACCES, errno.EPERM):
        cause = f"you may not {permission}, or another program has it open"
        return cause, f"Ask for permission to {permission}, close it in other programs, or {otherwise}"
    unknown = f"the system says: {error.strerror or 'no reason'}", "Look at it, and try again"
    return _OF_THE_SYSTEM.get(error.errno or 0, unknown)


_MAY_NOT = {
    "read": ("read it", "copy it there again"),
    "write": ("write there", "choose another folder"),
    "use": ("read or write there", "choose another workspace"),
}
