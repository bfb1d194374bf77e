"""What analysts write of a month: data/register/commentary/<month>/<document or place.category>.md. Never written here.

`## 2026-10-08, crime analyst` begins an entry; `### Hypothesis` within it a claim, its test and its result, one a line.
`## 2026-10-08, crime analyst, for partners` marks it for partners ("for the public": for everyone); else it stays in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from bsafe_analysis.faults import system_fault
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import parse_month
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import Comment, Hypothesis
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.register.cells import Known, Unusable, as_day
from bsafe_analysis.register.refusals import refused

FOLDER = "data/register/commentary"
LARGEST = 64 * 1024
_ENTRY = re.compile(r"^##\s+(.+?)\s*$", re.MULTILINE)
_HYPOTHESIS = re.compile(r"^###\s+Hypothesis\b.*$", re.MULTILINE | re.IGNORECASE)
_SLOT = re.compile(r"^\s*(claim|test|result)\s*:[ \t]*", re.MULTILINE | re.IGNORECASE)
_DATED = re.compile(r"(\S+?)\s*[,:]\s*(.+)")
_READERS = re.compile(r"\s*[,;]\s*for (partners|the public)\s*$", re.IGNORECASE)
_AUDIENCES = {"partners": Audience.PARTNER, "the public": Audience.PUBLIC}


def read_commentary(
    root: Path, known: Known, month: str, documents: Collection[str], found: Collection[str] | None
) -> tuple[tuple[Comment, ...], tuple[Notice, ...]]:
    """What was written up to this month, oldest first.

    `found`: subjects ("<area>.<category>") of this month's findings, None where they are not known.

    A file of this month about no document and no finding is set aside with a line; its words stay where they are.
    """
    comments: list[Comment] = []
    notices: list[Notice] = []
    for path in sorted((root / FOLDER).glob("*/*.md")):
        name = f"{FOLDER}/{path.parent.name}/{path.name}"
        try:
            written_in = _month(path.parent.name)
            if written_in > month:
                continue
            subject = _subject(path.stem, known, documents)
            if found is not None and written_in == month and "." in subject and subject not in found:
                raise Unusable(f"{month} has no finding {path.stem}")
            comments += _comments(_words_of(path), written_in, subject)
        except Unusable as reason:
            notices.append(refused("commentary_refused", name, f"The commentary {name} was set aside: {reason}"))
    order = sorted(comments, key=lambda c: (c.month, c.subject, c.on or date.min))
    return tuple(order), tuple(notices)


def _month(name: str) -> str:
    try:
        return parse_month(name)
    except ValueError:
        raise Unusable(f"its folder {name!r} is no month: name it like 2026-09") from None


def _subject(stem: str, known: Known, documents: Collection[str]) -> str:
    """A document's name (with "-<area>" where it has several), or "<area>.<category>"."""
    document, _, place = stem.partition("-")
    if document in documents:
        return f"{document}-{known.area(place)}" if place else document
    area, dot, category = stem.partition(".")
    if not dot:
        raise Unusable(f"{stem!r} is no document; for a finding name it <area>.<category>.md")
    return f"{known.area(area)}.{known.category(category)}"


def _words_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Unusable("it is larger than 64 KiB")
        return read_plain(path, links=False).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Unusable("it is not UTF-8 text: save it as UTF-8") from None
    except OSError as error:
        raise Unusable(system_fault(error, "read")[0]) from None


def _comments(text: str, month: str, subject: str) -> Iterator[Comment]:
    before, *rest = _ENTRY.split(text)
    entries = [("", before), *zip(rest[::2], rest[1::2], strict=True)]
    for heading, body in entries:
        prose, *slots = _HYPOTHESIS.split(body)
        hypotheses = tuple(filter(None, map(_hypothesis, slots)))
        if prose.strip() or hypotheses:
            on, role, readers = _who(heading)
            yield Comment(month, subject, on, role, prose.strip(), hypotheses, readers)


def _who(heading: str) -> tuple[date | None, str, Audience]:
    """The day, the role, and the widest audience that the entry is marked for."""
    if not heading:
        return None, "", Audience.INTERNAL
    marked = _READERS.search(heading)
    readers = _AUDIENCES[marked[1].lower()] if marked else Audience.INTERNAL
    dated = _DATED.fullmatch(_READERS.sub("", heading))
    if not dated:
        raise Unusable(f"the heading {heading[:60]!r} is not a date and a role (## 2026-10-08, crime analyst)")
    return as_day(dated[1], "the date of an entry"), dated[2].strip(), readers


def _hypothesis(text: str) -> Hypothesis | None:
    _, *rest = _SLOT.split(text)
    slots = {name.lower(): body.strip() for name, body in zip(rest[::2], rest[1::2], strict=True)}
    if not slots.get("claim"):
        if text.strip() and any(slots.values()):
            raise Unusable("a hypothesis has no claim (claim: what may explain it)")
        return None
    return Hypothesis(slots["claim"], slots.get("test", ""), slots.get("result", ""))
