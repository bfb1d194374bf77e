"""From an executed notebook to a page, and from the document itself to what that page must hold."""

from __future__ import annotations

import re
import sys
import tempfile
import threading
from collections.abc import Collection, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from bsafe_analysis.areas import Area, Level
from bsafe_analysis.batch.plan import PlannedDocument
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.periods import month_name

if TYPE_CHECKING:
    from bsafe_analysis.html.export import Exporter
    from bsafe_analysis.html.page import PageFrame

INDEX = "index.html"


class Press:
    """Makes and checks the pages of one run. Cheap to make; the exporter is loaded when first needed, or by `warm`."""

    def __init__(
        self,
        root: Path,
        prepared: Prepared,
        planned: tuple[PlannedDocument, ...],
        audience: str,
        fingerprint: str,
        nonce: str,
    ) -> None:
        self.nonce = nonce
        self._root, self._prepared, self._planned = root, prepared, planned
        self._audience, self._fingerprint = audience, fingerprint
        self._guard = threading.Lock()  # the exporter and the templates below it are not made for several threads


def without_links(page: str, absent: Collection[str]) -> str:
    """The page with every link to these files turned into the plain text that it showed.

    >>> without_links('<p><a class="up" href="a.html">Up</a> <a href="b.html">Down</a></p>', ["a.html"])
    '<p><span>Up</span> <a href="b.html">Down</a></p>'
    """
    if not absent:
        return page
    names = "|".join(re.escape(escape(name)) for name in absent)
    return re.sub(rf'<a\b[^>]*?href="(?:\./)?(?:{names})(?:#[^"]*)?"[^>]*>(.*?)</a>', r"<span>\1</span>", page, flags=re.S)
