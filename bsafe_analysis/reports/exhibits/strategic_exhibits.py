"""Every table of a strategic assessment."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.claims.telling import in_figures, part_of, tell, tell_each
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.rolling_chart import rolling_chart
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.strategic_assessment import StrategicAssessment
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.facts.issues_ranked import FactorScore, IssueTold
from bsafe_analysis.reports.facts.long_run_told import YearsTold, YearTold, rolling_totals
from bsafe_analysis.reports.wording import phrase, words

SENTENCES = "strategic_words"
FACTOR_TITLES = {
    "volume": "How many",
    "trend": "Change",
    "outlook": "Next year",
    "harm": "Harm",
    "amenable": "Can be changed",
}


def strategic_exhibits(d: StrategicAssessment) -> Exhibits:
    """What the page must show and what makes it."""
    tables = [
        *where(d.proposed, Exhibit("proposed-table", partial(proposed_table, d))),
        Exhibit("scope-table", partial(scope_table, d)),
        Exhibit("levels-table", partial(levels_table, d)),
        Exhibit("where-table", partial(where_table, d)),
        Exhibit("areas-table", partial(areas_table, d)),
        Exhibit("outlook-table", partial(outlook_table, d)),
        Exhibit("scores-table", partial(scores_table, d)),
    ]
    figures = [
        Exhibit(d.drawn_id(issue), partial(rolling_figure, d, issue, issue.category))
        for issue in d.drawn
        if issue.category
    ]
    return Exhibits(figures, tables)


def rolling_figure(d: StrategicAssessment, issue: IssueTold, category: Category) -> Figure:
    """One issue's twelve months together, month after month: the long movement without the seasons."""
    points = rolling_totals(d.prepared, d.place, category)
    said = {"place": d.place, "category": category, "points": points}
    caption, alt = (words(SENTENCES, name, **said) for name in ("rolling_title", "rolling_alt"))
    return rolling_chart(
        d.drawn_id(issue), tell(category, "name"), caption, alt,
        months=tell_each(points, "month"), totals=tell_each(points, "total"),
    )  # fmt: skip


def _total_cell(year: YearTold, of: YearsTold) -> str:
    return words(SENTENCES, "counted", year=part_of(year, of))


def proposed_table(d: StrategicAssessment) -> Table:
    """Issue by issue what speaks for it, on page one."""
    columns = (
        Column("issue", "Issue"),
        Column("now", "Last 12 months", True),
        Column("reading", "Beside the last ordinary year"),
        Column("half", "Half lies in so many neighbourhoods"),
        Column("sure", "Among the first, of 100 weightings", True),
        Column("priority", "Priority now"),
    )
    return Table(
        "proposed-table", words(SENTENCES, "page_one_title", d=d), columns, tuple(_proposed(i) for i in d.proposed)
    )


def _proposed(issue: IssueTold) -> tuple[str | int, ...]:
    years = issue.years
    counted = (
        (
            _total_cell(years.now, years),
            words(SENTENCES, "reading", y=years),
            words(SENTENCES, "half", y=years),
        )
        if years and years.now
        else ("Not counted", "Judged by people alone", "Not known")
    )
    return (tell(issue, "title"), *counted, tell(issue, "in_100"), words(SENTENCES, "priority", issue=issue))


def scope_table(d: StrategicAssessment) -> Table:
    """Source by source: what is held and what is missing."""
    columns = (Column("source", "Source"), Column("held", "Held"), Column("missing", "Missing in between"))
    rows = tuple(
        (tell(row, "title"), phrase("source_held", row=row), phrase("source_missing", row=row)) for row in d.scopes
    )
    return Table("scope-table", words(SENTENCES, "scope_title", d=d), columns, rows)


def levels_table(d: StrategicAssessment) -> Table:
    """Kind by kind, a column a year: the kinds that are told of as many years stand together."""
    longest = max(d.years, key=lambda y: len(y.years)).years
    columns = (
        Column("kind", "Kind of incident"),
        *(Column(f"year-{i}", words(SENTENCES, "year_title", year=year), True) for i, year in enumerate(longest)),
        Column("beside", "Compared with the year to"),
        Column("reading", "Reading"),
        Column("least", "Smallest rise that could be told"),
    )
    return Table(
        "levels-table", words(SENTENCES, "levels_title", d=d), columns, tuple(_level(y, longest) for y in d.years)
    )


def _level(y: YearsTold, longest: tuple[YearTold, ...]) -> tuple[str | int, ...]:
    by_end = {year.last: year for year in y.years}
    totals = [_total_cell(by_end[of.last], y) if of.last in by_end else "Not held" for of in longest]
    said = (words(SENTENCES, name, y=y) for name in ("beside", "reading", "least"))
    return (tell(y, "category.name"), *totals, *said)


def where_table(d: StrategicAssessment) -> Table:
    """Kind by kind: in how few neighbourhoods half of it lies, and which."""
    columns = (
        Column("kind", "Kind of incident"),
        Column("half", "Half lies in"),
        Column("even", "If spread evenly"),
        Column("places", "Which, most first"),
    )
    rows = tuple(
        (
            tell(y, "category.name"),
            words(SENTENCES, "half", y=y),
            words(SENTENCES, "even", y=y),
            words(SENTENCES, "where_half", half=y.half) if y.half else "Too few to say",
        )
        for y in d.years
    )
    return Table("where-table", words(SENTENCES, "where_title", d=d), columns, rows)


def areas_table(d: StrategicAssessment) -> Table:
    """Kind by kind, a column an area: how its year stands beside its own last ordinary one."""
    columns = (
        Column("kind", "Kind of incident"),
        *(Column(f"area-{i}", a.name) for i, (a, _) in enumerate(d.of_areas)),
    )
    by_area = [{y.category.key: y for y in years} for _, years in d.of_areas]
    rows = tuple(
        (
            tell(y, "category.name"),
            *(
                words(SENTENCES, "reading", y=of[y.category.key]) if y.category.key in of else "Not held"
                for of in by_area
            ),
        )
        for y in d.years
    )
    return Table("areas-table", words(SENTENCES, "areas_title", d=d), columns, rows)


def outlook_table(d: StrategicAssessment) -> Table:
    """Issue by issue the range of the next twelve months."""
    columns = (
        Column("issue", "Issue"),
        Column("now", "Last 12 months", True),
        Column("ahead", "Next 12 months, 80 in 100"),
    )
    rows = tuple(
        (
            tell(issue, "title"),
            _total_cell(issue.years.now, issue.years),
            words(SENTENCES, "outlook", issue=issue),
        )
        for issue in d.issues.every
        if issue.years and issue.years.now
    )
    return Table("outlook-table", words(SENTENCES, "outlook_title", d=d), columns, rows)


def _in_a_cell(factor: FactorScore) -> str | float:
    return "Not known" if factor.score is None else in_figures(tell(factor, "score"), 1) or ""


def scores_table(d: StrategicAssessment) -> Table:
    """Issue by issue: each factor's score, the sum, and how often it comes among the first."""
    columns = (
        Column("issue", "Issue"),
        *(Column(f, FACTOR_TITLES.get(f, f.replace("_", " ").capitalize()), True) for f in d.issues.used),
        Column("score", "Score of 100", True),
        Column("sure", "Among the first, of 100 weightings", True),
        Column("move", "Proposed"),
    )
    rows = tuple(
        (
            tell(issue, "title"),
            *(_in_a_cell(part_of(each, issue)) for each in issue.factors),
            tell(issue, "score"),
            tell(issue, "in_100"),
            words(SENTENCES, "move", issue=issue),
        )
        for issue in d.issues.every
    )
    return Table("scores-table", words(SENTENCES, "scores_title", d=d), columns, rows)
