/* The map that zooms, in the place of the picture that every reader gets first. Places come as JSON from our own
   address, land from our own shapes; nothing is asked of other machines. Without this script the page is whole. */
(() => {
  "use strict";
  const frame = document.querySelector(".map-picture");
  if (!frame || !window.L || frame.dataset.scale === "france") return;
  const words = frame.dataset;
  const canvas = L.canvas({ padding: 0.3 });
  const MERGED_BELOW = 5; // below this zoom, places that would hide each other share a circle
  const CELL = 26; // pixels

  const ink = (kind, property) => {
    const probe = document.createElement("span");
    probe.className = `map-ink--${kind}`;
    probe.hidden = true;
    frame.append(probe);
    const colour = getComputedStyle(probe)[property];
    probe.remove();
    return colour;
  };

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const places = (data) => data.places.code.map((code, at) => {
    const [country, lat, lon] = code.split(":");
    const somewhere = data.places.somewhere[country];
    const projects = data.places.projects.map((column) => column[at]);
    return {
      code, projects, name: data.places.name[at],
      point: lat === undefined ? L.latLng(somewhere) : L.latLng(Number(lat), Number(lon)),
      total: projects.reduce((sum, one) => sum + one, 0),
    };
  });

  const colon = document.documentElement.lang === "fr" ? "\u00a0: " : ": ";
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const counted = (total) => `${number.format(total)} ${total > 1 ? words.projects : words.project}`;
  const list = (place) => {
    const url = new URL(words.lists, location.href);
    url.searchParams.delete("lieu");
    url.searchParams.append("lieu", place.code);
    return url.pathname + url.search;
  };

  const told = (place, families) => {
    const made = element("div");
    made.append(element("p", place.name), element("p", counted(place.total)));
    made.firstChild.className = "fr-text--bold";
    if (families.length > 1) {
      place.projects.forEach((one, at) => {
        if (one) made.append(element("p", `${families[at]}${colon}${number.format(one)}`));
      });
    }
    const link = element("p");
    link.append(element("a", words.see, { href: list(place) }));
    made.append(link);
    return made;
  };

  /* One circle for the places of a cell of the screen: the largest names it, a click goes closer. */
  const grouped = (map, all) => {
    if (map.getZoom() >= MERGED_BELOW) return all.map((place) => [place]);
    const cells = new Map();
    for (const place of all) {
      const { x, y } = map.project(place.point);
      const key = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`;
      if (cells.has(key)) cells.get(key).push(place); else cells.set(key, [place]);
    }
    return [...cells.values()];
  };

  const draw = (map, layer, all, families) => {
    layer.clearLayers();
    const window_ = map.getBounds().pad(0.3);
    const groups = grouped(map, all.filter((place) => window_.contains(place.point)));
    const greatest = Math.max(1, ...groups.map((group) => Math.max(...group.map((place) => place.total))));
    const colour = ink("circle", "color");
    groups.sort((a, b) => b[0].total - a[0].total);
    for (const group of groups) {
      const first = group.reduce((best, place) => (place.total > best.total ? place : best));
      const radius = Math.max(3, Math.min(22, map.getSize().x / 28) * Math.sqrt(first.total / greatest));
      const circle = L.circleMarker(first.point, {
        renderer: canvas, radius, color: colour, weight: group.length > 1 ? 3 : 1, fillColor: colour, fillOpacity: 0.55,
      });
      if (group.length > 1) {
        circle.bindTooltip(`${first.name} + ${group.length - 1}`);
        circle.on("click", () => map.fitBounds(L.latLngBounds(group.map((place) => place.point)).pad(0.2), { maxZoom: MERGED_BELOW + 1 }));
      } else {
        circle.bindTooltip(`${first.name}${colon}${counted(first.total)}`);
        circle.bindPopup(() => told(first, families));
      }
      layer.addLayer(circle);
    }
  };

  /* For keyboards and screen readers: the largest places of the part that is shown, as links. */
  const near = (map, box, all) => {
    const bounds = map.getBounds();
    const shown = all.filter((place) => bounds.contains(place.point)).sort((a, b) => b.total - a.total).slice(0, 12);
    const links = element("ul");
    for (const place of shown) {
      const item = element("li");
      item.append(element("a", place.name, { href: list(place) }), ` ${counted(place.total)}`);
      links.append(item);
    }
    box.replaceChildren(element("h2", words.near), shown.length ? links : element("p", words.none));
  };

  const arcs = (data) => data.arcs.map(([lat1, lon1, lat2, lon2]) => {
    const bend = [(lat1 + lat2) / 2 + (lon2 - lon1) * 0.16, (lon1 + lon2) / 2 - (lat2 - lat1) * 0.16];
    const points = Array.from({ length: 25 }, (_, step) => {
      const t = step / 24;
      const mix = (a, b, c) => (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c;
      return [mix(lat1, bend[0], lat2), mix(lon1, bend[1], lon2)];
    });
    return L.polyline(points, { renderer: canvas, color: ink("arc", "color"), weight: 2, opacity: 0.8, interactive: false });
  });

  const show = (data, lands) => {
    const box = element("div", "", { class: "map-leaflet", role: "application", "aria-label": words.label, tabindex: "0" });
    const beside = element("div", "", { class: "map-near", role: "region", "aria-label": words.near });
    frame.replaceChildren(box);
    frame.after(beside);
    document.querySelector(".map-hint").textContent = words.hint;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(box, {
      preferCanvas: true, attributionControl: false, zoomControl: false, minZoom: 0, maxZoom: 10, worldCopyJump: false,
      maxBounds: [[-85, -200], [85, 210]], zoomAnimation: !still, fadeAnimation: !still, zoomSnap: 0.25,
      scrollWheelZoom: "center",
    });
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    L.geoJSON(lands, {
      renderer: canvas, interactive: false,
      style: { color: ink("land", "color"), weight: 0.6, fillColor: ink("land", "backgroundColor"), fillOpacity: 1 },
    }).addTo(map);
    const [west, south, east, north] = words.bounds.split(",").map(Number);
    map.fitBounds([[south, west], [north, east]], { animate: false });
    L.layerGroup(arcs(data)).addTo(map);
    const layer = L.layerGroup().addTo(map);
    const all = places(data);
    const renew = () => { draw(map, layer, all, data.families); near(map, beside, all); };
    map.on("moveend", renew);
    renew();
  };

  const json = (url) => fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  });
  // What cannot be fetched leaves the picture, which needs nothing.
  Promise.all([json(words.places), json(words.lands)]).then(([data, lands]) => show(data, lands), () => {});
})();
