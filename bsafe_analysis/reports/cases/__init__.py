"""Which case of a sentence holds. The templates have one plain sentence for each case, in a ladder named after it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from bsafe_analysis.reports.cases import (
    activity_cases,
    coordinator_cases,
    decision_cases,
    event_cases,
    finding_cases,
    how_long_cases,
    indicator_cases,
    lap_cases,
    monitor_cases,
    note_cases,
    outcome_cases,
    page_one_cases,
    phrase_cases,
    place_cases,
    plan_cases,
    profile_cases,
    register_cases,
    resourcing_cases,
    section_cases,
    start_cases,
    strategic_cases,
    tactical_cases,
    theme_cases,
    times_cases,
    view_cases,
    why_cases,
)

CASE_FUNCTIONS: tuple[Callable[..., StrEnum], ...] = (
    *activity_cases.SENTENCES,
    *coordinator_cases.SENTENCES,
    *decision_cases.SENTENCES,
    *event_cases.SENTENCES,
    *finding_cases.SENTENCES,
    *how_long_cases.SENTENCES,
    *indicator_cases.SENTENCES,
    *lap_cases.SENTENCES,
    *monitor_cases.SENTENCES,
    *note_cases.SENTENCES,
    *outcome_cases.SENTENCES,
    *page_one_cases.SENTENCES,
    *phrase_cases.SENTENCES,
    *place_cases.SENTENCES,
    *plan_cases.SENTENCES,
    *profile_cases.SENTENCES,
    *register_cases.SENTENCES,
    *resourcing_cases.SENTENCES,
    *section_cases.SENTENCES,
    *start_cases.SENTENCES,
    *strategic_cases.SENTENCES,
    *tactical_cases.SENTENCES,
    *theme_cases.SENTENCES,
    *times_cases.SENTENCES,
    *view_cases.SENTENCES,
    *why_cases.SENTENCES,
)

BY_NAME: dict[str, Callable[..., Any]] = {function.__name__: function for function in CASE_FUNCTIONS}
"""The sentence's name -> the function that names its case: templates call them as `case.<sentence>(...)`."""
