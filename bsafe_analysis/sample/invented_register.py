"""What the invented partnership's people wrote beside the plan: decisions, commentary, what communities say.

A few faults are planted on purpose: an area that is unknown, an asset without a name, a commentary about no finding,
and a file in the encoding that a British Excel saves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from bsafe_analysis.model.periods import add_months, month_name
from bsafe_analysis.sample.invented_groups import MEETING_COLUMNS, group_decisions, meetings
from bsafe_analysis.sample.inventions import Invention

Files = dict[str, bytes]


def register_files(invention: Invention, places: tuple[str, ...], areas: tuple[str, ...]) -> Files:
    """Everything of data/register but the plan and the notes, by its name in the workspace."""
    last = invention.last_month
    key_of = {supplier: key for supplier, key, _, _ in invention.categories}
    step = max(len(places) // 7, 1)
    return {
        "data/register/community_priorities.csv": _table(_PRIORITIES, _priorities(invention, places, key_of)),
        "data/register/concerns.csv": _table(_CONCERNS, _concerns(last, places, areas), ";").decode().encode("cp1252"),
        "data/register/assets.csv": _table(_FACTS, _assets(last, places)),
        "data/register/services.csv": _table(_FACTS, _services(last, places)),
        "data/register/known_issues.csv": _table(_FACTS, _issues(last, places)),
        "data/register/scores.csv": _table(_SCORES, _scores(last, key_of)),
        "data/register/meetings.csv": _table(MEETING_COLUMNS, meetings(invention, areas)),
        f"data/register/decisions/{add_months(last, -1)}.yml": _decisions(invention, places, areas, key_of).encode(),
        f"data/register/decisions/{add_months(last, -1)}-{areas[1]}.yml": _escalations(invention, areas[1]).encode(),
        **{name: text.encode() for name, text in group_decisions(invention).items()},
        f"data/register/commentary/{last}/tactical_assessment.md": _document_comment(last).encode(),
        f"data/register/commentary/{last}/{places[0]}.{key_of['Burglary']}.md": _finding_comment(last).encode(),
        f"data/register/commentary/{last}/{places[2 * step]}.{key_of['Robbery']}.md": b"This is about no finding.\n",
    }


_PRIORITIES = ("area", "concern", "source", "date", "category", "action", "outcome", "asked")
_CONCERNS = ("area", "concern", "source", "date", "asked")
_FACTS = ("area", "kind", "name", "about", "contact", "as_at")
_SCORES = ("edition", "issue", "factor", "scorer_role", "agency", "score", "reason")
_SCORERS = (("Area commander", "Police", 0), ("Head of housing", "Council", 1), ("Group manager", "Fire and rescue", 2))
_HARM = {
    "burglary": (3, "people no longer feel safe at home"), "robbery": (4, "people are hurt or threatened"),
    "violence": (4, "people are hurt"), "weapons": (3, "somebody may be killed"),
    "deliberate_fires": (4, "a fire can kill"), "antisocial_behaviour": (3, "it wears people down"),
    "criminal_damage": (2, "arson is among it"), "drugs": (3, "it feeds other crime"),
    "assault_injuries": (4, "people are hurt"), "ambulance_assaults": (3, "people are hurt, most of them lightly"),
}  # fmt: skip
"""The harm that scorers see in a kind, 0 to 4, and why; 1 in any other."""
_AMENABLE = {"burglary": 4, "antisocial_behaviour": 4, "deliberate_fires": 3, "vehicle_crime": 3, "shoplifting": 3}
"""What partners can change together; 2 in any other."""


def _priorities(invention: Invention, places: tuple[str, ...], key_of: dict[str, str]) -> Iterable[tuple[str, ...]]:
    day = f"{add_months(invention.last_month, -2)}-17"
    said = (
        (
            "Bins set alight behind the shops",
            "Ward meeting",
            "Criminal damage and arson",
            "Bins moved and chained",
            "No bin fire was reported in the six weeks after",
        ),
        (
            "Motorbikes on the playing field",
            "Street survey",
            "Anti-social behaviour",
            "Gates narrowed; patrol on Sundays",
            "",
        ),
        (
            "People do not feel safe at the bus stop after dark",
            "Councillor's surgery",
            "",
            "Lamp mended",
            "Residents to be asked again in spring",
        ),
        ("Cars tried at night", "Neighbourhood watch", "Vehicle crime", "", ""),
    )
    for i, place in enumerate(places):
        concern, source, kind, action, outcome = said[i % len(said)]
        yield place, concern, source, day, key_of.get(kind, ""), action, outcome, str(12 + 7 * (i % 5))
    yield "NOWHERE", "Dogs", "Letter", day, "", "", "", ""


def _concerns(last: str, places: tuple[str, ...], areas: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    said = ("Speeding past the school", "Litter by the café", "Young people with nowhere to go", "Parking on pavements")
    for i, place in enumerate(places):
        yield place, said[i % len(said)], "Household survey", f"{add_months(last, -3)}-20", str(40 + 9 * (i % 6))
    for area in areas:
        yield area, "Too few officers seen on foot", "Area forum", f"{add_months(last, -1)}-08", ""


def _assets(last: str, places: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    on = f"{add_months(last, -4)}-02"
    for i, place in enumerate(places):
        kind, name = (("venue", "Community centre"), ("group", "Allotment society"), ("faith", "Food bank"))[i % 3]
        yield place, kind, name, "Open three days a week", "ask at the desk", on
    yield places[0], "venue", "", "Nobody wrote its name down", "", on


def _services(last: str, places: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    on = f"{add_months(last, -4)}-02"
    for place in places:
        yield place, "police", "Neighbourhood team", "Weekly surgery", "neighbourhood sergeant", on
        yield place, "housing", "Tenancy office", "Visits by appointment", "tenancy officer", on


def _issues(last: str, places: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for place in places[::3]:
        yield (
            place,
            "past work",
            "Gates put up behind the terraces",
            "Residents hold the keys",
            "",
            f"{add_months(last, -8)}-11",
        )


def _decisions(invention: Invention, places: tuple[str, ...], areas: tuple[str, ...], key_of: dict[str, str]) -> str:
    month = add_months(invention.last_month, -1)
    (_, meeting, _), *_ = invention.meetings
    held, due = f"{invention.last_month}-18", f"{add_months(invention.last_month, 3)}-12"
    entries = (
        (
            places[0],
            "Burglary",
            "burglary_target_harden",
            "Fit window locks, door locks and lights in its terraces",
            "Housing association",
            "accept",
            "",
            "Tenancy manager",
        ),
        (
            areas[0],
            "Vehicle crime",
            "vehicle_car_park_survey",
            "Survey the two car parks by the station: lights, sight lines, signs",
            "Council",
            "amend",
            "Two car parks first; the rest if it tells us something",
            "",
        ),
        (
            invention.code,
            "Violence and sexual offences",
            "violence_patrol",
            "Patrol the busiest places on foot in the peak hours",
            "Police",
            "refuse",
            "Officers are promised to the fair until November",
            "",
        ),
    )
    lines = [f"# What the {meeting} decided on the proposals of {month_name(month)}.", f"held: {held}", "proposals:"]
    for i, (area, kind, option, action, agency, choice, why, owner) in enumerate(entries, start=1):
        lines += [
            f'  - ref: "{month}-{i}"', f"    area: {area}", f"    category: {key_of[kind]}", f"    option: {option}",
            f'    action: "{action}"', f"    agency: {agency}", f"    decision: {choice}", f'    why: "{why}"',
            f'    owner: "{owner}"', f"    due: {due if choice != 'refuse' else ''}".rstrip(),
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _escalations(invention: Invention, area: str) -> str:
    """What one area's meeting of the month before passed up, and what it kept."""
    month = add_months(invention.last_month, -1)
    key = next(key for supplier, key, _, _ in invention.categories if supplier == "Anti-social behaviour")
    return f"""\
area: {area}
held: {invention.last_month}-25
escalations:
  - ref: "{month}-{area}-1"
    issue: "Quad bikes come in from the next area at weekends, and no patrol covers both sides of the line"
    ask: "Send one patrol for both areas on Sundays, from November for three months"
    agency: Police
    category: {key}
    decision: escalate
    why: "No area can do it alone"
  - ref: "{month}-{area}-2"
    issue: "The lamp by the allotment gate is out again"
    ask: "Mend it"
    agency: Council
    decision: keep
    why: "The ward caretaker will see to it"
"""


def _document_comment(last: str) -> str:
    return f"""\
## {add_months(last, 1)}-08, community safety analyst, for partners

The fair is on the common from the second week of October. Last year its stewards dealt with most of what
happened there, and little of it was recorded.
"""


def _finding_comment(last: str) -> str:
    return f"""\
## {add_months(last, 1)}-07, crime analyst

Most were entered by the back door, in the terraces between the canal and the school.

### Hypothesis
claim: The alley gates are left open since the refuse round changed.
test: Walk the alleys on collection day and the day after, three weeks running.
result: Not tested yet.

### Hypothesis
claim: One person is responsible, released in July.
test: Compare dates with the release and with how homes were entered.
result: Not supported: the rise began six weeks before.
"""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def _scores(last: str, key_of: dict[str, str]) -> Iterable[tuple[str, ...]]:
    """What three scorers of three agencies think before they meet: each a step from the others here and there."""
    for number, key in enumerate(dict.fromkeys(key_of.values())):
        harm, why = _HARM.get(key, (1, "it costs money, and nobody is hurt"))
        for factor, middle, reason in (
            ("harm", harm, why),
            ("amenable", _AMENABLE.get(key, 2), "what partners can change together"),
        ):
            for role, agency, turn in _SCORERS:
                step = (number + turn) % 3 - 1 if turn else 0
                yield last, key, factor, role, agency, str(min(max(middle + step, 0), 4)), reason
