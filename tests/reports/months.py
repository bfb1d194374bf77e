"""A prepared month typed by hand: two areas, three neighbourhoods, two categories, fourteen months."""

from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd

from bsafe_analysis.model.activities import Activity, Progress, Strand
from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.counts import baseline_facts, count_monthly
from bsafe_analysis.model.cycle import Cycle, DetectionSettings, Meeting, Outline, Partnership, Prepared, ProfileNotes
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.findings import Direction, Finding, Rule, Status
from bsafe_analysis.model.held_months import HeldMonths, all_held
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import Window, months_between
from bsafe_analysis.model.priorities import Improvement, Priorities, Priority
from bsafe_analysis.model.receipts import Notice, Receipt, Revision, SetAside

MONTH = "2026-09"
MONTHS = months_between("2025-08", MONTH)
BURGLARY = Category("burglary", "Burglary", "burglaries")
DAMAGE = Category("damage", "Criminal damage", "reports of criminal damage")
AREAS = Areas(
    (
        Area("B", "Thornmere", Level.BOROUGH, None, residents=9000, households=4000),
        Area("A1", "North", Level.AREA, "B", residents=6000, households=2600),
        Area("A2", "South", Level.AREA, "B", residents=3000, households=1400),
        Area("N1", "Mill Lane", Level.NEIGHBOURHOOD, "A1", residents=4000, households=1700, residents_note="mid-2025"),
        Area("N2", "Quarry", Level.NEIGHBOURHOOD, "A1", residents=2000, households=900),
        Area("N3", "Hope", Level.NEIGHBOURHOOD, "A2", residents=3000, households=1400),
        Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B"),
    ),
    "2026",
)
USUAL = {"N1": 9, "N2": 4, "N3": 5, NOT_PLACED: 1}
RISE = {("N1", "burglary", MONTH): 25}


def not_held(*missing):
    """What is held where the police's months but these are."""
    (police,) = all_held(["burglary", "damage"], [month for month in MONTHS if month not in missing], "police").sources
    return HeldMonths((replace(police, gaps=missing),))


def incidents(rise=RISE, usual=USUAL):
    rows = []
    for place, n in usual.items():
        for category in ("burglary", "damage"):
            for month in MONTHS:
                rows += [(place, category, month)] * rise.get((place, category, month), n)
    return pd.DataFrame(rows, columns=["neighbourhood", "category", "month"])


def expectations(counts):
    """An expected range by hand: the usual count, give or take twice its root."""
    rows = []
    series = dict(list(counts.groupby(["area", "category"])))
    for row in counts[counts["month"] >= "2026-08"].to_dict("records"):
        own = series[row["area"], row["category"]]
        usual = float(own.loc[own["month"] < row["month"], "count"].median())
        spread = 2 * usual**0.5
        rows.append(
            {k: row[k] for k in ("area", "category", "month")}
            | {
                "observed": row["count"],
                "expected": usual,
                "lower": max(0, round(usual - spread)),
                "upper": round(usual + spread),
                "p_high": 0.5,
                "p_low": 0.5,
                "p_run": 1.0,
                "run_months": None,
                "run_observed": None,
                "run_expected": None,
                "dispersion": 1.0,
                "history": 36,
                "reason": "",
            }
        )
    return pd.DataFrame(rows)


def finding(area="N1", category="burglary", observed=25, expected=9.0, **changes):
    base = Finding(
        area=area,
        category=category,
        month=MONTH,
        rule=Rule.MONTH,
        direction=Direction.UP,
        observed=observed,
        expected=expected,
        lower=3,
        upper=15,
        p=0.0004,
        since=MONTH,
        status=Status.NEW,
    )
    return replace(base, **changes)


def activity(ref="D01", **changes):
    base = Activity(
        ref=ref,
        title="Mark bicycles at the station",
        priority="homes",
        theme="Homes",
        strand=Strand.PREVENTION,
        areas=("N1",),
        categories=("burglary",),
        owner="Neighbourhood sergeant",
        agency="Police",
        measure="bicycles marked",
        baseline="0",
        target="200",
        start=date(2026, 4, 1),
        due=date(2026, 12, 1),
        status=Progress.UNDER_WAY,
        cost=500.0,
    )
    return replace(base, **changes)


@cache
def counted(rise):
    """Counts, expectations and the baseline of what was recorded: worked out once, and copied for each month."""
    counts = count_monthly(incidents(dict(rise)), AREAS, [BURGLARY, DAMAGE], MONTHS, provisional_months=1)
    return counts, expectations(counts), baseline_facts(counts, AREAS, MONTHS)


def prepared(**changes):
    rise = changes.pop("rise", RISE)
    counts, expected, facts = (table.copy() for table in counted(tuple(rise.items())))
    square = ((0.0, 0.0), (0.0, 900.0), (900.0, 900.0), (900.0, 0.0))
    outline = tuple(
        Outline(code, (tuple((x + 900 * i, y) for x, y in square),), (450 + 900 * i, 450))
        for i, code in enumerate(("N1", "N2", "N3"))
    )
    window = Window(MONTHS[0], MONTH)
    cycle = Cycle(
        month=MONTH,
        months=MONTHS,
        as_of=date(2026, 10, 5),
        boundaries="2026",
        baseline=window,
        meetings=(Meeting("pbg", "Partnership Business Group", "tactical_assessment", on=date(2026, 10, 20)),),
        partnership=Partnership(
            "Thornmere Together", "Thornmere", "area", "neighbourhood", invented=True, licence="OGL"
        ),
        detection=DetectionSettings(),
        documents=(DocumentSetting("tactical_assessment", "Tactical assessment", "borough", "pbg"),),
        categories=(BURGLARY, DAMAGE),
        markings={"internal": "OFFICIAL"},
    )
    receipt = Receipt(
        "police",
        "2026-10-05/2026-09/x.csv",
        "0" * 64,
        99,
        "x",
        MONTH,
        date(2026, 10, 5),
        60,
        50,
        ((SetAside.OUTSIDE, 10),),
    )
    revision = Revision("police", "x", "2026-08", "a", "b", 40, 43, 3, 0, 0, 1, 2)
    base = Prepared(
        cycle=cycle,
        areas=AREAS,
        counts=counts,
        expectations=expected,
        findings=(finding(),),
        previous_findings=(),
        baseline_facts=facts,
        activities=(activity(),),
        priorities=Priorities((Priority("homes", "Safer homes", ("burglary",)),), {"burglary": Improvement.FEWER}),
        notes=(
            ProfileNotes(
                "N1", (("Services", "Ward surgery on Mondays."), ("Landmarks", "The old mill.")), date(2026, 8, 1)
            ),
        ),
        receipts=(receipt,),
        revisions=(revision,),
        notices=(Notice("near_edge", "boundaries", 7, "7 incidents lie near an edge."),),
        outlines=outline,
        coverage=None,
        held=all_held(["burglary", "damage"], MONTHS, "police"),
    )
    return replace(base, **changes)
