"""What became of crimes, read again: the last outcome of each line that counts, from the raw files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import duckdb

from bsafe_analysis.audit import counting_rules as rules
from bsafe_analysis.audit.arrivals import Arrival, arrivals_of, outcome_files
from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.batches import batches_of
from bsafe_analysis.audit.counting import SETTINGS
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.filling import fill
from bsafe_analysis.model.periods import add_months, month_index, months_between

AFTER_A_CHARGE = (
    "suspect charged", "defendant", "court", "awaiting court outcome", "offender deprived of property",
    "offender fined", "offender given absolute discharge", "offender given community", "offender given conditional",
    "offender given suspended", "offender ordered", "offender otherwise dealt", "offender sent to prison",
)  # fmt: skip
"""How outcomes begin that come after a charge or a summons."""
STILL_OPEN = ("under investigation", "status update unavailable")
_HOLDING = "SELECT DISTINCT name, counted.month FROM counted JOIN files USING (file) WHERE source = $feed"
_COUNTED = """
SELECT name, line, counted.month, category, place FROM counted JOIN files USING (file)
WHERE source = $feed AND counted.month IN (SELECT unnest($months))
"""
_TABLES = """
CREATE TABLE wanted(file INTEGER, line INTEGER, month VARCHAR, category VARCHAR, place VARCHAR);
CREATE TABLE downloads(file INTEGER, force VARCHAR, newest VARCHAR, reach VARCHAR);
CREATE TABLE later_files(file INTEGER, force VARCHAR, decided VARCHAR);
CREATE TABLE later(file INTEGER, line INTEGER, ident VARCHAR, outcome VARCHAR);
CREATE TABLE said(file INTEGER, month VARCHAR, category VARCHAR, place VARCHAR, ident VARCHAR, outcome VARCHAR);
"""
_STREET = """
INSERT INTO said
SELECT file, month, category, place, tidy({ident}), lower(tidy({outcome})) FROM batch JOIN wanted USING (file, line)
"""
_LATER = "INSERT INTO later SELECT file, line, tidy({ident}) AS ident, lower(tidy({outcome})) FROM batch"
_BECAME = """
WITH newer AS (
    SELECT downloads.file, ident, arg_max(outcome, (decided, line)) AS outcome
    FROM downloads JOIN later_files ON later_files.force = downloads.force AND decided > newest AND decided <= reach
         JOIN later ON later.file = later_files.file
    WHERE ident <> '' AND outcome <> '' GROUP BY ALL)
SELECT month, category, place, coalesce(newer.outcome, said.outcome) AS became, count(*)
FROM said LEFT JOIN newer USING (file, ident) WHERE became <> '' GROUP BY ALL
"""


class Became(NamedTuple):
    """Crimes of one place (the finest), category and month with one outcome."""

    month: str
    category: str
    place: str
    outcome: str
    crimes: int


@dataclass(frozen=True)
class FeedOutcomes:
    """The files of one feed that tell what became of its crimes."""

    feed: Feed
    evidence: AuditEvidence

    @cached_property
    def street(self) -> Mapping[str, Arrival]:
        every = arrivals_of(self.evidence.root, self.feed, self.evidence.month, None)
        return {arrival.name: arrival for arrival in every}

    @cached_property
    def later(self) -> Mapping[tuple[str, str], Arrival]:
        """The files that tell outcomes alone, but for those that the month's data notes call unused."""
        as_of = self.evidence.recount.declared.as_of
        found = outcome_files(self.evidence.root, self.feed, self.evidence.month, as_of)
        unused = self.evidence.once(_not_used)
        return {key: arrival for key, arrival in found.items() if arrival.name not in unused}

    @cached_property
    def newest(self) -> Mapping[date | None, str]:
        """Day -> the newest month that arrived on it."""
        found: dict[date | None, str] = {}
        for arrival in self.street.values():
            found[arrival.downloaded] = max(arrival.month, found.get(arrival.downloaded, ""))
        return found

    def told_until(self, name: str) -> str:
        """The last month of which it is known what became of a file's crimes: outcome files follow without a gap."""
        arrival = self.street[name]
        last = self.newest[arrival.downloaded]
        while (arrival.force, add_months(last, 1)) in self.later:
            last = add_months(last, 1)
        return last

    def ages(self) -> Iterator[tuple[str, int]]:
        """For each month of a file that counts: how much later it is told what became of it."""
        for name, month in self.evidence.recount.ask(_HOLDING, feed=self.feed.name):
            yield month, month_index(self.told_until(name)) - month_index(month)

    def became(self, months: Sequence[str]) -> Iterator[Became]:
        """The outcomes of the lines that count in these months."""
        rows = self.evidence.recount.ask(_COUNTED, feed=self.feed.name, months=list(months))
        names = sorted({row[0] for row in rows})
        with duckdb.connect(config=SETTINGS) as db:
            db.execute(rules.TABLES)
            db.execute(_TABLES)
            self._read_street(db, names, rows)
            self._read_later(db)
            told = db.execute(_BECAME).fetchall()
        found: Counter[tuple[str, str, str, str]] = Counter()
        for month, category, place, said, crimes in told:
            found[month, category, place, meant(said)] += crimes
        return (Became(*key, crimes) for key, crimes in sorted(found.items()))

    def _read_street(self, db: duckdb.DuckDBPyConnection, names: list[str], rows: Sequence[tuple[Any, ...]]) -> None:
        numbers = {name: number for number, name in enumerate(names)}
        fill(db, "wanted", [(numbers[name], *rest) for name, *rest in rows])
        files = ((numbers[name], self.street[name]) for name in names)
        told = [(n, a.force, self.newest[a.downloaded], self.told_until(a.name)) for n, a in files]
        fill(db, "downloads", told)
        for batch in batches_of(self.feed, (self.street[name] for name in names), numbers):
            batch.show(db)
            ident, outcome = (batch.cell(self.feed, name) for name in ("incident_id", "outcome"))
            db.execute(_STREET.format(ident=ident, outcome=outcome))

    def _read_later(self, db: duckdb.DuckDBPyConnection) -> None:
        told = db.execute("SELECT DISTINCT newest FROM downloads").fetchall()
        first = min((newest for (newest,) in told), default="9999-12")
        wanted = [each for each in self.later.values() if each.month > first]
        numbers = {arrival.name: number for number, arrival in enumerate(wanted)}
        fill(db, "later_files", [(numbers[a.name], a.force, a.month) for a in wanted])
        for batch in batches_of(self.feed, wanted, numbers):
            batch.show(db)
            at = [name.strip().casefold() for name in batch.header].index("outcome type")
            db.execute(_LATER.format(ident=batch.cell(self.feed, "incident_id"), outcome=f"cells[{at + 1}]"))


def outcomes_again(evidence: AuditEvidence) -> list[Became]:
    """Every outcome that is said of the months of two years that were told of late enough; [] where none was."""
    feeds = [FeedOutcomes(feed, evidence) for feed in evidence.recount.declared.feeds if _tells(feed)]
    ages: dict[str, int] = {}
    for feed in feeds:
        for month, age in feed.ages():
            ages[month] = min(age, ages.get(month, age))
    months = sorted(_old_enough(ages, int(evidence.chosen.detection["outcome_months"])))
    return [became for feed in feeds for became in feed.became(months)]


def meant(said: str) -> str:
    """
    >>> meant("suspect charged"), meant("unable to prosecute suspect"), meant("under investigation")
    ('charged', 'other', 'still_open')
    """
    if said == "investigation complete; no suspect identified":
        return "no_suspect"
    if said.startswith(AFTER_A_CHARGE):
        return "charged"
    return "still_open" if said in STILL_OPEN else "other"


def _not_used(evidence: AuditEvidence) -> frozenset[str]:
    notes = evidence.root / "data/prepared" / evidence.month / "facts.json"
    told = json.loads(notes.read_text("utf-8")).get("notices") or () if notes.exists() else ()
    return frozenset(notice["subject"] for notice in told if notice.get("kind") == "unused_outcomes")


def _tells(feed: Feed) -> bool:
    return feed.kind == "police_uk" and feed.source_class == "OPEN"


def _old_enough(ages: Mapping[str, int], lag: int) -> set[str]:
    old = {month for month, age in ages.items() if age >= lag}
    newest = max(old, default="")
    return old & set(months_between(add_months(newest, -23), newest)) if newest else old
