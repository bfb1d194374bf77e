"""The start page: what there is, what was received, the next meeting, the next step."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.cycle import Meeting, Prepared
from bsafe_analysis.model.findings import Status
from bsafe_analysis.preparation.store import find_workspace, open_cycle
from bsafe_analysis.reports.facts.signals import activities_on
from bsafe_analysis.reports.wording import words
from bsafe_analysis.workbench.workspace_contents import months_received, newest_pack, prepared_months

_LEFT = "text-align:left;white-space:normal"
LINES = (
    ("Prepared", "prepared"), ("Last pack", "pack"), ("Data received", "received"), ("Findings", "findings"),
    ("Next meeting", "meeting"), ("Next step", "next"),
)  # fmt: skip


@dataclass(frozen=True)
class Start:
    """What the start page tells. `step`: which next step its template names; `trouble`: why the last month is shut."""

    months: tuple[str, ...]
    received: tuple[str, ...]
    pack_month: str
    pack_audience: str
    pack: str
    as_of: date | None
    meeting: Meeting | None
    meeting_ahead: bool
    findings: int
    unowned: int
    promoted: int
    step: str
    next_month: str
    trouble: str = ""


def show_start(workspace: Path | None = None, today: date | None = None) -> None:
    """Display the start page."""
    from IPython.display import HTML, display

    display(HTML(start_page(look_around(workspace or find_workspace(), today or date.today()))))


def look_around(root: Path, today: date) -> Start:
    """What is in the workspace now."""
    months, received = prepared_months(root), months_received(root)
    pack = newest_pack(root)
    prepared, trouble = _last(root, months)
    meetings = sorted((m for m in prepared.cycle.meetings if m.on), key=lambda m: m.on or today) if prepared else []
    ahead = [m for m in meetings if m.on and m.on >= today]
    live = [f for f in prepared.findings if f.status is not Status.CLEARED] if prepared else []
    unowned = sum(_unowned(prepared, f) for f in live) if prepared else 0
    waiting = open_promoted(prepared) if prepared else 0
    return Start(
        months=months,
        received=received,
        pack_month=pack[0] if pack else "",
        pack_audience=pack[1] if pack else "",
        pack=f"../{pack[2].relative_to(root).as_posix()}" if pack else "",
        as_of=prepared.cycle.as_of if prepared else None,
        meeting=ahead[0] if ahead else meetings[-1] if meetings else None,
        meeting_ahead=bool(ahead),
        findings=len(live),
        unowned=unowned,
        promoted=waiting,
        step=_step(months, received, pack, unowned, waiting),
        next_month=received[-1] if received else "",
        trouble=trouble,
    )


def open_promoted(prepared: Prepared) -> int:
    """Promoted findings that still stand."""
    return sum(not (finding.latest and finding.latest.closed) for finding in prepared.promoted)


def start_page(start: Start) -> str:
    """The page as HTML."""
    rows = "".join(
        f"<tr><th scope='row' style='{_LEFT}'>{name}</th><td style='{_LEFT}'>{_line(macro, start)}</td></tr>"
        for name, macro in LINES
    )
    links = ["<a href='explore.ipynb'>Open the workbench</a>"]
    if start.pack:
        links.append(f"<a href='{html.escape(start.pack)}'>Open the last pack</a>")
    trouble = f"<p role='status'>{html.escape(start.trouble)}</p>" if start.trouble else ""
    return (
        f"{trouble}<table style='text-align:left'><caption style='text-align:left'>This workspace</caption>"
        f"<tbody>{rows}</tbody></table><p>{' &nbsp; '.join(links)}</p>"
    )


def _line(macro: str, start: Start) -> str:
    return html.escape(words("start", macro, s=start))


def _last(root: Path, months: tuple[str, ...]) -> tuple[Prepared | None, str]:
    if not months:
        return None, ""
    try:
        return open_cycle(months[-1], root), ""
    except (InputError, OSError, ValueError, TypeError):
        return None, f"{months[-1]} was prepared by another version of bsafe: run `bsafe prepare {months[-1]}` again."


def _unowned(prepared: Prepared, finding: object) -> bool:
    place = prepared.areas[finding.area]  # type: ignore[attr-defined]
    category = prepared.cycle.category(finding.category)  # type: ignore[attr-defined]
    return not activities_on(prepared, place, category)


def _step(months: tuple[str, ...], received: tuple[str, ...], pack: tuple | None, unowned: int, waiting: int) -> str:
    if not received:
        return "receive" if not months else "explore" if unowned else "wait"
    if not months or received[-1] > months[-1] or pack is None:
        return "run"
    return "explore" if unowned else "review" if waiting else "wait"
