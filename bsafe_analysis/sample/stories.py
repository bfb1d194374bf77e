"""What is planted in the invented data, for tests and training to find. Sizes are near the smallest that could be seen.

The smallest size comes from brute-force sums of the negative binomial written here: nothing is shared with detection.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import betainc

from bsafe_analysis.model.periods import add_months
from bsafe_analysis.sample.inventions import Invention

ALARM = 0.0001
"""About the chance at which one series of several hundred raises an alarm when one alarm in ten may be false."""
POWER = 0.8


@dataclass(frozen=True)
class Story:
    """`kind`: lasting, spike, drift, move, revision, quiet. `places`: names (of a move: from, to). `type`: police.uk's.

    `extra`: incidents a month added (of a drift: share added a month; of a move: share moved).
    """

    kind: str
    type: str
    places: tuple[str, ...]
    first: str
    last: str
    extra: float
    text: str


def smallest_seen(mean: float, phi: float, months: int) -> float:
    """The smallest extra a month that a perfect watcher, knowing mean and spread, would see over so many months.

    A count with P(Y >= count) below ALARM is seen; the extra makes this happen with chance POWER.
    """

    def at_least(count: int, m: float) -> float:
        return float(betainc(count, m / (phi - 1), 1 - 1 / phi))  # scipy.stats takes a second to import

    total = mean * months
    seen = next(count for count in range(1, 100_000) if at_least(count, total) < ALARM)
    extra = next(k for k in range(1, 100_000) if at_least(seen, total + k) >= POWER)
    return extra / months


def stories_of(invention: Invention) -> tuple[Story, ...]:
    """The stories of an invented partnership, without their sizes where those depend on the places' usual counts."""
    names, last = invention.neighbourhood_names, invention.last_month
    pick = [names[i * len(names) // 7 % len(names)] for i in range(7)]
    return (
        Story("lasting", "Burglary", (pick[0],), add_months(last, -3), last, 0.0, "a rise that lasts"),
        Story("spike", "Criminal damage and arson", (pick[1],), last, last, 0.0, "one month that stands out"),
        Story("drift", "Vehicle crime", (pick[2],), add_months(last, -14), last, 0.06, "a slow rise, month by month"),
        Story(
            "move", "Anti-social behaviour", (pick[3], ""), add_months(last, -5), last, 0.4, "from a place to the next"
        ),
        Story(
            "revision", "", (), add_months(last, -1), add_months(last, -1), 0.02, "a month downloaded again, revised"
        ),
        Story("quiet", "", (pick[5],), invention.first_month, last, 0.0, "nothing planted here"),
    )
