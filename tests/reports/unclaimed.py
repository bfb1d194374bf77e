"""What a composed section says in numbers and months that no claim of it covers."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup

from bsafe_analysis.claims.fixed_phrases import FIXED_PHRASES
from bsafe_analysis.claims.records import Statement

NUMBER = re.compile(
    r"\d(?:[\d,.]*\d)?|\b(two|three|four|five|six|seven|eight|nine|January|February|March|April|June|July|August"
    r"|September|October|November|December)\b"
)


def in_texts(stated: Statement) -> tuple[list[str], int]:
    """The unclaimed numbers of the running text, each with what stands around it, and how many numbers there are."""
    found = [(p.text, m, p.spans) for p in stated.passages for m in NUMBER.finditer(p.text)]
    return [_around(text, m) for text, m, spans in found if not _covered(text, m, spans)], len(found)


def in_cells(stated: Statement, bundles: list[dict]) -> tuple[list[str], int]:
    """The same of the cells of all tables, as they are read in the HTML."""
    told = {(c.table, c.row, c.text): c.spans for c in stated.cells if c.part == "text"}
    found = [
        (f"{table} {row}", text, m, told.get((table, row, text), ()))
        for bundle in bundles
        for table, row, text in _cells(bundle.get("text/html", ""))
        for m in NUMBER.finditer(text)
    ]
    return [f"{at}: {_around(text, m)}" for at, text, m, spans in found if not _covered(text, m, spans)], len(found)


def sparklines(bundles: list[dict]) -> Iterator[tuple[str, int, str]]:
    """(table, row, values) of each small series."""
    for bundle in bundles:
        for table, number, row in _rows(bundle.get("text/html", "")):
            yield from ((table, number, str(spark["data-values"])) for spark in row.select(".spark"))


def cell_texts(bundles: list[dict]) -> list[str]:
    """What stands in all cells of all tables."""
    return [text for bundle in bundles for _, _, text in _cells(bundle.get("text/html", ""))]


def _cells(html: str) -> Iterator[tuple[str, int, str]]:
    for table, number, row in _rows(html):
        yield from ((table, number, cell.get_text("\n")) for cell in row.find_all(["td", "th"]))


def _rows(html: str):
    for table in BeautifulSoup(html, "html.parser").find_all("table"):
        rows = [row for row in table.find_all("tr") if "group" not in (row.get("class") or [])]
        yield from ((str(table.get("id")), number, row) for number, row in enumerate(rows, start=-1))


def _covered(text: str, number: re.Match, spans) -> bool:
    held = [(span.start, span.end) for span in spans]
    held += [found.span() for phrase in FIXED_PHRASES for found in phrase.pattern.finditer(text)]
    return any(start <= number.start() and number.end() <= end for start, end in held)


def _around(text: str, number: re.Match) -> str:
    return text[max(0, number.start() - 40) : number.end() + 25]
