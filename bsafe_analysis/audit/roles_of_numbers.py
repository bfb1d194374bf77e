"""What the words around a number say that it is: which values of a claim may be called so."""

from __future__ import annotations

import re
from dataclasses import dataclass

COUNTS = frozenset(("observed", "run_observed", "month_total", "total", "count", "told", "known", "now", "then"))
STARTS = frozenset(("since", "told_from", "first", "first_month", "begun", "onset", "blocked_since"))
EXPECTED = frozenset(("expected", "run_expected"))
LOWS = frozenset(
    (
        "lower",
        "low",
        "typical_low",
        "rate_lower",
        "lowest",
        "first",
        "baseline",
        "least",
        "excess_least",
        "change_lower",
        "drawn_lower",
        "ratio_lower",
        "variation_lower",
        "smallest_lower",
        "fewest",
    )
)
HIGHS = frozenset((
    "upper", "high", "typical_high", "rate_upper", "highest", "last", "target", "below", "excess_most", "change_upper",
    "drawn_upper", "ratio_upper", "variation_upper", "smallest_upper", "most",
))  # fmt: skip
"""Names of values that are the one and the other end of a range."""
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTH_NAME = rf"(?P<n>{_MONTH}) \d{{4}}"
_FROM = rf"(?: from {_MONTH} \d{{4}})?"
PAIR = re.compile(r"(?P<low>\d[\d,.]*) to (?P<high>\d[\d,.]*)")
BEGUN = re.compile(r"(?:\b(?:since|from|perhaps|as early as|as late as|began in|stood .{0,40} in)|expected,|^)\W*$")
ONE_SIDE_TWICE = re.compile(
    r"\b(above|below|higher|lower|more|fewer) (?:or|nor|and some) \1\b|\b(highest|lowest) in \w+ at \S+\s+and \2\b"
    r"|\bwholly (above|below)\b[^.]*\bthe others lie within or \3\b|\bfewer than one\b"
    r"|\bstands? (above|below) what was expected,[^.]*\b\4, and the others\b"
    r"|\bbetween the (highest|lowest) and the \5\b"
)
"""Where both sides are meant one was turned round; and nothing is fewer than one."""
ORDER = re.compile(r"\b(?P<word>most|fewest) in:? (?P<list>[^.;]+)")
"""A list with its numbers, told from one end."""
BESIDE_STATED = re.compile(
    r"\babout (?P<stated>[\d.]+) months in 100 fall inside\b.*?"
    r"(?P<found>[\d.]+) in 100 fell inside: (?P<side>more|fewer) than stated"
)
"""What was found of past months beside what the method states, with the side on which it is said to lie."""
DIFFERENCE = re.compile(r" (?P<side>fewer|more)\b(?! than chance)(?P<whole> than the whole)?")
"""Behind a number that differs so from another. What the parts of a place have more than the whole it has not."""


@dataclass(frozen=True)
class RoleOfNumber:
    """`words`: what stands around the number `n`; `names`: what its value may be called; `kinds`: of these claims."""

    words: re.Pattern[str]
    names: frozenset[str]
    kinds: frozenset[str] = frozenset()

    def is_of(self, kind: str) -> bool:
        """Whether the words say this of claims of a kind."""
        return not self.kinds or kind in self.kinds


def role_of(words: str, *names: str, kinds: tuple[str, ...] = ()) -> RoleOfNumber:
    """The words as a pattern, with what a number in them may be called."""
    return RoleOfNumber(re.compile(words), frozenset(names), frozenset(kinds))


OF_FINDINGS = ("finding",)
_SIDE = "(?:above|below|within|inside)"
ROLES = (
    role_of(r"(?P<n>[^\s(]+) recorded\b", *COUNTS),
    role_of(r"\babout (?P<n>[^\s(]+) expected\b", *EXPECTED),
    role_of(r"\babout (?P<n>[^\s(]+) were expected\b", *EXPECTED),
    role_of(r"(?P<n>[^\s(]+) were recorded\b", *COUNTS),
    role_of(r"(?P<n>[^\s(]+) to \S+ were expected\b", "lower"),
    role_of(r"\S+ to (?P<n>[^\s(]+) were expected\b", "upper"),
    role_of(r"(?P<n>[^\s(]+) to \S+ expected\b", "lower"),
    role_of(r"\S+ to (?P<n>[^\s(]+) expected\b", "upper"),
    role_of(r"(?:\(|: |\bthis month )(?P<n>[^\s(]+); \S+ to \S+ expected\b", *COUNTS),
    role_of(rf"(?P<n>[^\s(]+) in {_MONTH} \d{{4}}, {_SIDE}\b", *COUNTS),
    role_of(r"\bits range with (?P<n>[^\s(]+)", *COUNTS),
    role_of(r"\b(?P<n>\d+) (?:lie |are |is )?below (?:the|its|their) (?:expected )?range", "below"),
    role_of(r"\b(?P<n>\d+) (?:lie |are |is )?above (?:the|its|their|it\b)", "above"),
    role_of(r"\b(?P<n>\w+) counts? below what was expected", "below"),
    role_of(r"\b(?P<n>\w+) counts? above what was expected", "above"),
    role_of(r"\bbelow what was expected, (?P<n>\w+) above,", "above"),
    role_of(r"\b(?P<n>\w+) of the intervals lies? wholly above", "above"),
    role_of(r"\b(?P<n>\w+) of the intervals lies? wholly below", "below"),
    role_of(r"\bno more than about (?P<n>[^\s(]+) in 100", "false_discovery_rate"),
    role_of(r"\bno fewer than about (?P<n>[^\s(]+)", "least"),
    role_of(r"\bmore than (?P<n>[^\s(]+) a month were expected", "least"),
    role_of(r"\bfewer than (?P<n>[^\s(]+)", "below"),
    role_of(r"(?P<n>[^\s(]+) or more\b", "least", "fewest_at_place"),
    role_of(r"(?P<n>[^\s(]+) or fewer\b", "most"),
    role_of(rf"\bsince {_MONTH_NAME}", *STARTS),
    role_of(rf"\b(?:recorded in|recorded for|[Ii]n) {_MONTH_NAME}", "month", "now", "on", "first_told"),
    role_of(rf"(?P<n>[\d,]+) [^\d.:;]+ since {_MONTH} \d{{4}}", "observed", kinds=("effect",)),
    # of a finding: what was recorded and expected in months taken together is not what was in its last one
    role_of(r"(?P<n>[^\s(]+) recorded in (?:the last )?\w+ months\b", "run_observed", kinds=OF_FINDINGS),
    role_of(
        rf"months(?: together)?{_FROM}; about (?P<n>[^\s(]+) (?:were )?expected\b", "run_expected", kinds=OF_FINDINGS
    ),
    role_of(r"(?P<n>[^\s(]+) were recorded in (?:the last )?\w+ months\b", "run_observed", kinds=OF_FINDINGS),
    role_of(rf"(?P<n>[^\s(]+) in \w+ months{_FROM}; about", "run_observed", kinds=OF_FINDINGS),
    role_of(rf"months{_FROM}, and about (?P<n>[^\s(]+) were expected\b", "run_expected", kinds=OF_FINDINGS),
    role_of(r"(?P<n>[\d,]+) after \d", "run_observed", kinds=OF_FINDINGS),
    role_of(r"\d after (?P<n>[\d,.]+)", "run_expected", kinds=OF_FINDINGS),
    role_of(r"(?P<n>[^\s(]+) were recorded this month\b", "observed", kinds=OF_FINDINGS),
    role_of(r"(?P<n>[^\s(]+) recorded; \S+ to \S+ expected\b", "observed", kinds=OF_FINDINGS),
    role_of(rf"(?P<n>[^\s(]+) recorded in {_MONTH} \d{{4}}\b", "observed", kinds=OF_FINDINGS),
    role_of(rf"(?P<n>[^\s(]+) in {_MONTH} \d{{4}}, {_SIDE}\b", "observed", kinds=OF_FINDINGS),
    role_of(r"(?:\(|: |\bthis month )(?P<n>[^\s(]+); \S+ to \S+ expected\b", "observed", kinds=OF_FINDINGS),
)
"""The roles that words give; one of a finding stands beside the one of every kind."""
