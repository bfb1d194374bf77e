"""Ordinary Jupyter kernels, one a document, run by papermill over sockets that only this account can open.

Kernel traffic over TCP can be read by any local process, so the transport is ipc in a folder of mode 0700. A kernel
gets a whitelisted environment, limits of time and of output, and its own process group, so that nothing is left over.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from typing import IO, Any

import papermill
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.execution import Execution, RunLimits, Trace, environment
from bsafe_analysis.engines.run_folder import RunFolder
from bsafe_analysis.terminal import plain

ENGINE = "bsafe-kernel"


class Kernels:
    """Runs notebooks, each in a kernel of its own; may be used from several threads at once. Use in a `with`."""

    def __init__(self, sealed: Mapping[str, str], limits: RunLimits, log: IO[bytes]) -> None:
        papermill_engines.register(ENGINE, _Engine)
        self._limits = limits
        self._log = log
        self._private = RunFolder()  # mode 0700, so that only this account can open the sockets in it
        self._home = self._private.path
        self._environment = environment(sealed, self._home)
        self._numbers = count(1)
        self._running: set[_Client] = set()
        self._guard = threading.Lock()
        self._stopped = False

    def __enter__(self) -> Kernels:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._private.close()

    def execute(self, notebook: NotebookNode, parameters: Mapping[str, str]) -> Execution:
        """Run the notebook with these parameters; never raises for what happens inside it."""
        trace = Trace(notebook)
        try:
            done = papermill.execute_notebook(
                notebook,
                None,
                parameters=dict(parameters),
                engine_name=ENGINE,
                kernel_name="python3",
                language="python",
                request_save_on_cell_execute=False,
                progress_bar=False,
                log_output=False,
                kernels=self,
                trace=trace,
            )
        except PapermillExecutionError:
            return Execution(trace.notebook, None)  # the error stands in the notebook's own output
        except CellTimeoutError:
            sentence = f"took longer than the limit of {self._limits.cell} seconds for a cell"
            return Execution(trace.notebook, Problem(sentence, trace.running))
        except DeadKernelError:
            return Execution(
                trace.notebook, Problem("its process ended before it had finished", trace.running, died=True)
            )
        except _Stopped as reason:
            return Execution(trace.notebook, Problem(str(reason), trace.running))
        except (RuntimeError, OSError, TimeoutError) as error:  # the kernel could not be started or spoken to
            problem = Problem(f"no kernel: {plain(str(error))}", trace.running, repr(error), died=True)
            return Execution(trace.notebook, problem)
        return Execution(done, None)

    def stop(self) -> None:
        """End every kernel now, and start none any more."""
        with self._guard:
            self._stopped = True
            running = tuple(self._running)
        for client in running:
            client.end("the run was stopped")

    def run(self, manager: NotebookExecutionManager, kernel_name: str, trace: Trace) -> NotebookNode:
        """What the papermill engine calls: one client, one kernel, one limit of time."""
        trace.notebook = manager.nb
        client = _Client(manager, self._kernel_manager(), self._limits, trace, kernel_name=kernel_name)
        with self._guard:
            self._running.add(client)
        timer = threading.Timer(
            self._limits.document,
            client.end,
            [f"took longer than the limit of {self._limits.document} seconds for a document"],
        )
        timer.daemon = True
        timer.start()
        try:
            if self._stopped:
                raise _Stopped("the run was stopped")
            return client.execute(env=dict(self._environment), cwd=str(self._home), stdout=self._log, stderr=self._log)
        except (DeadKernelError, CellTimeoutError, RuntimeError):
            if client.reason:
                raise _Stopped(client.reason) from None
            raise
        finally:
            timer.cancel()
            client.end("")
            with self._guard:
                self._running.discard(client)

    def _kernel_manager(self) -> AsyncKernelManager:
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", kernel_spec_manager=_OwnPython())
        manager.connection_file = str(self._home / f"k{next(self._numbers)}.json")
        manager.cache_ports = False
        return manager


class _Stopped(Exception):
    """A kernel was ended by us; says why."""


class _OwnPython(KernelSpecManager):
    """Always this very interpreter: a kernel of the same name in the user's folder must not take its place."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [
            sys.executable,
            "-P",
            "-m",
            "ipykernel_launcher",
            "-f",
            "{connection_file}",
            "--HistoryManager.enabled=False",
        ]
        return KernelSpec(name=kernel_name, argv=command, display_name="Python 3", language="python")


class _Client(PapermillNotebookClient):
    """papermill's client, watching how much a document prints; its kernel can be ended from another thread."""

    def __init__(
        self, manager: NotebookExecutionManager, kernels: AsyncKernelManager, limits: RunLimits, trace: Trace, **kw: Any
    ) -> None:
        super().__init__(manager, timeout=limits.cell, startup_timeout=60, iopub_timeout=30, **kw)
        self.shutdown_kernel = "immediate"
        self.on_cell_execute = self._starts
        self._trace = trace
        self.reason = ""
        self._manager = kernels
        self._left = limits.output

    def create_kernel_manager(self) -> AsyncKernelManager:
        self.km = self._manager
        return self.km

    def process_message(self, message: Any, *args: Any, **kwargs: Any) -> Any:
        self._left -= _size(message.get("content", {}))
        if self._left < 0:
            self.end("printed more than a document may hold")
            return None  # what is still on its way is thrown away, so that memory stays bounded
        return super().process_message(message, *args, **kwargs)

    def _starts(self, cell: NotebookNode, cell_index: int) -> None:
        if self.reason:  # we were told to end while the kernel was still being started, when there was none to kill
            raise _Stopped(self.reason)
        self._trace.starts(cell, cell_index)

    def end(self, reason: str) -> None:
        """Kill the kernel and whatever it started. The first reason given is the one that counts."""
        self.reason = self.reason or reason
        group = getattr(self._manager.provisioner, "pgid", None)
        if group and group != os.getpgid(0):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        elif (process := getattr(self._manager.provisioner, "process", None)) is not None:  # Windows: no groups
            with suppress(OSError):
                process.kill()


class _Engine(NBClientEngine):
    """The papermill engine: hands the notebook to the Kernels object that the call names."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any) -> Any:
        return kwargs["kernels"].run(nb_man, kernel_name, kwargs["trace"])


def _size(content: Mapping[str, Any]) -> int:
    shown = sum(len(str(part)) for part in content.get("data", {}).values()) if "data" in content else 0
    return shown + len(content.get("text", ""))
