/* Says in time that a session is about to end, and prolongs it on demand (WCAG 2.2.1). */
"use strict";

(() => {
  const box = document.getElementById("session-end");
  if (!box) return;
  const BEFORE = 300;
  const [warning, kept, failed] = [...box.querySelectorAll("p")];
  const button = box.querySelector("button");
  const show = (shown) => {
    [warning, kept, failed].forEach((one) => { one.hidden = one !== shown; });
    button.hidden = shown === kept;
    box.hidden = false;
  };
  let timer = 0;
  const wait = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => show(warning), Math.max(0, seconds - BEFORE) * 1000);
  };
  button.addEventListener("click", async () => {
    try {
      const answer = await fetch(box.dataset.address, { method: "HEAD", redirect: "manual", cache: "no-store", headers: { "X-Atlas-Prolong": "1" } });
      if (!answer.ok) throw new Error(String(answer.status));
      show(kept);
      box.focus();
      wait(Number(box.dataset.whole));
    } catch {
      show(failed);
    }
  });
  wait(Number(box.dataset.seconds));
})();
