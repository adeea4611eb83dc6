/* draft.js: saves each section of an application by itself; the buttons do the same without it.
   A save goes out at most two seconds after the first unsaved keystroke and carries the changed
   fields with the revisions they were read at; a stale field stops retrying and shows both texts. */
(() => {
  "use strict";
  const clock = (text, t) => text.replace("{t}", t);
  const field = (name) => name.split(".")[0];   /* a cell belongs to its table */

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const out = form.querySelector("[data-saved]");
    if (!out) continue;                            /* read only */
    const read = form.elements.base.value;         /* revision the page was made from */
    const bases = {};                              /* field → revision known since */
    const dirty = new Set();
    let timer = 0, flying = false, stopped = false;

    const state = (word, t = "") => { out.textContent = clock(out.dataset[word], t); out.dataset.state = word; };

    const body = (fields) => {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        const key = field(name);
        if (name === "csrf" || (fields.has(key) && name !== "base")) data.append(name, value);
      }
      for (const key of fields) data.append(`base.${key}`, bases[key] ?? read);
      return data;
    };

    const compare = (conflicts, revision) => {
      for (const c of conflicts) {
        const input = form.elements[c.field];
        const box = document.createElement("div");
        const mine = document.createElement("button"), theirs = document.createElement("button"), text = document.createElement("p");
        box.className = "note warn";
        text.textContent = `${c.stored}`;
        mine.type = theirs.type = "button";
        mine.className = theirs.className = "btn small";
        mine.textContent = form.dataset.mine;
        theirs.textContent = form.dataset.theirs;
        mine.onclick = () => { bases[c.field] = revision; dirty.add(c.field); stopped = false; box.remove(); save(); };
        theirs.onclick = () => { bases[c.field] = revision; stopped = false; if (input && "value" in input) input.value = c.stored; else location.reload(); box.remove(); };
        box.append(text, mine, " ", theirs);
        (input && input.closest ? input.closest(".field") : form).append(box);
      }
    };

    async function save() {
      clearTimeout(timer); timer = 0;
      if (flying || stopped || !dirty.size) return;
      const fields = new Set(dirty);
      dirty.clear(); flying = true; state("saving");
      try {
        const reply = await fetch(form.action, { method: "POST", body: body(fields), headers: { Accept: "application/json" } });
        const model = await reply.json();
        if (reply.status === 409 && model.conflicts) {
          stopped = true; state("stale"); compare(model.conflicts, model.revision);
        } else if (!reply.ok) {
          if (reply.status >= 500 || reply.status === 429) throw new Error(reply.status);
          stopped = true; out.textContent = model.error.text;
        } else {
          for (const key of fields) bases[key] = model.revision;
          form.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true, detail: model }));
          state("saved", model.saved);
        }
      } catch (error) {
        fields.forEach((key) => dirty.add(key));
        state("failed");
        timer = setTimeout(save, 10000);
      }
      flying = false;
      if (dirty.size && !timer && !stopped) timer = setTimeout(save, 1500);
    }

    form.addEventListener("input", (event) => {
      if (!event.target.name || event.target.name === "csrf") return;
      dirty.add(field(event.target.name));
      if (!timer && !flying) timer = setTimeout(save, 1500);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      for (const el of form.elements) if (el.name && el.name !== "csrf" && el.name !== "base") dirty.add(field(el.name));
      save();
    });
    addEventListener("beforeunload", (event) => { if (dirty.size || flying) event.preventDefault(); });
  }
})();
