"""The force's other districts: what came of them, and what was to be expected there. None is a place of ours."""

from __future__ import annotations

DISTRICT_COUNT_COLUMNS = ("district", "category", "month", "count")
"""What the force recorded in its other districts, by the name that their LSOAs bear."""
DISTRICT_COLUMNS = ("district", "category", "month", "observed", "expected", "lower", "upper", "history")
"""The judged month in each of them. `history`: months known before it; of fewer than twelve nothing was expected, and
`expected`, `lower` and `upper` are missing."""
