"""Every table and map of the resourcing paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.model.areas import Area
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.resourcing_paper import ResourcingPaper
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.exhibits.team_maps import team_map
from bsafe_analysis.reports.facts.cluster_options import OptionTold, TeamTold
from bsafe_analysis.reports.facts.place_baselines import BaselineOfKind
from bsafe_analysis.reports.wording import words

SENTENCES = "resourcing_words"


def resourcing_exhibits(d: ResourcingPaper) -> Exhibits:
    """What the page must show and what makes it."""
    options = d.options.every if d.options else ()
    tables = [
        *where(options, Exhibit("options-table", partial(options_table, d))),
        *where(d.work, Exhibit("places-table", partial(places_table, d))),
        *(Exhibit(f"rates-{kind.category.key}", partial(rates_table, d, kind)) for kind in d.baselines.kinds),
        *where(d.work, Exhibit("work-table", partial(work_table, d))),
        *where(d.work and d.work.hours, Exhibit("hours-table", partial(hours_table, d))),
        *where(options, Exhibit("balance-table", partial(balance_table, d))),
        *(Exhibit(f"teams-{n}", partial(teams_table, option, n)) for n, option in enumerate(options)),
    ]
    drawn = options if d.prepared.outlines else ()
    maps = [Exhibit(f"map-{n}", partial(team_map, d, option, n)) for n, option in enumerate(drawn)]
    return Exhibits(figures=maps, tables=tables)


def _in_words(macro: str, **facts: Any) -> str:
    return words(SENTENCES, macro, **facts)


def options_table(d: ResourcingPaper) -> Table:
    """Set by set, as page one has it: what each gives and costs."""
    columns = (
        Column("set", "Set"),
        Column("teams", "Teams", True),
        Column("each", "Places each", True),
        Column("ratio", "Busiest against quietest", True),
        Column("alike", "Alike inside", True),
        Column("crossing", "Teams across areas", True),
        Column("longest", "Farthest apart", True),
        Column("moved", "Places that change team", True),
    )
    rows = []
    for option in d.options.every if d.options else ():
        counts = (tell(option, "clusters"), tell(option, "crossing"), tell(option, "moved"))
        rows.append(
            (
                _in_words("set_name", option=option),
                _many(counts[0]),
                _in_words("each", option=option),
                _in_words("ratio", option=option),
                _in_words("alike", option=option),
                counts[1],
                _in_words("longest", option=option),
                counts[2],
            )
        )
    caption, note = _in_words("options_title", d=d), _in_words("options_note", d=d)
    return Table("options-table", caption, columns, tuple(rows), note=note)


def _many(items: Any) -> str:
    return words(SENTENCES, "how_many", items=items)


def balance_table(d: ResourcingPaper) -> Table:
    """Set by set: how even, the quietest team's week, and in how many draws it is the more even one."""
    columns = (
        Column("set", "Set"),
        Column("variation", "Teams differ by (range)", True),
        Column("smallest", "Quietest team's week (range)", True),
        Column("better", "More even than today's", True),
        Column("best", "Most even of all", True),
        Column("apart", "Teams in pieces", True),
    )
    rows = tuple(
        (
            _in_words("set_name", option=option),
            _in_words("variation", option=option),
            _in_words("smallest", option=option),
            _in_words("in_hundred", value=tell(option, "better")),
            _in_words("in_hundred", value=tell(option, "best")),
            tell(option, "apart"),
        )
        for option in (d.options.every if d.options else ())
    )
    return Table("balance-table", _in_words("balance_title", d=d), columns, rows)


def teams_table(option: OptionTold, number: int) -> Table:
    """Team by team in the order of the file: what it looks after, and the work of a usual week.

    `number`: of the set, today's areas being 0: ids hold no capitals, as people's keys may.
    """
    columns = (
        Column("team", "Team"),
        Column("members", "Neighbourhoods"),
        Column("week", "Work a week (range)", True),
        Column("residents", "Residents", True),
        Column("areas", "In"),
    )
    rows = tuple(_team_row(team) for team in tell(option, "clusters"))
    return Table(f"teams-{number}", _in_words("teams_title", option=option), columns, rows)


def _team_row(team: TeamTold) -> tuple[str, ...]:
    return (
        _in_words("team_name", team=team),
        _in_words("names_of", places=tell(team, "members")),
        _in_words("range_of", row=team),
        _in_words("people", value=tell(team, "residents")),
        _in_words("names_of", places=tell(team, "areas")),
    )


def rates_table(d: ResourcingPaper, kind: BaselineOfKind) -> Table:
    """Place by place, by area and name: how many, and the rate with its range, twice."""
    columns = (
        Column("place", "Neighbourhood"),
        Column("count", "Recorded", True),
        Column("rate", "Rate (range)", True),
        Column("drawn", "Drawn towards the others (range)", True),
        Column("among", "Among the five highest"),
    )
    rows = [
        (
            tell(row, "place.name"),
            tell(row, "count"),
            _in_words("raw_rate", row=row),
            _in_words("drawn_rate", row=row),
            _in_words("among", value=row.among),
        )
        for row in tell(kind, "rows")
    ]
    groups = _by_area(d, [row.place for row in kind.rows])
    return Table(f"rates-{kind.category.key}", _in_words("rates_title", kind=kind), columns, tuple(rows), groups=groups)


def places_table(d: ResourcingPaper) -> Table:
    """Place by place: who lives there by whose count, and who touches whom."""
    columns = (
        Column("place", "Neighbourhood"),
        Column("residents", "Residents", True),
        Column("households", "Households", True),
        Column("source", "Counted by"),
    )
    places = [row.place for row in (d.work.rows if d.work else ())]
    rows = tuple(
        (
            tell(place, "name"),
            _in_words("people", value=tell(place, "residents")),
            _in_words("people", value=tell(place, "households")),
            _in_words("source_of", place=place),
        )
        for place in places
    )
    return Table("places-table", _in_words("places_title", d=d), columns, rows, groups=_by_area(d, places))


def work_table(d: ResourcingPaper) -> Table:
    """Place by place: the work of a usual week, in which third it lies, and need beside it."""
    columns = (
        Column("place", "Neighbourhood"),
        Column("week", "Work a week (range)", True),
        Column("demand", "Demand"),
        Column("deprived", "Deprived small areas", True),
        Column("quadrant", "Need against demand"),
    )
    every = d.work.rows if d.work else ()
    rows = tuple(
        (
            tell(row, "place.name"),
            _in_words("range_of", row=row),
            _in_words("third", value=row.demand),
            _in_words("deprived", row=row),
            _in_words("quadrant", value=row.quadrant),
        )
        for row in every
    )
    return Table(
        "work-table", _in_words("work_title", d=d), columns, rows, groups=_by_area(d, [r.place for r in every])
    )


def hours_table(d: ResourcingPaper) -> Table:
    """Kind by kind: usual hours with the fewest and most, and who says so."""
    columns = (Column("kind", "Kind of incident"), Column("hours", "Hours (range)", True), Column("source", "Source"))
    rows = tuple(
        (tell(d.prepared.cycle.category(each.category), "name"), _in_words("hours_of", each=each), tell(each, "source"))
        for each in (d.work.hours if d.work else None) or ()
    )
    return Table("hours-table", _in_words("hours_title", d=d), columns, rows)


def _by_area(d: ResourcingPaper, places: Sequence[Area]) -> tuple[tuple[int, str], ...]:
    names = [d.prepared.areas[place.parent].name if place.parent else "" for place in places]
    return tuple(_begins(names))


def _begins(names: Sequence[str]) -> Iterable[tuple[int, str]]:
    return ((i, name) for i, name in enumerate(names) if i == 0 or name != names[i - 1])
