/* upload.js: sends a file in parts, so that a lost network or a closed tab costs one part; the form does it whole
   without it.  The server knows which parts it has: the same file chosen again goes on where it was. */
(() => {
  "use strict";
  const words = document.getElementById("attachments")?.dataset;
  if (!words) return;
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, key) => values[key]);
  const rest = (ms) => new Promise((go) => { setTimeout(go, ms); addEventListener("online", go, { once: true }); });

  async function ask(form, path, body) {
    const headers = { Accept: "application/json", "X-CSRF-Token": form.elements.csrf.value };
    const reply = await fetch(path, { method: "POST", body, headers });
    const model = await reply.json().catch(() => ({}));
    if (reply.ok) return model;
    const error = new Error(model.error?.text || reply.status);
    error.final = reply.status < 500 && reply.status !== 429 && reply.status !== 401 && model.error?.code !== "web/csrf";
    throw error;
  }

  async function send(form, file, bar, say) {
    const about = { slot: form.elements.slot.value, name: file.name, size: file.size, stamp: file.lastModified };
    let wait = 1000, percent = 0;
    for (;;) {
      try {
        const begun = await ask(form, form.dataset.parts, new URLSearchParams(about));
        const have = new Set(begun.have);
        for (let place = 0; place < begun.count; place += 1) {
          if (!have.has(place)) {
            const data = new FormData();
            data.append("place", place);
            data.append("file", file.slice(place * begun.part, (place + 1) * begun.part), "part");
            await ask(form, begun.href, data);
            wait = 1000;
          }
          percent = Math.round((place + 1) / begun.count * 100);
          bar.value = percent;
          say(fill(words.sending, { n: file.name, p: percent }));
        }
        await ask(form, `${begun.href}/finish`, new URLSearchParams());
        return say(fill(words.done, { n: file.name }));
      } catch (error) {
        if (error.final) throw error;
        say(fill(words.waiting, { n: file.name, p: percent }));
        await rest(wait);
        wait = Math.min(wait * 2, 30000);
      }
    }
  }

  for (const form of document.querySelectorAll("form[data-parts]")) {
    form.addEventListener("submit", async (event) => {
      const input = form.elements.file, button = form.querySelector("button"), file = input.files[0];
      event.preventDefault();
      let out = form.querySelector("output"), bar = form.querySelector("progress");
      if (!out) {
        out = document.createElement("output");
        bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
        bar.setAttribute("aria-label", button.textContent);
        form.append(bar, out);
      }
      out.className = "small";
      if (!file) { out.textContent = words.choose; return; }
      button.disabled = input.disabled = true;
      try {
        await send(form, file, bar, (text) => { out.textContent = text; });
        /* what is typed is kept or saved by draft.js; the list of files is the server's */
        const unsaved = document.querySelector("output[data-state=saving], output[data-state=kept]");
        if (!unsaved) { location.hash = form.parentElement.id; location.reload(); }
      } catch (error) {
        out.className = "err";
        out.textContent = fill(words.failed, { n: file.name, e: error.message });
        button.disabled = input.disabled = false;
      }
    });
  }
})();
