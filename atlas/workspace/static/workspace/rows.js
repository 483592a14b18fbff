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
  const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim();

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

  function add(table) {
    const place = 1 + Math.max(-1, ...rowsOf(table).map((row) => Number(row.dataset.row)));
    const row = table.querySelector("template").content.firstElementChild.cloneNode(true);
    number(row, place);
    table.querySelector(".ws-rows").append(row);
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
    const country = form.elements[target.name.replace(/-name$/, "-country")] || form.elements.country;
    if (link) link.value = detail.value;
    if (country && country !== target && detail.country) country.value = detail.country;
    known(target);
    changed(target);
  });
  form.addEventListener("input", ({ target }) => target.matches("[data-organisation]") && known(target));

  // Cells of a spreadsheet, pasted into one cell, fill those to its right and below.
  function cellsOf(text) {
    const lines = [];
    let line = [], cell = "", quoted = false;
    for (const char of `${text.replace(/\r\n?/g, "\n").replace(/\n+$/, "")}\n`) {
      if (char === '"' && (quoted || !cell)) quoted = !quoted;
      else if (char === "\t" && !quoted) { line.push(cell); cell = ""; }
      else if (char === "\n" && !quoted) { lines.push([...line, cell]); line = []; cell = ""; }
      else cell += char;
    }
    return lines;
  }

  function put(input, text) {
    if (input.matches("select")) {
      const wanted = bare(text);
      const option = [...input.options].find((one) => [bare(one.text), bare(one.value)].includes(wanted)
        || bare(one.text).endsWith(`> ${wanted}`));
      if (option && wanted) input.value = option.value;
    } else {
      input.value = text.trim();
      if (input.matches("[data-organisation]")) known(input);
    }
  }

  form.addEventListener("paste", (event) => {
    const row = event.target.closest(".ws-row");
    const text = event.clipboardData.getData("text/plain");
    if (!row || !(text.includes("\t") || (/\n./.test(text) && !event.target.matches("textarea")))) return;
    event.preventDefault();
    const table = row.closest("[data-table]");
    const inputs = (one) => [...one.querySelectorAll(".ws-cell > input:not([type=hidden]), .ws-cell > select, .ws-cell > textarea")];
    const first = inputs(row).indexOf(event.target);
    let rows = rowsOf(table).slice(rowsOf(table).indexOf(row));
    cellsOf(text).slice(0, 300).forEach((cells, place) => {
      const target = rows[place] || add(table);
      cells.forEach((cell, column) => { const input = inputs(target)[first + column]; if (input) put(input, cell); });
    });
    changed(table);
  });

  form.atlasRows = { add, clear, known };
  form.dispatchEvent(new CustomEvent("atlas:boxes", { bubbles: true }));
})();
