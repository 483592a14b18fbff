// Tables of the form: rows come and go without a new page, cells of a spreadsheet fill them, organisations are suggested.
// Without this file each button sends the form and does the same.
(() => {
  "use strict";
  const form = document.querySelector("form[data-names]");
  if (!form) return;
  const say = (name) => form.getAttribute(`data-say-${name}`) || "";
  const told = document.createElement("p");
  told.className = "fr-sr-only";
  told.setAttribute("role", "status");
  form.append(told);

  const changed = (place) => place.dispatchEvent(new CustomEvent("atlas:changed", { bubbles: true }));
  const rowsOf = (table) => [...table.querySelectorAll(".ws-row")];

  function number(row, place) {
    const name = (text) => text.replace(/NEW/g, place);
    row.dataset.row = place;
    row.querySelectorAll("[name], [id], [for], [value]").forEach((one) => {
      ["name", "id", "for"].forEach((key) => one.hasAttribute(key) && one.setAttribute(key, name(one.getAttribute(key))));
      if (one.matches("button")) one.value = name(one.value);
    });
    row.querySelectorAll("legend, .ws-remove .fr-sr-only").forEach((one) => {
      one.textContent = one.textContent.replace("NEW", place + 1);
    });
  }

  // Rows are called by their place, as what is said of them does.
  function entitle(table) {
    rowsOf(table).forEach((row, place) => row.querySelectorAll("legend, .ws-remove .fr-sr-only").forEach((one) => {
      one.textContent = one.textContent.replace(/\d+/, place + 1);
    }));
  }

  function add(table) {
    const place = 1 + Math.max(-1, ...rowsOf(table).map((row) => Number(row.dataset.row)));
    const row = table.querySelector("template").content.firstElementChild.cloneNode(true);
    number(row, place);
    table.querySelector(".ws-rows").append(row);
    entitle(table);
    form.dispatchEvent(new CustomEvent("atlas:boxes", { bubbles: true }));
    return row;
  }

  function clear(table) {
    rowsOf(table).forEach((row) => row.remove());
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-remove]");
    if (!button) return;
    event.preventDefault();
    const table = button.closest("[data-table]");
    if (button.hasAttribute("data-add")) {
      add(table).querySelector("input, select, textarea").focus();
      told.textContent = say("added");
    } else {
      button.closest(".ws-row").remove();
      entitle(table);
      table.querySelector("[data-add]").focus();
      told.textContent = say("removed");
    }
    changed(table);
  });

  // Organisations: the number beside a name holds for that very name only.
  const linkOf = (input) => form.elements[`${input.name}-link`] || form.elements[`${input.name}_link`];

  function known(input) {
    const words = input.closest(".ws-cell")?.querySelector("[data-known]");
    const is = linkOf(input)?.value.endsWith(`|${input.value}`) && input.value;
    if (words) words.textContent = input.value ? say(is ? "known" : "unknown") : "";
  }

  form.addEventListener("atlas:choice", ({ target, detail }) => {
    if (target.matches("[data-place]")) { // a place that we know: the cells beside take what it says
      Object.entries(detail).forEach(([column, value]) => {
        const cell = form.elements[target.name.replace(/-name$/, `-${column}`)];
        if (cell && cell !== target) cell.value = value;
      });
      return changed(target);
    }
    const link = linkOf(target);
    const country = form.elements[/-name$/.test(target.name) ? target.name.replace(/-name$/, "-country") : "country"];
    if (link) link.value = detail.value;
    if (country && detail.country) country.value = detail.country;
    known(target);
    changed(target);
  });
  form.addEventListener("input", ({ target }) => target.matches("[data-organisation]") && known(target));

  // Cells of a spreadsheet, pasted into one cell, fill those to its right and below; under headings, the columns that they
  // name. As `pasting.py` reads them: what a list does not know, and what finds no column, is said.
  const key = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const inputsOf = (row) => [...row.querySelectorAll(".ws-cell > :is(input:not([type=hidden]), select, textarea)")];
  const columnOf = (input) => input.name.split("-").at(-1);
  const labelOf = (input) => input.closest(".ws-cell").querySelector("label").textContent;
  const MOST = 300;

  // Quotes that never end were none.
  function linesOf(text) {
    const whole = text.replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "");
    return (parted(whole, '"') || parted(whole, "")).filter((line) => line.some(Boolean));
  }

  function parted(text, quote) {
    const lines = [[]];
    let cell = "", before = "", quoted = false, was = false;
    for (const char of `${text}\n`) {
      if (char === quote && (quoted || !(cell || was))) { quoted = !quoted; was = true; }
      else if (char === quote && was && before === quote) { cell += char; quoted = true; }
      else if (quoted || (char !== "\t" && char !== "\n")) {
        if (was && !quoted) { cell = `${quote}${cell}${quote}`; was = false; }
        cell += char;
      } else {
        lines.at(-1).push(cell.trim());
        cell = ""; was = false;
        if (char === "\n") lines.push([]);
      }
      before = char;
    }
    return quoted ? null : lines;
  }

  // The column under each cell of a line of headings; null when half of them or fewer name one.
  function headings(table, line) {
    const names = new Map();
    inputsOf(table.querySelector("template").content).forEach((input) => {
      const more = (input.closest(".ws-cell").dataset.headings || "").split("|").filter(Boolean);
      [labelOf(input), ...more].map(key).forEach((name) => names.has(name) || names.set(name, columnOf(input)));
    });
    const found = line.map((cell) => names.get(key(cell)) || "");
    return 2 * found.filter(Boolean).length > line.filter(Boolean).length ? found : null;
  }

  // Words when the cell is no value of the list that it chooses from.
  function put(input, text) {
    if (!input.matches("select")) {
      input.value = input.matches("textarea") ? text : text.replace(/\s*\n\s*/g, " ");
      if (input.matches("[data-organisation]")) known(input);
      return "";
    }
    const wanted = key(text);
    const names = (one) => [one.text, one.value, one.text.split(">").at(-1), ...(one.dataset.also || "").split("|")];
    const pattern = input.closest("[data-table]").querySelector("template").content;
    const all = pattern.querySelector(`[name$="-${columnOf(input)}"]`).options; // with the other names of countries
    const option = [...all, ...input.options].find((one) => names(one).map(key).includes(wanted));
    if (option) input.value = option.value;
    return option ? "" : fill("no-value", { text: text.slice(0, 60), column: labelOf(input) });
  }

  const fill = (name, values) => say(name).replace(/%\((\w+)\)s/g, (_all, one) => values[one]);

  // One line into the cells of a row; what is to be said of it.
  function lay(line, row, order, field) {
    const input = (column) => form.elements[`${field}-${row.dataset.row}-${column}`];
    const remarks = line.map((cell, place) => (order[place] && input(order[place]) ? put(input(order[place]), cell) : ""));
    if (line.slice(order.length).some(Boolean)) remarks.push(say("too-wide"));
    return remarks.filter(Boolean);
  }

  function tell(table, remarks, number) {
    const box = table.querySelector("[data-pasted]");
    box.replaceChildren(...[fill("pasted", { number }), ...remarks].map((words, place) => {
      const line = document.createElement("p");
      line.className = place ? "fr-error-text" : "fr-hint-text";
      line.textContent = words;
      return line;
    }));
  }

  form.addEventListener("paste", (event) => {
    const row = event.target.closest(".ws-row");
    const text = event.clipboardData.getData("text/plain");
    if (!row || !(text.includes("\t") || (/\n./.test(text) && !event.target.matches("textarea")))) return;
    event.preventDefault();
    const table = row.closest("[data-table]");
    const lines = linesOf(text);
    if (!lines.length) return;
    const heads = headings(table, lines[0]);
    const order = heads || inputsOf(row).slice(inputsOf(row).indexOf(event.target)).map(columnOf);
    const body = lines.slice(heads ? 1 : 0);
    const remarks = (heads || []).flatMap((column, place) => (column || !lines[0][place] ? [] : [fill("no-column", { name: lines[0][place] })]));
    const rows = rowsOf(table).slice(rowsOf(table).indexOf(row));
    body.slice(0, MOST).forEach((line, place) => {
      const said = lay(line, rows[place] || add(table), order, table.dataset.table);
      remarks.push(...said.map((what) => fill("line", { number: place + (heads ? 2 : 1), what })));
    });
    if (body.length > MOST) remarks.push(fill("too-many", { most: MOST }));
    tell(table, remarks, Math.min(body.length, MOST));
    changed(table);
  });

  form.atlasRows = { add, clear, known };
  form.dispatchEvent(new CustomEvent("atlas:boxes", { bubbles: true }));
})();
