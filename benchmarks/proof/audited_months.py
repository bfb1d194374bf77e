"""Real boroughs, month after month, with partners whose feeds begin late, pause and return: is each page's word so?

Every page of a month is composed and proved as a run proves it. Nothing that the audit finds may be not so; where it
does, the item fails and names each sentence, its claim and both values.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import yaml

from benchmarks.proof.pages_composed import composed
from benchmarks.proof.part import Figures, Part
from bsafe_analysis.audit.auditing import audit_pack
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.preparation.store import save_cycle
from tests.real import workspaces

BOROUGHS = ("rotherham", "barnsley", "doncaster", "sheffield")
FIRST, LAST, NEVER_RECEIVED = "2019-01", "2021-09", "2019-07"
COUNCIL, FIRE = "council_log", "deliberate_fires"
FEEDS = {
    "council": ("Council log", "Nuisance", COUNCIL, "Nuisance reported to the council", "reports of nuisance", 60),
    "fire": ("Fire service", "Deliberate fire", FIRE, "Deliberate fires", "deliberate fires", 14),
}
"""Source -> title, its own word, our category with name and noun, and about how many rows it sends a month."""
MORE_FROM, MORE_TO, TIMES = "2021-05", "2021-07", 3
"""The council's log trebles for a while in one neighbourhood: a partner's own change."""


def items() -> list[str]:
    if not os.environ.get("BSAFE_REAL_DATA"):
        return []
    months = [month for month in months_between(FIRST, LAST) if month != NEVER_RECEIVED]
    return [f"{borough} {month}" for month in months for borough in BOROUGHS]


def begin(home: Path) -> Path:
    return home


def measure(home: Path, item: str) -> Figures:
    """One month of one borough; AssertionError with all that is not so."""
    borough, month = item.split()
    root = home / borough
    if not root.exists():
        made: Callable[[Path], Path] = getattr(workspaces, borough)
        with_partners(made(root))
    prepared = prepare(root, month)
    save_cycle(root, prepared)
    pages, claims = composed(prepared, profiles=len(prepared.areas.neighbourhoods))
    audited = audit_pack(root, month, "internal", pages, claims)
    kinds = Counter(wrong.claim for wrong in audited.disproved)
    assert not kinds, f"{sum(kinds.values())} not so: " + "; ".join(map(str, audited.disproved))
    return {"pages": len(pages), "told": audited.told, "proved": audited.proved}


def with_partners(root: Path) -> Path:
    """The borough with a council's log and a fire service's list beside the police's files."""
    path = root / "parameters/sources.yml"
    sources = yaml.safe_load(path.read_text("utf-8"))["sources"]
    columns = {"month": "Date", "category": "Type", "lsoa": "LSOA"}
    for name, (title, word, category, called, noun, _) in FEEDS.items():
        sources.append(
            {"name": name, "kind": "columns", "title": title, "folder": name, "class": "PARTNER", "ours_alone": True}
            | {"categories": [category], "columns": dict(columns)}
        )
        with (root / "data/reference/categories.csv").open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerow((word, category, called, noun))
        _send(root, name)
    path.write_text(yaml.safe_dump({"sources": sources}, sort_keys=False), "utf-8")
    return root


def sent(name: str) -> tuple[str, ...]:
    """The months that a partner sends: the council from June 2019 without four of 2020, the fire service with two
    single months missing."""
    if name == "council":
        return tuple(m for m in months_between("2019-06", LAST) if not "2020-02" <= m <= "2020-05")
    return tuple(m for m in months_between("2018-01", LAST) if m not in {"2019-09", "2021-02"})


def _send(root: Path, name: str) -> None:
    with (root / "data/reference/lsoas.csv").open(encoding="utf-8") as stream:
        lsoas = sorted({row["lsoa"] for row in csv.DictReader(stream)})
    word, about = FEEDS[name][1], FEEDS[name][5]
    for month in sent(name):
        path = root / f"data/raw/{name}/2022-01-15/{name}-{month}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [(f"{month}-{1 + _by_lot(name, month, i, 'day') % 28:02}", word, lsoa) for i, lsoa in
                enumerate(_where(name, month, lsoas, about))]  # fmt: skip
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("Date", "Type", "LSOA"), *rows])


def _where(name: str, month: str, lsoas: Sequence[str], about: int) -> list[str]:
    many = about * 3 // 4 + _by_lot(name, month, "many") % (about // 2)
    drawn = [lsoas[_by_lot(name, month, i) % len(lsoas)] for i in range(many)]
    risen = name == "council" and MORE_FROM <= month <= MORE_TO
    return drawn + [lsoas[0]] * (TIMES * about // 4 if risen else 0)


def _by_lot(*of: object) -> int:
    return int(sha256(repr(of).encode()).hexdigest()[:12], 16)


def told(measured: Sequence[Figures]) -> Figures:
    return {"months": len(measured), **{n: sum(one[n] for one in measured) for n in ("pages", "told", "proved")}}


PART = Part(
    "audited_months", "of real boroughs' months, with partners that begin late and pause, nothing is found not so",
    items, begin, measure, told,
)  # fmt: skip
