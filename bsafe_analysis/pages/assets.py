"""The files of this folder that stand in every page, and the checksums by which they are known."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib
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
def packed_library() -> str:
    """The chart library as a page holds it: packed, as base64. It is unpacked when a chart is touched (boot.js)."""
    return base64.b64encode(gzip.compress(scripts()[0].encode(), 9, mtime=0)).decode()


def unpacked(library: str) -> str:
    """The script that was packed so; "" where it is no such thing, or is longer than the library."""
    if library == packed_library():
        return scripts()[0]  # letter for letter what we packed
    try:
        with gzip.open(io.BytesIO(base64.b64decode(library, validate=True))) as stream:
            return stream.read(len(scripts()[0].encode()) + 1).decode()
    except (ValueError, OSError, EOFError, zlib.error):
        return ""


@cache
def script_hashes() -> frozenset[str]:
    """Their hashes, for the gate."""
    return frozenset(digest(script) for script in scripts())


def fixed_texts() -> tuple[str, ...]:
    """The long texts that pages have in common."""
    return (*scripts(), packed_library(), asset("styles.css"))
