"""Many partnerships in one call: the same bytes as one at a time, and one that fails stops no other."""

import json
from contextlib import nullcontext

import pytest
from typer.testing import CliRunner

from bsafe_analysis import cli
from bsafe_analysis.batch import many_workspaces
from bsafe_analysis.batch.many_workspaces import find_workspaces
from bsafe_analysis.faults import InputError
from tests.batch.partnerships import MONTH, bare, pages, with_its_month


@pytest.mark.slow
def test_each_partnership_gets_the_bytes_of_a_run_of_its_own_and_a_broken_one_stops_nobody(alone, tmp_path):
    bare(alone / "first", tmp_path / "first")
    with_its_month(alone / "second", tmp_path / "second")
    (tmp_path / "broken" / "parameters").mkdir(parents=True)
    done = run(MONTH, "--workspaces", tmp_path / "first", tmp_path / "broken", tmp_path / "second")
    assert done.exit_code == 1, done.output
    assert "broken: NOT MADE. parameters/partnership.yml: the file is missing" in done.stdout
    assert "2 of 3 partnerships whole; 9 documents" in done.stdout
    for name in ("first", "second"):
        assert pages(tmp_path / name) == pages(alone / name)


def test_a_folder_of_workspaces_stands_for_all_of_them(tmp_path):
    for name in ("b", "a"):
        (tmp_path / name / "parameters").mkdir(parents=True)
    assert find_workspaces([tmp_path, tmp_path / "a"]) == (tmp_path / "a", tmp_path / "b")
    with pytest.raises(InputError, match="there is no workspace here"):
        find_workspaces([tmp_path / "a" / "parameters"])


def run(*words):
    return CliRunner().invoke(cli.app, ["run", *map(str, words)])


def test_where_nothing_can_be_made_the_exit_code_says_so(tmp_path, monkeypatch, fork_server):
    monkeypatch.setattr(many_workspaces, "ForkServer", lambda: nullcontext(fork_server))
    (tmp_path / "a" / "parameters").mkdir(parents=True)
    done = run(MONTH, "--workspaces", tmp_path, "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)[0]["faults"][0]["cause"] == "the file is missing"
    foreseen = run(MONTH, "--workspaces", tmp_path, "--dry-run")
    assert (foreseen.exit_code, "Nothing was written" in foreseen.stdout) == (0, True)
    assert run(MONTH, "stray").exit_code == 2
