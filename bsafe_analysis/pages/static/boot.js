// A page shows its charts as drawings, which need no script. The chart library, which can be pointed at, is unpacked when
// a chart is touched; a chart that is no drawing is drawn by it at once. Nothing is fetched from outside.
(function () {
  "use strict";
  var narrow = window.matchMedia("(max-width: 600px)"), ready = null, RESTS = 250;
  function library() {
    ready = ready || (window.Plotly ? Promise.resolve() : unpacked());
    return ready;
  }
  function unpacked() {
    var packed = document.getElementById("chart-library"), script = document.createElement("script");
    if (!packed) {
      return new Promise(function (done, failed) {
        script.src = "plotly-cartesian-4.1.1.min.js";
        script.onload = done;
        script.onerror = failed;
        document.head.appendChild(script);
      });
    }
    var bytes = Uint8Array.from(atob(packed.textContent), function (letter) { return letter.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text().then(function (text) {
      script.textContent = text;
      document.head.appendChild(script);
    });
  }
  function specOf(holder) { return JSON.parse(document.getElementById(holder.id.replace(/-plot$/, "-spec")).textContent); }
  function draw(holder) {
    if (holder.drawing) { return holder.drawing; }
    var spec = specOf(holder), layout = (narrow.matches && spec.narrow) || spec.layout || {};
    layout.autosize = true;
    if (narrow.matches && holder.dataset.narrow) { layout.height = Number(holder.dataset.narrow); }
    holder.drawing = library().then(function () {
      while (holder.firstChild) { holder.removeChild(holder.firstChild); }
      return Plotly.newPlot(holder, spec.data, layout, { displayModeBar: false, responsive: true, showTips: false });
    }).then(function () { holder.classList.add("drawn", "live"); });
    return holder.drawing;
  }
  // where a pointer rests, or a finger comes down
  function whenTouched(holder) {
    var waiting = 0;
    function now() { clearTimeout(waiting); draw(holder).catch(function () {}); }
    holder.addEventListener("pointerenter", function () { waiting = setTimeout(now, RESTS); });
    holder.addEventListener("pointerleave", function () { clearTimeout(waiting); });
    holder.addEventListener("pointerdown", now);
  }
  // each place of the list beside a map becomes a button that draws its outline on the map, and lifts it again
  function listed(holder) {
    var figure = holder.closest("figure"), items = figure ? figure.querySelectorAll(".places li") : [];
    var spec = items.length ? specOf(holder) : {}, places = ((spec.layout || {}).meta || {}).places;
    if (!places || items.length !== places.length) { return; }
    var outline = spec.data.length - 1, buttons = [];
    function choose(chosen) {
      buttons.forEach(function (button, i) { button.setAttribute("aria-pressed", String(i === chosen)); });
      var place = places[chosen], x = [], y = [];
      if (place) {
        x = spec.data[place.trace].x.slice(place.from, place.to);
        y = spec.data[place.trace].y.slice(place.from, place.to);
      }
      draw(holder).then(function () { Plotly.restyle(holder, { x: [x], y: [y] }, [outline]); }).catch(function () {});
    }
    items.forEach(function (item, i) {
      var button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      while (item.firstChild) { button.appendChild(item.firstChild); }
      item.appendChild(button);
      button.addEventListener("click", function () { choose(button.getAttribute("aria-pressed") === "true" ? -1 : i); });
      buttons.push(button);
    });
  }
  // the table was cleaned before it was written, and the page's policy lets nothing in it run
  function laidOut(details) {
    var beside = details.nextElementSibling, open = details.open && details.children.length === 1;
    if (!open || !beside || !/-figures$/.test(beside.id)) { return; }
    var table = new DOMParser().parseFromString(JSON.parse(beside.textContent), "text/html").body;
    while (table.firstChild) { details.appendChild(table.firstChild); }
  }
  document.querySelectorAll("details.figures").forEach(function (details) {
    details.addEventListener("toggle", function () { laidOut(details); });
  });
  function instead(holder) {
    holder.textContent = "This chart could not be drawn; its figures are in the table below.";
    var behind = holder.closest("figure").querySelector("details");
    if (behind) { behind.open = true; }
  }
  document.querySelectorAll(".plot").forEach(function (holder) {
    if (holder.querySelector("svg")) {
      holder.classList.add("drawn");
      whenTouched(holder);
      listed(holder);
    } else {
      try { draw(holder).then(function () { listed(holder); }).catch(function () { instead(holder); }); } catch (error) { instead(holder); }
    }
  });
  // on paper a chart of the library must fit the sheet, and what is closed must still print, but for the figures behind a chart
  var PAPER = 660, BESIDE = 380, MAP = 280, NARROW = 236, WEEK = 480;
  var FLAT = { "260": 190, "290": 210, "340": 225 }, ROW = 19, shown = [];
  function every(wanted, act) { Array.prototype.forEach.call(document.querySelectorAll(wanted), act); }
  // names of rows on one line, so that rows may be close; the range's name is left to the caption where there is no room
  function onPaper(p) {
    var signal = p.closest("figure[id^=signal-]"), layout = p.layout || {}, tall = layout.height, rows = (layout.yaxis || {}).ticktext;
    var room = signal ? NARROW : p.closest("#hours") ? WEEK : p.closest(".map") ? MAP : p.closest(".beside") ? BESIDE : PAPER;
    var to = { width: Math.min(room, p.offsetWidth), height: FLAT[p.dataset.narrow] || Math.round(tall * 0.72) || null, autosize: false };
    if (p.closest("#hours")) { to.height = Math.round(tall * 0.5); }
    if (layout.xaxis2) { to.height = Math.round(tall * 0.7); }
    if (p.closest("figure[id^=ahead-]")) { to.height = Math.round(tall * 0.5); }
    if (p.closest(".map")) { to.height = Math.min(to.height, 190); }
    if (rows && rows.length > 8) {
      to.height = 64 + ROW * rows.length;
      to["yaxis.ticktext"] = rows.map(function (row) { return row.replace(/<br>/g, " "); });
      to["yaxis.tickfont.size"] = 11;
    }
    (layout.annotations || []).forEach(function (said, i) {
      if (signal && said.name === "range") { to["annotations[" + i + "].visible"] = false; }
    });
    return to;
  }
  function asNow(p, changed) {
    var now = { width: null, height: (p.layout || {}).height || null, autosize: true };
    Object.keys(changed).forEach(function (key) {
      if (key === "yaxis.ticktext") { now[key] = p.layout.yaxis.ticktext; }
      if (key === "yaxis.tickfont.size") { now[key] = (p.layout.yaxis.tickfont || {}).size || null; }
      if (/visible$/.test(key)) { now[key] = true; }
    });
    return now;
  }
  window.addEventListener("beforeprint", function () {
    every("details:not(.figures)", function (d) { d.dataset.was = d.open ? "1" : ""; d.open = true; });
    every(".plot.live", function (p) {
      var changed = onPaper(p);
      shown.push([p, asNow(p, changed)]);
      Plotly.relayout(p, changed);
    });
  });
  window.addEventListener("afterprint", function () {
    every("details:not(.figures)", function (d) { d.open = d.dataset.was === "1"; });
    shown.splice(0).forEach(function (each) { Plotly.relayout(each[0], each[1]); });
  });
})();
