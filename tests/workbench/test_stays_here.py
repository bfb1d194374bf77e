"""No chart of the lab offers to upload itself, its pages send nothing away, and a saved workbench has a way back."""

import json
from pathlib import Path
from types import SimpleNamespace

from bsafe_analysis.mime import PLOTLY_MIME
from bsafe_analysis.workbench import jupyter, stays_here
from bsafe_analysis.workbench.stays_here import WIDGET_MIME, keep_charts_here, with_a_way_back

SHIPPED = Path(jupyter.__file__).parent / "lab_config" / "jupyter_server_config.json"


def test_every_chart_a_kernel_displays_offers_no_upload_and_keeps_its_own_choices():
    sent = []
    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=lambda data, *_, **more: sent.append((data, more))))
    keep_charts_here(shell)
    shell.display_pub.publish({PLOTLY_MIME: {"data": [], "config": {"scrollZoom": True}}}, metadata={})
    shell.display_pub.publish({"text/plain": "x"})
    assert sent[0][0][PLOTLY_MIME]["config"] == {
        "scrollZoom": True,
        "showSendToCloud": False,
        "plotlyServerURL": "",
    }
    assert sent[0][1] == {"metadata": {}} and sent[1][0] == {"text/plain": "x"}


def test_the_kernels_of_the_lab_begin_with_it(tmp_path):
    jupyter.put_startup(tmp_path)
    (file,) = (tmp_path / "ipython/profile_default/startup").iterdir()
    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=print))
    exec(compile(file.read_text(), file.name, "exec"), {"get_ipython": lambda: shell})
    assert shell.display_pub.publish is not print


def test_the_labs_pages_may_load_from_and_send_to_this_machine_only():
    settings = json.loads(SHIPPED.read_text())
    policy = settings["ServerApp"]["tornado_settings"]["headers"]["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'self'"
    assert not any("http" in rule or "*" in rule for rule in rules.values())
    assert settings["FileContentsManager"]["pre_save_hook"] == f"{stays_here.__name__}.{with_a_way_back.__name__}"


def test_a_notebook_is_saved_with_a_way_back_in_the_place_of_each_widget():
    outputs = [{"data": {WIDGET_MIME: {"model_id": "7"}}}, {"data": {"text/plain": "kept"}}, {"name": "stdout"}]
    content = {"cells": [{"outputs": outputs}, {"cell_type": "markdown"}], "metadata": {"widgets": {}, "k": 1}}
    with_a_way_back({"type": "notebook", "content": content}, path="x")
    assert "Open it again" in outputs[0]["data"]["text/html"] and WIDGET_MIME not in outputs[0]["data"]
    assert outputs[1:] == [{"data": {"text/plain": "kept"}}, {"name": "stdout"}] and content["metadata"] == {"k": 1}
    with_a_way_back({"type": "file", "content": "text"})
