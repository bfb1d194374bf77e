"""Reads parameters/scoring.yml, which may be left out: how a strategic assessment weighs issues."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.model.issue_scores import BY_RULE, ScoringSettings
from bsafe_analysis.parameters.forms import Form, Key, Text, check
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.yaml_files import read_yaml

FILE = "parameters/scoring.yml"


Weight = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False, strict=False)]


def shipped_scoring() -> bytes:
    """The file that `bsafe init` copies: every key at its default, with its reason."""
    return (files("bsafe_analysis.parameters") / "starter" / FILE).read_bytes()


class ScoringForm(Form):
    """A key that is left out has the default of model/issue_scores.py."""

    top: Annotated[int, Field(ge=1, le=20)] = 5
    weights: dict[Key, Weight] = Field(default_factory=dict)
    judged_only: dict[Key, Text] = Field(default_factory=dict)


def read_scoring(root: Path, categories: set[str]) -> tuple[ScoringSettings, tuple[Fault, ...]]:
    """The settings, and every fault of the file. No such file: the defaults."""
    try:
        value, lines = read_yaml(read_plain(root / FILE).decode("utf-8-sig"), FILE)
    except FileNotFoundError:
        return ScoringSettings(), ()
    except OSError as error:
        return ScoringSettings(), (Fault(FILE, "", *system_fault(error, "read")),)
    except UnicodeDecodeError:
        return ScoringSettings(), (Fault(FILE, "", "this is not UTF-8 text", "Save it as plain UTF-8 text"),)
    except InputError as error:
        return ScoringSettings(), error.faults
    form = check(ScoringForm, value, FILE, lines)
    if isinstance(form, list):
        return ScoringSettings(), tuple(form)
    weights = form.weights or ScoringSettings().weights
    return ScoringSettings(form.top, dict(weights), dict(form.judged_only)), _faults(weights, form, categories)


def _faults(weights: object, form: ScoringForm, categories: set[str]) -> tuple[Fault, ...]:
    faults = []
    if form.weights and not any(form.weights.values()):
        cure = f"Give one of {', '.join((*BY_RULE, 'harm', 'amenable'))} a weight above 0"
        faults.append(Fault(FILE, "weights", "all weights are nought: nothing could come first", cure))
    for key in sorted(set(form.judged_only) & categories):
        cure = "Take it out here: its counts speak for it"
        faults.append(Fault(FILE, f"judged_only, {key}", "this is a kind of incident that is counted", cure))
    return tuple(faults)
