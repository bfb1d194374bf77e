"""Robust penalised fits of all series at once: Newton steps on stacked matrices, and weights for outlying months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

import numpy as np

from bsafe_analysis.detection import dispersion
from bsafe_analysis.detection.robust import robust_weights

LONGEST_STEP = 2.0
SETTLED = 1e-3
"""Newton's error is about the square of its last step: a millionth of the mean."""
NEARLY = 0.03
"""... of a thousandth: near enough where weights and dispersion are about to change, or where the optimum's height is
asked, in which an error of the coefficients counts as its square."""
MOST_STEPS = 12
BATCH = 6000
"""Series fitted together: many enough for numpy, few enough for any memory."""


@dataclass(frozen=True)
class FitSeries:
    """Counts (series x months), whether each is known and comparable, each series' group, and whether it is a leaf.

    Leaves are of the lowest level: their sum counts everything of a group once. `of_run`: which months may be taken
    together with the last (default: those that are known): months of exceptional times go with each other only.
    `received`: which months have a comparable count, exceptional or not (default: those that are known).
    """

    y: np.ndarray
    known: np.ndarray
    group: np.ndarray
    leaf: np.ndarray
    of_run: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=bool))
    received: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=bool))

    def __post_init__(self) -> None:
        for name in ("of_run", "received"):
            if not getattr(self, name).size:
                object.__setattr__(self, name, self.known)

    def __getitem__(self, rows: np.ndarray) -> FitSeries:
        return FitSeries(*(getattr(self, f.name)[rows] for f in fields(self)))

    def until(self, months: int) -> FitSeries:
        """The first so many months."""
        told = (part[:, :months] for part in (self.y, self.known, self.of_run, self.received))
        y, known, of_run, received = told
        return FitSeries(y, known, self.group, self.leaf, of_run, received)


def batches(group: np.ndarray, among: np.ndarray, size: int = BATCH) -> Iterator[np.ndarray]:
    """Rows `among` (true or false a row) by whole groups, about `size` at a time, so that memory stays bounded.

    Groups share nothing in a fit but what was learnt before it.
    """
    rows = np.flatnonzero(among)
    order = rows[np.argsort(group[rows], kind="stable")]
    ends = np.append(np.flatnonzero(np.diff(group[order])) + 1, len(order))
    first = 0
    for end, following in zip(ends, np.append(ends[1:], len(order) + size), strict=True):
        if following - first > size and end > first:
            yield order[first:end]
            first = end


@dataclass(frozen=True)
class Prior:
    """Precision and centre of every coefficient (series x columns)."""

    precision: np.ndarray
    centre: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> Prior:
        return Prior(self.precision[rows], self.centre[rows])


@dataclass(frozen=True)
class Fit:
    """Coefficients, fitted means, the Hessian there, weights (0 where not used), dispersion and the sd of its log.

    `spent`: how many free coefficients the fit used; `shared`: what its group's dispersions have in common.
    """

    b: np.ndarray
    mu: np.ndarray
    hessian: np.ndarray
    weight: np.ndarray
    phi: np.ndarray
    log_sd: np.ndarray
    spent: np.ndarray
    shared: dispersion.GroupDispersion

    def __getitem__(self, rows: np.ndarray) -> Fit:
        return Fit(*(getattr(self, f.name)[rows] for f in fields(self)))


def _used(known: np.ndarray, left_out: int | np.ndarray) -> np.ndarray:
    """1 for a known month, 0 for the others and for the last `left_out` (one number, or one a series)."""
    months = known.shape[1]
    return known * (np.arange(months) < months - np.reshape(left_out, (-1, 1))).astype(float)


def fit(series: FitSeries, x: np.ndarray, prior: Prior, left_out: int | np.ndarray, rounds: int = 3) -> Fit:
    """Fit all series, the last `left_out` months having no weight: means, then dispersion, then weights, in rounds.

    `left_out`: one number, or one a series.
    """
    used = _used(series.known, left_out)
    b, weight, phi = _starting_values(series.y, used, prior.centre), used, np.ones(len(series.y))
    for _ in range(rounds):
        b, mu, hessian = newton(series.y, weight, x, prior, b, phi, NEARLY)
        spent = dispersion.spent(hessian, prior.precision)
        own = dispersion.raw(series.y, mu, weight, spent, phi)
        shared = dispersion.common(own, series.group)
        phi, log_sd = dispersion.moderated(own, shared)
        weight = used * robust_weights(series.y, mu, phi)
    b, mu, hessian = newton(series.y, weight, x, prior, b, phi)
    return Fit(b, mu, hessian, weight, phi, log_sd, spent, shared)


def refit(series: FitSeries, x: np.ndarray, prior: Prior, left_out: int | np.ndarray, before: Fit) -> Fit:
    """The same with more months left out, starting from a fit: one round, since little changes.

    What the group has in common is kept, so that some of its series can be refitted alone.
    """
    used = _used(series.known, left_out)
    weight = before.weight * used
    b, mu, _ = newton(series.y, weight, x, prior, before.b, before.phi, NEARLY)
    phi, log_sd = dispersion.moderated(dispersion.raw(series.y, mu, weight, before.spent, before.phi), before.shared)
    weight = used * robust_weights(series.y, mu, phi)
    b, mu, hessian = newton(series.y, weight, x, prior, b, phi)
    return replace(before, b=b, mu=mu, hessian=hessian, weight=weight, phi=phi, log_sd=log_sd)


def _starting_values(y: np.ndarray, used: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """First coefficients: the mean of the known months, and the prior's shape."""
    b = centre.copy()
    b[:, 0] = np.log(((y * used).sum(1) + 0.5) / np.maximum(used.sum(1), 1))
    return b


def newton(
    y: np.ndarray,
    weight: np.ndarray,
    x: np.ndarray,
    prior: Prior,
    b: np.ndarray,
    phi: np.ndarray,
    settled: float = SETTLED,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Newton steps to the penalised optimum of each series; returns coefficients, means and the Hessian there.

    Maximises sum w (y eta - mu) / phi - sum precision (b - centre)^2 / 2, where log mu = eta = x b.
    """
    outer = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    b, rows = b.copy(), np.arange(len(y))
    for _ in range(MOST_STEPS):
        mu = _means(b[rows], x)
        scaled = weight[rows] / phi[rows, None]
        gradient = (scaled * (y[rows] - mu)) @ x - prior.precision[rows] * (b[rows] - prior.centre[rows])
        step = np.linalg.solve(_hessian(scaled * mu, outer, prior.precision[rows]), gradient[:, :, None])[:, :, 0]
        longest = np.abs(step).max(axis=1)
        b[rows] += step * np.minimum(1, LONGEST_STEP / np.maximum(longest, 1e-12))[:, None]
        rows = rows[longest > settled]
        if not len(rows):
            break
    mu = _means(b, x)
    return b, mu, _hessian(weight * mu / phi[:, None], outer, prior.precision)


def _means(b: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.exp(np.clip(b @ x.T, -14, 25))


def _hessian(information: np.ndarray, outer: np.ndarray, precision: np.ndarray) -> np.ndarray:
    columns = precision.shape[1]
    hessian = (information @ outer).reshape(-1, columns, columns)
    diagonal = np.arange(columns)
    hessian[:, diagonal, diagonal] += precision
    return hessian
