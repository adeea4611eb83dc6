/* team.js: says where one writes, and shows who else writes which section.  It falls silent ten minutes after the last
   touch, so that an open page keeps no session alive. */
(() => {
  "use strict";
  const home = document.querySelector("[data-team]");
  if (!home) return;
  const marks = [...document.querySelectorAll("[data-here]")];
  let part = "", touched = Date.now();

  const show = (here) => {
    for (const mark of marks) {
      const one = here.find((row) => row.part === mark.dataset.here);
      mark.hidden = !one;
      mark.textContent = one ? mark.dataset.text.replace("{n}", one.names) : "";
    }
  };
  async function beat() {
    const silent = Date.now() - touched;
    if (document.hidden || silent > 600e3) return;
    const body = new URLSearchParams({ csrf: document.querySelector("input[name=csrf]").value, part: silent < 60e3 ? part : "" });
    try {
      const reply = await fetch(home.dataset.team, { method: "POST", body, headers: { Accept: "application/json" } });
      if (reply.ok) show((await reply.json()).here);
    } catch { /* draft.js says when the line is gone */ }
  }
  const touch = (event) => {
    const form = event.target.closest("form[data-draft]");
    touched = Date.now();
    if (!form || form.dataset.draft === part) return;
    part = form.dataset.draft;
    beat();
  };
  home.addEventListener("focusin", touch);
  home.addEventListener("input", touch);
  setInterval(beat, 25e3);
})();
