"""The invented partnership's groups: its two meetings, and for the larger one those above and beside them."""

from __future__ import annotations

from bsafe_analysis.sample.inventions import Invention

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
answers_to: spbg}
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
