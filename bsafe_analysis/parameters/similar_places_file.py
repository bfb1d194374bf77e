"""Reads data/reference/similar.csv and features.csv, which may both be left out: which neighbourhoods are alike."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.similar_places import NEAREST, TOWN_CENTRE, SimilarBy, SimilarPlaces, nearest_places
from bsafe_analysis.parameters.groups_file import nearest_name
from bsafe_analysis.parameters.reference import FOLDER, Faults, Rows, read_table

SIMILAR, FEATURES = "similar.csv", "features.csv"
SIMILAR_COLUMNS = ("neighbourhood", "group", "source")
FEATURE_COLUMNS = ("code", "feature", "value", "source")
_CRIME = re.compile(
    r"crim|offen[cs]|incident|asb|anti.?social|burglar|robber|violen|theft|stolen|shoplift|arson|disorder|weapon|drug"
)


def read_similar_places(
    root: Path, places: Collection[Area], categories: Collection[str]
) -> tuple[SimilarPlaces, Faults]:
    """With which places each of these is compared, and every fault of both files.

    similar.csv says it where it is there; town centres stand in features.csv either way. `categories`: our keys, none
    of which may be a feature: places that are alike because as much is recorded there would hide what is looked for.
    """
    features, of_features, wrong = _read_features(root, places, categories)
    groups, of_groups, odd = _read_groups(root, places)
    if wrong or odd:
        return SimilarPlaces(), (*odd, *wrong)
    centres = tuple(sorted(code for code, value in features.pop(TOWN_CENTRE, {}).items() if value))
    weighed = {**features, TOWN_CENTRE: {p.code: float(p.code in centres) for p in places}} if centres else features
    if groups:
        alike = {c: tuple(sorted(o for o in groups if o != c and groups[o] == groups[c])) for c in groups}
        return SimilarPlaces(SimilarBy.GROUPS, tuple(sorted(alike.items())), (), of_groups, centres), ()
    if features:
        near = nearest_places(weighed)
        names = tuple(name.replace("_", " ") for name in sorted(features))
        return SimilarPlaces(SimilarBy.FEATURES, tuple(sorted(near.items())), names, of_features, centres), ()
    return SimilarPlaces(sources=of_features, town_centres=centres), ()


def _read_groups(root: Path, places: Collection[Area]) -> tuple[dict[str, str], tuple[str, ...], Faults]:
    rows, wrong = read_table(root, SIMILAR, SIMILAR_COLUMNS, required=False)
    faults, groups = list(wrong), dict[str, str]()
    codes = {place.code for place in places}
    for number, row in rows:
        code, group = row["neighbourhood"], row["group"]
        fault = _place_fault(code, places)
        if fault is None and not group:
            fault = f"{code} has no group", "Name the group of places that it is like"
        if fault is None and code in groups:
            fault = f"{code} stands twice, in {groups[code]} and {group}", "A place is in one group: keep one row"
        if fault is None and not row["source"]:
            fault = f"{code} has no source", "Write who put it into this group, and when"
        if fault:
            faults.append(Fault(f"{FOLDER}/{SIMILAR}", f"row {number}", *fault))
        if code in codes and group:
            groups.setdefault(code, group)
    faults += [
        Fault(
            f"{FOLDER}/{SIMILAR}", f"group {group}", f"{group!r} holds one place alone", _meant(group, groups.values())
        )
        for group, count in Counter(groups.values()).items()
        if count == 1
    ]
    return groups, _sources(rows), tuple(faults)


def _meant(group: str, every: Iterable[str]) -> str:
    others = sorted({other for other in every if other != group})
    return f"{nearest_name(group, others)}; or give it a second place"


def _read_features(
    root: Path, places: Collection[Area], categories: Collection[str]
) -> tuple[dict[str, dict[str, float]], tuple[str, ...], Faults]:
    rows, wrong = read_table(root, FEATURES, FEATURE_COLUMNS, required=False)
    faults, features = list(wrong), dict[str, dict[str, float]]()
    for number, row in rows:
        fault = _place_fault(row["code"], places) or _feature_fault(row, categories)
        values = features.setdefault(row["feature"], {}) if fault is None else {}
        if row["code"] in values:
            fault = f"{row['code']} has two values of {row['feature']!r}", "Keep one of the two"
        if fault:
            faults.append(Fault(f"{FOLDER}/{FEATURES}", f"row {number}", *fault))
        else:
            values[row["code"]] = float(row["value"])
    if not faults:
        faults += _features_lacking(features, places)
    return features, _sources(rows), tuple(faults)


def _place_fault(code: str, places: Collection[Area]) -> tuple[str, str] | None:
    if any(place.code == code for place in places):
        return None
    by_name = {place.name: place.code for place in places}
    if code in by_name:
        return f"{code!r} is a name, not a code", f"Write {by_name[code]}"
    close = nearest_name(code, [*(place.code for place in places), *by_name])
    return f"{code!r} is no neighbourhood", close if close.startswith("Did") else "See data/reference/areas.csv"


def _feature_fault(row: Mapping[str, str], categories: Collection[str]) -> tuple[str, str] | None:
    name = row["feature"]
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name):
        return f"{name!r} is no plain name of a feature", "Write it like private_renting"
    if name in categories or _CRIME.search(name):
        return f"{name!r} is recorded crime: places alike in it would hide what is looked for", "Take it out"
    try:
        value = float(row["value"]) if row["value"].isascii() else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return f"{row['value']!r} is no number", "Write it like 23.4, without commas or units"
    if name == TOWN_CENTRE and value not in (0, 1):
        return f"{TOWN_CENTRE} is {row['value']!r}", "Write 1 for a town centre, else 0"
    return (
        None if row["source"] else (f"{row['code']} has no source of {name!r}", "Write where it is from, and of when")
    )


def _features_lacking(features: Mapping[str, Mapping[str, float]], places: Collection[Area]) -> Iterator[Fault]:
    """A feature tells places apart only if all have it and it differs; town_centre may be left blank for 0."""
    for name, values in sorted(features.items()):
        lacking = sorted(place.code for place in places if place.code not in values)
        if name == TOWN_CENTRE:
            continue
        if lacking:
            few = ", ".join(lacking[:NEAREST]) + (
                f" and {len(lacking) - NEAREST} more" if len(lacking) > NEAREST else ""
            )
            yield Fault(f"{FOLDER}/{FEATURES}", name, f"no value of {few}", "Give every place one, or take it out")
        elif len(set(values.values())) == 1:
            yield Fault(
                f"{FOLDER}/{FEATURES}", name, "every place has the same value", "It tells none apart: take it out"
            )


def _sources(rows: Rows) -> tuple[str, ...]:
    """Each source once, as it is written, with its day where a column `as_at` has one."""
    every = (", ".join(filter(None, (row["source"], row.get("as_at", "")))) for _, row in rows)
    return tuple(dict.fromkeys(filter(None, every)))
