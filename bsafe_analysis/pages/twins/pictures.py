"""Single pictures: a chart drawn by the chart library, a drawing as points. One browser is opened for each."""

from __future__ import annotations

from bsafe_analysis.pages.twins.browser import open_studio
from bsafe_analysis.pages.twins.make_twins import aside

NAME = "chart"


def drawn_wide(spec: str) -> str:
    """The chart (JSON text) as SVG text, as wide as on a page; NoBrowser where none is here."""
    return aside(_drawn_alone(spec))


def painted(svg: str, width: int, height: int) -> bytes:
    """A drawing as a PNG, twice as fine as the screen; NoBrowser where none is here."""
    return aside(_painted_alone(svg, width, height))


async def _drawn_alone(spec: str) -> str:
    async with open_studio() as studio:
        return (await studio.draw({NAME: spec}))[NAME].wide.svg


async def _painted_alone(svg: str, width: int, height: int) -> bytes:
    async with open_studio() as studio:
        return (await studio.paint([(svg, width, height)]))[0]
