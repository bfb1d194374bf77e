// A chart of the workbench: draws what it is given, again whenever that changes; a click within a place sends its code.
const Plotly = globalThis.bsafePlotly;
const QUIET = { displayModeBar: false, responsive: true, showTips: false };

// A point lies within rings if an odd number of their edges cross the line to its right; a hole is a ring within a ring.
function within(rings, x, y) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [x1, y1] = ring[i], [x0, y0] = ring[j];
      if ((y0 > y) !== (y1 > y) && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) { odd = !odd; }
    }
  }
  return odd;
}

function render({ model, el }) {
  const holder = document.createElement("div");
  holder.className = "bsafe-live";
  holder.setAttribute("role", "img");
  el.append(holder);

  function draw() {
    const spec = model.get("spec");
    if (!spec.data) { return; }
    holder.setAttribute("aria-label", model.get("alt"));
    holder.style.minHeight = `${spec.layout.height}px`;
    Plotly.react(holder, spec.data, { ...spec.layout, autosize: true }, QUIET).then(() => {
      holder.dataset.drawn = String(Number(holder.dataset.drawn || 0) + 1);
    });
  }

  function placeAt(event) {
    const ground = holder.querySelector(".nsewdrag");
    const full = holder._fullLayout;
    if (!ground || !full || !full.xaxis) { return null; }
    const box = ground.getBoundingClientRect();
    const x = full.xaxis.p2d(event.clientX - box.left), y = full.yaxis.p2d(event.clientY - box.top);
    return model.get("places").find((place) => within(place.rings, x, y)) || null;
  }

  function point(event) {
    const place = placeAt(event);
    holder.title = place ? place.name : "";
    holder.classList.toggle("over-place", Boolean(place));
  }

  // plotly's own layer may send a second click for one press: the same place again changes nothing
  function click(event) {
    const place = placeAt(event);
    if (place) { model.send({ clicked: place.code }); }
  }

  model.on("change:spec", draw);
  if (model.get("places").length) {
    holder.addEventListener("mousemove", point, true);
    holder.addEventListener("click", click, true);
  }
  const watcher = new ResizeObserver(() => {
    if (holder.dataset.drawn && holder.offsetWidth) { Plotly.Plots.resize(holder); }
  });
  watcher.observe(el);
  draw();
  return () => {
    watcher.disconnect();
    model.off("change:spec", draw);
    Plotly.purge(holder);
  };
}

export default { render };
