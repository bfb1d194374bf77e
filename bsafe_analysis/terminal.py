"""Text that came with data, made fit to be printed."""

from __future__ import annotations

import re

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x1f\x7f-\x9f]")


def plain(text: str, lines: bool = False) -> str:
    """Text made safe for a terminal: no control characters; its first line, at most 200 long, unless `lines`."""
    kept = [_ESCAPES.sub("", line).rstrip() for line in text.splitlines()]
    if lines:
        return "\n".join(kept)
    first = next((line.strip() for line in kept if line.strip()), "")
    return first if len(first) <= 200 else first[:199] + "…"
