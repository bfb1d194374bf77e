"""Meetings and the days on which papers close as an iCalendar file (RFC 5545) that any diary takes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.group_meetings import GroupMeeting

MOST_OCTETS = 75
"""Of a line; a longer one is folded, and goes on behind a blank."""


def diary(
    meetings: Iterable[GroupMeeting], groups: Iterable[BusinessGroup], names: Mapping[str, str], stamp: datetime
) -> bytes:
    """The meetings that were not called off, each with its papers day, as days without an hour.

    `names`: code -> name of an area; `stamp`: when this was written, in UTC. A meeting that moves keeps its identity
    (group, area, month, which of that month), so that a diary moves it too.
    """
    known, times = {group.key: group for group in groups}, Counter[tuple[str, str, str]]()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bsafe//meetings//EN", "CALSCALE:GREGORIAN"]
    for meeting in sorted(meetings, key=lambda m: (m.on, m.group, m.area)):
        which = (meeting.group, meeting.area, meeting.month)
        times[which] += 1
        if meeting.held is False:
            continue
        identity = "-".join(filter(None, (*which, str(times[which]))))
        name = known[meeting.group].name + (f", {names[meeting.area]}" if meeting.area else "")
        lines += _event(f"meeting-{identity}", meeting.on, name, meeting.note, stamp)
        lines += _event(f"papers-{identity}", meeting.papers, f"Papers close: {name}", "", stamp)
    return "".join(_folded(line) for line in (*lines, "END:VCALENDAR")).encode()


def _event(identity: str, on: date, name: str, note: str, stamp: datetime) -> list[str]:
    described = [f"DESCRIPTION:{_escaped(note)}"] if note else []
    return [
        "BEGIN:VEVENT",
        f"UID:{identity}@bsafe",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(name)}",
        *described,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of so many octets at most, none of which cuts a letter in two."""
    pieces, piece, room = [], "", MOST_OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", MOST_OCTETS - 1  # the blank before it counts
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece]) + "\r\n"
