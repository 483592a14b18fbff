// Suggestions under the search boxes (WAI-ARIA 1.2, combobox with a list). Without this file the boxes are plain forms.
(() => {
  "use strict";
  const WAIT = 150; // milliseconds after the last key
  let boxes = 0;

  function attach(input) {
    const address = input.dataset.suggestions;
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let timer = 0, asked = 0, active = -1;

    list.id = `suggestions-${(boxes += 1)}`;
    list.className = "atlas-suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestionsLabel);
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
      item.dataset.url = choice.url;
      item.setAttribute("role", "option");
      label.textContent = choice.label;
      kind.textContent = choice.kind;
      kind.className = "atlas-suggestions__kind";
      item.append(label, " ", kind);
      return item;
    }

    async function ask() {
      const number = (asked += 1);
      const text = input.value.trim();
      if (text.length < 2) return close();
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`);
        if (!answer.ok || number !== asked) return;
        const { found, said } = await answer.json();
        if (number !== asked || document.activeElement !== input) return;
        close();
        list.replaceChildren(...found.map(option));
        list.hidden = !found.length;
        input.setAttribute("aria-expanded", String(found.length > 0));
        status.textContent = said;
      } catch {
        close(); // no network: the form still works
      }
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
      if (event.key === "Enter" && active >= 0) { event.preventDefault(); location.assign(list.children[active].dataset.url); }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[data-url]");
      if (item) location.assign(item.dataset.url);
    });
  }

  document.querySelectorAll("input[data-suggestions]").forEach(attach);
})();
