"""Map points that gather reports for a reason of their own: named, so that nobody takes them for a street's problem.

data.police.uk moves each incident to the nearest of a fixed set of points, many of which are facilities ("On or near
Supermarket"). What is recorded there may have happened anywhere near, or be recorded there because that is where it was
told (a police station, a hospital) or where people are held (a prison).
"""

from __future__ import annotations

import re

KINDS = {
    "police station": ("police station",),
    "prison": ("prison",),
    "hospital": ("hospital",),
    "court": ("court building", "magistrates", "crown court", "law court"),
    "supermarket": ("supermarket",),
    "shopping area": ("shopping area", "shopping centre", "retail park", "shopping precinct"),
    "petrol station": ("petrol station",),
    "night-time economy": ("nightclub", "pub", "theatre/concert hall"),
    "transport": ("bus/coach station", "airport", "ferry terminal", "station", "motorway service area"),
    "school or college": ("further/higher educational building", "educational building", "school", "college"),
    "parking area": ("parking area",),
    "sports or recreation area": ("sports/recreation area", "conference/exhibition centre"),
    "park or open space": ("park/open space",),
    "subway": ("pedestrian subway",),
}
"""What a page calls the place -> the supplier's own names for such points, in small letters."""

TOLD_THERE = ("police station", "prison", "hospital", "court")
"""Where incidents are often recorded because they were told there, or because of who is held there."""

_NEAR = re.compile(r"^\s*on or near\s+", re.IGNORECASE)


def anchor_of(location: str) -> str:
    """The kind of facility that gives a map point its name; "" for a street or a name that is not a facility's.

    >>> anchor_of("On or near Supermarket"), anchor_of("On or near Hospital Lane"), anchor_of("On or near Park Road")
    ('supermarket', '', '')
    """
    name = _NEAR.sub("", location or "").strip().lower()
    # exact names only: "Hospital Lane" is a street; a station with a name of its own ends in "station"
    exact = next((kind for kind, names in KINDS.items() if name in names), "")
    named = "transport" if name.endswith((" (station)", " station")) and not exact else ""
    return exact or named
