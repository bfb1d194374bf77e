"""A document's claims on disk: outputs/<month>/private/claims/<audience>/<document>.json, one of each page made.

Private: claims of an internal page hold what other readers may not see, and an edition's own would tell what is hidden.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.claims.records import Statement
from bsafe_analysis.mime import CLAIMS_MIME


@dataclass(frozen=True)
class DocumentClaims:
    """All that one page states. `page`: SHA-256 of the page that was made with it, as text in UTF-8."""

    page: str
    statements: tuple[Statement, ...]


_FORM = TypeAdapter(DocumentClaims)


def claims_folder(month_folder: Path, audience: str) -> Path:
    """Where the claims of a month's pack are kept, `month_folder` being outputs/<month>."""
    return month_folder / "private" / "claims" / audience


def claims_in(cells: Iterable[Any], page: str) -> DocumentClaims:
    """What an executed notebook's cells say that its page states."""
    found = (o.get("data", {}).get(CLAIMS_MIME) for cell in cells for o in cell.get("outputs", []))
    statements = [stated for stated in found if stated]
    return _FORM.validate_python({"page": checksum(page), "statements": statements})


def write_claims(folder: Path, page_name: str, claims: DocumentClaims) -> None:
    """Keep the claims of a page; the file is written whole."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(folder / f"{page_name}.json", _FORM.dump_json(claims), flush=False)


def read_claims(folder: Path, page_name: str) -> DocumentClaims | None:
    """The claims kept with that page; None where there are none, or they are damaged."""
    try:
        return _FORM.validate_json((folder / f"{page_name}.json").read_bytes())
    except (OSError, ValueError):
        return None


def checksum(page: str) -> str:
    """What tells a page from every other."""
    return hashlib.sha256(page.encode()).hexdigest()
