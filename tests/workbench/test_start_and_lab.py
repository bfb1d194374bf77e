"""The start page says what there is; JupyterLab is opened on this machine only and calls nobody."""

import json
from datetime import date
from pathlib import Path

import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.packs.publish import publish
from bsafe_analysis.preparation.store import save_cycle
from bsafe_analysis.workbench import jupyter
from bsafe_analysis.workbench.jupyter import LabOptions, launch, put_notebooks
from bsafe_analysis.workbench.start import look_around, start_page
from bsafe_analysis.workbench.workspace_contents import months_received, newest_pack
from tests.reports.months import prepared

TODAY = date(2026, 10, 10)


def received(root, month="2026-09"):
    path = root / "data" / "raw" / "2026-10-05" / month / f"{month}-vale-street.csv"
    path.parent.mkdir(parents=True)
    path.write_text("x")


def test_an_empty_workspace_is_told_what_to_do_first(tmp_path):
    start = look_around(tmp_path, TODAY)
    assert (start.step, start.months) == ("receive", ())
    assert "No month is prepared yet." in start_page(start)


def test_a_month_that_was_received_and_not_made_is_the_next_step(tmp_path):
    received(tmp_path)
    assert months_received(tmp_path) == ("2026-09",)
    assert "bsafe run 2026-09" in start_page(look_around(tmp_path, TODAY))


def test_the_newest_pack_is_found_on_a_drive_without_links(tmp_path, monkeypatch):
    monkeypatch.setattr("os.symlink", lambda *_, **__: (_ for _ in ()).throw(PermissionError(1, "not permitted")))
    folder = tmp_path / "outputs/2026-09/internal"
    publish(folder, {"index.html": b"x"})
    assert newest_pack(tmp_path) == ("2026-09", "internal", folder / "v1" / "index.html")


def test_a_made_month_tells_its_findings_and_the_next_meeting(tmp_path):
    received(tmp_path)
    save_cycle(tmp_path, prepared(activities=()))
    index = tmp_path / "outputs/2026-09/internal/current/index.html"
    index.parent.mkdir(parents=True)
    index.write_text("x")
    page = start_page(look_around(tmp_path, TODAY))
    assert "One in September 2026, one of them without an activity" in page
    assert "Partnership Business Group on 20 October 2026." in page
    assert "href='../outputs/2026-09/internal/current/index.html'" in page
    assert look_around(tmp_path, date(2027, 1, 1)).meeting_ahead is False


def test_a_month_of_another_version_is_told_in_plain_words(tmp_path):
    (tmp_path / "data/prepared/2026-09").mkdir(parents=True)
    (tmp_path / "data/prepared/2026-09/facts.json").write_text("{}")
    assert "run `bsafe prepare 2026-09` again" in start_page(look_around(tmp_path, TODAY))


def options_of(command):
    return dict(part.removeprefix("--").split("=", 1) for part in command if part.startswith("--"))


def test_lab_listens_on_this_machine_only_behind_a_token_without_terminals(tmp_path, monkeypatch):
    monkeypatch.setattr(jupyter, "is_root", lambda: False)
    started = launch(tmp_path, LabOptions())
    said = options_of(started.command)
    assert said["ServerApp.ip"] == "127.0.0.1"
    assert said["ServerApp.terminals_enabled"] == "False"
    assert (said["ServerApp.allow_origin"], said["ServerApp.allow_remote_access"]) == ("", "False")
    assert said["LabApp.default_url"] == "/lab/tree/notebooks/start.ipynb"
    assert not any("token" in part.lower() or "password" in part.lower() for part in started.command)
    assert options_of(launch(tmp_path, LabOptions(terminals=True)).command)["ServerApp.terminals_enabled"] == "True"


def test_lab_reads_the_settings_that_are_shipped_and_none_of_the_users(tmp_path, monkeypatch):
    monkeypatch.setattr(jupyter, "is_root", lambda: False)
    environment = launch(tmp_path, LabOptions()).environment
    assert all(str(tmp_path) in environment[name] for name in ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR"))
    shipped = Path(environment["JUPYTER_CONFIG_PATH"])
    server = json.loads((shipped / "jupyter_server_config.json").read_text())["ServerApp"]
    assert (server["ip"], server["terminals_enabled"]) == ("127.0.0.1", False)
    overrides = json.loads((shipped / "labconfig" / "default_setting_overrides.json").read_text())
    news = overrides["@jupyterlab/apputils-extension:notification"]
    assert (news["fetchNews"], news["checkForUpdates"]) == ("false", False)


def test_root_is_refused_unless_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(jupyter, "is_root", lambda: True)
    with pytest.raises(InputError, match="not started for root"):
        launch(tmp_path, LabOptions())
    assert "--ServerApp.allow_root=True" in launch(tmp_path, LabOptions(allow_root=True)).command


def test_the_two_notebooks_are_put_where_they_are_missing_and_never_over_another(tmp_path):
    assert put_notebooks(tmp_path) == ("start.ipynb", "explore.ipynb", "cookbook.ipynb")
    (tmp_path / "notebooks" / "explore.ipynb").write_text("mine")
    assert put_notebooks(tmp_path) == ()
    assert (tmp_path / "notebooks" / "explore.ipynb").read_text() == "mine"


@pytest.mark.parametrize("name", ["start.ipynb", "explore.ipynb"])
def test_each_is_two_cells_kept_without_output(name):
    notebook = json.loads((Path(__file__).parents[2] / "notebooks" / name).read_text())
    assert [cell["cell_type"] for cell in notebook["cells"]] == ["markdown", "code"]
    assert notebook["cells"][0]["source"].startswith("# ")
    assert notebook["cells"][1]["outputs"] == []
