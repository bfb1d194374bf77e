"""What a person should know of the files that arrived: what was left alone, set aside, converted or not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pyarrow.compute as pc

from bsafe_analysis.loading.harmonise import Ours
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.loading.partner.extract_cells import UNKEPT
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.model.receipts import Notice, SetAside, Source

MOST_STRAY = 0.01
"""Above this share of rows set aside for their month, a person is asked to look."""
_MAY_HOLD_ROWS = re.compile(r"street|\.(zip|7z|rar|tar|tgz|gz|bz2|xz|xlsx?)$", re.IGNORECASE)


def count_of(number: int, one: str, many: str) -> str:
    """
    >>> count_of(1, "line", "lines"), count_of(2000, "line", "lines")
    ('1 line', '2,000 lines')
    """
    return f"{number:,} {one if number == 1 else many}"


def left_alone(source: Source, others: Sequence[RawFile]) -> list[Notice]:
    """Files that are no tables of this source; a person is asked where one of them looks as if it held rows."""
    if not others:
        return []
    ordered = sorted(others, key=lambda raw: (not _MAY_HOLD_ROWS.search(raw.file_name), raw.name))
    shown = ", ".join(raw.file_name for raw in ordered[:3]) + (" ..." if len(others) > 3 else "")
    doubtful = bool(_MAY_HOLD_ROWS.search(ordered[0].file_name))
    count = count_of(len(others), "file is", "files are")
    text = f"{source.title}: {count} not of this source's kind and left alone ({shown})."
    if doubtful:
        text += f" If {ordered[0].file_name} holds its rows, unpack it or give it the name it was downloaded with."
    return [Notice("left_alone", shown, len(others), text, needs_person=doubtful)]


def file_notices(files: Sequence[ParsedFile], ours: Ours) -> list[Notice]:
    """What is odd about single files, each in a line."""
    notices = repeat_notices(files)
    for file in files:
        facts = file.facts
        if facts.unreadable:
            lines = count_of(facts.unreadable, "line", "lines")
            text = f"{file.raw.file_name}: {lines} could not be read (first: line {facts.first_unreadable})."
            notices.append(Notice("unreadable", file.raw.name, facts.unreadable, text, needs_person=True))
        stray = ours.aside[file.raw.name][SetAside.WRONG_MONTH]
        if stray:
            rows = count_of(stray, "row", "rows")
            text = f"{file.raw.file_name}: {rows} of {facts.lines:,} say no month, or not the one it should be."
            much = stray > MOST_STRAY * facts.lines
            notices.append(Notice("wrong_month", file.raw.name, stray, text, needs_person=much))
        notices += hidden_counts(file)
        if facts.encoding not in ("utf-8", "utf-8-sig"):
            text = f"{file.raw.file_name}: the text was in {facts.encoding}, not UTF-8; it was converted."
            notices.append(Notice("encoding", file.raw.name, 1, text))
        notices += [
            Notice("extract_remark", file.raw.name, 1, f"{file.raw.file_name}: {text}.", needs_person=_asks(text))
            for text in facts.remarks
        ]
        if not facts.lines:
            text = f"{file.raw.file_name} holds a header and no rows: it is no data, not a month without crime."
            notices.append(Notice("no_rows", file.raw.name, 0, text, needs_person=True))
    return notices


def hidden_counts(file: ParsedFile) -> list[Notice]:
    """Rows whose number its sender has hidden for being small ("<5"): what is counted of the file is a minimum."""
    hidden = pc.fill_null(pc.equal(file.table["aside"], str(SetAside.HIDDEN_COUNT)), False)
    rows = pc.sum(hidden).as_py() or 0
    if not rows:
        return []
    counted = set(file.table.filter(pc.is_null(file.table["aside"]))["supplier_category"].to_pylist())
    lost = sorted(set(file.table.filter(hidden)["supplier_category"].to_pylist()) - counted)
    gone = f" Nothing at all counts of {', '.join(repr(word[:60]) for word in lost[:3])}." if lost else ""
    said = "1 row hides" if rows == 1 else f"{rows:,} rows hide"
    text = (
        f"{file.raw.file_name}: {said} a small number (as <5 or * does) and cannot be counted, so every sum of this "
        f"file is a minimum.{gone} Ask its sender for the numbers themselves, or for a row an incident."
    )
    return [Notice("hidden_counts", file.raw.name, rows, text, needs_person=True)]


def _asks(remark: str) -> bool:
    """Whether a remark on how a file was read asks a person for a change of sources.yml."""
    return any(sign in remark for sign in ("never_read", "incident_id", UNKEPT))


def none_used(source: Source, files: Sequence[ParsedFile], ours: Ours) -> list[Notice]:
    """A source whose files hold rows of which not one counts: told, for it would vanish without a word."""
    read = sum(file.facts.lines for file in files)
    if not read or len(ours.incidents):
        return []
    reasons = sum((tally for tally in ours.aside.values()), Counter[SetAside]())
    most = max(reasons, key=lambda reason: reasons[reason], default=None)
    why = f", most of them ({reasons[most]:,}) because they are {most}" if most else ""
    text = f"{source.title}: not one of {count_of(read, 'row', 'rows')} counts{why}."
    return [Notice("none_used", source.name, read, text, needs_person=True)]


def repeat_notices(files: Sequence[ParsedFile]) -> list[Notice]:
    """One line for all files: the rows of each stand in its receipt."""
    holding = [file for file in files if file.facts.repeated_ids]
    if not holding:
        return []
    rows = sum(file.facts.repeated_ids for file in holding)
    text = (
        f"{holding[0].raw.source.title}: {rows:,} rows in {count_of(len(holding), 'file', 'files')} share an "
        "identifier with a row that differs. All are kept; `bsafe check --json` lists the files."
    )
    return [Notice("repeated_ids", holding[0].raw.source.name, rows, text)]
