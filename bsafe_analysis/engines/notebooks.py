"""The notebooks of a plan: found, read and checked before the first of them runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import bsafe_analysis
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.packs.plan import PlannedDocument

PARAMETERS = frozenset({"month", "area"})
OF_MEETING = PARAMETERS | {"group", "meeting"}
"""What the notebook of a document for groups' meetings is given."""


def find_notebooks(root: Path, planned: Iterable[PlannedDocument]) -> dict[str, tuple[Path, NotebookNode]]:
    """Notebook file name -> its file and content: the workspace's own where it has one, else the package's.

    InputError with every notebook that is missing, cannot be read, or whose parameters are not those that its
    documents give: month and area, of a group's also group and meeting.
    """
    found: dict[str, tuple[Path, NotebookNode]] = {}
    faults: list[Fault] = []
    given = {document.notebook: OF_MEETING if document.group else PARAMETERS for document in planned}
    for name, wanted in given.items():
        try:
            path = _locate(root, name)
            found[name] = (path, _read(path))
            faults.extend(_parameter_faults(name, found[name][1], wanted))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(faults)
    return found


def shipped() -> Path:
    """The folder of the notebooks that come with the package: inside it when installed, beside it in a checkout."""
    package = Path(bsafe_analysis.__file__).parent
    return package / "notebooks" if (package / "notebooks").is_dir() else package.parent / "notebooks"


def read_shipped(name: str) -> NotebookNode | None:
    """The notebook of that name as it comes with the package; None where none does."""
    path = shipped() / name
    return _read(path) if path.is_file() else None


def declared(cell: NotebookNode) -> dict[str, object]:
    """The names that a parameters cell gives, with their plain values; ValueError where it holds anything else."""
    values: dict[str, object] = {}
    for statement in ast.parse(cell.source).body:
        target, value = _assignment(statement)
        values[target] = ast.literal_eval(value)
    return values


def _assignment(statement: ast.stmt) -> tuple[str, ast.expr]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value is not None:
        return statement.target.id, statement.value
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id, statement.value
    raise ValueError(f"line {statement.lineno} is not a name and its plain value")


def _locate(root: Path, name: str) -> Path:
    for folder in (root / "notebooks", shipped()):
        if (folder / name).is_file():
            return folder / name
    cure = "Put it there, or take its document out of parameters/documents.yml."
    raise InputError([Fault(f"notebooks/{name}", "", "there is no such notebook", cure)])


def _read(path: Path) -> NotebookNode:
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (ValueError, OSError, nbformat.ValidationError) as error:
        cause = f"it cannot be read as a notebook ({type(error).__name__})"
        raise InputError([Fault(f"notebooks/{path.name}", "", cause, "Open and save it in JupyterLab.")]) from error


def _parameter_faults(name: str, notebook: NotebookNode, wanted: frozenset[str]) -> Iterator[Fault]:
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    said = ", ".join(sorted(wanted))
    cure = f"One cell tagged 'parameters' gives {said}, each on a line of its own, and nothing else."
    if len(tagged) != 1 or tagged[0].cell_type != "code":
        yield Fault(f"notebooks/{name}", "", f"{len(tagged)} cells are tagged 'parameters', not one", cure)
        return
    try:
        names = declared(tagged[0]).keys()
    except (ValueError, SyntaxError) as error:
        yield Fault(f"notebooks/{name}", "parameters cell", f"it cannot be read ({error})", cure)
        return
    if names != wanted:
        yield Fault(f"notebooks/{name}", "parameters cell", f"it gives {', '.join(sorted(names)) or 'nothing'}", cure)
