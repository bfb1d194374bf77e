"""`bsafe new-cycle` and `bsafe diary`: a month's file with its meetings, and the meetings for people's diaries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bsafe_analysis.commands.output import print_json, say
from bsafe_analysis.commands.shared_options import Folder, Json, Month


def new_cycle(month: Month, workspace: Folder = None, as_json: Json = False) -> None:
    """Begin a month: its file with the days of its meetings, and a word on what is due and what is odd."""
    from bsafe_analysis.batch.due_packs import due_of, meetings_of
    from bsafe_analysis.batch.month_cache import checked_month, find_root
    from bsafe_analysis.parameters import read_workspace
    from bsafe_analysis.parameters.next_cycle import write_cycle
    from bsafe_analysis.register.meeting_dates import calendar_notices

    root, today = find_root(workspace), date.today()
    chosen = read_workspace(root, checked_month(month))
    meetings = meetings_of(chosen)
    written = write_cycle(chosen, month, meetings)
    due = [pack.line(today) for pack in due_of(root, month, today)]
    region = chosen.partnership.bank_holidays
    odd = [n.text for n in calendar_notices(chosen.groups, meetings, chosen.areas, today, region)]
    if as_json:
        print_json({"written": written, "due": due, "calendar": odd})
        return
    typer.echo(f"Written: {written}.")
    for title, lines in (("Due:", due), ("To look at in the calendar:", odd)):
        if lines:
            typer.echo(title)
            for line in lines:
                say(f"  - {line}")


def diary_file(
    file: Annotated[Path, typer.Argument(help="The file to write, for example meetings.ics.")],
    group: Annotated[str, typer.Option("--group", help="One group, by its key in groups.yml; default: all.")] = "",
    workspace: Folder = None,
) -> None:
    """Write the meetings and the days on which papers close as an .ics file, which any diary takes in."""
    from bsafe_analysis.atomic_files import write_whole
    from bsafe_analysis.batch.due_packs import meetings_of
    from bsafe_analysis.batch.month_cache import find_root
    from bsafe_analysis.faults import Fault, InputError
    from bsafe_analysis.parameters import read_workspace
    from bsafe_analysis.register.diary_file import diary

    chosen = read_workspace(find_root(workspace))
    keys = [each.key for each in chosen.groups]
    if group and group not in keys:
        cure = f"There are: {', '.join(keys)}" if keys else "Write parameters/groups.yml"
        raise InputError([Fault("the command", "--group", f"there is no group {group!r}", cure)])
    wanted = [meeting for meeting in meetings_of(chosen) if group in ("", meeting.group)]
    names = {area.code: area.name for area in chosen.areas}
    write_whole(file, diary(wanted, chosen.groups, names, datetime.now(UTC)))
    typer.echo(f"{len(wanted)} meetings: {file}")
