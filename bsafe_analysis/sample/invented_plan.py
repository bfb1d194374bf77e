"""The invented delivery plan (activities.csv beside this module) and practitioners' notes.

One activity is badly written on purpose: validation refuses it. Places there are indices of neighbourhoods ("A0": of an
area), priorities indices too, so that one plan serves every invented partnership.
"""

from __future__ import annotations

import csv
from importlib.resources import files

from bsafe_analysis.model.periods import add_months
from bsafe_analysis.sample.invented_groups import entered_as
from bsafe_analysis.sample.inventions import Invention

COLUMNS = (
    "ref", "title", "priority", "theme", "strand", "areas", "categories", "owner", "agency", "measure", "baseline",
    "target", "start", "due", "status", "cost",
    "funding", "blockage", "blocked_since", "blocked_by", "ask", "progress", "support",
    "milestones", "risk", "risk_likelihood",
    "risk_impact", "risk_mitigation", "effect_category", "effect_area", "effect_direction", "effect_by", "option",
    "decision",
)  # fmt: skip
_UNREPORTED = ("proposed", "agreed")
_LARGE = 10_000
_NOTES = (
    (
        "Services and team",
        "The neighbourhood team meets at the library on the first Tuesday. Ask for the neighbourhood sergeant or the "
        "tenancy officer.",
    ),
    (
        "What residents say",
        "Ward meeting, 41 present: speeding past the school, noise late at night, litter at the shops. "
        "Tenants' survey, 112 of 300 answered: most feel safe by day, fewer after dark.",
    ),
    (
        "Place",
        "Mostly terraced streets around one row of shops. Two bus routes, one primary school, one public house, a "
        "playing field with a brook behind it.",
    ),
    (
        "Community assets",
        "Allotment society, two places of worship, a youth club on Fridays. News travels through the **school gate** "
        "and the allotments, not by post.",
    ),
    (
        "Known issues and past work",
        "- Alleys behind the shops: gated two winters ago, one lock since broken\n"
        "- Motorbikes on the playing field: bollards agreed, not yet set",
    ),
    (
        "What we are unsure of",
        "- Whether the new flats are counted in the number of residents\n"
        "- How many calls about noise never reach the police",
    ),
    (
        "Change log",
        "- Tenancy officer: added the survey\n- Neighbourhood sergeant: first version",
    ),
)
_FEWEST_NOTES = 3


def activities(
    invention: Invention, place_codes: tuple[str, ...], area_codes: tuple[str, ...]
) -> list[tuple[str, ...]]:
    """The plan's rows in the order of COLUMNS, for this partnership's own places, categories and dates."""
    text = (files("bsafe_analysis.sample") / "activities.csv").read_text("utf-8")
    plan = list(csv.DictReader(text.splitlines()))
    return [_plan_row(invention, f"D{i:02d}", row, place_codes, area_codes) for i, row in enumerate(plan, start=1)]


def _plan_row(
    invention: Invention, ref: str, row: dict[str, str], places: tuple[str, ...], areas: tuple[str, ...]
) -> tuple[str, ...]:
    last = invention.last_month
    key_of = {supplier: key for supplier, key, _, _ in invention.categories}
    chosen = invention.priorities[int(row["priority"]) % len(invention.priorities)][0] if row["priority"] else "none"
    where = [_code(part, places, areas) for part in row["places"].split(";") if part]
    due = _day_text(last, int(row["months_after"]), 28)
    filled = (
        dict.fromkeys(COLUMNS, "")
        | row
        | {
            "ref": ref,
            "priority": chosen,
            "areas": ";".join(where),
            "categories": key_of[row["type"]],
            "start": _day_text(last, -int(row["months_before"]), 1),
            "due": due,
            "funding": "Community safety fund" if row["cost"] else "",
            "progress": _progress(row, last),
            "decision": entered_as(invention, row["title"]),
        }
    )
    if row["blockage"]:
        filled |= {
            "blocked_since": _day_text(last, -3, 14),
            "blocked_by": "Council address team",
            "ask": "Agree one list of addresses, by the next meeting",
        }
    if row["strand"] in ("prevention", "enforcement") and row["status"] not in _UNREPORTED and row["measure"]:
        filled |= {
            "effect_category": key_of[row["type"]],
            "effect_area": where[0] if where else "",
            "effect_direction": "down",
            "effect_by": due,
        }
    if row["cost"] and float(row["cost"]) > _LARGE:
        filled |= {
            "support": "Police; residents",
            "milestones": f"{_day_text(last, 0, 1)} halfway; {due} {row['target']} {row['measure']}",
            "risk": "Money is not renewed in spring",
            "risk_likelihood": "medium",
            "risk_impact": "high",
            "risk_mitigation": "Ask the fund in January",
        }
    return tuple(filled[column] for column in COLUMNS)


def _progress(row: dict[str, str], last: str) -> str:
    """Two dated lines by role, the newest last, as people append them."""
    if row["status"] in _UNREPORTED:
        return ""
    if not row["measure"]:
        return f"{_day_text(last, 0, 18)} {row['owner']}: Nothing is counted yet."
    first, target = int(row["baseline"] or 0), int(row["target"])
    counted = row["measure"].capitalize()
    return "\n".join(
        f"{_day_text(last, shift, day)} {row['owner']}: {counted}: {first + round((target - first) * share)} by now."
        for shift, day, share in ((-1, 20, 0.3), (0, 18, 0.5))
    )


def _code(part: str, places: tuple[str, ...], areas: tuple[str, ...]) -> str:
    return areas[int(part[1:]) % len(areas)] if part.startswith("A") else places[int(part) % len(places)]


def _day_text(month: str, shift: int, day: int) -> str:
    return f"{add_months(month, shift)}-{day:02d}"


def notes(invention: Invention, index: int) -> str:
    """What practitioners of one neighbourhood wrote."""
    parts = _NOTES[: _FEWEST_NOTES + index % (len(_NOTES) - _FEWEST_NOTES + 1)]
    surveyed = f"as at: {_day_text(invention.last_month, -2 - (index % 5), 20)}\n\n"
    body = "\n\n".join(
        f"## {heading}\n\n{surveyed if heading == 'What residents say' else ''}{text}" for heading, text in parts
    )
    return f"as at: {_day_text(invention.last_month, -(index % 8), 12)}\n\n{body}\n"
