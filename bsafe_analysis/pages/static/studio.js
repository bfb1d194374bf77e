// Draws a chart and hands it back as SVG text. Runs in a browser of the run's own, never in a page that is read.
// The random numbers start anew with each chart, so that the same chart gets the same ids every time.
async function draw(name, text, width) {
  let seed = 7;
  Math.random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
  document.body.innerHTML = "";
  const figure = document.createElement("figure");
  const holder = document.createElement("div");
  const table = document.createElement("details");
  const spec = document.createElement("script");
  holder.className = "plot";
  holder.id = name + "-plot";
  holder.style.width = width + "px";
  spec.type = "application/json";
  spec.id = name + "-spec";
  spec.textContent = text;
  figure.append(holder, table, spec);
  document.body.append(figure);
  window.boot();
  const until = performance.now() + 20000;
  while (!holder.classList.contains("drawn")) {
    if (performance.now() > until || table.open) { throw new Error("the chart " + name + " could not be drawn"); }
    await new Promise((next) => setTimeout(next, 4));
  }
  const size = { width: width, height: holder.offsetHeight };
  const svg = await Plotly.toImage(holder, { format: "svg", imageDataOnly: true, ...size });
  Plotly.purge(holder);
  return { svg: svg, ...size };
}

// A drawing as a picture of points, twice as fine as the page's, for files in which drawings cannot stand.
async function paint(svg, width, height) {
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1];
}
