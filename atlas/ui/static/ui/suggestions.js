// Suggestions under the search boxes (WAI-ARIA 1.2, combobox with a list), and a box in each long list of the search's
// panel that adds a value to the form. Without this file the boxes are plain forms and long lists have pages of their own.
(() => {
  "use strict";
  const WAIT = 150; // milliseconds after the last key
  let boxes = 0;

  const remote = (address) => async (text) => {
    const answer = await fetch(`${address}q=${encodeURIComponent(text)}`);
    return answer.ok ? answer.json() : null;
  };

  // `find(text)` promises choices and words that say how many; `choose(choice)` is called with what the reader takes and
  // may return words to be said.
  function attach(input, find, name, choose, takesFirst) {
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let timer = 0, asked = 0, active = -1, choices = [];

    list.id = `suggestions-${(boxes += 1)}`;
    list.className = "atlas-suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", name);
    status.className = "atlas-hidden";
    status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("autocomplete", "off");
    input.parentElement.classList.add("atlas-suggested");
    input.parentElement.append(list, status);

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      move(-1);
    };

    function move(place) {
      const options = [...list.children];
      options[active]?.removeAttribute("aria-selected");
      active = place;
      if (options[active]) {
        options[active].setAttribute("aria-selected", "true");
        options[active].scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", options[active].id);
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    function option(choice, place) {
      const item = document.createElement("li");
      const label = document.createElement("span");
      const kind = document.createElement("span");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      label.textContent = choice.label;
      kind.textContent = choice.kind;
      kind.className = "atlas-suggestions__kind";
      item.append(label);
      if (choice.kind) item.append(" ", kind);
      return item;
    }

    async function ask() {
      const number = (asked += 1);
      const text = input.value.trim();
      if (text.length < 2) return close();
      try {
        const answer = await find(text);
        if (!answer || number !== asked || document.activeElement !== input) return;
        const { found, said } = answer;
        close();
        choices = found;
        list.replaceChildren(...found.map(option));
        list.hidden = !found.length;
        input.setAttribute("aria-expanded", String(found.length > 0));
        status.textContent = said;
      } catch {
        close(); // no network: the form still works
      }
    }

    function take(place) {
      close();
      status.textContent = choose(choices[place]) || "";
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("blur", () => { asked += 1; close(); });
    input.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
      if (list.hidden || last < 0) return;
      if (event.key === "ArrowDown") { event.preventDefault(); move(active >= last ? 0 : active + 1); }
      if (event.key === "ArrowUp") { event.preventDefault(); move(active <= 0 ? last : active - 1); }
      if (event.key === "Enter" && (active >= 0 || takesFirst)) { event.preventDefault(); take(Math.max(active, 0)); }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) take([...list.children].indexOf(item));
    });
  }

  // A value of the panel as its other values are: a checked box of the form, above them.
  function add(group, parameter, choice) {
    const known = [...group.querySelectorAll(`input[name="${parameter}"]`)].find((box) => box.value === choice.value);
    if (known) {
      known.checked = true;
      return;
    }
    const label = document.createElement("label");
    const box = document.createElement("input");
    const words = document.createElement("span");
    label.className = "atlas-option";
    Object.assign(box, { type: "checkbox", name: parameter, value: choice.value, checked: true });
    box.setAttribute("form", "recherche");
    words.textContent = choice.label;
    label.append(box, words);
    group.querySelector("legend").after(label);
  }

  function search(everything, panel) {
    const parameter = everything.pathname.split("/").at(-2);
    if (!panel.dataset.filters.split(" ").includes(parameter)) return;
    const group = everything.closest("fieldset");
    const place = document.createElement("p");
    const label = document.createElement("label");
    const what = document.createElement("span");
    const input = document.createElement("input");
    input.id = `chercher-${parameter}`;
    input.className = "fr-input";
    input.type = "text";
    input.maxLength = 100;
    label.htmlFor = input.id;
    label.className = "fr-label";
    label.textContent = panel.dataset.find;
    what.className = "atlas-hidden";
    what.textContent = ` : ${group.querySelector("legend").textContent}`;
    label.append(what);
    place.className = "atlas-filter__find";
    place.append(label, input);
    everything.parentElement.before(place);
    attach(input, remote(`${panel.dataset.values}?filtre=${parameter}&`), panel.dataset.suggestionsLabel, (choice) => {
      add(group, parameter, choice);
      input.value = "";
      return `${choice.label} ${panel.dataset.added}`;
    }, true);
  }

  const follow = (choice) => location.assign(choice.url);
  document.querySelectorAll("input[data-suggestions]").forEach((input) => {
    attach(input, remote(`${input.dataset.suggestions}?`), input.dataset.suggestionsLabel, follow, false);
  });
  // Boxes of forms on private pages, those of rows that come later too: what is taken is told to the form's own script.
  const offer = (input, kind, place) => attach(input, remote(`${place.dataset[kind]}?`), place.dataset[`${kind}Label`], (choice) => {
    input.value = choice.name;
    input.dispatchEvent(new CustomEvent("atlas:choice", { bubbles: true, detail: choice }));
    return choice.label;
  }, false);
  // A long list to choose from, found by what any part of its words holds; the list itself stays and says what is chosen.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  function shorten(select) {
    const box = document.createElement("div");
    const input = document.createElement("input");
    const words = select.dataset;
    box.className = "atlas-find";
    Object.assign(input, { className: "fr-input", type: "text", maxLength: 100, placeholder: words.find });
    input.setAttribute("aria-label", `${words.find} – ${select.labels[0]?.textContent.trim()}`);
    box.append(input);
    select.before(box);
    const find = async (text) => {
      const parts = plain(text).split(/\s+/);
      const found = [...select.options].filter((one) => one.value && parts.every((part) => plain(one.text).includes(part)));
      const choices = found.map((one) => ({ label: one.text, kind: "", value: one.value }));
      return { found: choices, said: found.length ? `${words.found} ${found.length}` : words.none };
    };
    attach(input, find, select.labels[0]?.textContent.trim(), (choice) => {
      select.value = choice.value;
      input.value = "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
      return choice.label;
    }, true);
  }

  document.addEventListener("atlas:boxes", ({ target }) => {
    target.querySelectorAll("select[data-find]").forEach((one) => one.previousElementSibling?.matches(".atlas-find") || shorten(one));
    const boxes = (kind) => target.querySelectorAll(`input[data-${kind}]:not([role])`);
    boxes("organisation").forEach((input) => offer(input, "names", target.closest("[data-names]")));
    boxes("place").forEach((input) => offer(input, "places", target.closest("[data-places]")));
  });
  document.querySelectorAll("[data-values]").forEach((panel) => {
    panel.querySelectorAll(".atlas-filter__all a").forEach((link) => search(link, panel));
  });
})();
