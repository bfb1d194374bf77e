"""What is kept of a prepared month is believed with its checksums alone: a flipped bit is found, not told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

SEALS = "seals.json"
"""File name -> SHA-256 of every file beside it."""
KEY = "key.json"
"""Holds the same of months that a bsafe of before kept, where a run prepared them (batch/month_cache.py)."""


class NotSealedError(ValueError):
    """Nothing vouches for what lies in a folder: another version of bsafe put it there."""


def seal_folder(folder: Path) -> None:
    """Write the checksums of what lies in the folder."""
    found = {path.name: _checksum(path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()}
    (folder / SEALS).write_text(json.dumps({"files": found}, sort_keys=True), "utf-8")


class SealedFolder:
    """The files of a folder, each read once and believed only if it is what was sealed.

    FileNotFoundError where a file is not there; NotSealedError where nothing was sealed; ValueError where it is not
    what was sealed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "facts.json").stat()  # a folder that is not there is not one that is damaged
        kept = next((folder / name for name in (SEALS, KEY) if (folder / name).is_file()), None)
        if kept is None:
            raise NotSealedError("there are no seals")
        said = json.loads(kept.read_bytes())
        self._files = said.get("files") if isinstance(said, dict) else None
        if not isinstance(self._files, dict):
            raise NotSealedError("there are no seals")

    def read(self, name: str) -> bytes:
        """The bytes of a file, as they were sealed."""
        data = (self._folder / name).read_bytes()
        if self._files is None or self._files.get(name) != _checksum(data):
            raise ValueError(f"{name} is not what was kept")
        return data


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
