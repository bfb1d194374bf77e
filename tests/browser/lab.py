"""A real `bsafe lab` on a workspace of its own, and a browser that reaches nothing but this machine."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from playwright.sync_api import expect

from bsafe_analysis.workbench.jupyter import EXPLORE, START, put_notebooks
from tests.browser.conftest import CHROMIUM, QUIET

PATIENCE = 60_000
"""Milliseconds for one condition: a slow machine is no fault."""
REFUSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
REACHED = """() => {
    const it = document.activeElement;
    if (!it || it === document.body) { return ""; }
    const label = it.labels && it.labels.length ? it.labels[0].textContent : it.getAttribute("aria-label");
    return (label || (it.matches("button, a, [role=tab]") ? it.textContent : "") || "").trim();
}"""


@contextmanager
def lab_server(root):
    """`bsafe lab` as an analyst starts it, on a free port; what its runtime file says of it."""
    log = (root / "lab.log").open("w")
    command = [sys.executable, "-m", "bsafe_analysis.cli", "lab", "--no-browser", "--port=0", f"--workspace={root}"]
    if os.geteuid() == 0:
        command.append("--allow-root")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        command, cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield _said(root, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def _said(root, process):
    """What the server says of itself, once it answers: its file is there before the port is listened at."""
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until and process.poll() is None:
        for path in (root / ".bsafe" / "jupyter" / "runtime").glob("jpserver-*.json"):
            with suppress(ValueError, URLError):  # it is being written, or nobody listens yet
                server = json.loads(path.read_text())
                _asked(server, "GET", "api/status")
                return server
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start:\n{(root / 'lab.log').read_text()[-3000:]}")


def begin_anew(root, server):
    """Neither kernels nor outputs of whoever was here before."""
    for session in json.loads(_asked(server, "GET", "api/sessions")):
        _asked(server, "DELETE", f"api/sessions/{session['id']}")
    for name in (START, EXPLORE):
        (root / "notebooks" / name).unlink(missing_ok=True)
    put_notebooks(root)


def _asked(server, method, path):
    headers = {"Authorization": f"token {server['token']}"}
    with urlopen(Request(server["url"] + path, method=method, headers=headers)) as answer:
        return answer.read()


class Visitor:
    """One page of the lab, with every request that left this machine, and every error it told of."""

    def __init__(self, page, server):
        self.page, self.server = page, server
        self.outside, self.errors = [], []
        own = (server["url"], server["url"].replace("http", "ws", 1), "data:", "blob:", "about:", "file:")
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: None if request.url.startswith(own) else self.outside.append(request.url))
        page.on("websocket", lambda socket: None if socket.url.startswith(own) else self.outside.append(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, notebook):
        """Open a notebook of the workspace, nothing else open."""
        self.page.goto(f"{self.server['url']}lab/tree/notebooks/{notebook}?reset&token={self.server['token']}")
        self.shown.locator(".jp-CodeCell").first.wait_for()
        return self

    @property
    def shown(self):
        """The notebook that is to be seen."""
        return self.page.locator(SHOWN)

    def run_cell(self, shows):
        """Run the notebook's one cell of code until it shows this.

        JupyterLab forgets what is run while its kernel is still being reached, and looks idle: it is run again then.
        """
        code = self.shown.locator(".jp-CodeCell").first
        until = time.monotonic() + 2 * PATIENCE / 1000
        while time.monotonic() < until:
            self._dismiss()
            if (code.locator(".jp-InputPrompt").first.text_content() or "").strip() == "[ ]:":
                code.locator(".cm-content").click()
                self.page.keyboard.press("Shift+Enter")
            try:
                return expect(shows).to_be_visible(timeout=2000)
            except AssertionError:
                continue
        expect(shows).to_be_visible()

    def open_again(self, told, bench):
        """Press the one click of a workbench that is gone until what told of it has left and the bench is there.

        JupyterLab forgets it, too, while a kernel is being reached.
        """
        again = self.shown.get_by_role("button", name="Open it again")
        until = time.monotonic() + 2 * PATIENCE / 1000
        again.first.wait_for()
        while told.count() and time.monotonic() < until:
            self._dismiss()
            if again.count():
                again.first.click()
            with suppress(AssertionError):
                expect(told).to_have_count(0, timeout=5000)
        expect(told).to_have_count(0)
        bench.wait_for()

    def _dismiss(self):
        """Close what JupyterLab asks of its own accord, as a person would."""
        if self.page.locator("dialog.jp-Dialog").count():
            self.page.keyboard.press("Escape")

    def run_cell_by_keyboard(self, shows):
        """The same by keys alone: out of the editor, to the first cell, run it and the one after it."""
        until = time.monotonic() + 2 * PATIENCE / 1000
        while time.monotonic() < until:
            self._dismiss()
            prompt = self.shown.locator(".jp-CodeCell .jp-InputPrompt").first
            if (prompt.text_content() or "").strip() == "[ ]:":
                for key in ("Escape", "ArrowUp", "ArrowUp", "ArrowUp", "Shift+Enter", "Shift+Enter"):
                    self.page.keyboard.press(key)
            try:
                expect(shows).to_be_visible(timeout=2000)
            except AssertionError:
                continue
            for key in ("Escape", "ArrowUp"):
                self.page.keyboard.press(key)
            return
        expect(shows).to_be_visible()

    def press_until(self, name, key="Tab", most=120):
        """Go on by keyboard until what has this label is reached."""
        seen = []
        for _ in range(most):
            self.page.keyboard.press(key)
            seen.append(self.page.evaluate(REACHED))
            if seen[-1] == name:
                return
        raise AssertionError(f"{name!r} was not reached by {key}: {[s for s in seen if s]}")


@contextmanager
def visitor(playwright, server, **options):
    """A browser of its own: the resolver knows this machine only, so that nothing outside could answer."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, REFUSE])
    try:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        yield Visitor(context.new_page(), server)
    finally:
        browser.close()
