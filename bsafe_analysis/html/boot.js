// Draws each chart of the page from the JSON beside it. Nothing is fetched; a chart that fails leaves its table open.
(function () {
  "use strict";
  var narrow = window.matchMedia("(max-width: 600px)");
  function draw(holder) {
    var spec = JSON.parse(document.getElementById(holder.id.replace(/-plot$/, "-spec")).textContent);
    var layout = (narrow.matches && spec.narrow) || spec.layout || {};
    layout.autosize = true;
    if (narrow.matches && holder.dataset.narrow) { layout.height = Number(holder.dataset.narrow); }
    Plotly.newPlot(holder, spec.data, layout, { displayModeBar: false, responsive: true, showTips: false })
      .then(function () { holder.classList.add("drawn"); });
  }
  document.querySelectorAll(".plot").forEach(function (holder) {
    try { draw(holder); } catch (error) {
      holder.textContent = "This chart could not be drawn; its figures are in the table below.";
      holder.closest("figure").querySelector("details").open = true;
    }
  });
  // on paper a chart must fit the sheet, and a closed table must still print
  var PAPER = 660;
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (d) { d.dataset.was = d.open ? "1" : ""; d.open = true; });
    document.querySelectorAll(".plot.drawn").forEach(function (p) {
      if (p.offsetWidth > PAPER) { Plotly.relayout(p, { width: PAPER, autosize: false }); }
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details").forEach(function (d) { d.open = d.dataset.was === "1"; });
    document.querySelectorAll(".plot.drawn").forEach(function (p) { Plotly.relayout(p, { width: null, autosize: true }); });
  });
})();
