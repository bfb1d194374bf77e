// Within the workbench keys belong to its controls: Enter presses a button, letters choose in a list, and none of them
// does what it would do to the notebook (insert a cell, delete one).
function render({ el }) {
  el.style.display = "none";
  const found = new MutationObserver(claim);
  function claim() {
    const output = el.closest(".jp-OutputArea-output");
    if (!output) { return; }
    // JupyterLab looks at what has the focus before it looks at what holds it
    output.addEventListener("focusin", (event) => { event.target.dataset.lmSuppressShortcuts = "true"; });
    found.disconnect();
  }
  found.observe(document.body, { childList: true, subtree: true });
  claim();
  return () => found.disconnect();
}

export default { render };
