"""What a pack was made from, by checksum; and whether a prepared month is still what its inputs say.

Nothing here depends on the clock, the machine, its user or its folders: the same inputs give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import bsafe_analysis
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.findings import JUDGED_MONTHS
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.receipts import SetAside
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.pages.pack_status import marked
from bsafe_analysis.preparation.store import read_issued, stored_findings

FORMAT = 1
REGISTER = "data/register/"
"""Where people write; read by with_register.py alone."""
ISSUED_LINES = "data/issued"
"""What packs of theme groups told; read there too. No part of a manifest: it is written once a pack is out."""
REMEMBERED = JUDGED_MONTHS - 1
"""Months before this one whose issue is remembered: the track record looks at them."""
_LIBRARIES = (
    "pandas", "numpy", "scipy", "statsmodels", "shapely", "pyarrow", "nbconvert", "papermill", "plotly", "holidays",
)  # fmt: skip
_CODE = (".py", ".j2", ".css", ".js", ".json", ".html", ".yml", ".csv")


def canonical(content: object) -> bytes:
    """JSON in one form only: sorted keys, two spaces, UTF-8, one newline at the end."""
    return (json.dumps(content, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()


def sha256(path: Path) -> str:
    """The checksum of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksums(root: Path, files: Iterable[Path]) -> dict[str, str]:
    """Path below the workspace -> checksum, for every file, in order of path."""
    return {path.relative_to(root).as_posix(): sha256(path) for path in sorted(files)}


def files_below(folder: Path) -> list[Path]:
    """Every ordinary file below a folder that is not hidden; none where there is no such folder."""
    inside = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in inside if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def choices(root: Path, month: str) -> list[Path]:
    """The files of parameters, reference and register that can matter to a month; other months' cycle files cannot."""
    every = [path for name in ("parameters", "data/reference", "data/register") for path in files_below(root / name)]
    cycles = root / "parameters" / "cycles"
    mattering = {add_months(month, -1), month}
    return [path for path in every if path.parent != cycles or path.stem in mattering]


@dataclass(frozen=True)
class Keys:
    """Two checksums of a month's inputs: of all that decides it, and of all but data/register (`searched`)."""

    whole: str
    searched: str


def keys_of(root: Path, month: str) -> Keys:
    """What decides a prepared month: raw files, choices, code, libraries, what was issued before.

    Content only, never time stamps: a file that was touched is not a file that changed.
    """
    # slow to import; the process that makes documents needs neither
    from bsafe_analysis.loading.national.catalogue import held_until
    from bsafe_analysis.parameters import declared_stores

    before = (
        stored_findings(root, add_months(month, -1)),
        *(read_issued(root, add_months(month, -n)) for n in range(1, REMEMBERED + 1)),
    )
    every = checksums(root, choices(root, month))
    register = {name: digest for name, digest in every.items() if name.startswith(REGISTER)}
    told_before = checksums(root, files_below(root / ISSUED_LINES))
    deciding = {
        "format": FORMAT,
        "month": month,
        "raw": checksums(root, files_below(root / "data" / "raw")),
        "choices": {name: digest for name, digest in every.items() if name not in register},
        "code": code_checksum(),
        "versions": versions(),
        "before": hashlib.sha256(repr(before).encode()).hexdigest(),
    }
    stores = {path: held_until(root, path, month) for path in declared_stores(root)}
    searched = hashlib.sha256(canonical(deciding | ({"stores": stores} if stores else {}))).hexdigest()
    return Keys(hashlib.sha256(canonical([searched, register, told_before])).hexdigest(), searched)


@cache
def code_checksum() -> str:
    """One checksum over the package's own files, as they were when first asked for: a changed line changes it."""
    package = Path(bsafe_analysis.__file__).parent
    files = [path for path in files_below(package) if path.suffix in _CODE]
    return hashlib.sha256(canonical(checksums(package, files))).hexdigest()


def versions() -> dict[str, str]:
    """Python, bsafe and the libraries whose version can move a number or a tag."""
    return dict(_versions())


@cache
def _versions() -> dict[str, str]:
    own = {"bsafe-analysis": metadata.version("bsafe-analysis"), "python": platform.python_version()}
    return own | {name: metadata.version(name) for name in _LIBRARIES}


def inputs_of(root: Path, prepared: Prepared, notebooks: Mapping[str, Path]) -> dict[str, Any]:
    """Everything a pack is made from, by checksum: received files, choices, notebooks (by file name), our own code."""
    return {
        "raw": [_received(receipt) for receipt in _used(prepared)],
        "choices": checksums(root, _told_choices(root, prepared)),
        "notebooks": {name: sha256(path) for name, path in sorted(notebooks.items())},
        "code": code_checksum(),
    }


def _told_choices(root: Path, prepared: Prepared) -> list[Path]:
    """Beyond the internal edition nothing of what people wrote: a short text can be guessed from its checksum."""
    every = choices(root, prepared.cycle.month)
    written = root / "data" / "register"
    return [path for path in every if prepared.audience == Audience.INTERNAL or not path.is_relative_to(written)]


def fingerprint(inputs: Mapping[str, Any]) -> str:
    """Twelve characters for a page's footer, by which its inputs can be told from any others."""
    return hashlib.sha256(canonical(inputs)).hexdigest()[:12]


def manifest(
    prepared: Prepared,
    audience: str,
    inputs: Mapping[str, Any],
    documents: Iterable[PlannedDocument],
    pages: Mapping[str, bytes],
    twins: Mapping[str, Mapping[str, str]] | None = None,
    browser: str = "",
) -> dict[str, Any]:
    """What a pack's manifest.json says. `pages`: file name -> the bytes that are published under it.

    `twins`: page -> kind -> file name; `browser`: the version that drew and printed them ("": none did).
    """
    planned = {d.file_name: d for d in documents}
    twin_files = {name for kinds in (twins or {}).values() for name in kinds.values()}
    cycle = prepared.cycle
    return {
        "format": FORMAT,
        "partnership": cycle.partnership.name,
        "invented": cycle.partnership.invented,
        "month": cycle.month,
        "as_of": cycle.as_of.isoformat(),
        "audience": audience,
        "marking": marked(cycle.markings.get(audience, "")),
        "versions": versions() | ({"chromium": browser} if browser else {}),
        "inputs": dict(inputs),
        "documents": [
            {
                "file": name,
                "document": d.name,
                "parameters": dict(d.parameters),
                "sha256": _digest(pages[name]),
                **_twins(pages, (twins or {}).get(name, {})),
            }
            for name, d in planned.items()
            if name in pages
        ],
        "other_files": {
            name: _digest(page)
            for name, page in sorted(pages.items())
            if name not in planned and name not in twin_files
        },
    }


def _twins(pages: Mapping[str, bytes], kinds: Mapping[str, str]) -> dict[str, Any]:
    """A page's twins by kind; nothing where it has none, so that a pack without twins is described as before."""
    return {"twins": {kind: {"file": f, "sha256": _digest(pages[f])} for kind, f in kinds.items()}} if kinds else {}


def _digest(page: bytes) -> str:
    return hashlib.sha256(page).hexdigest()


def _used(prepared: Prepared) -> list[Any]:
    """Receipts of the files that this month could see: one that only holds later rows is no input of it."""
    return [
        r for r in prepared.receipts if r.rows_read != dict(r.set_aside).get(SetAside.AFTER_CYCLE, 0) or not r.rows_read
    ]


def _received(receipt: Any) -> dict[str, Any]:
    return {
        "source": receipt.source,
        "file": receipt.file,
        "sha256": receipt.sha256,
        "month": receipt.month,
        "downloaded": receipt.downloaded.isoformat() if receipt.downloaded else None,
        "rows_read": receipt.rows_read,
        "rows_used": receipt.rows_used,
        "set_aside": {str(reason): rows for reason, rows in receipt.set_aside},
    }
