"""The table behind a chart travels as data beside it, and is laid out when a reader opens it.

So a page is as long as what it has to say: rows of months are one touch away, and on no printed sheet. Whoever judges
or copies a page (the gate, the workbook, the page without scripts) reads it with every table in its place.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

SUMMARY = "Its figures"
_TO_FOLD = re.compile(
    r'<details class="figures"><summary>([^<]*)</summary>((?:(?!</details>).)*?<table id="([a-z0-9-]+)".*?)</details>',
    re.DOTALL,
)
_FOLDED = re.compile(
    r'<details class="figures"><summary>([^<]*)</summary></details>'
    r'<script (?=[^>]*type="application/json")[^>]*\bid="[a-z0-9-]+-figures"[^>]*>(.*?)</script>',
    re.DOTALL,
)


def with_folds(html: str) -> str:
    """The section with each table that is to be opened folded away. `html`: cleaned, each table in its place."""
    return _TO_FOLD.sub(lambda found: folded(found[3], found[2], found[1]), html)


def folded(name: str, table: str, summary: str = SUMMARY) -> str:
    """The table of that name, to be opened; nothing where there is none. `table`: HTML that was cleaned."""
    if not table:
        return ""
    return (
        f'<details class="figures"><summary>{summary}</summary></details>'
        f'<script type="application/json" id="{escape(name)}-figures">{inert_json(table)}</script>'
    )


def unfolded(page: str) -> str:
    """The page with each of these tables in its place; one that cannot be read stays away."""
    return _FOLDED.sub(_laid_out, page)


def _laid_out(found: re.Match[str]) -> str:
    try:
        table = json.loads(found[2])
    except ValueError:
        table = ""
    within = table if isinstance(table, str) else ""
    return f'<details class="figures"><summary>{found[1]}</summary>{within}</details>'


def inert_json(value: Any) -> str:
    """JSON in which no character can begin or end a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
