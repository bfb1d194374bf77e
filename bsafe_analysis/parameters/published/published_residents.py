"""Residents and households from mid-year estimates and census tables, summed to neighbourhoods."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.membership import Membership
from bsafe_analysis.parameters.published.published_tables import PublishedTable, headings_of, open_tables
from bsafe_analysis.parameters.published.standard_codes import level_of

_HOUSEHOLDS = re.compile(r"(number of|all|total:? all|total) households\b.*|households")
_RESIDENTS = re.compile(
    r"all ages|total|all persons|persons|population|residents|(all )?usual residents|total population"
    r"|residence type: total.*|(sex|age): (total|all).*|total: all usual residents.*|(mid-?)?(20\d\d)(: population)?"
    r"|pop(ulation)?[ _]?(mid)?[ _-]?(20\d\d)"
)
_YEAR = re.compile(r"(?:mid|census|pop|population|^)[- _]?(20\d\d)")
_SEXES = re.compile(r"\b(fe)?males?\b", re.I)


@dataclass(frozen=True)
class _Counted:
    """One column of a table: counts by code, what they are of, and of when."""

    file: str
    sheet: str
    what: str
    as_at: str
    source: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Residents:
    """Residents and households by neighbourhood; one that is not there is not known. `notes` say what was chosen."""

    residents: dict[str, int] = field(default_factory=dict)
    households: dict[str, int] = field(default_factory=dict)
    as_at: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()


def read_residents(
    paths: Sequence[Path], neighbourhoods: Sequence[str], membership: Membership
) -> tuple[Residents, tuple[Fault, ...]]:
    """The newest residents and households of the files, by neighbourhood, and a fault for each file without any."""
    counted: list[_Counted] = []
    faults: list[Fault] = []
    ours = {*neighbourhoods, *membership.of_lsoa}
    for path in paths:
        try:
            held = [each for table in open_tables(path, _sheets_wanted) for each in _columns_of(table)]
            fit = [each for each in held if ours & set(each.counts)]
            if not fit:
                faults.append(_no_use(path, held, membership))
            counted += fit
        except InputError as error:
            faults += error.faults
    return _residents_of(counted, neighbourhoods, membership), tuple(faults)


def _residents_of(counted: list[_Counted], neighbourhoods: Sequence[str], membership: Membership) -> Residents:
    people, homes = _newest(counted, "residents"), _newest(counted, "households")
    chosen = people or homes
    if chosen is None:
        return Residents()
    source = f"{chosen.source} (households: {homes.as_at})" if people and homes else chosen.source
    return Residents(
        residents=_by_neighbourhood(people, neighbourhoods, membership) if people else {},
        households=_by_neighbourhood(homes, neighbourhoods, membership) if homes else {},
        as_at=chosen.as_at,
        source=source,
        notes=tuple(_chosen(each, counted) for each in (people, homes) if each),
    )


def unreadable_counts(paths: Sequence[Path]) -> tuple[Fault, ...]:
    """A fault for each file that could be used for no borough."""
    faults: list[Fault] = []
    for path in paths:
        try:
            if not any(_columns_of(table) for table in open_tables(path, _sheets_wanted)):
                faults.append(_no_use(path, [], Membership("", {}, {}, {}, ())))
        except InputError as error:
            faults += error.faults
    return tuple(faults)


def _sheets_wanted(names: Sequence[str]) -> list[str]:
    """Not those of men or women alone; of estimates of several years the newest: each is as large as the country."""
    both = [name for name in names if not _SEXES.search(name)]
    years = {name: _year_in(name.lower()) for name in both}
    newest = max(years.values(), default="")
    return [name for name in both if years[name] == newest] if newest else both


def _columns_of(table: PublishedTable) -> list[_Counted]:
    """What the table counts: residents, households or both."""
    headings = [heading.strip().lower() for heading in table.header]
    wanted = {
        "households": [i for i, heading in enumerate(headings) if _HOUSEHOLDS.fullmatch(heading)][:1],
        "residents": sorted(
            (i for i, heading in enumerate(headings) if _RESIDENTS.fullmatch(heading)),
            key=lambda i: (_year_in(headings[i]), -i),
        )[-1:],
    }
    codes = [c.index for c in table.columns if c.kind == "code" and not c.place.startswith("LAD")]
    if not codes or not any(wanted.values()):
        return []
    needed = max([*codes, *wanted["households"], *wanted["residents"]])
    rows = [row for row in table.rows if len(row) > needed]
    return [_counted(table, rows, codes, what, index) for what, indices in wanted.items() for index in indices]


def _counted(table: PublishedTable, rows: list[list[str]], codes: list[int], what: str, index: int) -> _Counted:
    counts: dict[str, int] = {}
    code_at = _finest(rows, codes)
    for row in rows:
        number = row[index].replace(",", "")
        if not re.fullmatch(r"\d+(\.0*)?", number) or not level_of(row[code_at]):
            continue
        if counts.setdefault(row[code_at], int(float(number))) != int(float(number)):
            cause = f"{row[code_at]} stands in several rows with different counts (by sex or age?)"
            raise InputError([Fault(table.file, table.where, cause, "Take a table with one row a place")])
    as_at, source = _when(table, index, rows)
    return _Counted(table.file, table.sheet, what, as_at, source, counts)


def _when(table: PublishedTable, index: int, rows: list[list[str]]) -> tuple[str, str]:
    """The year and the source, from what stands nearest to the numbers: heading, sheet, titles, the file's name."""
    told = [text.lower() for text in (table.header[index], table.sheet, *table.titles, table.file)]
    year = next((year for text in told if (year := _year_in(text))), "") or _date_column(table, rows)
    # titles of estimates may name the census that they start from, never the other way round
    estimate = any(re.search(r"mid[- _]?(year|20\d\d)", text) for text in told)
    as_at = (f"mid-{year}" if estimate else f"census {year}") if year else ""
    return as_at, "ONS mid-year estimate" if estimate else "ONS census"


def _finest(rows: list[list[str]], codes: list[int]) -> int:
    """Of several columns of codes, the one with the most different ones."""
    return max(codes, key=lambda i: (len({row[i] for row in rows}), -i))


def _year_in(text: str) -> str:
    return max(_YEAR.findall(text), default="")


def _date_column(table: PublishedTable, rows: list[list[str]]) -> str:
    at = next((i for i, heading in enumerate(table.header) if heading.lower() == "date"), None)
    return "" if at is None or not rows else rows[0][at]


def _newest(counted: list[_Counted], what: str) -> _Counted | None:
    held = [each for each in counted if each.what == what]
    return max(held, key=lambda each: (each.as_at[-4:], len(each.counts), each.file, each.sheet), default=None)


def _by_neighbourhood(counted: _Counted, neighbourhoods: Sequence[str], membership: Membership) -> dict[str, int]:
    """By neighbourhood: as the table has it, or the sum of the LSOAs that it counts, whichever knows more of them."""
    direct = {code: counted.counts[code] for code in neighbourhoods if code in counted.counts}
    summed = _of_lsoas(counted.counts, neighbourhoods, membership)
    return direct if len(direct) >= len(summed) else summed


def _of_lsoas(counts: dict[str, int], neighbourhoods: Sequence[str], membership: Membership) -> dict[str, int]:
    """Sums of the LSOAs of the census that the table is of.

    Not known where an LSOA is not counted, nor where one lies in several neighbourhoods: how many of its residents live
    in which is not published.
    """
    census = max(membership.codes, key=lambda each: sum(code in counts for code in membership.codes[each]))
    totals: Counter[str] = Counter()
    unknown: set[str] = set()
    for code in membership.codes[census]:
        if code in counts and code not in membership.shared:
            totals[membership.of_lsoa.get(code, "")] += counts[code]
        else:
            unknown |= {membership.of_lsoa.get(code, ""), *membership.shared.get(code, ())}
    return {code: totals[code] for code in neighbourhoods if code in totals and code not in unknown}


def _chosen(used: _Counted, counted: list[_Counted]) -> str:
    others = sorted({each.as_at for each in counted if each.what == used.what and each is not used and each.as_at})
    older = f"; {', '.join(others)} also held, not used" if others else ""
    sheet = f", sheet {used.sheet!r}" if used.sheet else ""
    return f"{used.what.capitalize()}: {used.as_at or 'year not stated'}, from {used.file}{sheet}{older}."


def _no_use(path: Path, held: list[_Counted], membership: Membership) -> Fault:
    if not held:
        columns = ", ".join(headings_of(path)[:6]) or "nothing"
        cause = f"no column of codes beside a column of residents or households; it has {columns}"
        return Fault(
            path.name,
            "header",
            cause,
            "Take a mid-year estimate or census table by LSOA (docs/data-sources.md); a table of your own needs a "
            "column LSOA21CD (or LSOA11CD, MSOA21CD) and one called Residents, or Households",
        )
    levels = sorted({level for each in held for code in each.counts if (level := level_of(code))})
    wanted = "LSOA" if membership.place.startswith("LSOA") else f"{membership.place} or LSOA"
    cause = f"it counts no {wanted} of the borough; it counts by {' and '.join(levels) or 'codes that are not known'}"
    return Fault(path.name, held[0].sheet, cause, f"Take the table by {wanted}, of the same census")
