"""Invented counts with a known truth: independent series (A), a still partnership (B), partnerships that evolve (C).

Nothing here is shared with the engine. Seasons, levels, shocks and events are drawn by rules of our own,
after the design of Noufaily et al. (2013) in months. `mean` is the expected count without the judged months' event,
`phi` its dispersion.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

JUDGED = 12
MONTHS = 132  # 120 of history at most, and the judged year
AFTERMATH = 4
FIRST = pd.Period("2008-01", "M")
SPIKES, SHIFTS, DRIFTS = (2, 3, 5, 7, 10), (0.25, 0.5, 1.0), (0.02, 0.04, 0.08)
SCENARIOS = ((0.1, 1.5), (-2, 2), (1.5, 1), (0.5, 5), (2.5, 3), (3.75, 1.1), (5, 1.2), (6, 2))


@dataclass
class Truth:
    """One data set: rows are series, columns the months of MONTHS; `kind` "" where a judged month holds no event.

    Other kinds: "spike", "shift", "drift"; "after", one of the AFTERMATH months after an event, in which a lasting rise
    may still be reported; "partial", a total of which some part holds an event.
    """

    name: str
    counts: np.ndarray  # nan before a series' history begins
    mean: np.ndarray
    phi: np.ndarray
    kind: np.ndarray  # series x JUDGED
    event: np.ndarray  # series x JUDGED: number of the event, -1 where none
    group: list[str]
    level: list[str]
    start: np.ndarray  # series x JUDGED: months since the event began (0 in its first)
    meta: dict = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [f"{self.name}{i:05d}" for i in range(len(self.counts))]

    @property
    def months(self) -> list[str]:
        return [str(FIRST + i) for i in range(MONTHS)]

    def frame(self) -> pd.DataFrame:
        """series, month, count, group, level: what `bsafe detect` reads."""
        s, t = np.nonzero(~np.isnan(self.counts))
        names, months = np.array(self.names), np.array(self.months)
        columns = {"series": names[s], "month": months[t], "count": self.counts[s, t].astype(int)}
        if len(set(self.group)) > 1:
            columns["group"] = np.array(self.group)[s]
            columns["level"] = np.array(self.level)[s]
        return pd.DataFrame(columns)


def negative_binomial(rng: np.random.Generator, mean: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """Counts with that mean and variance phi * mean."""
    excess = np.broadcast_to(phi - 1, mean.shape)
    size = mean / np.maximum(excess, 1e-9)
    rate = np.where(excess > 1e-6, rng.gamma(np.maximum(size, 1e-12)) * np.maximum(excess, 1e-9), mean)
    return rng.poisson(rate).astype(float)


def _blank(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.full((n, JUDGED), "", dtype=object), np.full((n, JUDGED), -1), np.full((n, JUDGED), -1)


def _add_events(rng, truth: Truth, rows, number: int, spikes: float, shifts: float) -> int:
    """Give each of `rows` one event: a spike, a shift or a drift. Changes the counts; returns the next number."""
    base = MONTHS - JUDGED
    for i in rows:
        draw = rng.random()
        mean, sd = truth.mean[i, base:], np.sqrt(truth.phi[i] * truth.mean[i, base:])
        extra = np.zeros(JUDGED)
        if draw < spikes:
            kind, at = "spike", [int(rng.integers(JUDGED))]
            extra[at[0]] = rng.poisson(rng.choice(SPIKES) * sd[at[0]])
        elif draw < spikes + shifts:
            kind, length = "shift", int(rng.integers(3, 7))
            first = int(rng.integers(0, JUDGED - length + 1))
            at = list(range(first, first + length))
            extra[at] = negative_binomial(rng, mean[at] * rng.choice(SHIFTS), np.array(truth.phi[i]))
        else:
            kind, at = "drift", list(range(JUDGED))
            rise = (1 + rng.choice(DRIFTS)) ** np.arange(1, JUDGED + 1) - 1
            extra[at] = negative_binomial(rng, mean * rise, np.array(truth.phi[i]))
        truth.counts[i, base:] += extra
        truth.kind[i, at], truth.event[i, at], truth.start[i, at] = kind, number, np.arange(len(at))
        _mark_aftermath(truth, i)
        number += 1
    return number


def _mark_aftermath(truth: Truth, i: int) -> None:
    last = int(np.flatnonzero(truth.event[i] >= 0).max())
    truth.kind[i, last + 1 : last + 1 + AFTERMATH] = "after"


def set_a(seed: int, n: int = 720) -> Truth:
    """Independent series: eight mixes of mean and dispersion x trend x harmonics, 60 / 84 / 120 months of history."""
    rng = np.random.default_rng([seed, 1])
    t = np.arange(MONTHS) - (MONTHS - 1)
    mean, phi = np.empty((n, MONTHS)), np.empty(n)
    for i in range(n):
        theta, phi[i] = SCENARIOS[i % len(SCENARIOS)]
        harmonics, trend = (i // len(SCENARIOS)) % 3, (0.0, 0.006, -0.004)[(i // 24) % 3]
        season = sum(
            rng.uniform(0.1, 0.5) / j * np.cos(2 * np.pi * j * t / 12 + rng.uniform(0, 2 * np.pi))
            for j in range(1, harmonics + 1)
        )
        mean[i] = np.exp(theta + trend * (t + 40) + season)
    counts = negative_binomial(rng, mean, phi[:, None])
    for i in range(0, n, 2):  # half have had outbreaks before
        for _ in range(4):
            at, k = int(rng.integers(0, MONTHS - JUDGED - 3)), rng.choice((2, 3, 5, 10))
            size = rng.poisson(k * np.sqrt(phi[i] * mean[i, at]))
            spread = np.minimum(rng.lognormal(0, 0.5, size).astype(int), 3)
            np.add.at(counts[i], at + spread, 1)
    history = np.array([60, 84, 120])[rng.integers(0, 3, n)]
    for i in range(n):
        counts[i, : MONTHS - JUDGED - history[i]] = np.nan
    truth = Truth("A", counts, mean, phi, *_blank(n)[:2], ["all"] * n, [""] * n, _blank(n)[2])
    eventful = rng.permutation(n)[: n * 6 // 10]
    _add_events(rng, truth, eventful, 0, 0.45, 0.4)
    return truth


def partnership(rng, name: str, evolving: bool, history: int, crimes: int = 14, areas: int = 4, places: int = 33):
    """One borough, its areas and neighbourhoods: the leaves are drawn, the rest are exact sums."""
    t = np.arange(MONTHS) - (MONTHS - 1)
    size = rng.lognormal(0, 0.5, places)
    area_of = rng.integers(0, areas, places)
    area_of[:areas] = range(areas)
    leaf_mean, leaf_phi, groups, lockdown = [], [], [], rng.integers(60, 110)
    for crime in range(crimes):
        volume = rng.lognormal(0.6, 1.3)
        amplitude, peak = rng.uniform(0.02, 0.35), rng.uniform(0, 2 * np.pi)
        season = amplitude * np.cos(2 * np.pi * t / 12 + peak) + rng.uniform(0, 0.1) * np.cos(
            4 * np.pi * t / 12 + rng.uniform(0, 6.3)
        )
        common = season + rng.normal(0, 0.04) * t / 12
        if evolving:
            common = common + np.cumsum(rng.normal(0, 0.012, MONTHS)) + rng.normal(0, 0.03, MONTHS)
            common = common + np.where(
                (t + MONTHS - 1 >= lockdown) & (t + MONTHS - 1 < lockdown + 3), -rng.uniform(0, 1), 0
            )
        for p in range(places):
            own = np.log(volume * size[p] * rng.lognormal(0, 0.5)) + common
            if evolving:
                walk = np.cumsum(rng.normal(0, rng.choice((0.0, 0.01, 0.02, 0.03)), MONTHS))
                own = own + walk - walk[-JUDGED:].mean()
            leaf_mean.append(np.exp(own))
            leaf_phi.append(1 + rng.gamma(1.2, 0.25) * (1 + 0.05 * np.exp(own).mean()) ** 0.5)
            groups.append(f"{name}-c{crime:02d}")
    mean, phi = np.array(leaf_mean), np.array(leaf_phi)
    counts = negative_binomial(rng, mean, phi[:, None])
    counts[:, : MONTHS - JUDGED - history] = np.nan
    n = len(mean)
    truth = Truth(name, counts, mean, phi, *_blank(n)[:2], groups, ["neighbourhood"] * n, _blank(n)[2])
    place = np.tile(np.arange(places), crimes)
    number = _add_events(rng, truth, rng.permutation(n)[: n * 35 // 100], 0, 0.4, 0.4)
    number = _area_events(rng, truth, place, area_of, areas, crimes, places, number)
    return _with_sums(truth, place, area_of, areas, crimes, places)


def _area_events(rng, truth, place, area_of, areas, crimes, places, number):
    """Some shifts that hit every neighbourhood of an area at once, where the area had none of its own."""
    base = MONTHS - JUDGED
    for crime in rng.permutation(crimes)[: max(crimes // 3, 1)]:
        rows = crime * places + np.flatnonzero(area_of == rng.integers(areas))
        rows = rows[(truth.event[rows] < 0).all(axis=1)]
        length, size = int(rng.integers(3, 7)), rng.choice(SHIFTS[:2])
        first = int(rng.integers(0, JUDGED - length + 1))
        at = np.arange(first, first + length)
        for i in rows:
            truth.counts[i, base + at] += negative_binomial(
                rng, truth.mean[i, base + at] * size, np.array(truth.phi[i])
            )
            truth.kind[i, at], truth.event[i, at], truth.start[i, at] = "shift", number, np.arange(length)
            _mark_aftermath(truth, i)
            number += 1
    return number


def _with_sums(truth: Truth, place, area_of, areas, crimes, places) -> Truth:
    """Areas and borough as sums of their leaves; their months that hold part of an event are "partial"."""
    groups = np.array(truth.group)
    members = []
    for crime in sorted(set(truth.group)):
        rows = np.flatnonzero(groups == crime)
        members += [(rows, crime, "borough")]
        members += [(rows[area_of[place[rows]] == a], crime, "area") for a in range(areas)]
    counts = np.array([truth.counts[r].sum(0) for r, _, _ in members])
    mean = np.array([truth.mean[r].sum(0) for r, _, _ in members])
    variance = np.array([(truth.mean[r] * truth.phi[r][:, None]).sum(0) for r, _, _ in members])
    kind, event, start = _blank(len(members))
    for m, (rows, _, _) in enumerate(members):
        kind[m, (truth.kind[rows] != "").any(axis=0)] = "partial"
    phi = (variance / mean).mean(1)
    join = np.concatenate
    return Truth(
        truth.name,
        join([counts, truth.counts]),
        join([mean, truth.mean]),
        join([phi, truth.phi]),
        join([kind, truth.kind]),
        join([event, truth.event]),
        [c for _, c, _ in members] + truth.group,
        [lv for _, _, lv in members] + truth.level,
        join([start, truth.start]),
    )


def set_b(seed: int) -> Truth:
    """A partnership whose levels stand still but for a slow trend: 532 series, exact sums, 96 months of history."""
    return partnership(np.random.default_rng([seed, 2]), "B", False, 96)


def set_c(seed: int, history: int = 96) -> list[Truth]:
    """Two partnerships with wandering levels, borough-wide shocks and a lockdown."""
    return [partnership(np.random.default_rng([seed, 3, k]), f"C{k}", True, history) for k in range(2)]
