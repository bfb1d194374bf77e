"""The month in the force's other districts, counted again: straight from its raw files, by the names of the LSOAs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import duckdb

from bsafe_analysis.audit import counting_rules as rules
from bsafe_analysis.audit.arrivals import Arrival, arrivals_of, newest_of_each_month
from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.batches import batches_of
from bsafe_analysis.audit.counting import SETTINGS
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.filling import fill
from bsafe_analysis.audit.force_names import later_names
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.audit.rows_twice import keep_twice, show_several

_IN_DISTRICTS = r"""
INSERT INTO in_districts
SELECT file, line, regexp_extract(tidy({lsoa_name}), '^(.+) [0-9]{{3}}[A-Z]$', 1) AS district, tidy({category})
FROM batch SEMI JOIN main_files USING (file) WHERE {month} = $month AND district <> ''
"""
_OURS = "SELECT force, counted.month, count(*) FROM counted JOIN files USING (file) WHERE source = $feed GROUP BY ALL"
_COUNTED = "SELECT district, word, count(*) FROM in_districts ANTI JOIN again USING (file, line) GROUP BY ALL"


def districts_again(evidence: AuditEvidence) -> Mapping[str, Counter[str]]:
    """District -> category -> how many the leading force recorded there in the month; our own among them."""
    found: dict[str, Counter[str]] = {}
    recount = evidence.recount
    for feed in recount.declared.feeds:
        if feed.kind == "police_uk" and feed.source_class == "OPEN" and not feed.ours_alone:
            for district, word, rows in _counted(evidence, feed):
                category = recount.gazetteer.category_for(word)
                found.setdefault(district, Counter())[category or ""] += rows
    return found


def _counted(evidence: AuditEvidence, feed: Feed) -> Sequence[tuple[str, str, int]]:
    arrived = arrivals_of(evidence.root, feed, evidence.month, evidence.recount.declared.as_of)
    numbers = dict(enumerate(newest_of_each_month(a for a in arrived if a.month == evidence.month)))
    with duckdb.connect(config=SETTINGS) as db:
        db.execute(rules.TABLES)
        db.execute("CREATE TABLE main_files(file INTEGER)")
        db.execute("CREATE TABLE in_districts(file INTEGER, line INTEGER, district VARCHAR, word VARCHAR)")
        fill(db, "main_files", [(number,) for number in _leading(evidence.recount, feed, numbers)])
        _read(db, feed, numbers, evidence.month)
        return db.execute(_COUNTED).fetchall()


def _leading(recount: Recounted, feed: Feed, numbers: Mapping[int, Arrival]) -> list[int]:
    """The month's file of the force with most rows of this borough, whatever the name it had earlier."""
    ours = {(force, month): rows for force, month, rows in recount.ask(_OURS, feed=feed.name)}
    names, total = later_names(ours), Counter[str]()
    for (force, _), rows in ours.items():
        total[names.get(force, force)] += rows
    main = max(sorted(total), key=lambda force: total[force], default="")
    return [number for number, arrival in numbers.items() if names.get(arrival.force, arrival.force) == main]


def _read(db: duckdb.DuckDBPyConnection, feed: Feed, numbers: Mapping[int, Arrival], month: str) -> None:
    show_several(db, numbers)
    for batch in batches_of(feed, numbers.values(), {arrival.name: number for number, arrival in numbers.items()}):
        batch.show(db)
        columns = batch.columns(feed)
        db.execute(rules.REPEATING.format(**columns))
        db.execute(rules.PASTED, {"shortest": rules.SHORTEST_PASTE})
        db.execute(rules.AGAIN)
        db.execute(rules.TOLD.format(**columns))
        db.execute(_IN_DISTRICTS.format(**columns), {"month": month})
    keep_twice(db, numbers)
