"""Which slides a meeting's document makes: page one, one for each signal with its chart, the decisions.

Every word is the page's own, in letters of at least 14 points: what does not fit goes on to a second slide, and what is
needed to read a chart (caption, notes, tables) stands in the speaker's notes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bsafe_analysis.pages.twins.office.blocks import (
    Block,
    Grid,
    Heading,
    PageBlocks,
    Picture,
    TextRun,
    TextRuns,
    Words,
    text_of,
)

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.5
"""Inches: a wide slide, and the room around what stands on it."""
TOP, FLOOR = 1.45, 6.95
"""Where the words begin and must have ended."""
ALONE, BESIDE, TITLE = (20, 18, 16), (18, 16, 14), 26
"""Points: words alone, words beside a chart, the title. The largest in which all fits is taken."""
CHART = 7.3
"""Inches across of a chart that has words beside it."""
SHOWN = ("page-one", "signals", "options", "decisions")
"""Sections that are shown, by their ids; each part of one that has a heading of its own begins a slide."""
DECIDED = ("options", "decisions")
"""Those of them whose tables are what the meeting decides on."""
_LETTER, _LINE, GAP = 0.48, 1.2, 0.35
"""Of a letter's size: its width in the mean, a line's height, the room between paragraphs."""
_MARKS = {"bullet": "• ", "more": "   "}


@dataclass(frozen=True)
class Slide:
    """One slide. `picture`: which of the page's drawings, None for none; `notes`: for who speaks."""

    title: str
    words: tuple[Words, ...]
    picture: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Points of its letters."""
        return _size(self.words, self.picture)


@dataclass
class _Part:
    """What stands below one heading, before it is laid out."""

    title: str
    words: list[Words] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def slides_of(page: PageBlocks) -> tuple[Slide, ...]:
    """Which slides a page makes, in its order."""
    return tuple(slide for part in _parts(page) for slide in _laid_out(part))


def _parts(page: PageBlocks) -> Iterator[_Part]:
    drawn = 0
    for head, blocks in page.sections():
        if head.anchor not in SHOWN:
            drawn += sum(isinstance(block, Picture) for block in blocks)
            continue
        parts = [_Part(text_of(head.runs))]
        for block in blocks:
            if isinstance(block, Heading):
                parts.append(_Part(text_of(block.runs)))
            else:
                _take(parts[-1], block, drawn, decides=head.anchor in DECIDED)
            drawn += isinstance(block, Picture)
        yield from _sharing_slides(parts)


def _sharing_slides(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Short parts without a chart share a slide while it has room; a section's introduction goes with what follows."""
    waiting: _Part | None = None
    for part in parts:
        if waiting is None:
            waiting = part
        elif waiting is parts[0] and part.pictures and not waiting.pictures:
            part.notes[:0] = [text_of(one.runs) for one in waiting.words]
            waiting = part
        elif part.pictures or waiting.pictures or not _share_a_slide(waiting, part):
            yield waiting
            waiting = part
        else:
            waiting.words += [Words((TextRun(part.title, bold=True),)), *part.words]
            waiting.notes += part.notes
    if waiting is not None:
        yield waiting


def _share_a_slide(one: _Part, other: _Part) -> bool:
    words = list(_with_marks([*one.words, Words((TextRun(other.title),)), *other.words]))
    return _fitting(words, across(None), ALONE[1]) == len(words)


def _take(part: _Part, block: Block, drawn: int, decides: bool) -> None:
    if isinstance(block, Picture):
        part.pictures.append(drawn)
    elif isinstance(block, Grid) and decides:
        part.words.extend(_rows_in_words(block))
    elif isinstance(block, Grid):
        part.notes.extend(_table_lines(block))
    elif isinstance(block, Words):
        if block.kind in ("note", "caption"):
            part.notes.append(text_of(block.runs))
        else:
            part.words.append(block)


def _rows_in_words(grid: Grid) -> Iterator[Words]:
    """A table of what is decided: each row a paragraph, for a table's letters are too small to be projected."""
    heads = [text_of(cell.runs) for cell in grid.heads[-1]] if grid.heads else [""] * grid.columns
    for row in grid.rows:
        first, *others = [text_of(cell.runs).replace("\n", " ") for cell in row]
        told = "; ".join(f"{head}: {text}" for head, text in zip(heads[1:], others, strict=False))
        yield Words((TextRun(f"{first} ", bold=True), TextRun(told)))


def _table_lines(grid: Grid) -> Iterator[str]:
    """A table for who speaks: a line a row."""
    yield text_of(grid.caption)
    for row in (*grid.heads, *grid.rows):
        yield "; ".join(text_of(cell.runs).replace("\n", " ") for cell in row)


def _laid_out(part: _Part) -> Iterator[Slide]:
    """Its slides: as many as its words need, the first with its first chart; each further chart has one of its own."""
    if not part.words and not part.pictures:
        return
    left, title = list(_with_marks(part.words)), part.title
    pictures: list[int | None] = [*part.pictures] or [None]
    notes = tuple(part.notes)
    while left or pictures:
        picture = pictures.pop(0) if pictures else None
        taken = _fitting(left, across(picture), _size(left, picture))
        yield Slide(title, tuple(left[:taken]), picture, notes)
        left, notes, title = left[taken:], (), f"{part.title} (continued)"


def _size(words: Sequence[Words], picture: int | None) -> int:
    """Points in which all these words fit; where they do not, the smallest."""
    sizes = ALONE if picture is None else BESIDE
    return next((size for size in sizes if _fitting(words, across(picture), size) == len(words)), sizes[-1])


def across(picture: int | None) -> float:
    """Inches that words may take beside a picture, or alone."""
    return WIDTH - 2 * EDGE - (0 if picture is None else CHART + 0.3)


def _fitting(words: Sequence[Words], room: float, size: int) -> int:
    """How many paragraphs fit; at least one, for else nothing would ever end."""
    used = 0.0
    for number, one in enumerate(words):
        used += height(text_of(one.runs), room, size)
        if used > FLOOR - TOP:
            return max(number, 1)
    return len(words)


def height(text: str, room: float, size: int) -> float:
    """Inches that a paragraph takes in letters of this size, reckoned with room to spare."""
    letters = room * 72 / (size * _LETTER)
    lines = sum(max(1, math.ceil(len(line) / letters)) for line in text.split("\n"))
    return (lines * _LINE + GAP) * size / 72


def _with_marks(words: Iterable[Words]) -> Iterator[Words]:
    """Each line of a list with its mark: on slides the numbers must go on from one slide to the next."""
    number = 0
    for one in words:
        number = 1 if one.first else number + (one.kind == "number")
        mark = f"{number}. " if one.kind == "number" else _MARKS.get(one.kind, "")
        runs = _without_leads(one.runs)
        yield from _in_pieces(replace(one, runs=(TextRun(mark), *runs) if mark else runs))


def _in_pieces(one: Words, most: int = 600) -> Iterator[Words]:
    """A paragraph that is too long for a slide, parted where a sentence ends."""
    piece: list[TextRun] = []
    for run in (part for whole in one.runs for part in _sentences(whole)):
        if piece and sum(len(before.text) for before in piece) + len(run.text) > most:
            yield replace(one, runs=tuple(piece))
            piece = []
        piece.append(run)
    yield replace(one, runs=tuple(piece))


def _sentences(run: TextRun) -> Iterator[TextRun]:
    for found in re.findall(r".+?(?:\. |$)", run.text, re.DOTALL):
        yield replace(run, text=found)


def _without_leads(runs: TextRuns) -> TextRuns:
    """Without a last word that only leads to another place of the page ("Detail"): on a slide it leads nowhere."""
    kept = list(runs)
    while len(kept) > 1 and kept[-1].link and kept[-2].text.rstrip()[-1:] in (".", "") and " " not in kept[-1].text:
        kept.pop()
    return tuple(kept)
