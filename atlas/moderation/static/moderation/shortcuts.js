// Keys that lead to buttons; the page is whole without. A key moves the focus, Enter confirms. Can be switched off (WCAG 2.1.4).
(() => {
  const box = document.querySelector("[data-shortcuts]");
  if (!box) return;
  const toggle = box.querySelector("[data-shortcuts-switch]");
  const status = box.querySelector("[data-shortcuts-status]");
  const KEYS = { j: "next", a: "accept", r: "reject", v: "return", q: "ask", f: "queue" };
  let place = -1;
  try {
    toggle.checked = localStorage.getItem("atlas-shortcuts") === "on";
  } catch (refused) {
    toggle.checked = false;
  }
  box.hidden = false;
  toggle.addEventListener("change", () => {
    status.textContent = toggle.checked ? status.dataset.on : status.dataset.off;
    try {
      localStorage.setItem("atlas-shortcuts", toggle.checked ? "on" : "off");
    } catch (refused) {
      // The choice holds for this page only.
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=checkbox]):not([type=radio])");
    if (!toggle.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const links = [...document.querySelectorAll("[data-shortcut-list] > li")].map((item) => item.querySelector("a"));
    if (links.length && (event.key === "j" || event.key === "k")) {
      place = Math.min(links.length - 1, Math.max(0, place + (event.key === "j" ? 1 : -1)));
      links[place].focus();
    } else if (KEYS[event.key]) {
      document.querySelector(`[data-key="${KEYS[event.key]}"]`)?.focus();
    }
  });
})();
