"""A PDF whose bytes depend on its content alone: dates and the browser's name are written over, length for length."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_CREATOR = re.compile(rb"/Creator \((?:[^()\\]|\\.|\([^()]*\))*\)")
_OF_THE_FILE = re.compile(rb"/ID\s*\[<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\]")


def steady(pdf: bytes, as_of: date) -> bytes:
    """The same document with `as_of` for its dates. No byte moves, so that its table of places stays true.

    ValueError where the file is not of the shape that Chromium writes.
    """
    if not pdf.startswith(b"%PDF-") or not _DATE.search(pdf):
        raise ValueError("this is no PDF as Chromium prints it")
    if b"/MarkInfo" not in pdf or b"/Lang (en-GB)" not in pdf:
        raise ValueError("the PDF has no tags, or does not say that it is in British English")
    pdf = _DATE.sub(lambda found: _dated(found, as_of), pdf)
    pdf = _CREATOR.sub(lambda found: b"/Creator (bsafe)".ljust(len(found[0])), pdf, count=1)
    return _OF_THE_FILE.sub(lambda found: re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", found[0]), pdf)


def _dated(found: re.Match[bytes], as_of: date) -> bytes:
    return f"/{found[1].decode()} (D:{as_of:%Y%m%d}000000Z)".encode().ljust(len(found[0]))
