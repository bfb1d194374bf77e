"""The floor of a pack: the same documents built and written by hand, without notebooks, papermill, nbconvert or gate.

    python -m benchmarks.floor WORKSPACE MONTH FOLDER

What no runner can avoid: imports, the prepared month read once, every section of every document composed and cleaned,
its charts as JSON, one file a document with styles and scripts in it; on as many cores as there are, by plain forks.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    root, month, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    from bsafe_analysis.packs.plan import plan
    from bsafe_analysis.pages.assets import asset, scripts
    from bsafe_analysis.preparation.store import have_ready, open_cycle
    from bsafe_analysis.reports import show as _show  # noqa: F401 (its templates and writers)
    from bsafe_analysis.reports.document_kinds import DocumentsOfMonth

    prepared = open_cycle(month, root)
    have_ready(root, prepared)
    planned = plan(prepared)
    head = f"<style>{asset('styles.css')}</style>" + "".join(f"<script>{script}</script>" for script in scripts())
    number = len(os.sched_getaffinity(0))
    children = []
    for share in range(number):
        pid = os.fork()
        if pid == 0:
            documents = DocumentsOfMonth(prepared)
            for document in planned[share::number]:
                page = head + "".join(_sections(documents.build(document.name, document.area)))
                (folder / document.file_name).write_text(page)
            os._exit(0)
        children.append(pid)
    if any(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children):
        sys.exit("a document failed")


def _sections(built):  # type: ignore[no-untyped-def]
    import json

    from bsafe_analysis.pages.cleaning import clean
    from bsafe_analysis.reports.show import compose

    for section in built.sections:
        for bundle in compose(built, section):
            yield clean(bundle["text/html"]) if "text/html" in bundle else json.dumps(bundle)


if __name__ == "__main__":
    main()
