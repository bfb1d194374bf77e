"""What runs on this machine, for tests that must leave nothing behind."""

import signal
import time

import psutil


def running(words: str) -> bool:
    """Whether any process was started with these words."""
    return any(words in " ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"]))


def children(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def wait(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)  # looking at every process costs something itself


def hear_signals() -> None:
    """In a child, first of all: Ctrl-C and the end of a terminal are heard, though whoever runs the tests (a runner in
    the background, nohup) may have us ignore them, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_DFL)
