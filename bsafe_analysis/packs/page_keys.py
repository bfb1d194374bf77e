"""What each page is made from, as one checksum: while it stays the same, so does the page, and it is not made again.

The notebook itself tells (read_tracking.py, in its end mark) what it read of the month. A program that reads the same
gives the same, if it reads nothing else: so pages are kept only of notebooks whose cells can be seen to
touch only the month.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nbformat import NotebookNode

import bsafe_analysis
from bsafe_analysis.mime import END_MIME
from bsafe_analysis.packs.manifest import canonical
from bsafe_analysis.packs.plan import PlannedDocument

_READS_MORE = frozenset(("open_incidents", "open_workbench", "show_start", "show_view"))
"""Public names that read more than the month that is handed to them."""
_IMPORTED = {
    "bsafe_analysis": frozenset(bsafe_analysis.__all__) - _READS_MORE,
    "IPython.display": frozenset(("display",)),
}
_BARRED = frozenset(
    ("open", "exec", "eval", "compile", "input", "getattr", "setattr", "vars", "globals", "locals", "get_ipython",
     "now", "today", "utcnow", "environ", "id")
)  # fmt: skip


@dataclass(frozen=True)
class PageKeys:
    """`shared`: what every page of the pack depends on. `notebooks` and `fields` (of the month): name -> checksum.

    `pure`: the notebooks that read nothing but the month.
    """

    shared: Mapping[str, Any]
    notebooks: Mapping[str, str]
    fields: Mapping[str, str]
    pure: frozenset[str]

    def key(self, document: PlannedDocument, read: Iterable[str]) -> str:
        """The checksum of all that this document's page is made from, if its notebook reads these parts."""
        return _digest(
            {
                "shared": self._shared,
                "document": [document.name, document.title, document.area, document.file_name],
                **({"own": True} if document.own else {}),
                "parameters": dict(document.parameters),
                "notebook": self.notebooks[document.notebook],
                "read": {name: self.fields.get(name, "") for name in read},
            }
        )

    def index_key(self, documents: Iterable[PlannedDocument], fingerprint: str) -> str:
        """The checksum of all that the index of these documents is made from."""
        files = [d.file_name for d in documents]
        return _digest({"shared": self._shared, "index": files, "pack": fingerprint, "read": dict(self.fields)})

    @cached_property
    def _shared(self) -> str:
        return _digest(dict(self.shared))

    def read_by(self, notebook: NotebookNode) -> tuple[str, ...]:
        """What an executed notebook says it read: everything, where it does not say."""
        marks = (o.get("data", {}).get(END_MIME) for c in notebook.cells[-1:] for o in c.get("outputs", []))
        said = next((mark.get("read") for mark in marks if isinstance(mark, dict)), None)
        return tuple(sorted(map(str, said))) if isinstance(said, list) else tuple(sorted(self.fields))

    def may_be_kept(self, document: PlannedDocument, read: Iterable[str]) -> bool:
        """Whether all that this page depends on is in its key: its notebook touches only the month, and no other."""
        months = [name for name in read if name.startswith("month/")]
        return document.notebook in self.pure and all(name == f"month/{document.month}" for name in months)


def reads_only_the_month(notebook: NotebookNode) -> bool:
    """Whether the cells can be seen to use only our own functions and what is displayed: no file, clock or chance."""
    try:
        trees = [ast.parse(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    except SyntaxError:  # a shell or magic command
        return False
    return all(_harmless(node) for tree in trees for node in ast.walk(tree))


def _harmless(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return False
    if isinstance(node, ast.ImportFrom):
        known = _IMPORTED.get(node.module or "", frozenset())
        return node.level == 0 and all(alias.name in known for alias in node.names)
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name not in _BARRED and not name.startswith(("__", "read_"))


def _digest(content: object) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
