"""The invented partnership's monitor.yml: the starter's groups with what its partner agencies count."""

from __future__ import annotations

from bsafe_analysis.parameters.monitor_file import starter_monitor
from bsafe_analysis.sample.inventions import Invention

_BESIDE = {
    "weapons": ("assault_injuries", "ambulance_assaults"),
    "criminal_damage": ("deliberate_fires",),
    "antisocial_behaviour": ("council_nuisance",),
}
"""Last category of a group -> those of agencies that stand behind it."""


def monitor(invention: Invention) -> str:
    """parameters/monitor.yml; a category of an agency that the partnership does not have is left out."""
    known, text = {agency.category for agency in invention.agencies}, starter_monitor()
    for last, partners in _BESIDE.items():
        added = "".join(f", {category}" for category in partners if category in known)
        text = text.replace(f"{last}]", f"{last}{added}]")
    return text
