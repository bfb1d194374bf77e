"""What a method's alarms were worth, given the truth."""

from __future__ import annotations

import numpy as np

from benchmarks.detection.methods import Result
from benchmarks.detection.simulate import JUDGED, Truth

BANDS = ((0, 0.5), (0.5, 2), (2, 5), (5, 20), (20, 100), (100, 1e9))


def join(pairs: list[tuple[Truth, Result]]) -> dict[str, np.ndarray]:
    """Several data sets of one design as one table of series-months, partial ones left out."""
    columns: dict[str, list[np.ndarray]] = {}
    offset = 0
    for truth, result in pairs:
        keep = truth.kind != "partial"
        values = {
            name: getattr(result, name) for name in ("score", "shift", "flag", "listed", "expected", "lower", "upper")
        }
        values |= {
            "kind": truth.kind,
            "start": truth.start,
            "event": np.where(truth.event >= 0, truth.event + offset, -1),
        }
        values |= {"y": truth.counts[:, -JUDGED:], "mean": truth.mean[:, -JUDGED:]}
        values["sd"] = np.sqrt(truth.phi[:, None] * truth.mean[:, -JUDGED:])
        for name, value in values.items():
            columns.setdefault(name, []).append(value[keep])
        offset += int(truth.event.max()) + 1
    return {name: np.concatenate(parts) for name, parts in columns.items()}


def evaluate(pairs: list[tuple[Truth, Result]]) -> dict[str, float]:
    t = join(pairs)
    after = t["kind"] == "after"
    quiet, event = t["kind"] == "", ~after & (t["kind"] != "")
    score, shift = (np.nan_to_num(t[name], nan=-1.0) for name in ("score", "shift"))
    bar, shift_bar = np.quantile(score[quiet], 0.99), np.quantile(shift[quiet], 0.99)
    spike = t["kind"] == "spike"
    found = {
        "FPR": t["flag"][quiet].mean(),
        "spike@1%": (score[spike] > bar).mean(),
        "shift in 3": _detected(t, shift > shift_bar, "shift", 3),
        "shift in 6": _detected(t, shift > shift_bar, "shift", 6),
        "drift 12": _detected(t, shift > shift_bar, "drift", 12),
        "recall@FDR10": _recall(shift[~after], event[~after]),
        "list false": (t["listed"] & quiet).sum() / max((t["listed"] & ~after).sum(), 1),
        "false+after": (t["listed"] & ~event).sum() / max(t["listed"].sum(), 1),
        "list true/month": (t["listed"] & event).sum() / JUDGED / len(pairs),
        "RMSE": np.sqrt(np.nanmean(((t["expected"] - t["mean"]) / t["sd"])[quiet] ** 2)),
        "cover 98": ((t["y"] >= t["lower"]) & (t["y"] <= t["upper"]))[quiet].mean(),
        "answered": np.mean(~np.isnan(t["expected"])),
        "CPU s/1000": sum(r.seconds for _, r in pairs) / sum(r.score.size for _, r in pairs) * 1000,
    }
    return found | _by_band(t, quiet)


def _detected(t, alarm, kind, within):
    """Share of events of that kind with an alarm in their first `within` months."""
    rows = (t["kind"] == kind) & (t["start"] < within)
    events = t["event"][rows]
    return len(np.unique(events[alarm[rows]])) / max(len(np.unique(events)), 1)


def _recall(score, real):
    """Share of event-months on the longest list that is at most a tenth false."""
    order = np.argsort(-score, kind="stable")
    false = np.cumsum(~real[order]) / np.arange(1, len(order) + 1)
    ends = np.append(np.diff(score[order]) != 0, True)  # a list cannot part equal scores
    good = np.flatnonzero((false <= 0.10) & ends)
    return real[order][: good[-1] + 1].sum() / real.sum() if len(good) else 0.0


def _by_band(t, quiet):
    bands = {}
    for low, high in BANDS:
        rows = quiet & (t["mean"] >= low) & (t["mean"] < high)
        if rows.sum() >= 100:
            bands[f"FPR {low:g}-{high:g} (n {rows.sum()})"] = t["flag"][rows].mean()
    return bands
