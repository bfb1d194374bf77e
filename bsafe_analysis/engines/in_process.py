"""A notebook's cells run in this very process, as a kernel would run them, without a kernel.

For a process that is thrown away afterwards: it runs one notebook and ends. What the cells display is what a kernel
would have sent: the same MIME bundles, streams and errors, in the same order. There are no widgets and no input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, ClassVar, TextIO, cast

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets import Type
from traitlets.config import Config

ENGINE = "bsafe-process"


class Outputs:
    """What one cell has left so far. `full` is called once more than `limit` bytes were printed or shown in all."""

    def __init__(self, limit: int, full: Callable[[], None]) -> None:
        self.cell: list[NotebookNode] = []
        self._left = limit
        self._full = full
        self._named: dict[str, NotebookNode] = {}

    def add(self, kind: str, **content: Any) -> NotebookNode:
        """One more output; text that follows text of the same stream continues it."""
        self._weigh(len(content.get("text", "")) + sum(len(str(part)) for part in content.get("data", {}).values()))
        last = self.cell[-1] if self.cell else None
        if kind == "stream" and last is not None and last.get("name") == content["name"]:
            last.text += content["text"]
            return last
        self.cell.append(nbformat.v4.new_output(kind, **content))
        return self.cell[-1]

    def show(self, name: str | None, update: bool, **content: Any) -> None:
        """A display, which may be named and later replaced under that name."""
        if update and name in self._named:
            self._named[name].update(content)
        elif not update:
            shown = self.add("display_data", **content)
            if name is not None:
                self._named[name] = shown

    def _weigh(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            self._full()


class _Stream:
    """What stands for standard output and error while a cell runs."""

    encoding = "utf-8"
    errors = "strict"
    closed = False

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name = name
        self._outputs = outputs

    def write(self, text: str) -> int:
        if text:
            self._outputs.add("stream", name=self.name, text=text)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    outputs: Outputs

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        name = (transient or {}).get("display_id")
        self.outputs.show(name, update, data=NotebookNode(data), metadata=NotebookNode(metadata or {}))

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.cell.clear()


class _Hook(DisplayHook):
    outputs: Outputs

    def start_displayhook(self) -> None:
        """No prompt is printed."""

    def write_output_prompt(self) -> None:
        """No prompt is printed."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        content = {"data": NotebookNode(format_dict), "metadata": NotebookNode(md_dict or {})}
        self.outputs.add("execute_result", execution_count=self.prompt_count, **content)

    def finish_displayhook(self) -> None:
        """No line is ended, for none was begun."""


class _Shell(InteractiveShell):
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    outputs: ClassVar[Outputs]

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.outputs.add("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no window to open."""


class ProcessEngine(Engine):
    """The papermill engine: `starts` is told the number of each code cell, `full` is called on too much output."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        trace: Any = None,
        starts: Callable[[int], None] = lambda number: None,
        full: Callable[[], None] = lambda: None,
        limit: int = 5_000_000,
        **_: Any,
    ) -> None:
        if trace is not None:
            trace.notebook = nb_man.nb
        outputs = Outputs(limit, full)
        shell = _open_shell(outputs)
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            try:
                if cell.cell_type == "code" and cell.source.strip():
                    starts(sum(c.cell_type == "code" for c in nb_man.nb.cells[: index + 1]))
                    if not _run(shell, cell, outputs):
                        nb_man.cell_exception(cell, cell_index=index)
                        break
            finally:
                nb_man.cell_complete(cell, cell_index=index)


def warm() -> None:
    """Tell papermill of this engine and make the shell before the first fork, so that each child finds them ready."""
    papermill_engines.register(ENGINE, ProcessEngine)
    shell = _open_shell(Outputs(0, lambda: None))
    shell.run_cell("None", store_history=False, silent=True)


def _open_shell(outputs: Outputs) -> _Shell:
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.xmode = "Context"
    _Shell.outputs = outputs
    shell = cast(_Shell, _Shell.instance(config=settings))
    cast(_Hook, shell.displayhook).outputs = outputs
    cast(_Publisher, shell.display_pub).outputs = outputs
    return shell


def _run(shell: _Shell, cell: NotebookNode, outputs: Outputs) -> bool:
    """Run one cell; False where it raised. What it displayed and raised stands in the cell."""
    outputs.cell = cell.outputs = []
    cell.execution_count = shell.execution_count
    out, err = (cast(TextIO, _Stream(name, outputs)) for name in ("stdout", "stderr"))
    hook = sys.displayhook
    try:
        with redirect_stdout(out), redirect_stderr(err):
            return bool(shell.run_cell(cell.source, store_history=True).success)
    finally:
        sys.displayhook = hook
