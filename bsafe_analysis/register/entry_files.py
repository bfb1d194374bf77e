"""Files of entries that several people add to at once: only ever added to, and never behind what cannot be read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bsafe_analysis.file_locks import turn
from bsafe_analysis.yaml_files import read_yaml, write_yaml

LARGEST = 2 * 1024 * 1024


def add_entry(root: Path, name: str, id: str, entry: Mapping[str, Any]) -> None:
    """One more entry at the end of this file of the workspace; the same entry again is no second one.

    InputError where what the file holds cannot be read: then nothing is added.
    """
    path = root / name
    with turn(path, root) as descriptor:
        before = path.read_bytes().decode("utf-8-sig")
        held, _ = read_yaml(before, path.name, LARGEST)
        if id in held:
            return
        text = ("" if not before or before.endswith("\n") else "\n") + write_yaml({id: entry})
        os.write(descriptor, text.encode())
        os.fsync(descriptor)


def digest_of(entry: Mapping[str, Any]) -> str:
    """Ten characters that tell these words from any others: the end of an id."""
    return hashlib.sha256(write_yaml(entry).encode()).hexdigest()[:10]
