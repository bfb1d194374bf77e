"""The invented partnership's monitor.yml: the kinds of incident of its police and agencies in six groups."""

from __future__ import annotations

from bsafe_analysis.sample.inventions import Invention

_POLICE = """\
# What the neighbourhood monitor's grid adds up: each kind of incident in one group at most.
# Without this file: the priorities.
groups:
  - {key: burglary, title: Burglary, categories: [burglary]}
  - {key: vehicles, title: Vehicle crime, categories: [vehicle_crime]}
  - {key: violence, title: Violence and robbery, categories: [violence, robbery, weapons]}
  - {key: damage, title: Damage and fires, categories: [criminal_damage]}
  - {key: antisocial, title: Anti-social behaviour, categories: [antisocial_behaviour]}
  - {key: other, title: All other, categories: [bicycle_theft, drugs, other_crime, other_theft, public_order,
      shoplifting, theft_from_person]}
"""

_BESIDE = {
    "weapons": ("assault_injuries", "ambulance_assaults"),
    "criminal_damage": ("deliberate_fires",),
    "antisocial_behaviour": ("council_nuisance",),
}
"""Last category of a group -> those of agencies that stand behind it."""


def monitor(invention: Invention) -> str:
    """parameters/monitor.yml; a category of an agency that the partnership does not have is left out."""
    known, text = {agency.category for agency in invention.agencies}, _POLICE
    for last, partners in _BESIDE.items():
        added = "".join(f", {category}" for category in partners if category in known)
        text = text.replace(f"{last}]", f"{last}{added}]")
    return text
