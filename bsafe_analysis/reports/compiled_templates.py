"""Templates compiled once a machine, kept as Python keeps its own modules: beside the sources, in __pycache__.

All of them take two seconds of processor to compile, which every run, notebook and workbench would spend again.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.plain_files import read_plain

PACKAGE = Path(__file__).parents[1]
TEMPLATES = Path(__file__).parent / "templates"
SEAL = 32
"""Bytes of the checksum that stands before what is kept."""


class CompiledTemplates(BytecodeCache):
    """What is kept is used only where it is whole, and was made from the same text by the same code.

    The code counts, for what is fixed in a template is worded when it is compiled. Where nothing can be written, each
    process compiles what it needs. `variant` parts environments that compile one text in two ways.
    """

    def __init__(self, variant: str, folder: Path | None = None, templates: Path = TEMPLATES) -> None:
        self.variant, self.templates = variant, templates
        self.folder = folder or Path(cache_from_source(str(templates / "any.py"))).parent

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of the file that keeps it; "" for a template from elsewhere, of which nothing is kept."""
        ours = filename is not None and Path(filename).is_relative_to(self.templates)
        return f"{name.replace('/', '.')}.{self.variant}.{sys.implementation.cache_tag}" if ours else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing where none is kept, or what is kept is damaged or of another text or other code."""
        if not bucket.key:
            return
        try:
            kept = read_plain(self.folder / bucket.key)
        except OSError:
            return
        if kept[:SEAL] == _seal(bucket, kept[SEAL:]):
            bucket.bytecode_from_string(kept[SEAL:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Whole or not at all; nothing where Python may not keep its own, or the folder cannot be written."""
        if not bucket.key or sys.dont_write_bytecode:
            return
        compiled = bucket.bytecode_to_string()
        with suppress(OSError):
            write_whole(self.folder / bucket.key, _seal(bucket, compiled) + compiled, flush=False)


def _seal(bucket: Bucket, compiled: bytes) -> bytes:
    return hashlib.sha256(b"\0".join([_code(), bucket.checksum.encode(), compiled])).digest()


@cache
def _code() -> bytes:
    """Which code is at work, as Python tells whether a module has changed: by the size and time of its files."""
    files = ((path, path.stat()) for path in sorted(PACKAGE.rglob("*.py")))
    seen = [f"{path.relative_to(PACKAGE)} {stat.st_size} {stat.st_mtime_ns}" for path, stat in files]
    return "\n".join([jinja2.__version__, *seen]).encode()
