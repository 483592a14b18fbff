// The form of a role: shows what the chosen role needs, and suggests organisations while one types (a native list).
// Without this file every field is shown, and candidates come back after sending.
(() => {
  "use strict";
  const HOLDS = { prefecture: "region", post_agent: "post", reader: "", committee_member: "", ministry_officer: "", ministry_admin: "" };
  const form = document.querySelector("form[data-organisations]");
  if (!form) return;
  const role = () => form.querySelector("input[name=role]:checked")?.value || "";

  function show() {
    const chosen = role();
    const needed = chosen ? (HOLDS[chosen] ?? "organisation") : null;
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = needed !== null && part.dataset.for !== needed;
  }
  form.addEventListener("change", show);
  show();

  const input = form.querySelector("input[name=organisation]");
  if (!input) return;
  const list = document.createElement("datalist");
  list.id = "organisations-found";
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0, asked = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const number = (asked += 1);
      if (input.value.trim().length < 2) return;
      try {
        const address = `${form.dataset.organisations}?role=${encodeURIComponent(role())}&q=${encodeURIComponent(input.value)}`;
        const answer = await fetch(address);
        if (!answer.ok || number !== asked) return;
        const { found } = await answer.json();
        list.replaceChildren(...found.map(({ label }) => Object.assign(document.createElement("option"), { value: label })));
      } catch { /* no network: the form still works */ }
    }, 150);
  });
})();
