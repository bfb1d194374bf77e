"""What stands around a document: marking, place, dates, links. The same for every page and the index."""

from __future__ import annotations

from dataclasses import dataclass

Link = tuple[str, str]
"""(what is shown, the file name it leads to; "" for no link)."""


@dataclass(frozen=True)
class PageFrame:
    """`facts`: (name, value) pairs below the heading, such as ("Data as at", "5 October 2026"). `trail`: the
    breadcrumb, borough first, the page itself last. `down`: pages of the places within this one.
    """

    kind: str
    place: str
    month_name: str
    partnership: str
    marking: str
    audience: str
    facts: tuple[tuple[str, str], ...] = ()
    trail: tuple[Link, ...] = ()
    down: tuple[Link, ...] = ()
    down_title: str = ""
    invented: bool = False
    contact: str = ""
    licence: str = ""
    fingerprint: str = ""
    own: bool = False
    """Whether the whole page is an analyst's own: it says so once, and not below each of its parts."""

    @property
    def title(self) -> str:
        """Of the browser's tab: unique within the pack."""
        return f"{self.place}: {self.kind}, {self.month_name} ({self.partnership})"
