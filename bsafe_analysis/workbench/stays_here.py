"""Nothing leaves the lab: no button of a chart uploads it, and what is saved of a workbench says how to open it again.

Called by JupyterLab's own server (a notebook is saved) and at the start of each of its kernels.
"""

from __future__ import annotations

from typing import Any

from bsafe_analysis.mime import PLOTLY_MIME

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
NO_UPLOAD = {"showSendToCloud": False, "plotlyServerURL": ""}
"""plotly's own bar offers "Share chart", which would send the numbers to a server outside."""
STARTUP = (
    "# Written by bsafe: no chart of this lab offers to upload itself.\n"
    "from bsafe_analysis.workbench.stays_here import keep_charts_here\n\nkeep_charts_here(get_ipython())\n"
)
AGAIN = (
    '<p role="status"><button type="button" data-commandlinker-command="notebook:run-cell" '
    'data-commandlinker-args="{}">'
    "Open it again</button> What stood here (a workbench) lives only while its notebook is open. "
    "If the button does nothing, click into the cell above and press Shift + Enter. The last view comes back.</p>"
)


def keep_charts_here(shell: Any) -> None:
    """Whatever plotly chart this kernel displays from now on has no button that uploads it."""
    publish = shell.display_pub.publish

    def quiet(data: dict[str, Any], *args: Any, **more: Any) -> None:
        publish(without_upload(data), *args, **more)

    shell.display_pub.publish = quiet


def without_upload(data: dict[str, Any]) -> dict[str, Any]:
    """The MIME bundle, its plotly chart told to offer no upload; any other as it is."""
    chart = data.get(PLOTLY_MIME)
    if not isinstance(chart, dict):
        return data
    return {**data, PLOTLY_MIME: {**chart, "config": {**(chart.get("config") or {}), **NO_UPLOAD}}}


def with_a_way_back(model: dict[str, Any], **_: Any) -> None:
    """A notebook about to be saved: in the place of each widget, which dies with its kernel, how to have it again."""
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    for cell in model["content"].get("cells", []):
        for output in cell.get("outputs", []):
            if WIDGET_MIME in output.get("data", {}):
                output["data"] = {"text/html": AGAIN, "text/plain": "Run this cell again to open the workbench."}
    model["content"].get("metadata", {}).pop("widgets", None)
