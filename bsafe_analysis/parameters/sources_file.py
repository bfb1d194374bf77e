"""sources.yml and categories.csv with something added: what people wrote in them, comments too, stays as it is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.receipts import NOT_COUNTED, Source

_HEADER = ("supplier_category", "category", "name", "noun", "source")
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9 _/&()'-]*[A-Za-z0-9)]")
_TAKEN = frozenset(("yes", "no", "on", "off", "true", "false", "null", "y", "n"))


def entry_of(source: Source) -> str:
    """The source as an entry of sources.yml.

    >>> print(entry_of(Source("fire", "columns", "Fires", "fire", columns=(("month", "Day"),), required=False)))
      - name: fire
        kind: columns
        title: Fires
        folder: fire
        class: OPEN
        ours_alone: false
        required: false
        columns: {month: Day}
    <BLANKLINE>
    """
    given: list[tuple[str, Any]] = [
        ("name", source.name), ("kind", source.kind), ("title", source.title), ("folder", source.folder),
        ("class", source.source_class), ("ours_alone", source.ours_alone), ("required", source.required),
    ]  # fmt: skip
    if source.categories:
        given.append(("categories", source.categories))
    given.append(("columns", dict(source.columns)))
    optional = ("sheets", "date_order", "every_row", "never_read", "postcodes")
    given += [(name, getattr(source, name)) for name in optional if getattr(source, name)]
    lines = [f"    {name}: {_as_yaml(value)}" for name, value in given]
    return "\n".join(["  -" + lines[0][3:], *lines[1:], ""])


def _as_yaml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_as_yaml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_as_yaml, value)) + "]"
    text = str(value)
    if _BARE.fullmatch(text) and text.casefold() not in _TAKEN:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def with_entry(text: str, source: Source) -> str:
    """The text of sources.yml with the source's entry at its end, as far in as the others stand."""
    first = re.search(r"^sources:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*( *)- ", text, re.MULTILINE)
    entry = entry_of(source)
    if first is not None:
        entry = "".join(f"{first[1]}{line[2:]}" for line in entry.splitlines(keepends=True))
    return f"{text.rstrip()}\n{entry}"


def with_words(text: str, source: Source, categories: Sequence[Category], listed: Mapping[str, str]) -> str:
    """The text of categories.csv with those of the source's words that it has not; a column `source` where it lacks it.

    `listed`: the source's words that are there already.
    """
    names = {category.key: category for category in categories}
    new = [(word, key) for word, key in source.words if word not in listed]
    if not new:
        return text
    header, _, rest = text.partition("\n")
    columns = [cell.strip() for cell in next(csv.reader([header.lstrip("\ufeff").rstrip("\r")]), [])]
    if "source" not in columns:
        columns.append("source")
        header = header.rstrip("\r") + ",source" + "\r" * header.endswith("\r")
    end = "\r\n" if header.endswith("\r") else "\n"
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=end)
    for word, key in new:
        own = names.get(key)
        told = ("", "") if key == NOT_COUNTED or own is None else (own.name, own.noun)
        row = dict(zip(_HEADER, (word, key, *told, source.name), strict=True))
        writer.writerow([row.get(column, "") for column in columns])
    body = f"{header}\n{rest}".rstrip("\r\n")
    return f"{body}{end}{written.getvalue()}"
