"""Pages of earlier runs, each under the checksum of all that it was made from: what has not changed is not made again.

outputs/<month>/private/pages/<audience>/, written as soon as a page has passed the gate, so that a run that was cut off
is taken up where it ended. A file that is not exactly what was written is not used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.claims.claim_file import DocumentClaims, checksum, claims_in, read_claims, write_claims
from bsafe_analysis.packs.manifest import canonical
from bsafe_analysis.packs.page_keys import PageKeys
from bsafe_analysis.packs.plan import PlannedDocument

INDEX = "index.html"


@dataclass(frozen=True)
class CachedPage:
    page: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class PageCache:
    """The kept pages of one month and audience. `fixed`: long texts that many pages hold, kept nowhere twice.

    `claims`: where what each page states is kept; None: nowhere.
    """

    folder: Path
    page_keys: PageKeys
    fixed: tuple[str, ...] = ()
    claims: Path | None = None

    def find(self, document: PlannedDocument) -> CachedPage | None:
        """The document's page, if all that it was made from is what it was."""
        said, page = self._load(document.file_name)
        read = said.get("read")
        if page is None or not isinstance(read, list) or not self.page_keys.may_be_kept(document, read):
            return None
        if self.claims is not None and not _is_of(page, read_claims(self.claims, document.file_name)):
            return None
        return CachedPage(page, tuple(said["warnings"])) if said["key"] == self.page_keys.key(document, read) else None

    def keep(self, document: PlannedDocument, notebook: NotebookNode, page: str, warnings: Sequence[str]) -> None:
        """Keep a page that has passed the gate, where all that it depends on is known; and what it states, always."""
        if self.claims is not None:
            write_claims(self.claims, document.file_name, claims_in(notebook.cells, page))
        read = self.page_keys.read_by(notebook)
        if self.page_keys.may_be_kept(document, read):
            said = {"key": self.page_keys.key(document, read), "read": list(read), "warnings": list(warnings)}
            self._store(document.file_name, said, page)

    def find_index(self, documents: Sequence[PlannedDocument], fingerprint: str) -> str | None:
        said, page = self._load(INDEX)
        return page if said.get("key") == self.page_keys.index_key(documents, fingerprint) else None

    def keep_index(self, documents: Sequence[PlannedDocument], fingerprint: str, page: str) -> None:
        self._store(INDEX, {"key": self.page_keys.index_key(documents, fingerprint)}, page)

    def _load(self, name: str) -> tuple[dict[str, Any], str | None]:
        try:
            digest, _, rest = (self.folder / name).read_bytes().partition(b"\n")
            if hashlib.sha256(rest).hexdigest().encode() != digest:
                return {}, None
            head, _, page = rest.partition(b"\n")
            said = json.loads(head)
        except (OSError, ValueError):
            return {}, None
        text = page.decode()
        for number, long in enumerate(self.fixed):
            text = text.replace(_place(number), long)
        return said, text

    def _store(self, name: str, said: dict[str, Any], page: str) -> None:
        if "\0" in page:
            return
        for number, long in enumerate(self.fixed):
            page = page.replace(long, _place(number))
        head = json.dumps(json.loads(canonical(said)), ensure_ascii=True)
        rest = f"{head}\n{page}".encode()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # no flush to the disk: what a power cut spoils is seen by its checksum, and made again
        content = hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest
        write_whole(self.folder / name, content, flush=False)


def _is_of(page: str, claims: DocumentClaims | None) -> bool:
    return claims is not None and claims.page == checksum(page)


def _place(number: int) -> str:
    return f"\0{number}\0"
