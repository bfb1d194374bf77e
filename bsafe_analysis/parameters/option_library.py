"""Reads the library of tactical options: the workspace's parameters/options.yml, else the one that comes with bsafe."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.model.tactical_options import EVERY, Option, Options
from bsafe_analysis.parameters import forms
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.yaml_files import read_yaml

FILE = "parameters/options.yml"
POLICE_UK = (
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
    "Other theft", "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
    "Vehicle crime", "Violence and sexual offences",
)  # fmt: skip
"""Names that any library may use: an option for a category that a partnership does not count is passed over."""
PARTNERS = (
    "abandoned_vehicles", "alcohol_admissions", "ambulance_assaults", "ambulance_overdoses", "assault_injuries",
    "council_domestic_abuse", "council_hate", "council_noise", "council_nuisance", "deliberate_fires", "drug_litter",
    "fly_tipping", "graffiti", "housing_nuisance", "litter", "timed_antisocial_behaviour", "timed_burglary",
    "timed_criminal_damage", "timed_drugs", "timed_other_theft", "timed_public_order", "timed_robbery",
    "timed_shoplifting", "timed_vehicle_crime", "timed_violence", "violence_to_crews",
)  # fmt: skip
"""The same of our keys: those that `bsafe map` proposes for what partners send (loading/partner/profiles.yml)."""


def shipped_library() -> bytes:
    """The library that comes with bsafe: `bsafe init` copies it, and a workspace without its own is read with it."""
    return (files("bsafe_analysis.parameters") / "starter" / FILE).read_bytes()


def read_options(root: Path, category_of: Mapping[str, str]) -> Options:
    """The library with our keys for categories. `category_of`: suppliers' names -> our keys. InputError with faults."""
    file = root / FILE
    try:
        text = (read_plain(file) if file.exists() else shipped_library()).decode("utf-8-sig")
    except OSError as error:
        raise InputError([Fault(FILE, "", *system_fault(error, "read"))]) from None
    except UnicodeDecodeError:
        raise InputError([Fault(FILE, "", "this is not UTF-8 text", "Save it as plain UTF-8 text")]) from None
    return _options_of(text, tuple(category_of.items()))


@lru_cache(maxsize=8)
def _options_of(text: str, category_items: tuple[tuple[str, str], ...]) -> Options:
    """As `read_options`, of a text: the longest of a workspace's files, read by each command again and again."""
    category_of = dict(category_items)
    value, lines = read_yaml(text, FILE)
    form = forms.check(forms.OptionsForm, value, FILE, lines)
    if isinstance(form, list):
        raise InputError(form)
    faults = [*_doubled(form), *_unknown(form, category_of)]
    if faults:
        raise InputError(faults)
    return Options(tuple(_option(option, category_of) for option in form.options), tuple(form.held), form.era)


def _doubled(form: forms.OptionsForm) -> list[Fault]:
    ids = [option.id for option in form.options]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    return [Fault(FILE, id, "two options have this id", "Give each an id of its own") for id in twice]


def _unknown(form: forms.OptionsForm, category_of: Mapping[str, str]) -> list[Fault]:
    known = {EVERY, *POLICE_UK, *PARTNERS, *category_of, *category_of.values()}
    return [
        Fault(FILE, option.id, f"{name!r} is no category", "See data/reference/categories.csv")
        for option in form.options
        for name in option.categories
        if name not in known
    ]


def _option(form: forms.OptionForm, category_of: Mapping[str, str]) -> Option:
    held = set(category_of.values()) | {EVERY}
    keys = dict.fromkeys(category_of.get(name, name) for name in form.categories)
    given: dict[str, object] = form.model_dump() | {"categories": [key for key in keys if key in held]}
    return Option(**{name: _settled(value) for name, value in given.items()})


def _settled(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value
