// The map of a sheet's places: a click sets the pin of the row one is at, pins are dragged or moved with the arrow keys.
// It only writes into the fields of the rows, which say the same; without this file they are the whole form.
(() => {
  "use strict";
  const form = document.querySelector("form[data-places]");
  const frame = form?.querySelector("[data-pins]");
  if (!frame || !window.L) return;
  const table = frame.closest("[data-table]");
  const words = frame.dataset;
  const box = frame.querySelector(".ws-pins__map");
  const pins = new Map(); // row → its marker
  const STEP = 8, FAR = 5; // pixels of an arrow key, times with Shift
  const told = document.createElement("p");
  told.className = "fr-sr-only";
  told.setAttribute("role", "status");
  frame.append(told);
  let current = null;

  const rows = () => [...table.querySelectorAll(".ws-row")];
  const cell = (row, column) => form.elements[`${table.dataset.table}-${row.dataset.row}-${column}`];
  const written = (degrees) => String(Number(degrees.toFixed(5)));
  const changed = (row) => row.dispatchEvent(new CustomEvent("atlas:changed", { bubbles: true }));

  // One number as people write it: decimal comma, or degrees, minutes and seconds with the side of the globe.
  function degrees(text) {
    const plain = text.trim().replace(/\u2212/g, "-");
    const found = /^(-)?(\d{1,3}(?:[.,]\d+)?)\s*(?:°\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|''|’’)\s*)?)?([NSEWO])?$/i.exec(plain);
    if (!found) return NaN;
    const [whole, minutes, seconds] = [found[2], found[3], found[4]].map((one) => Number((one || "0").replace(",", ".")));
    const value = whole + minutes / 60 + seconds / 3600;
    return Boolean(found[1]) !== "SWO".includes((found[5] || "-").toUpperCase()) ? -value : value;
  }

  // A whole position put into one cell: « 14.49, -4.19 », « 14,49 ; -4,19 », « 14° 29′ N, 4° 11′ O ».
  function both(text) {
    if (!Number.isNaN(degrees(text))) return null;
    const sides = /^(.*\d.*[NS])[\s,;]+(.*\d.*[EWO])$/i.exec(text.trim());
    let parts = sides ? sides.slice(1) : text.trim().split(/\s*;\s*|\s*,\s+|\s+/);
    if (parts.length === 1) parts = text.split(",");
    const found = parts.map(degrees);
    return found.length === 2 && !found.some(Number.isNaN) ? found : null;
  }

  function pointOf(row) {
    const [lat, lon] = ["latitude", "longitude"].map((one) => degrees(cell(row, one).value));
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? L.latLng(lat, lon) : null;
  }

  const name = (row) => cell(row, "name").value || words.unnamed;

  // The land of our own shapes, as on the public map.
  const ink = document.createElement("span");
  ink.className = "ws-pins__land";
  ink.hidden = true;
  frame.append(ink);
  frame.hidden = false;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", words.label);
  box.setAttribute("aria-describedby", `${table.dataset.table}-carte-aide`);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    attributionControl: false, zoomControl: false, minZoom: 0, maxZoom: 12, zoomSnap: 0.25, zoomAnimation: !still,
    fadeAnimation: !still, maxBounds: [[-85, -200], [85, 210]], scrollWheelZoom: false,
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  map.setView([15, 5], 1.25, { animate: false });
  let countries = {};

  function say(text, row) {
    told.textContent = `${text} ${name(row)}, ${cell(row, "latitude").value}, ${cell(row, "longitude").value}`;
  }

  function put(row, point, text) {
    const at = point.wrap();
    cell(row, "latitude").value = written(at.lat);
    cell(row, "longitude").value = written(at.lng);
    choose(row);
    draw();
    say(text, row);
    changed(row);
  }

  function move(event, row, pin) {
    const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const step = STEP * (event.shiftKey ? FAR : 1);
    const point = map.unproject(map.project(pin.getLatLng()).add(L.point(way).multiplyBy(step)));
    put(row, point, words.moved);
    if (!map.getBounds().contains(point)) map.panTo(point, { animate: false });
  }

  function pinOf(row, point) {
    const pin = L.marker(point, {
      icon: L.divIcon({ className: "ws-pin", iconSize: [24, 28], iconAnchor: [12, 25] }), draggable: true, keyboard: true,
    }).addTo(map);
    pin.on("dragend", () => put(row, pin.getLatLng(), words.moved));
    pin.on("click", () => choose(row));
    pin.getElement().addEventListener("keydown", (event) => move(event, row, pin));
    pin.getElement().addEventListener("focus", () => choose(row));
    pins.set(row, pin);
    return pin;
  }

  function draw() {
    const standing = rows();
    [...pins].filter(([row]) => !standing.includes(row)).forEach(([row, pin]) => { pin.remove(); pins.delete(row); });
    standing.forEach((row) => {
      const point = pointOf(row);
      let pin = pins.get(row);
      if (!point) { pin?.remove(); pins.delete(row); return; }
      pin = pin || pinOf(row, point);
      if (!pin.getLatLng().equals(point)) pin.setLatLng(point);
      pin.getElement().setAttribute("aria-label", name(row));
      pin.getElement().classList.toggle("ws-pin--approximate", cell(row, "precision").value === "approximate");
      pin.getElement().classList.toggle("ws-pin--current", row === current);
    });
  }

  function choose(row) {
    if (current === row) return;
    current?.classList.remove("ws-row--current");
    current = row;
    row.classList.add("ws-row--current");
    draw();
  }

  // What is shown: the pins, else the country of the row one is at.
  function look() {
    const points = [...pins.values()].map((pin) => pin.getLatLng());
    if (points.length) map.fitBounds(L.latLngBounds(points).pad(0.3), { maxZoom: 6, animate: false });
    else closer(rows().map((row) => cell(row, "country").value).find(Boolean) || home());
  }

  const home = () => document.querySelector('[name^="countries-"][name$="-country"]')?.value;

  // A point without a country is in the sheet's first one until somebody says otherwise.
  function settle(row) {
    if (!cell(row, "country").value && home()) cell(row, "country").value = home();
  }

  function closer(iso2) {
    if (countries[iso2]) map.fitBounds(countries[iso2].getBounds(), { animate: false });
  }

  map.on("click", ({ latlng }) => {
    let row = current && rows().includes(current) ? current : rows().find((one) => !pointOf(one));
    if (!row) row = form.atlasRows.add(table);
    settle(row);
    put(row, latlng, words.set);
  });
  table.addEventListener("focusin", ({ target }) => {
    const row = target.closest(".ws-row");
    if (row) choose(row);
  });
  table.addEventListener("change", ({ target }) => {
    const row = target.closest(".ws-row");
    if (!row) return;
    const found = /-(latitude|longitude)$/.test(target.name) ? both(target.value) : null;
    if (found) {
      cell(row, "latitude").value = written(found[0]);
      cell(row, "longitude").value = written(found[1]);
      changed(row);
    }
    if (pointOf(row)) settle(row);
    draw();
    if (pins.has(row) && !map.getBounds().contains(pins.get(row).getLatLng())) look();
    else if (/-country$/.test(target.name) && !pins.has(row)) closer(target.value);
  });
  table.addEventListener("atlas:changed", () => {
    const before = pins.size;
    draw();
    if (pins.size > before && current && pins.has(current) && !map.getBounds().contains(pins.get(current).getLatLng())) look();
  });
  ["input", "atlas:filled"].forEach((kind) => table.addEventListener(kind, draw));

  draw();
  fetch(words.lands).then((answer) => answer.json()).then((lands) => {
    const { color, backgroundColor } = getComputedStyle(ink);
    const layer = L.geoJSON(lands, {
      renderer: L.canvas({ padding: 0.3 }), interactive: false,
      style: { color, weight: 0.6, fillColor: backgroundColor, fillOpacity: 1 },
      onEachFeature: (feature, shape) => { countries[feature.id] = shape; },
    });
    layer.addTo(map);
    look();
  }, () => look());
})();
