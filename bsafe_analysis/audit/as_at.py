"""As at which day the data stand: of the files whose rows stand for the months told, the newest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bsafe_analysis.audit.arrivals import arrivals_of
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.recount import Recounted

_STANDING = """
SELECT DISTINCT name FROM standing JOIN files USING (file)
WHERE feed = $feed AND standing.month <= $until
"""


def newest_used(root: Path, recount: Recounted, feeds: Sequence[Feed]) -> date | None:
    """The day of the newest file of these feeds of which a row stands; None where none tells its own.

    A file that came later and holds later months alone tells nothing of the month: it is not counted.
    """
    return max((day for feed in feeds for day in _days_standing(root, recount, feed)), default=None)


def data_day(root: Path, recount: Recounted) -> date | None:
    """Of the feeds without which no month goes out; where none of them tells a day, of any."""
    feeds = recount.declared.feeds
    return newest_used(root, recount, [feed for feed in feeds if feed.required]) or newest_used(root, recount, feeds)


def _days_standing(root: Path, recount: Recounted, feed: Feed) -> list[date]:
    """Parts of a national store have no day of their own."""
    if feed.kind == "store":
        return []
    standing = {name for (name,) in recount.ask(_STANDING, feed=feed.name, until=recount.month)}
    arrived = arrivals_of(root, feed, recount.month, None)
    return [each.downloaded for each in arrived if each.downloaded and each.name in standing]
