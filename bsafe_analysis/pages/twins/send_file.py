"""The one file to send: the index, the pages with one chart library between them, and as many twins as a mail takes."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from bsafe_analysis.pages.assets import BUNDLE
from bsafe_analysis.pages.script_free import bundle, shared, specs
from bsafe_analysis.pages.twins.make_twins import PDF, SCRIPT_FREE, WORKBOOK, Twins

LARGEST = 10_000_000
"""Bytes that most mail systems still take."""
KINDS = (SCRIPT_FREE, PDF, WORKBOOK)
WISHES = (KINDS, (SCRIPT_FREE, WORKBOOK), (SCRIPT_FREE,), ())
"""What to send, the fullest parcel first. Word documents and slides stay with those who prepare a meeting."""
_MADE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Parcel:
    """`kinds` of twins it holds; `lacking` says what did not fit."""

    name: str
    content: bytes
    kinds: tuple[str, ...]
    lacking: tuple[str, ...] = ()


Index = Callable[[Mapping[str, Mapping[str, str]]], str]
"""Makes the index page of a pack with these twins: page -> kind -> file name."""


def pack_up(
    name: str, pages: Mapping[str, str], twins: Twins, index: Index, of: Mapping[str, str], largest: int = LARGEST
) -> Parcel:
    """The fullest parcel that is not too large. `name` without an ending: also that of the folder inside.

    `of`: page -> what kind of document it is; those of the most numerous kind leave their PDFs behind first.
    """
    together = {file: shared(page) for file, page in pages.items()}
    there = {kind for kinds in twins.kinds.values() for kind in kinds if kind in KINDS}
    for kinds, but in _wishes(of, there):
        held = {
            page: {k: f for k, f in made.items() if k in kinds and (k, of[page]) != (PDF, but)}
            for page, made in twins.kinds.items()
        }
        content = zipped(name, _contents(together, pages, twins, held, index))
        if len(content) <= largest:
            break
    left = [kind for kind in KINDS if kind in there and kind not in kinds]
    left += [f"{PDF} of any {but.lower()}"] if but else []
    told = [f"the file to send holds no {' and no '.join(left)}: it would be over {largest / 1e6:g} MB"] if left else []
    if len(content) > largest:
        told = [f"the file to send is {len(content) / 1e6:.1f} MB: more than many mail systems take"]
    return Parcel(f"{name}.zip", content, tuple(k for k in kinds if k in there), tuple(told))


def _wishes(of: Mapping[str, str], there: Collection[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What to try to send, the fullest first: kinds of twins, and the kind of document whose PDFs stay behind."""
    yield KINDS, ""
    numbers = Counter(of.values())
    if len(numbers) > 1 and PDF in there:
        yield KINDS, max(sorted(numbers), key=numbers.__getitem__)
    yield from ((kinds, "") for kinds in WISHES[1:])


def _contents(
    together: Mapping[str, str],
    pages: Mapping[str, str],
    twins: Twins,
    held: Mapping[str, Mapping[str, str]],
    index: Index,
) -> dict[str, bytes]:
    contents = {"index.html": index(held).encode()}
    contents |= {file: page.encode() for file, page in together.items()}
    contents |= {file: twins.files[file] for made in held.values() for file in made.values()}
    if any(specs(page) for page in pages.values()):
        contents[BUNDLE] = bundle()
        contents["plotly-LICENSE.txt"] = (files("bsafe_analysis.pages") / "static" / "plotly-LICENSE").read_bytes()
    return contents


def zipped(folder: str, contents: Mapping[str, bytes]) -> bytes:
    """The same contents give the same bytes: order by name, one date, one mode."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _MADE)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return file.getvalue()
