// The page of an import that runs: asks every few seconds how far it is, and loads the page anew when the work is done.
// Without this file, « Actualiser » asks, or the page asks by itself when the reader wants it to (`?suivre`).
(() => {
  "use strict";
  const WAIT = 3000; // milliseconds
  const bar = document.querySelector(".import-progress");
  const words = document.getElementById("avancement");
  if (!bar || !words) return;

  async function look() {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector(".import-progress");
      if (!now) {
        location.reload();
        return;
      }
      bar.max = now.max;
      bar.value = now.value;
      words.textContent = page.getElementById("avancement").textContent;
    } catch {
      // the site does not answer: the next look will tell
    }
    setTimeout(look, WAIT);
  }

  setTimeout(look, WAIT);
})();
