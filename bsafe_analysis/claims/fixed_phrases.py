"""Phrases whose numbers state how something is counted or read, and are no claims about this month; with the reason."""

from __future__ import annotations

import re

FIXED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:per|each) 1,000 residents\b"), "the base of a rate"),
    (re.compile(r"\b95 % intervals?\b"), "the level of an interval"),
)
