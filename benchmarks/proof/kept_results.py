"""Results kept in benchmarks/results: what was run, what came of it, and the checksum of the code that it is of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.proof.part import Outcome, Part
from bsafe_analysis.packs.manifest import code_checksum

FOLDER = Path(__file__).parents[1] / "results"


def keep(part: Part, outcome: Outcome, command: str) -> Path:
    """Write a part's result; no date in it, so that the same code gives the same file but for what is measured."""
    content = {
        "claim": part.claim,
        "command": command,
        "code": code_checksum(),
        "items": len(part.items()),
        "tried": len(outcome.tried),
        "failed": outcome.failed,
        "told": outcome.told,
    }
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{part.name}.json"
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return path


def kept(part: Part) -> dict[str, Any] | None:
    path = FOLDER / f"{part.name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def older_than_the_code(part: Part) -> str | None:
    """What is to be said of a part's kept result; None where it is of this very code."""
    result = kept(part)
    if result is None:
        return f"{part.name}: no result is kept; run `python -m benchmarks.proof {part.name}`"
    if result["code"] != code_checksum():
        return f"{part.name}: the kept result is of other code ({result['code'][:12]}); run `{result['command']}` again"
    return None
