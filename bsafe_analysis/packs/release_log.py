"""What was released, withdrawn and purged: a log that is only added to, each line with the checksum of the one before.

data/released/log.jsonl, and beside it log.head, which says how many lines there are and what the last one's checksum
is. So a line that was deleted, altered, put in or moved is found, the last one too. Whoever can rewrite both files can
write another history: only a copy kept elsewhere, or the number of the last line told to somebody, finds that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bsafe_analysis.atomic_files import set_mode, write_whole
from bsafe_analysis.faults import Fault, InputError

RELEASED = "data/released"
LOG, HEAD = f"{RELEASED}/log.jsonl", f"{RELEASED}/log.head"
BEGINS = "0" * 64
"""What stands for the checksum of the line before the first."""
_RESTORE = "Put the folder back from its backup; until then nothing can be released, withdrawn or purged"


@dataclass(frozen=True)
class LogLine:
    """One thing that was done. `what`: "released", "withdrawn", "purged" or another word of who writes it.

    `details`: everything told of it, as plain JSON. `digest`: the line's checksum, which the next line bears.
    """

    number: int
    what: str
    before: str
    digest: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def about(self, *names: str) -> tuple[Any, ...]:
        """These details, None where the line does not tell them."""
        return tuple(self.details.get(name) for name in names)


def read_log(root: Path) -> tuple[tuple[LogLine, ...], tuple[Fault, ...]]:
    """The lines up to the first that is not what was written, and what is wrong; no log: no lines, no fault."""
    try:
        text = (root / LOG).read_bytes()
    except FileNotFoundError:
        gone = [Fault(LOG, "", "the log is missing, and log.head says that there was one", _RESTORE)]
        return (), tuple(gone if (root / HEAD).exists() else ())
    lines: list[LogLine] = []
    for number, raw in enumerate(text.split(b"\n")[:-1], start=1):
        line = _line_of(raw, number, lines[-1].digest if lines else BEGINS)
        if line is None:
            fault = "this line, or the one before it, was altered, deleted, put in or moved"
            return tuple(lines), (Fault(LOG, f"line {number}", fault, _RESTORE),)
        lines.append(line)
    return tuple(lines), _of_the_end(root, text, lines)


def add_line(root: Path, what: str, details: Mapping[str, Any]) -> LogLine:
    """Write one more line; InputError where the log is not what was written. The caller holds the log's lock."""
    lines, faults = read_log(root)
    if faults:
        raise InputError(faults)
    before = lines[-1].digest if lines else BEGINS
    body = {"number": len(lines) + 1, "what": what, "before": before, "details": dict(details)}
    line = LogLine(len(lines) + 1, what, before, _digest(body), details)
    written = (root / LOG).read_bytes() if lines else b""
    write_whole(root / LOG, written + _compact({**body, "digest": line.digest}) + b"\n")
    write_whole(root / HEAD, f"{line.number} {line.digest}\n")  # after the log: a longer log than this says is healed
    for name in (LOG, HEAD):
        set_mode(root / name, 0o444)
    return line


def _line_of(raw: bytes, number: int, before: str) -> LogLine | None:
    try:
        said = json.loads(raw)
        digest = said.pop("digest")
        line = LogLine(said["number"], said["what"], said["before"], digest, said["details"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    fits = (line.number, line.before) == (number, before) and _compact({**said, "digest": digest}) == raw
    return line if fits and digest == _digest(said) else None


def _of_the_end(root: Path, text: bytes, lines: list[LogLine]) -> tuple[Fault, ...]:
    """What the log alone cannot tell: that its last lines are gone, or that a line was begun and not ended."""
    if not text.endswith(b"\n"):
        return (Fault(LOG, f"line {len(lines) + 1}", "this line is cut off", _RESTORE),)
    try:
        number, _, digest = (root / HEAD).read_text("utf-8").strip().partition(" ")
        held = lines[int(number) - 1].digest == digest and len(lines) - int(number) in (0, 1)
    except (OSError, ValueError, IndexError):
        held = False
    cause = "log.head names another last line: lines were deleted at its end, or log.head was altered"
    return () if held else (Fault(LOG, "", cause, _RESTORE),)


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(_compact(body)).hexdigest()


def _compact(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
