"""The kinds of supplier: one entry of LOADERS for each, or the national store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bsafe_analysis.loading import partner, police_uk
from bsafe_analysis.loading.parsed_files import Tabulate, Translate, plain_table
from bsafe_analysis.loading.raw_files import RawFile

Named = Callable[[RawFile], tuple[str, str] | None]


@dataclass(frozen=True)
class Loader:
    """One kind of supplier: what a file's name says (month, force), and how its columns become ours.

    `tabulate`: how its bytes become a table of text, where the first line of a CSV does not name every column.
    """

    named: Named
    translate: Translate
    tabulate: Tabulate = plain_table


def _extract(raw: RawFile) -> tuple[str, str] | None:
    # an extract holds many months and belongs to its source alone: its name says neither month nor force
    return ("", raw.source.name) if partner.NAMED.fullmatch(raw.file_name) else None


STORE = "store"
"""The kind of a source that is no folder of received files but a national store that holds many forces' files."""

LOADERS: dict[str, Loader] = {
    "police_uk": Loader(police_uk.month_and_force, police_uk.translate),
    "columns": Loader(_extract, partner.translate, partner.read_extract),
}
