// Within the workbench keys belong to its controls: Enter presses a button, letters choose in a list, and none of them
// does what it would do to the notebook (insert a cell, delete one). When its kernel is restarted or dies, it says so
// where the workbench stands, with one button that opens it again.
const GONE = "The kernel was restarted: nothing below answers any more. The last view is kept. ";

function runAgain(el) {
  const app = globalThis.jupyterapp, panel = app && app.shell.currentWidget;
  if (!panel || !panel.content || !panel.content.widgets) { return; }
  const at = panel.content.widgets.findIndex((cell) => cell.node.contains(el));
  if (at < 0) { return; }
  panel.content.activeCellIndex = at;
  app.commands.execute("notebook:run-cell");
}

function render({ model, el }) {
  const said = document.createElement("p"), button = document.createElement("button");
  el.style.display = "none";
  button.type = "button";
  button.textContent = "Open it again";
  button.addEventListener("click", () => runAgain(el));
  said.append(GONE, button);
  said.setAttribute("role", "status");
  const found = new MutationObserver(claim);
  function claim() {
    const output = el.closest(".jp-OutputArea-output");
    if (!output) { return; }
    // JupyterLab looks at what has the focus before it looks at what holds it
    output.addEventListener("focusin", (event) => { event.target.dataset.lmSuppressShortcuts = "true"; });
    found.disconnect();
  }
  function lives() {
    const output = el.closest(".jp-OutputArea-output");
    const gone = Boolean(output && output.querySelector(".jupyter-widgets-disconnected"));
    el.style.display = gone ? "" : "none";
    if (gone) { el.append(said); } else { said.remove(); }
  }
  const told = () => setTimeout(lives, 0);
  found.observe(document.body, { childList: true, subtree: true });
  model.on("comm_live_update", told);
  claim();
  return () => {
    found.disconnect();
    model.off("comm_live_update", told);
  };
}

export default { render };
