"""A draft's files as they are released: pages with another status and nothing else, twins made from those pages."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.packs.manifest import canonical
from bsafe_analysis.pages.pack_status import DRAFT, marked, with_status

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class DraftPack:
    """A published pack as it lies there, every file proved against its manifest. `name`: its folder, for a person."""

    name: str
    files: Mapping[str, bytes]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the pack says of itself."""
        said: dict[str, Any] = json.loads(self.files[MANIFEST])
        return said

    @property
    def digest(self) -> str:
        """The checksum of its manifest, which holds the checksums of all its files."""
        return hashlib.sha256(self.files[MANIFEST]).hexdigest()

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.manifest["as_of"])


def read_draft(folder: Path, name: str) -> DraftPack:
    """InputError with every file that is missing, altered or not of the pack."""
    try:
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    except OSError as error:
        raise InputError([Fault(name, "", *system_fault(error, "read"))]) from error
    draft = DraftPack(name, files)
    faults = altered(files, name)
    if not faults and not str(draft.manifest.get("marking")).endswith(f" · {DRAFT}"):
        faults = (Fault(name, "", "it was made by an earlier bsafe, which knew no drafts", "Run the month again"),)
    if faults:
        raise InputError(faults)
    return draft


def altered(files: Mapping[str, bytes], name: str) -> tuple[Fault, ...]:
    """What of these files is not what their manifest says: altered, missing, or not of the pack."""
    try:
        wanted = digests(json.loads(files[MANIFEST]))
    except (KeyError, ValueError, TypeError):
        return (Fault(name, MANIFEST, "it is missing or cannot be read", "Run the month again"),)
    wrong = {file: "it is missing" for file in wanted if file not in files}
    wrong |= {file: "it is not of this pack" for file in files if file not in wanted and file != MANIFEST}
    wrong |= {f: "it was altered" for f in wanted if f in files and checksum(files[f]) != wanted[f]}
    cure = "Run the month again, or put the folder back from its backup"
    return tuple(Fault(name, file, cause, cure) for file, cause in sorted(wrong.items()))


def digests(manifest: Mapping[str, Any]) -> dict[str, str]:
    """File name -> checksum of every file of a pack but the manifest itself."""
    pages = {document["file"]: document["sha256"] for document in manifest["documents"]}
    twins = {t["file"]: t["sha256"] for document in manifest["documents"] for t in document.get("twins", {}).values()}
    return pages | twins | dict(manifest["other_files"])


def released_files(draft: DraftPack, version: int, status: str) -> dict[str, bytes]:
    """The files to be frozen as this version. InputError where a page or a twin could not be made a released one."""
    shown = str(draft.manifest["marking"])
    pages = {name: _released_page(draft, name, status) for name in draft.files if name.endswith(".html")}
    files = {**draft.files, **pages, **_released_twins(draft, pages, shown.removesuffix(f" · {DRAFT}"), status)}
    for name in (name for name in draft.files if name.endswith(".zip")):
        files[name] = _parcel(draft.files[name], files, shown, status)
    told = {"version": version, "status": status, "draft": draft.digest}
    files[MANIFEST] = canonical(_released_manifest(draft.manifest, files, status) | {"release": told})
    return files


def _released_page(draft: DraftPack, name: str, status: str) -> bytes:
    try:
        return with_status(draft.files[name].decode(), str(draft.manifest["marking"]), status).encode()
    except ValueError as error:
        cure = "Run the month again; where a notebook shows a marking of its own, take that out"
        raise InputError([Fault(draft.name, name, f"it cannot be released: {error}", cure)]) from error


def _released_twins(draft: DraftPack, pages: Mapping[str, bytes], marking: str, status: str) -> dict[str, bytes]:
    """Every twin that is no page, made from the released page: its words and numbers can be no others."""
    # loaded only here: a pack without twins must not wait for what makes them
    from bsafe_analysis.pages.twins.make_twins import WORD, Terms, TwinSource, make_twins

    documents = [document for document in draft.manifest["documents"] if document.get("twins")]
    if not documents:
        return {}
    sources = tuple(TwinSource(d["file"], pages[d["file"]].decode(), for_meeting=WORD in d["twins"]) for d in documents)
    made = make_twins(sources, Terms(marked(marking, status), draft.as_of))
    wanted = {twin["file"] for document in documents for twin in document["twins"].values()} - set(pages)
    if missing := sorted(wanted - set(made.files)):
        why = made.lacking[0] if made.lacking else "it could not be made"
        cure = "Release it where the twins can be made, or run the month again without --twins"
        raise InputError([Fault(draft.name, missing[0], f"this twin cannot be made here: {why}", cure)])
    return {name: made.files[name] for name in sorted(wanted)}


def _parcel(parcel: bytes, files: Mapping[str, bytes], shown: str, status: str) -> bytes:
    """The file to send with what it holds as released: its pages, which share one library, by the same rule."""
    from bsafe_analysis.pages.twins.send_file import zipped

    with zipfile.ZipFile(io.BytesIO(parcel)) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    folder = next(iter(inside)).partition("/")[0]
    held = {name.partition("/")[2]: content for name, content in inside.items()}
    for name, content in held.items():
        if name.endswith(".html"):
            held[name] = with_status(content.decode(), shown, status).encode()
        elif name in files:
            held[name] = files[name]
    return zipped(folder, held)


def _released_manifest(manifest: Mapping[str, Any], files: Mapping[str, bytes], status: str) -> dict[str, Any]:
    def sealed(entry: Mapping[str, Any]) -> dict[str, Any]:
        return {**entry, "sha256": checksum(files[entry["file"]])}

    documents = [
        sealed(d) | ({"twins": {kind: sealed(t) for kind, t in d["twins"].items()}} if d.get("twins") else {})
        for d in manifest["documents"]
    ]
    others = {name: checksum(files[name]) for name in manifest["other_files"]}
    marking = marked(str(manifest["marking"]).removesuffix(f" · {DRAFT}"), status)
    return {**manifest, "marking": marking, "documents": documents, "other_files": others}


def checksum(content: bytes) -> str:
    """The SHA-256 of one file's bytes."""
    return hashlib.sha256(content).hexdigest()
