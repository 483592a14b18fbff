// Saves a section as one types. What is not acknowledged stays on this device and is sent when it can be; what somebody
// else saved meanwhile is shown, never written over. Without this file the buttons of the form save it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;
  const KEY = `atlas-brouillon-${form.dataset.autosave}`;
  const QUIET = 1000, LONGEST = 8000, AGAIN = [2000, 5000, 15000, 30000]; // milliseconds
  const state = document.getElementById("etat");
  const notices = document.getElementById("avis");
  const say = (name) => form.getAttribute(`data-say-${name}`);
  const held = new Set(); // fields that wait for a choice between two versions: kept here, not sent
  let timer = 0, since = 0, failures = 0, running = null, closed = false;

  const fields = [...form.querySelectorAll("[data-field]")].map((one) => one.dataset.field);
  const boxOf = (field) => form.querySelector(`[data-field="${field}"]`);
  const wasOf = (field) => form.elements[`was-${field}`];
  const fieldOf = (name) => fields.find((one) => name === one || name.startsWith(`${one}-`));

  function pairs() {
    const found = [];
    for (const [name, value] of new FormData(form)) {
      const field = name.startsWith("was-") ? name.slice(4) : fieldOf(name);
      if (field && fields.includes(field) && typeof value === "string") found.push([name, value]);
    }
    return found;
  }

  const typedIn = (list, field) => JSON.stringify(list.filter(([name, value]) => fieldOf(name) === field && value
    && !name.startsWith("was-")));
  let shown = pairs(); // as the server has it

  const changedFields = (list) => fields.filter((field) => typedIn(list, field) !== typedIn(shown, field));
  const unsent = () => changedFields(pairs()).filter((field) => !held.has(field));
  const free = ([name]) => !held.has(name.startsWith("was-") ? name.slice(4) : fieldOf(name));

  // --- On this device -------------------------------------------------------------------------------------------------
  function keep(sent) {
    const list = pairs();
    const changes = changedFields(list);
    try {
      if (changes.length) localStorage.setItem(KEY, JSON.stringify({ pairs: list, changes, sent }));
      else localStorage.removeItem(KEY);
    } catch { /* no room or not allowed: the page itself still holds the text */ }
    return changes.length > 0;
  }

  function forget() {
    try { localStorage.removeItem(KEY); } catch { /* as above */ }
  }

  function kept() {
    try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; }
  }

  // Puts typed values into the inputs of a field: rows are made anew.
  function fill(field, typed) {
    const table = boxOf(field).querySelector("[data-table]");
    if (table) {
      form.atlasRows.clear(table);
      const places = [...new Set(typed.map(([name]) => Number(name.slice(field.length + 1).split("-")[0])))];
      places.filter(Number.isInteger).sort((a, b) => a - b).forEach((place) => {
        const row = form.atlasRows.add(table);
        typed.filter(([name]) => name.startsWith(`${field}-${place}-`)).forEach(([name, value]) => {
          const input = row.querySelector(`[name="${field}-${row.dataset.row}-${name.slice(`${field}-${place}-`.length)}"]`);
          if (input) input.value = value;
        });
        row.querySelectorAll("[data-organisation]").forEach((input) => form.atlasRows.known(input));
      });
      if (!places.length) form.atlasRows.add(table);
      table.dispatchEvent(new CustomEvent("atlas:filled"));
      return;
    }
    const boxes = [...boxOf(field).querySelectorAll(`[name="${field}"]`)];
    const values = typed.map(([, value]) => value);
    boxes.forEach((box) => {
      if (box.type === "checkbox") box.checked = values.includes(box.value);
      else box.value = values[0] ?? "";
    });
  }

  function restore() {
    const found = kept();
    if (!found?.pairs) return;
    const then = Object.fromEntries(found.pairs.filter(([name]) => name.startsWith("was-")));
    const wanted = found.changes.filter((field) => fields.includes(field) && !boxOf(field).querySelector(".ws-clash")
      && !(found.sent && then[`was-${field}`] !== wasOf(field).value)
      && typedIn(found.pairs, field) !== typedIn(shown, field));
    wanted.forEach((field) => {
      fill(field, found.pairs.filter(([name]) => fieldOf(name) === field && !name.startsWith("was-")));
      wasOf(field).value = then[`was-${field}`];
    });
    if (!wanted.length) return forget();
    notice(say("restored"));
    soon(0);
  }

  // --- What is said ---------------------------------------------------------------------------------------------------
  function tell(words, trouble, saved) {
    state.textContent = words;
    state.dataset.whole = trouble || saved ? "1" : "";
    state.classList.toggle("ws-saved--trouble", Boolean(trouble));
  }

  function notice(words, ...more) {
    const box = document.createElement("div");
    const line = document.createElement("p");
    box.className = "atlas-alert";
    line.append(words, ...more.flatMap((one) => [" ", one]));
    box.append(line);
    notices.append(box);
    return box;
  }

  function link(words, address, isNew) {
    const found = document.createElement("a");
    found.href = address;
    found.textContent = words;
    if (isNew) found.target = "_blank";
    return found;
  }

  // The input that a problem is about: the server counts the rows that say more than a new one, from 0.
  function inputOf({ field, anchor }) {
    const [, place, column] = anchor.match(/-(\d+)-(\w+)$/) || [];
    if (!place) return document.getElementById(anchor);
    const pattern = boxOf(field).querySelector("template").content;
    const cell = (row, name) => row.querySelector(`[name="${field}-${row.dataset.row}-${name}"]`);
    const begins = [...pattern.querySelectorAll("[name]")].map((one) => [one.name.slice(`${field}-NEW-`.length), one.value]);
    const rows = [...boxOf(field).querySelectorAll(".ws-rows .ws-row")]
      .filter((row) => begins.some(([name, value]) => ![undefined, "", value].includes(cell(row, name)?.value)));
    return rows[place] ? cell(rows[place], column) : null;
  }

  function beside(field, problems, findings) {
    const place = form.querySelector(`[data-beside="${field}"]`);
    const lines = [...problems.map((one) => [link(one.message, `#${inputOf(one)?.id || one.anchor}`), "fr-error-text"]),
      ...findings.map((words) => [words, "ws-finding"])];
    place.replaceChildren(...lines.map(([words, style]) => {
      const line = document.createElement("p");
      line.className = style;
      line.append(words);
      return line;
    }));
    boxOf(field).classList.toggle("ws-field--error", problems.length > 0);
    boxOf(field).querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    problems.forEach((one) => inputOf(one)?.setAttribute("aria-invalid", "true"));
  }

  function button(words, style, act) {
    const found = document.createElement("button");
    found.type = "button";
    found.className = `fr-btn fr-btn--sm ${style}`;
    found.textContent = words;
    found.addEventListener("click", act);
    return found;
  }

  function clash(one) {
    if (held.has(one.field)) return;
    held.add(one.field);
    const box = document.createElement("div");
    const who = document.createElement("p");
    const theirs = document.createElement("blockquote");
    const choice = document.createElement("p");
    box.className = "ws-clash";
    box.setAttribute("role", "alert");
    who.textContent = `${one.said} ${say("theirs")}`;
    theirs.className = "ws-theirs";
    theirs.append(...one.theirs.map((words) => { const line = document.createElement("p"); line.textContent = words; return line; }));
    choice.className = "ws-actions";
    const done = () => { held.delete(one.field); box.remove(); };
    choice.append(
      button(say("keep"), "fr-btn--secondary", () => { done(); wasOf(one.field).value = one.was; soon(0); }),
      button(say("take"), "fr-btn--tertiary", () => {
        done();
        fill(one.field, one.typed);
        wasOf(one.field).value = one.was;
        shown = [...shown.filter(([name]) => fieldOf(name) !== one.field), ...one.typed];
        keep(false);
      }),
    );
    box.append(who, theirs, choice);
    boxOf(one.field).append(box);
  }

  // --- Saving ---------------------------------------------------------------------------------------------------------
  function soon(wait = QUIET) {
    if (closed) return;
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(wait, LONGEST - (Date.now() - since))));
  }

  function later(words) {
    tell(words, true);
    clearTimeout(timer);
    timer = setTimeout(save, AGAIN[Math.min(failures, AGAIN.length - 1)]);
    failures += 1;
  }

  // After a new sign-in in another tab the page's own is too old.
  function ticket() {
    const input = form.elements.csrfmiddlewaretoken;
    input.value = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || input.value;
    return input.value;
  }

  function save() {
    if (running || closed) return running && soon();
    since = 0;
    if (!unsent().length) return null;
    tell(say("saving"));
    running = send(pairs().filter(free)).finally(() => { running = null; });
    return running;
  }

  async function send(sent) {
    const body = new Blob([JSON.stringify({ pairs: sent })]);
    let answer;
    try {
      answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        redirect: "manual",
        keepalive: body.size < 60000, // bytes: browsers refuse to keep more alive
        headers: { "Content-Type": "application/json", "X-CSRFToken": ticket() },
        body,
      });
    } catch {
      return later(say("offline"));
    }
    return read(answer, sent);
  }

  async function read(answer, sent) {
    if (answer.status === 404) return later(say("foreign"));
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      tell(say("expired"), true);
      if (!notices.querySelector(".ws-expired")) {
        notice(say("expired"), link(say("sign"), form.dataset.signIn, true)).classList.add("ws-expired");
      }
      failures = AGAIN.length;
      timer = setTimeout(save, AGAIN.at(-1));
      return;
    }
    const said = await answer.json().catch(() => ({ error: say("refused") }));
    if (said.closed) {
      closed = true;
      tell(said.closed, true);
      notice(said.closed, link(say("reload"), said.url));
      return;
    }
    if (!answer.ok || said.error) return later(said.error || say("refused"));
    failures = 0;
    notices.querySelector(".ws-expired")?.remove();
    acknowledge(said, sent);
  }

  function acknowledge(said, sent) {
    const troubled = new Set([...said.problems, ...said.clashes].map((one) => one.field));
    const now = pairs();
    Object.entries(said.was).forEach(([field, was]) => { if (!held.has(field)) wasOf(field).value = was; });
    const stands = ([name]) => troubled.has(fieldOf(name)) || held.has(fieldOf(name));
    shown = [...shown.filter(stands), ...sent.filter((pair) => !stands(pair))];
    fields.forEach((field) => beside(field, said.problems.filter((one) => one.field === field), said.findings[field] || []));
    said.clashes.forEach(clash);
    said.elsewhere.forEach((one) => {
      if (typedIn(now, one.field) !== typedIn(sent, one.field)) return; // typed meanwhile: the next save tells
      fill(one.field, one.typed);
      wasOf(one.field).value = one.was;
      shown = [...shown.filter(([name]) => fieldOf(name) !== one.field), ...one.typed];
      notice(one.said);
    });
    tell(said.is_whole && held.size ? say("choose") : said.said, !said.is_whole || held.size, true);
    const open = unsent().filter((field) => !troubled.has(field));
    keep(false);
    if (open.length) soon();
  }

  // A link leads on once what was typed is saved: the next page shows it. Where it cannot be, the page says why and stays;
  // the same link, a second time, goes.
  let insisted = null;
  async function leave(event) {
    const link = event.target.closest("a[href]");
    const stays = !link || link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#");
    if (stays || closed || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (insisted === link || !(running || unsent().length)) return;
    event.preventDefault();
    await running;
    if (unsent().length) await save();
    if (closed || !failures) location.assign(link.href);
    else insisted = link;
  }

  // Each change counts, also those of rows and of organisations chosen.
  const touched = () => {
    if (keep(false)) { if (!running) tell(say("typing")); soon(); }
  };
  ["input", "change", "atlas:changed"].forEach((kind) => form.addEventListener(kind, touched));
  form.addEventListener("submit", () => { ticket(); closed = true; keep(true); });
  ["online", "focus"].forEach((kind) => window.addEventListener(kind, () => soon(0)));
  document.addEventListener("click", leave);
  window.addEventListener("pagehide", () => { if (!closed) save(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { closed = false; soon(0); } });
  document.getElementById("erreurs")?.focus();
  restore();
})();
