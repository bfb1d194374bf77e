"""The invented partnership's indicators: one at least of each theme group, a target of the year that runs."""

from __future__ import annotations

from bsafe_analysis.model.periods import add_months
from bsafe_analysis.sample.inventions import Invention

_INDICATORS = (
    ("burglary", "Recorded burglary", "Burglary", "safer_homes", "Burglary reduction officer", "Police", 2200,
     "little more than in the baseline year, while homes are being fitted"),
    ("vehicle_crime", "Recorded vehicle crime", "Vehicle crime", "safer_homes", "Parking manager", "Council", 2150, ""),
    ("antisocial_behaviour", "Anti-social behaviour reported to the police", "Anti-social behaviour", "streets",
     "Anti-social behaviour manager", "Council", 6000, "a little below the baseline year"),
    ("damage", "Recorded criminal damage and arson", "Criminal damage and arson", "fire", "Arson reduction officer",
     "Fire and rescue", 2300, "six in a hundred below the baseline"),
)  # fmt: skip
"""Key, title, type of the police, group, owner, agency, at most so many, and why ("": no target yet)."""


def indicators(invention: Invention) -> str:
    """parameters/indicators.yml; "" for a partnership without theme groups. One group has none on purpose."""
    key_of = {supplier: key for supplier, key, _, _ in invention.categories}
    year = int(invention.last_month[:4]) - (invention.last_month[5:] < "04")
    first, base = f"{year}-04", f"{year - 1}-04"
    lines = [
        "# What the partnership measures itself by. A changed target is a new line: the old one stays.",
        "indicators:",
    ]
    for key, title, kind, group, owner, agency, most, why in _INDICATORS:
        lines += [
            f"  - key: {key}", f"    title: {title}", f"    of: {{categories: [{key_of[kind]}]}}", "    better: fewer",
            f"    group: {group}", f"    owner: {owner}", f"    agency: {agency}",
            f'    baseline: {{first: "{base}", last: "{add_months(base, 11)}"}}',
        ]  # fmt: skip
        if why:
            lines += [
                "    targets:",
                f'      - {{first: "{first}", last: "{add_months(first, 11)}", at_most: {most}, set_by: spbg, '
                f'on: {first}-21, reason: "{why}"}}',
            ]
        if key == "burglary":
            lines.append(
                f'    owner_view: {{on: {invention.last_month}-28, says: "Locks are fitted faster than planned"}}'
            )
    return "".join(f"{line}\n" for line in lines)
