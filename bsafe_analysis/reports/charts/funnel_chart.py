"""The funnel: which places lie further from the borough's rate than places of their size do by chance?

Limits after Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24,
1185-1202: on the square-root scale, widened by how far all places lie apart (a winsorised dispersion), because places
differ for many reasons that are no news. It does not rank: the table is by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

from bsafe_analysis.claims.telling import in_figures
from bsafe_analysis.reports.charts.chart_parts import behind, highest, label, word, wrapped
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import EDGE, GREY, INK, NAVY, PLUM, axis, layout
from bsafe_analysis.reports.charts.tables import Column

NEAR, FAR = 1.96, 3.09
"""Standard deviations that 95 % and 99.8 % of places lie within by chance."""
WINSORISED = 0.1
MOST_NAMED = 6
POINTS = 60


def funnel_chart(
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    labels: Sequence[str],
    counts: Sequence[int],
    residents: Sequence[int],
    per: int = 1000,
) -> Figure:
    """Each place's rate over its number of residents, within the limits that chance allows around the common rate.

    Places beyond the outer limits are diamonds with their names. Every place must have residents.
    """
    rate, spread = sum(counts) / sum(residents), dispersion(counts, residents)
    rates = [round(per * count / n, 1) for count, n in zip(counts, residents, strict=True)]
    limits = [[round(per * v, 1) for v in limit(rate, n, FAR, spread)] for n in residents]
    outside = [not low <= value <= high for value, (low, high) in zip(rates, limits, strict=True)]
    top = highest(rates, [limit(rate, min(residents), NEAR, spread)[1] * per])
    far = max(residents) * 1.06
    near = min(residents) * 0.85
    sizes = [near + (far - near) * (k / POINTS) ** 2 for k in range(POINTS + 1)]
    title = word("rate_per", per=per)
    points = {
        "type": "scatter", "mode": "markers", "x": list(residents), "y": rates, "text": list(labels), "name": title,
        "meta": {"column": title, "keys": "text", "values": "y"},
        "marker": {
            "opacity": 1,
            "symbol": ["diamond" if out else "circle" for out in outside],
            "size": [12 if out else 8 for out in outside], "color": [PLUM if out else NAVY for out in outside],
        },
        "hovertemplate": "%{text}: %{y}<extra></extra>",
    }  # fmt: skip
    look = layout(
        380,
        margin={"l": 44, "r": 14, "t": 14, "b": 52},
        xaxis=axis(
            range=[near, far], showgrid=False, showline=True, linecolor=INK, ticks="outside", tickcolor=EDGE,
            tickformat=",d", nticks=5, title={"text": word("residents"), "font": {"size": 13}},
        ),
        yaxis=axis(range=[0, top * 1.12]),
        annotations=[
            *_names_beyond_limits(labels, residents, rates, outside, near + 0.75 * (far - near)),
            label(far, per * rate, word("common_rate"), INK, "right", 11),
            label(far, per * limit(rate, far, FAR, spread)[1], word("limits"), GREY, "right", 12),
        ],
    )  # fmt: skip
    traces = [*_limits(sizes, rate, spread, per), _curve(sizes, [per * rate] * len(sizes), INK, "solid", 1), points]
    columns = [
        Column("place", word("place")),
        Column("n", word("residents"), True),
        Column("count", word("recorded"), True),
    ]
    columns += [
        Column("rate", title, True),
        Column("low", word("limit_low"), True),
        Column("high", word("limit_high"), True),
    ]
    rows = [
        (name, n, count, *(in_figures(number, 1) for number in (value, low, high)))
        for name, n, count, value, (low, high) in zip(labels, residents, counts, rates, limits, strict=True)
    ]
    spec = {"data": traces, "layout": look}
    return Figure(id, heading, caption, alt, spec, behind(id, caption, columns, sorted(rows)))


def limit(rate: float, residents: float, z: float, spread: float = 1.0) -> tuple[float, float]:
    """The rates between which a place of that many residents lies by chance, z standard deviations either way.

    >>> low, high = limit(0.1, 1000, 1.96)
    >>> round(low * 1000), round(high * 1000)
    (81, 121)
    """
    root, step = sqrt(rate * residents), z * sqrt(spread) / 2
    return max(root - step, 0.0) ** 2 / residents, (root + step) ** 2 / residents


def dispersion(counts: Sequence[int], residents: Sequence[int]) -> float:
    """How much further places lie apart than chance alone would put them, at least 1; the outermost tenths drawn in."""
    rate = sum(counts) / sum(residents)
    if not rate:
        return 1.0
    z = sorted(2 * (sqrt(count) - sqrt(rate * n)) for count, n in zip(counts, residents, strict=True))
    cut = int(WINSORISED * len(z))
    drawn_in = [min(max(value, z[cut]), z[-1 - cut]) for value in z]
    return max(1.0, sum(value * value for value in drawn_in) / len(z))


def _limits(sizes: list[float], rate: float, spread: float, per: int) -> list[dict[str, Any]]:
    curves = []
    for z, dash in ((NEAR, "dot"), (FAR, "dash")):
        both = [limit(rate, n, z, spread) for n in sizes]
        curves += [_curve(sizes, [round(per * pair[side], 2) for pair in both], GREY, dash, 1.25) for side in (0, 1)]
    return curves


def _curve(x: list[float], y: list[float], colour: str, dash: str, width: float) -> dict[str, Any]:
    look = {"color": colour, "dash": dash, "width": width}
    return {"type": "scatter", "mode": "lines", "x": [round(v) for v in x], "y": y, "line": look, "hoverinfo": "skip"}


def _names_beyond_limits(
    labels: Sequence[str], residents: Sequence[int], rates: Sequence[float], outside: Sequence[bool], right: float
) -> list[dict[str, Any]]:
    """Names of the places beyond the limits, the furthest apart ones where there are many."""
    apart = sorted((i for i, out in enumerate(outside) if out), key=lambda i: -rates[i])[:MOST_NAMED]
    return [
        label(residents[i], rates[i], wrapped(labels[i], 26, 1), PLUM, "right" if residents[i] > right else "left")
        | {"xshift": -10 if residents[i] > right else 10}
        for i in apart
    ]
