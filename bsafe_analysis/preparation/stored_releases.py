"""The memory of what an audience was shown, as text: a seal over all of it, its definitions, then a line a count.

The seal finds what was cut, changed or added by hand: without all of it a hidden count could be given away.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from bsafe_analysis.model.released_counts import RELEASED_COLUMNS, ReleasedCounts, ReleasedDefinition

BEGINS = "# bsafe, everything that was shown of guarded counts; sealed "
OF_BEFORE = "category,month,area,shown"
"""How the memory began that kept the last edition alone, by key and code, without a seal."""
_TYPES = {"definition": "int64", "month": str, "release": "int64", "place": str, "shown": "float64"}


def to_text(memory: ReleasedCounts) -> str:
    """The same memory gives the same bytes."""
    about = {
        "editions": list(memory.editions),
        "smallest": memory.smallest,
        "definitions": [_as_json(definition) for definition in memory.definitions],
    }
    body = f"# {json.dumps(about, sort_keys=True, ensure_ascii=False)}\n"
    body += memory.counts.to_csv(index=False, lineterminator="\n")
    return f"{BEGINS}{_seal(body)}\n{body}"


def from_text(text: str, editions: Iterable[str] = ()) -> ReleasedCounts:
    """ValueError where it is not what was written. `editions`: those there are; a memory of before names none."""
    first, _, body = text.partition("\n")
    if first == OF_BEFORE:
        return taken_over(text, editions)
    if first != f"{BEGINS}{_seal(body)}":
        raise ValueError("the seal does not fit")
    about, _, table = body.partition("\n")
    said = json.loads(about.removeprefix("# "))
    counts = _typed_rows(table, _TYPES)[list(RELEASED_COLUMNS)]
    definitions = tuple(_from_json(each) for each in said["definitions"])
    return ReleasedCounts(tuple(said["editions"]), said["smallest"], definitions, counts)


def taken_over(text: str, editions: Iterable[str]) -> ReleasedCounts:
    """A memory of before: its counts are taken for those of what their categories mean and their codes name now."""
    old = _typed_rows(text, {"category": str, "month": str, "area": str, "shown": "float64"})
    keys = sorted(old["category"].unique())
    definitions = tuple(
        ReleasedDefinition(key, None, {m: frozenset[str]() for m in sorted(of["month"].unique())})
        for key, of in old.groupby("category", sort=True)
    )
    numbers = old["category"].map({key: number for number, key in enumerate(keys)}).astype("int64")
    counts = old.assign(definition=numbers, release=1).rename(columns={"area": "place"})
    return ReleasedCounts(tuple(sorted(set(editions))), {}, definitions, counts[list(RELEASED_COLUMNS)])


def _typed_rows(table: str, types: dict[str, Any]) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(table), dtype=types, keep_default_na=False, na_values={"shown": [""]})[list(types)]


def _as_json(definition: ReleasedDefinition) -> dict[str, Any]:
    mean = None if definition.mean is None else sorted(definition.mean)
    found = {month: sorted(words) for month, words in sorted(definition.found.items())}
    return {"category": definition.category, "mean": mean, "found": found}


def _from_json(said: dict[str, Any]) -> ReleasedDefinition:
    mean = None if said["mean"] is None else frozenset(said["mean"])
    return ReleasedDefinition(said["category"], mean, {m: frozenset(words) for m, words in said["found"].items()})


def _seal(body: str) -> str:
    return hashlib.blake2b(body.encode(), digest_size=20).hexdigest()
