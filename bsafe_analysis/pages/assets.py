"""The files of this folder that stand in every page, and the checksums by which they are known."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

BUNDLE = "plotly-cartesian-4.1.1.min.js"


@cache
def asset(name: str) -> str:
    """The text of a file of this folder."""
    return (files("bsafe_analysis.pages") / "static" / name).read_text("utf-8")


def digest(script: str) -> str:
    """The SHA-256 of a script, as a Content-Security-Policy writes it."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def scripts() -> tuple[str, ...]:
    """The only scripts that a page runs: the chart library and ours."""
    return asset(BUNDLE), asset("boot.js")


@cache
def script_hashes() -> frozenset[str]:
    """Their hashes, for the gate."""
    return frozenset(digest(script) for script in scripts())


def fixed_texts() -> tuple[str, ...]:
    """The long texts that pages have in common."""
    return (*scripts(), asset("styles.css"))
