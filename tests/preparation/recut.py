"""A year of editions while the partnership recuts what it counts, and a reader who keeps them all and solves.

What is counted are atoms: a word of the supplier, a piece of land, and when it became known. A cell of any edition is a
sum of atoms, whatever its key or code was then; so all editions together are one set of sums over the same unknowns.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.counts import count_monthly
from bsafe_analysis.model.cycle import GUARDED_COLUMNS
from bsafe_analysis.model.disclosure import Policy
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.model.released_counts import CountedAs
from bsafe_analysis.preparation.editions import release
from tests.preparation.town import internal

YEAR = months_between("2025-10", "2026-09")
PIECES = ("0a", "0b", "1", "2a", "2b", "3", "4", "5")
DRAWN = {
    "first": {f"N{p[0]}": [q for q in PIECES if q[0] == p[0]] for p in PIECES},
    "within": {"N0": ["0a"], "N1": ["1", "0b"], "N2": ["2a", "2b"], "N3": ["3"], "N4": ["4"], "N5": ["5"]},
    "across": {"N0": ["0a"], "N1": ["1", "0b"], "N2": ["2a"], "N3": ["3", "2b"], "N4": ["4"], "N5": ["5"]},
}
MEANT = {
    "first": {"fires": ["arson", "refuse"], "cars": ["cars"]},
    "split": {"fires": ["arson"], "rubbish": ["refuse"], "cars": ["cars"]},
    "renamed": {"arson": ["arson"], "rubbish": ["refuse"], "cars": ["cars"]},
    "joined": {"arson": ["arson"], "rubbish": ["refuse", "cars"]},
}
PLANS = {
    "mapping": {4: {"meant": "split"}, 7: {"meant": "renamed"}, 10: {"meant": "joined"}},
    "boundaries": {4: {"drawn": "within"}, 8: {"drawn": "across"}, 10: {"drawn": "first"}},
    "policy": {4: {"smallest": 10}, 8: {"smallest": 5}},
    "revisions": {4: {"known": 1}, 7: {"known": 2}, 9: {"known": 3}},
    "everything": {3: {"known": 1}, 4: {"meant": "split"}, 6: {"drawn": "within"}, 7: {"known": 2, "smallest": 10},
                   8: {"drawn": "across"}, 9: {"meant": "joined"}, 10: {"known": 3, "smallest": 5}},
}  # fmt: skip
"""What changes before which of the twelve editions."""


def areas():
    return Areas((
        Area("B", "Thornmere", Level.BOROUGH, None),
        *(Area(f"A{a}", f"Area {a}", Level.AREA, "B") for a in range(2)),
        *(Area(f"N{n}", f"Place {n}", Level.NEIGHBOURHOOD, f"A{n // 3}", residents=5000 + n) for n in range(6)),
    ))  # fmt: skip


def atoms(seed=5):
    """(month, word, piece, when known) -> incidents. What came late is little."""
    random = np.random.Generator(np.random.PCG64(seed))
    first = {(m, w, p, 0): int(random.poisson(9 if w == "arson" else 4)) for m in YEAR
             for w in ("arson", "refuse", "cars") for p in PIECES}  # fmt: skip
    late = {(m, w, p, k): int(random.poisson(0.5)) for m, w, p, _ in first for k in (1, 2, 3)}
    return first | late


def edition(month, found, meant, drawn, known, smallest):
    """The month as the analysts have it, and what each of its cells is a sum of."""
    pieces, words = DRAWN[drawn], MEANT[meant]
    at = {p: n for n, of in pieces.items() for p in of}
    means = {w: c for c, of in words.items() for w in of}
    rows = [(means[w], m, at[p]) for (m, w, p, k), n in found.items() if m <= month and k <= known for _ in range(n)]
    frame = pd.DataFrame(rows, columns=["category", "month", "neighbourhood"])
    months, categories = tuple(m for m in YEAR if m <= month), [Category(c, c.title(), c) for c in words]
    counts = count_monthly(frame, areas(), categories, months)
    base = internal()
    policy = replace(Policy(), smallest={a: {"PARTNER": smallest} for a in ("partner", "public")})
    cycle = replace(base.cycle, month=month, months=months, categories=tuple(categories), policy=policy)
    return replace(
        base, cycle=cycle, areas=areas(), counts=counts, guarded=counts[list(GUARDED_COLUMNS)],
        classes=dict.fromkeys(words, "PARTNER"), **_counted(words, pieces, months),
    )  # fmt: skip


def _counted(words, pieces, months):
    mean = {c: tuple(sorted(f"fire|{w}" for w in of)) for c, of in words.items()}
    land = {n: "+".join(of) for n, of in pieces.items()}
    land |= {
        a: "+".join(sorted(p for n in range(6) if n // 3 == int(a[1]) for p in pieces[f"N{n}"])) for a in ("A0", "A1")
    }
    places = {code: f"land {of}" for code, of in land.items()} | {"B": "land of all"}
    return {"counted": CountedAs(mean, {c: dict.fromkeys(months, of) for c, of in mean.items()}, {}, places)}


def place_of(code, pieces):
    if code[0] == "N":
        return pieces[code]
    return [p for n, of in pieces.items() if code == "B" or int(n[1]) // 3 == int(code[1]) for p in of]


def a_year(plan, found):
    """Every count that the partners' editions told: (month, words, pieces, known by) -> count; and what they hid."""
    state, ledger, told, hidden = {"meant": "first", "drawn": "first", "known": 0, "smallest": 5}, {}, {}, set()
    for number, month in enumerate(YEAR):
        state |= PLANS[plan].get(number, {})
        prepared = edition(month, found, **state)
        shown, ledger = release(prepared, "partner", ledger)[:2]
        columns = shown["counts"][["area", "category", "month", "count"]]
        for code, category, of, count in columns.itertuples(index=False, name=None):
            if code != "not-placed":
                words, pieces = MEANT[state["meant"]][category], place_of(code, DRAWN[state["drawn"]])
                cell = (of, tuple(sorted(words)), tuple(sorted(pieces)), state["known"])
                if pd.isna(count):
                    hidden.add((*cell, state["smallest"]))
                else:
                    told.setdefault(cell, set()).add(int(count))
    return told, hidden


def true_count(found, cell):
    of, words, pieces, known = cell
    return sum(n for (m, w, p, k), n in found.items() if m == of and w in words and p in pieces and k <= known)


def learnt(plan, months=YEAR, seed=5):
    """(cells that were hidden and small, those exact, those that lost part of the range that the policy gives).

    A count that an edition told although newer were known is of an earlier day: of one on which it was so.
    """
    found = atoms(seed)
    told, hidden = a_year(plan, found)
    small = exact = narrowed = 0
    for of in months:
        names = [(w, p, k) for m, w, p, k in found if m == of]
        left, right = [], []
        for cell, counts in told.items():
            for count in counts if cell[0] == of else ():
                of_then = _of_the_day(found, cell, count)
                left.append(_row(names, of_then))
                right.append(count)
        shown = {cell[:3] for cell in told}  # on whichever day: under a smaller threshold it was for these readers
        never = {cell for cell in hidden if cell[0] == of and cell[:3] not in shown}
        for *cell, smallest in never:
            if true_count(found, cell) < smallest:
                low, high = _range(_row(names, cell), left, right)
                small += 1
                exact += high - low < 1e-6
                narrowed += low > 1e-6 or high < smallest - 1 - 1e-6
    return small, exact, narrowed


def _of_the_day(found, cell, count):
    """The cell as of the day on which it held this count: an edition may tell what stood before."""
    of, words, pieces, known = cell
    return next(each for k in range(known, -1, -1) if true_count(found, each := (of, words, pieces, k)) == count)


def _row(names, cell):
    _, words, pieces, known = cell
    return np.array([float(w in words and p in pieces and k <= known) for w, p, k in names])


def _range(aim, left, right):
    ends = []
    for sign in (1, -1):
        solved = linprog(sign * aim, A_eq=np.array(left), b_eq=right, bounds=(0, None), method="highs")
        ends.append(np.inf if solved.status == 3 else sign * solved.fun)
    return ends
