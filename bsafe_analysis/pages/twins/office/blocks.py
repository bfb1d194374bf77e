"""What a finished page says, in reading order, for files that people edit: headings, paragraphs, tables, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class TextRun:
    """A stretch of words of one look. `link`: the id on the same page that it leads to, "" for none."""

    text: str
    bold: bool = False
    link: str = ""


TextRuns = tuple[TextRun, ...]


@dataclass(frozen=True)
class Heading:
    """`level`: 1 for a section. `anchor`: its id on the page, "" for none."""

    level: int
    runs: TextRuns
    anchor: str = ""


@dataclass(frozen=True)
class Words:
    """A paragraph. `kind`: text, lead, note, caption; bullet or number, and more of the same line of a list.

    `first`: begins a list of its own. `depth`: how many lists that list lies in."""

    runs: TextRuns
    kind: str = "text"
    depth: int = 0
    first: bool = False


@dataclass(frozen=True)
class TableCell:
    """One cell of a table, over so many columns."""

    runs: TextRuns
    columns: int = 1
    heads: bool = False
    numeric: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: its caption, the rows that head it and those below. All rows span the same number of columns."""

    caption: TextRuns
    heads: tuple[tuple[TableCell, ...], ...]
    rows: tuple[tuple[TableCell, ...], ...]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max((sum(cell.columns for cell in row) for row in (*self.heads, *self.rows)), default=0)


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG text, its size in pixels on the page, and what is read aloud in its place."""

    svg: str
    width: int
    height: int
    alt: str


Block = Heading | Words | Grid | Picture


@dataclass(frozen=True)
class PageBlocks:
    """A page: what stands at its head, then its blocks. `facts`: meeting, date of the data and the like."""

    kind: str
    place: str
    marking: str
    invented: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    foot: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Kind, month and place in one line."""
        return f"{self.kind}: {self.place}" if self.kind else self.place

    def sections(self) -> Iterator[tuple[Heading, tuple[Block, ...]]]:
        """Each section's heading with what stands below it."""
        starts = [i for i, block in enumerate(self.blocks) if isinstance(block, Heading) and block.level == 1]
        for start, end in zip(starts, [*starts[1:], len(self.blocks)], strict=True):
            head = self.blocks[start]
            assert isinstance(head, Heading)
            yield head, self.blocks[start + 1 : end]


def drawings(page: PageBlocks) -> tuple[Picture, ...]:
    """The page's drawings in reading order."""
    return tuple(block for block in page.blocks if isinstance(block, Picture))


def text_of(runs: TextRuns) -> str:
    """The words alone."""
    return "".join(stretch.text for stretch in runs)
