"""The reference tables: places, residents, LSOAs, categories. Each fault names file and row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.receipts import NOT_COUNTED
from bsafe_analysis.parameters.forms import TURNING
from bsafe_analysis.plain_files import read_plain

FOLDER = "data/reference"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")
LONGEST_CELL = 1_000
_LSOA = re.compile(r"[EWSN]\d{8}|95[A-Z0-9]{6}")
Rows = list[tuple[int, dict[str, str]]]
Faults = tuple[Fault, ...]


@dataclass(frozen=True)
class Reference:
    areas: Areas
    lsoas: dict[str, str]
    categories: tuple[Category, ...]
    category_of: dict[str, str]
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """Source -> its own words -> our key, of rows of categories.csv that name one."""
    place_names: dict[str, str] = field(default_factory=dict)
    """Other names of places (wards) -> neighbourhood, from places.csv."""

    @property
    def every_word(self) -> list[tuple[str, str]]:
        """(word, our key) of all sources together."""
        return [*self.category_of.items(), *(pair for own in self.words.values() for pair in own.items())]


def read_reference(
    root: Path, lsoa_table: str = "lsoas.csv", people: str = "residents.csv"
) -> tuple[Reference, tuple[Fault, ...]]:
    """All four tables, checked against each other, and every fault of every table."""
    areas, a = _areas(root)
    codes = {area.code for area in areas if area.level is Level.NEIGHBOURHOOD}
    areas, b = _with_residents(root, areas, codes, people)
    lsoas, c = _lsoas(root, codes, lsoa_table)
    (categories, words), d = _categories(root)
    names, e = _place_names(root, codes)
    category_of = words.pop("", {})
    return Reference(Areas(tuple(areas)), lsoas, categories, category_of, words, names), (*a, *b, *c, *d, *e)


def read_table(root: Path, name: str, columns: tuple[str, ...], required: bool = True) -> tuple[Rows, Faults]:
    """(row number, values) of a small table that people edit; faults for what is missing. Blank lines are left out."""
    file = f"{FOLDER}/{name}"
    try:
        text = read_plain(root / file).decode("utf-8-sig")
    except FileNotFoundError:
        missing_file = Fault(file, "", "the file is missing", "`bsafe init` makes one to fill in")
        return [], (missing_file,) if required else ()
    except OSError as error:
        return [], (Fault(file, "", *system_fault(error, "read")),)
    except UnicodeDecodeError:
        return [], (Fault(file, "", "this is not UTF-8 text", "Save it as CSV UTF-8"),)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        lines = _named([(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)])
    except csv.Error as error:
        return [], (Fault(file, f"row {reader.line_num}", f"this is not CSV: {error}", "Save it as CSV UTF-8"),)
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    missing = [column for column in columns if column not in header]
    if missing or len(set(header)) != len(header):
        cause = f"columns missing: {', '.join(missing)}" if missing else "a column stands twice"
        return [], (Fault(file, "row 1", cause, f"The header must name: {', '.join(columns)}"),)
    return _checked_rows(file, header, lines[1:])


def _named(lines: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The lines without blank columns at their end, which a spreadsheet leaves behind: those without name and cells."""
    header = lines[0][1] if lines else []
    width = max((at + 1 for at, cell in enumerate(header) if cell.strip()), default=0)
    if width == len(header) or any(any(map(str.strip, line[width : len(header)])) for _, line in lines):
        return lines
    return [(number, line[:width] + line[len(header) :]) for number, line in lines]


def _checked_rows(file: str, header: list[str], lines: list[tuple[int, list[str]]]) -> tuple[Rows, Faults]:
    rows: Rows = []
    faults: list[Fault] = []
    for number, line in lines:
        if len(line) > len(header):
            faults.append(
                Fault(file, f"row {number}", "more values than columns", "Put values that hold a comma in quotes")
            )
        elif odd := _odd_cell(line):
            faults.append(Fault(file, f"row {number}", odd, "Write it anew"))
        else:
            cells = [cell.strip() for cell in line] + [""] * (len(header) - len(line))
            rows.append((number, dict(zip(header, cells, strict=True))))
    return rows, tuple(faults)


def _odd_cell(line: list[str]) -> str:
    """What no name or number is: text without a bound, or a mark that turns all that follows it on a page."""
    if any(len(cell) > LONGEST_CELL for cell in line):
        return f"a value is over {LONGEST_CELL} letters long"
    turned = any(TURNING.search(cell) for cell in line)
    return "a value holds a mark that turns the direction of text" if turned else ""


def _areas(root: Path) -> tuple[list[Area], Faults]:
    file = f"{FOLDER}/areas.csv"
    rows, wrong = read_table(root, "areas.csv", ("code", "name", "level", "parent"))
    faults = list(wrong)
    levels = {str(level): level for level in Level if level is not Level.NOT_PLACED}
    areas: list[Area] = []
    seen: set[str] = set()
    for number, row in rows:
        cause = _area_fault(row, levels, seen)
        if cause:
            faults.append(Fault(file, f"row {number}", cause[0], cause[1]))
            continue
        seen.add(row["code"].lower())
        dates = row.get("valid_from") or None, row.get("valid_to") or None
        areas.append(Area(row["code"], row["name"], levels[row["level"]], row["parent"] or None, *dates))
    if rows:
        faults.extend(_parent_faults(file, areas))
    boroughs = [area for area in areas if area.level is Level.BOROUGH]
    if len(boroughs) == 1:
        areas.append(Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, boroughs[0].code))
    order = list(Level)
    return sorted(areas, key=lambda area: order.index(area.level)), tuple(faults)


def _area_fault(row: dict[str, str], levels: Mapping[str, Level], seen: set[str]) -> tuple[str, str] | None:
    code = row["code"]
    if not _CODE.fullmatch(code) or code == NOT_PLACED:
        return f"{code!r} cannot be a code", "Use letters, digits and hyphens"
    if code.lower() in seen:
        return f"the code {code!r} stands twice", "Codes are never reused: give it one of its own"
    if not row["name"]:
        return f"{code} has no name", "Give it the name that partners know"
    if row["level"] not in levels:
        return f"{row['level']!r} is not a level", f"Write one of: {', '.join(levels)}"
    return None


def _parent_faults(file: str, areas: list[Area]) -> list[Fault]:
    by_code = {area.code: area for area in areas}
    above = {Level.AREA: Level.BOROUGH, Level.NEIGHBOURHOOD: Level.AREA}
    boroughs = [area.code for area in areas if area.level is Level.BOROUGH]
    faults = []
    if len(boroughs) != 1:
        faults.append(Fault(file, "level", f"{len(boroughs)} rows are the borough", "Exactly one row must be"))
    for level in (Level.AREA, Level.NEIGHBOURHOOD):
        if not any(area.level is level for area in areas):
            faults.append(Fault(file, "level", f"no row is of level {level}", "Add at least one"))
    for area in areas:
        parent = by_code.get(area.parent or "")
        if area.level is Level.BOROUGH and area.parent:
            faults.append(Fault(file, f"code {area.code}", "the borough has a parent", "Leave its parent blank"))
        if area.level in above and (parent is None or parent.level is not above[area.level]):
            cause = f"the parent of {area.code} is {area.parent!r}, which is no {above[area.level]} here"
            faults.append(Fault(file, f"code {area.code}", cause, f"Name the {above[area.level]} that holds it"))
    return faults


def _with_residents(root: Path, areas: list[Area], codes: set[str], name: str) -> tuple[list[Area], Faults]:
    file = f"{FOLDER}/{name}"
    rows, wrong = read_table(root, name, ("code", "residents"), required=False)
    faults = list(wrong)
    known: dict[str, Area] = {}
    by_code = {area.code: area for area in areas}
    for number, row in rows:
        counts = _whole(row["residents"]), _whole(row.get("households", ""))
        if row["code"] not in codes:
            faults.append(
                Fault(file, f"row {number}", f"{row['code']!r} is no neighbourhood", "See data/reference/areas.csv")
            )
        elif row["code"] in known:
            faults.append(Fault(file, f"row {number}", f"{row['code']} stands twice", "Keep one of the two"))
        elif -1 in counts:
            faults.append(
                Fault(
                    file,
                    f"row {number}",
                    "residents and households must be whole numbers",
                    "Write 5210, or leave blank",
                )
            )
        else:
            note = ", ".join(filter(None, (row.get("source", ""), row.get("as_at", ""))))
            known[row["code"]] = replace(
                by_code[row["code"]], residents=counts[0], households=counts[1], residents_note=note
            )
    return summed_up([known.get(area.code, area) for area in areas]), tuple(faults)


def summed_up(areas: list[Area]) -> list[Area]:
    """The same with the residents and households of areas and borough as the sums of their neighbourhoods'."""
    for level in (Level.AREA, Level.BOROUGH):
        areas = [_summed(area, areas) if area.level is level else area for area in areas]
    return areas


def _whole(text: str) -> int | None:
    """A count, None where blank, -1 where it is neither."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _summed(area: Area, areas: list[Area]) -> Area:
    """The sum of its parts; not known where any part is not known."""
    parts = [child for child in areas if child.parent == area.code and child.level is not Level.NOT_PLACED]
    residents = [child.residents for child in parts]
    households = [child.households for child in parts]
    return replace(
        area,
        residents=None if None in residents else sum(n or 0 for n in residents),
        households=None if None in households else sum(n or 0 for n in households),
    )


def _lsoas(root: Path, codes: set[str], name: str) -> tuple[dict[str, str], Faults]:
    file = f"{FOLDER}/{name}"
    rows, wrong = read_table(root, name, ("lsoa", "neighbourhood"), required=False)
    faults = list(wrong)
    lsoas: dict[str, str] = {}
    for number, row in rows:
        code, neighbourhood = row["lsoa"], row["neighbourhood"]
        if not _LSOA.fullmatch(code):
            faults.append(Fault(file, f"row {number}", f"{code!r} is not an LSOA code", "Write it like E01007434"))
        elif neighbourhood and neighbourhood not in codes:
            faults.append(
                Fault(file, f"row {number}", f"{neighbourhood!r} is no neighbourhood", "See data/reference/areas.csv")
            )
        elif lsoas.get(code, neighbourhood) != neighbourhood:
            cause = f"{code} is in both {lsoas[code] or 'none'} and {neighbourhood or 'none'}"
            faults.append(Fault(file, f"row {number}", cause, "An LSOA lies in one neighbourhood"))
        else:
            lsoas[code] = neighbourhood
    return lsoas, tuple(faults)


def lsoas_of(root: Path, name: str, areas: Areas) -> dict[str, str]:
    """LSOA -> neighbourhood, of a table that is another than the month's; InputError where it cannot be used."""
    lsoas, faults = _lsoas(root, {area.code for area in areas.neighbourhoods}, name)
    if faults:
        raise InputError(faults)
    return lsoas


def _place_names(root: Path, codes: set[str]) -> tuple[dict[str, str], Faults]:
    """Names that partners use of places, wards among them, each with its neighbourhood."""
    file = f"{FOLDER}/places.csv"
    rows, wrong = read_table(root, "places.csv", ("name", "neighbourhood"), required=False)
    faults, names = list(wrong), dict[str, str]()
    for number, row in rows:
        name, code = row["name"], row["neighbourhood"]
        if code not in codes:
            cause = f"{code!r} is no neighbourhood"
            faults.append(Fault(file, f"row {number}", cause, "See data/reference/areas.csv"))
        elif names.get(name, code) != code:
            cause = f"{name!r} is in both {names[name]} and {code}"
            faults.append(Fault(file, f"row {number}", cause, "A name means one neighbourhood"))
        else:
            names[name] = code
    return names, tuple(faults)


Words = dict[str, dict[str, str]]
"""Source ("" for all) -> supplier's word -> our key."""


def _categories(root: Path) -> tuple[tuple[tuple[Category, ...], Words], Faults]:
    file = f"{FOLDER}/categories.csv"
    rows, wrong = read_table(root, "categories.csv", ("supplier_category", "category", "name", "noun"))
    faults = list(wrong)
    categories: dict[str, Category] = {}
    words: Words = {"": {}}
    for number, row in rows:
        cause = _category_fault(row, categories, words)
        if cause:
            faults.append(Fault(file, f"row {number}", *cause))
            continue
        key = row["category"]
        words.setdefault(row.get("source", ""), {})[row["supplier_category"]] = key
        if key != NOT_COUNTED:
            categories[key] = Category(key, row["name"], row["noun"])
    if not categories and not faults:
        faults.append(Fault(file, "", "no category is named", "Add a row for each crime type"))
    return (tuple(categories.values()), words), tuple(faults)


def _category_fault(row: dict[str, str], categories: Mapping[str, Category], words: Words) -> tuple[str, str] | None:
    """Cause and cure of what is wrong with a row of categories.csv."""
    key, supplier = row["category"], row["supplier_category"]
    named = key == NOT_COUNTED or (row["name"] and row["noun"])
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key) or not supplier or not named:
        return "a cell is blank, or the category is no plain key", "Write it like vehicle_crime"
    if supplier in words.get(row.get("source", ""), {}):
        return f"{supplier!r} stands twice", "A supplier's name means one category"
    category = Category(key, row["name"], row["noun"])
    if key != NOT_COUNTED and categories.get(key, category) != category:
        return f"{key} has two names or nouns", "Rows of one category must agree"
    return None
