"""The invented partnership's groups: its two meetings, and for the larger one those above and beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bsafe_analysis.model.periods import add_months
from bsafe_analysis.sample.inventions import Invention

ENTERED = "Check scrap dealers for number plates and tools"
"""The activity of the plan that a theme group's meeting agreed on."""
MEETING_COLUMNS = ("group", "area", "on", "papers", "month", "held", "note")
_SEVEN_WEEKS = timedelta(weeks=7)
_LAST_MET = {"safer_homes": -40, "streets": -68, "fire": -26, "harm": -41}
"""Days from the newest download back to the last meeting of each theme group."""
_NEXT_MEETS = {"safer_homes": 9, "streets": 16, "fire": 23, "harm": 25}
"""Days on to the next: those of two groups are overdue by then."""

_ABOVE = """\
  spbg: {name: Strategic Partnership Business Group, kind: strategic, chair: Divisional commander, \
meets: {months: 3}, signs: [strategic_assessment, delivery_review]}
"""
_BESIDE = """\
  safer_homes: {name: Safer homes, kind: theme, chair: Fire borough manager, \
lead_officer: Burglary reduction officer, contact: Community safety team, meets: {weeks: [6, 8]}, \
themes: [Homes, Vehicles], answers_to: pbg}
  streets: {name: Safer streets, kind: theme, chair: Head of street scene, \
lead_officer: Anti-social behaviour manager, contact: Community safety team, meets: {weeks: [6, 8]}, \
themes: [Streets, Young people], answers_to: pbg}
  fire: {name: Fire and arson, kind: theme, chair: Group manager, lead_officer: Arson reduction officer, \
contact: Fire and rescue, meets: {weeks: [6, 8]}, themes: [Fire], answers_to: pbg}
  harm: {name: Violence and harm, kind: theme, chair: Head of probation delivery, \
contact: Community safety team, meets: {weeks: [6, 8]}, themes: [Night time, Home violence, Business], answers_to: pbg}
  performance: {name: Theme leads, kind: performance, chair: Head of community safety, meets: {months: 1}, \
signs: [performance_report], answers_to: spbg}
"""


def has_themes(invention: Invention) -> bool:
    """Whether it has the whole calendar: the larger of the two."""
    return invention.meetings[0][0] == "pbg"


def groups(invention: Invention) -> str:
    """parameters/groups.yml. The lead of one theme group is vacant on purpose."""
    (first, first_name, _), (second, second_name, _) = invention.meetings
    above, beside, answers = (_ABOVE, _BESIDE, ", answers_to: spbg") if has_themes(invention) else ("", "", "")
    return f"""\
# Who meets how often, who chairs, to whom each group answers. Roles and offices only, no persons.
groups:
{above}\
  {first}: {{name: {first_name}, kind: tactical, chair: "Superintendent; head of community safety", \
contact: Community safety team, meets: {{months: 1}}{answers}}}
  {second}: {{name: {second_name}, kind: area, chair: Area inspector, contact: Area office, meets: {{months: 1}}, \
after: {first}, answers_to: {first}}}
{beside}"""


def meetings(invention: Invention, areas: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Fourteen months of data/register/meetings.csv. Planted: a gap, an area before its borough, a bank holiday.

    The papers of the borough's next meeting are written to close a week before it; of all others five working days.
    """
    (borough, _, day), (area_group, _, area_day) = invention.meetings
    last = invention.last_month
    for back in range(-12, 0):
        met = add_months(last, back + 1)
        yield borough, "", f"{met}-18", "", add_months(last, back), "yes", ""
        for number, code in enumerate(areas):
            yield area_group, code, f"{met}-{25 + number % 4}", "", add_months(last, back), "yes", ""
    week_before = date.fromisoformat(day) - timedelta(days=7)
    yield borough, "", day, week_before.isoformat(), last, "", "Town hall, committee room 2"
    early = date.fromisoformat(day) - timedelta(days=4)
    for number, code in enumerate(areas):
        is_early = number == len(areas) - 1
        yield area_group, code, early.isoformat() if is_early else area_day, "", last, "", ""
    if has_themes(invention):
        yield from _themes(invention)


def group_decisions(invention: Invention) -> dict[str, str]:
    """What the first theme group decided at its last meeting: one thing accepted and entered in the plan, one refused.

    File below the workspace -> text; none where the partnership has no theme groups.
    """
    if not has_themes(invention):
        return {}
    stem, kinds = _met_last(invention), {supplier: key for supplier, key, _, _ in invention.categories}
    entries = (
        (ENTERED, "Vehicle crime", "Council", "accept", "", "Trading standards officer"),
        ("Put cameras in the alleys behind the terraces", "Burglary", "Council", "refuse", "No money before April", ""),
    )
    lines = [f"# What Safer homes decides on {stem[-10:]}.", f"held: {stem[-10:]}", "proposals:"]
    for number, (action, kind, agency, choice, why, owner) in enumerate(entries, start=1):
        lines += [
            f'  - ref: "{stem}-{number}"', f"    area: {invention.code}", f"    category: {kinds[kind]}",
            f'    action: "{action}"', f"    agency: {agency}", f"    decision: {choice}", f'    why: "{why}"',
            f'    owner: "{owner}"', '    due: ""',
        ]  # fmt: skip
    return {f"data/register/decisions/{stem}.yml": "\n".join(lines) + "\n"}


def entered_as(invention: Invention, title: str) -> str:
    """The reference of the decision that an activity of the plan came of; "" where it came of none."""
    return f"{_met_last(invention)}-1" if has_themes(invention) and title == ENTERED else ""


def _met_last(invention: Invention) -> str:
    """What the sheet of the first theme group's last meeting is called."""
    newest = date.fromisoformat(f"{add_months(invention.last_month, 1)}-05")
    return f"safer_homes-{newest + timedelta(days=_LAST_MET['safer_homes'])}"


def _themes(invention: Invention) -> Iterator[tuple[str, ...]]:
    newest = date.fromisoformat(f"{add_months(invention.last_month, 1)}-05")
    for group, days in _LAST_MET.items():
        for back in range(6, -1, -1):
            on = newest + timedelta(days=days) - back * _SEVEN_WEEKS
            yield group, "", on.isoformat(), "", "", "no" if (group, back) == ("fire", 2) else "yes", ""
        following = newest + timedelta(days=_NEXT_MEETS[group])
        yield group, "", following.isoformat(), "", "", "", ""
        if group == "safer_homes":  # one that knows its days well ahead
            yield group, "", (following + _SEVEN_WEEKS).isoformat(), "", "", "", ""
    for back in (-12, -9, -6, -3):
        yield "spbg", "", f"{add_months(invention.last_month, back + 1)}-21", "", "", "yes", ""
    yield "spbg", "", f"{add_months(invention.last_month, 1)}-28", "", "", "", "Half-year update"
    for back in range(-11, 1):
        held = "yes" if back < 0 else ""  # of the newest nobody wrote whether it was held
        yield "performance", "", f"{add_months(invention.last_month, back)}-08", "", "", held, ""
    yield "performance", "", f"{add_months(invention.last_month, 1)}-08", "", "", "", ""
    yield "performance", "", f"{invention.last_month[:4]}-12-28", "", "", "", "After the holiday"
