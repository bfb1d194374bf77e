"""The command line: what it says, where it says it, and how it ends."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bsafe_analysis import cli
from bsafe_analysis.batch import run as batch_run
from bsafe_analysis.batch.results import PackResult
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.packs.plan import PlannedDocument
from tests.parameters.published import files

BSAFE = Path(sys.executable).with_name("bsafe")


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "parameters").mkdir()
    return tmp_path


def invoke(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def planned(area):
    return PlannedDocument("lap", f"LAP {area}", area, "2026-09", "lap.ipynb", f"{area}.html", {})


def test_help_is_there_at_once():
    times = []
    for _ in range(3):
        before = os.times()
        done = subprocess.run([BSAFE, "--help"], capture_output=True, text=True, check=True)
        after = os.times()  # processor time: a busy machine makes nothing slower that it did not make itself
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert "documents" in done.stdout
    assert min(times) < 0.5


@pytest.mark.parametrize("command", ["run", "check", "prepare", "documents"])
@pytest.mark.parametrize("month", ["2026-9", "Sept", "../x"])
def test_a_month_that_is_none_is_one_line_and_exit_code_two(workspace, command, month):
    done = invoke(command, month, "--workspace", workspace)
    assert done.exit_code == 2
    assert f"{month!r} is not a month. Write the year and the month, for example 2026-09." in done.output
    assert "Traceback" not in done.output
    assert not (workspace / "outputs").exists()


def test_an_empty_workspace_is_told_all_that_it_lacks(workspace):
    done = invoke("run", "2026-09", "--workspace", workspace)
    assert done.exit_code == 2
    assert "parameters/partnership.yml" in done.output
    assert "areas.csv" in done.output
    assert "Traceback" not in done.output
    assert not (workspace / "data").exists()


def test_a_folder_that_is_no_workspace(tmp_path):
    done = invoke("check", "2026-09", "--workspace", tmp_path)
    assert done.exit_code == 2
    assert "this is no workspace" in done.output


def test_an_audience_that_there_is_not_is_refused_with_those_there_are(workspace):
    done = invoke("run", "2026-09", "--workspace", workspace, "--audience", "anyone")
    assert done.exit_code == 2
    assert "there is no audience 'anyone'. Use internal, partner, public." in done.output


@pytest.mark.parametrize(
    "words", [["run"], ["run", "2026-09", "--jbos", "2"], ["rnu", "2026-09"], ["run", "2026-09", "--jobs", "0"]]
)
def test_a_command_typed_wrong_is_exit_code_two(words):
    done = invoke(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.fixture
def outcome(monkeypatch, workspace):
    """Runs the command with run_pack replaced by one that gives this outcome, or raises it."""

    def give(result, *words):
        def run_pack(root, month, options, watcher, place):
            if isinstance(result, BaseException):
                raise result
            return result

        monkeypatch.setattr(batch_run, "run_pack", run_pack)
        return invoke("run", "2026-09", "--workspace", workspace, *words)

    return give


def result(failed=(), **changes):
    given = {"folder": Path("outputs/2026-09/internal/v1"), "new": True, "whole": True, "needs": ("look at this",)}
    return PackResult(
        "2026-09", "internal", (planned("A1"),), failed, private=Path("private/run-0001"), **given | changes
    )


def test_all_made_is_exit_code_nought_and_says_where_and_what_is_left(outcome):
    done = outcome(result())
    assert done.exit_code == 0
    assert "1 of 1 documents made, 0 failed." in done.output
    assert "  - look at this" in done.output
    assert "Published: outputs/2026-09/internal/v1/index.html" in done.output


def test_the_same_bytes_again_are_said_to_be_so(outcome):
    assert "Byte for byte what is published already" in outcome(result(new=False)).output


def test_one_failed_document_is_exit_code_one_and_named_with_its_cell(outcome):
    done = outcome(result(failed=((planned("A2"), Problem("KeyError: 'x'", 3)),)))
    assert done.exit_code == 1
    assert "1 of 2 documents made, 1 failed.\n  LAP A2: cell 3, KeyError: 'x'" in done.output
    assert "private/run-0001" in done.output


def test_the_outcome_as_json_is_the_only_thing_on_standard_output(outcome):
    done = outcome(result(failed=((planned("A2"), Problem("odd", 3)),)), "--json")
    assert json.loads(done.stdout) == {
        "month": "2026-09",
        "audience": "internal",
        "made": ["A1.html"],
        "failed": [{"file": "A2.html", "problem": "cell 3, odd"}],
        "folder": "outputs/2026-09/internal/v1",
        "new": True,
        "private": "private/run-0001",
        "needs": ["look at this"],
        "unchanged": 0,
    }


def test_every_fault_has_a_line_and_nothing_was_done(outcome):
    faults = [Fault("a.csv", "row 3", "no month", "Add one"), Fault("b.yml", "", "empty", "Fill it in")]
    done = outcome(InputError(faults))
    assert done.exit_code == 2
    assert done.output.splitlines()[-3:] == [
        "a.csv, row 3: no month. Add one",
        "b.yml: empty. Fill it in",
        "2 faults; nothing was done.",
    ]
    as_json = outcome(InputError(faults), "--json")
    assert json.loads(as_json.stdout)["faults"][0] == vars(faults[0])


def test_what_nobody_foresaw_is_told_without_a_traceback(outcome):
    done = outcome(OSError(28, "No space left on device"))
    assert done.exit_code == 1
    assert "The workspace: the disk is full." in done.output
    assert "Free some space, and try again. What was published is whole." in done.output
    assert "fault of bsafe" not in done.output
    assert "Traceback" not in done.output
    assert "fault of bsafe or of the machine" in outcome(OSError(2, "No such file or directory")).output


def test_a_folder_that_may_not_be_used_is_told_by_name_with_what_to_do(outcome):
    done = outcome(PermissionError(13, "Permission denied", "vale/outputs"))
    assert "vale/outputs: you may not read or write there, or another program has it open." in done.output
    assert "Ask for permission to read or write there" in done.output
    assert "fault of bsafe" not in done.output


def test_a_reader_who_has_read_enough_is_no_fault(outcome):
    done = outcome(BrokenPipeError(32, "Broken pipe"))
    assert (done.exit_code, done.output) == (1, "")


def test_being_stopped_is_exit_code_one(outcome):
    done = outcome(KeyboardInterrupt())
    assert done.exit_code == 1
    assert "Stopped. What was published is whole" in done.output


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_signal_stops_a_command_it_is_stopped_once_and_may_clean_up(monkeypatch, sign):
    before = {each: signal.getsignal(each) for each in cli._stopping()}
    monkeypatch.setattr(cli, "app", lambda: os.kill(os.getpid(), sign))
    for each in before:  # where the tests run in the background SIGINT is ignored, and stays so
        signal.signal(each, signal.SIG_DFL)
    try:
        with pytest.raises(KeyboardInterrupt):
            cli.main()
        os.kill(os.getpid(), sign)  # while it cleans up
        assert {signal.getsignal(each) for each in before} == {signal.SIG_IGN}
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def test_a_command_shares_no_small_matrix_out_among_threads(monkeypatch):
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    for name in names[1:]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(names[0], "3")  # who says otherwise is obeyed
    monkeypatch.setattr(cli, "app", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    cli.main()
    assert [os.environ[name] for name in names] == ["3", "1", "1"]


def test_doctor_starts_a_kernel_and_says_what_it_found(workspace):
    done = invoke("doctor", "--workspace", workspace, "--json")
    remarks = {remark["subject"]: remark for remark in json.loads(done.stdout)}
    assert remarks["Kernel"]["good"]
    assert "starts, runs and ends" in remarks["Kernel"]["text"]
    assert remarks["Libraries"]["good"]


def test_init_makes_a_workspace_and_refuses_a_folder_that_holds_something(tmp_path):
    target = tmp_path / "vale"
    done = invoke("init", target)
    assert done.exit_code == 0, done.output
    assert (target / "parameters" / "partnership.yml").is_file()
    again = invoke("init", target)
    assert again.exit_code == 2
    assert "Traceback" not in again.output


def test_the_workspace_is_found_from_a_folder_inside_it(workspace, monkeypatch):
    monkeypatch.chdir(workspace / "parameters")
    monkeypatch.delenv("BSAFE_WORKSPACE", raising=False)
    done = invoke("check", "2026-09")
    assert done.exit_code == 2
    assert "parameters/partnership.yml" in done.output


def test_init_fills_a_workspace_from_published_files_named_one_after_another(tmp_path):
    lookups = files.published(tmp_path)
    done = invoke("init", tmp_path / "vale", "--borough", "Thornmere", "--lookup", *lookups, "--areas", "2", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert "data/reference/provenance.csv" in told["written"]
    assert told["made"][0].startswith("Thornmere (E08000099): 2 areas proposed, 4 neighbourhoods")
    assert any(line.startswith("Areas: ") for line in told["to_decide"])


@pytest.mark.parametrize("words, told", [
    (["--lookup", "a.csv"], "--lookup: which borough is not said"),
    (["a.csv"], "'a.csv' is one word too many"),
    (["--borough", "Thornmere"], "no lookup is named"),
    (["--borough", "Thornmere", "--lookup", "none.csv"], "none.csv: there is no such file or folder"),
])  # fmt: skip
def test_what_init_cannot_use_is_told_in_a_line_and_nothing_is_made(tmp_path, words, told):
    done = invoke("init", tmp_path / "vale", *words)
    assert done.exit_code == 2
    assert told in done.output
    assert list(tmp_path.iterdir()) == []
