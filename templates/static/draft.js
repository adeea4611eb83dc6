/* draft.js: saves each section of an application by itself; the buttons do the same without it.
   A save goes out at most two seconds after the first unsaved keystroke and carries the changed fields with the
   revisions they were read at; a stale field stops and shows both texts.  Until the server has said yes an edit is
   also kept in this browser, under its person: it survives a lost network, an ended session and a closed tab. */
(() => {
  "use strict";
  const panel = document.getElementById("draft");
  if (!panel) return;
  const words = panel.dataset, me = words.me;
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, key) => values[key]);
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const field = (name) => name.split(".")[0];   /* a cell belongs to its table */
  const drafts = [];

  /* ---- the journal: {at, bases: {field: revision}, fields: {field: [[name, value]…]}} of a section */
  const WEEKS = 14 * 86400e3;
  const journal = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, book) {
      try {
        if (Object.keys(book.fields).length) localStorage.setItem(key, JSON.stringify(book));
        else localStorage.removeItem(key);
      } catch { /* full or forbidden: the page still warns before it is left */ }
    },
    sweep() {
      try {
        for (const key of Object.keys(localStorage))
          if (key.startsWith("draft ") && !(Date.now() - journal.read(key)?.at < WEEKS)) localStorage.removeItem(key);
      } catch { /* as above */ }
    },
  };

  /* ---- the connection, one for all sections */
  let wait = 2000, retry = 0, trouble = "";
  const tell = (why) => {
    trouble = why;
    panel.hidden = !why;
    if (!why) return;
    panel.replaceChildren(make("p", words[why] + " "));
    if (why === "signin" || why === "other")
      panel.firstChild.append(make("a", words.signinLink, { href: "/sign-in", target: "_blank", rel: "opener" }));
  };
  const later = (why, seconds) => {
    tell(why);
    clearTimeout(retry);
    retry = setTimeout(again, seconds ? seconds * 1000 : wait);
    wait = Math.min(wait * 2, 30000);
  };
  /* Signed in again in another tab: the token is another one, the person must be the same. */
  async function renew() {
    const reply = await fetch(location.pathname, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (reply.status === 401) return "signin";
    const model = reply.ok ? await reply.json() : {};
    if (model.me !== me) return "other";
    document.querySelectorAll("input[name=csrf]").forEach((input) => { input.value = model.csrf; });
    return "";
  }
  async function again() {
    clearTimeout(retry);
    if (!trouble) return;
    try {
      const why = trouble === "signin" || trouble === "other" ? await renew() : "";
      if (why) return later(why);
    } catch { return later("offline"); }
    tell("");
    drafts.forEach((draft) => draft.save());
  }
  addEventListener("online", again);
  addEventListener("focus", again);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) again(); });

  /* ---- one section */
  function open(form) {
    const out = form.querySelector("output");
    const key = `draft ${me} ${form.getAttribute("action")}`;
    const read = form.elements.base.value;         /* revision the page was made from */
    const book = { at: 0, bases: {}, fields: {} };
    const bases = {};                              /* field → revision known since */
    const dirty = new Set();
    let timer = 0, flying = false, stopped = false;

    const state = (word, t = "") => { if (out) { out.textContent = fill(words[word], { t }); out.dataset.state = word; } };
    const entries = (name) => [...new FormData(form)].filter(([n]) => field(n) === name && n !== "csrf" && n !== "base");
    const note = (name) => {
      book.at = Date.now();
      book.bases[name] = bases[name] ?? read;
      book.fields[name] = entries(name);
      journal.write(key, book);
    };
    const forget = (names) => {
      for (const name of names) if (!dirty.has(name)) { delete book.fields[name]; delete book.bases[name]; }
      journal.write(key, book);
    };

    const body = (names) => {
      const data = new URLSearchParams({ csrf: form.elements.csrf.value });
      for (const name of names) {
        for (const [n, value] of entries(name)) data.append(n, value);
        data.append(`base.${name}`, bases[name] ?? read);
      }
      return data;
    };

    /* The stored text beside the one in the field, marked where it differs; whichever is chosen is saved as the next revision. */
    const compare = (conflicts, revision) => {
      for (const c of conflicts) {
        const input = form.elements[c.field];
        const box = make("div", "", { className: "note warn", tabIndex: -1 });
        const text = make("p", "", { className: "diff" });
        for (const part of c.parts) if (!part.gone) text.append(part.same ? part.text : make("ins", part.text));
        const choose = (label, act) => make("button", label, {
          type: "button", className: "btn small",
          onclick: () => { bases[c.field] = revision; stopped = false; box.remove(); act(); },
        });
        box.append(make("p", words.legend, { className: "help" }), text,
          choose(words.mine, () => { dirty.add(c.field); note(c.field); save(); }), " ",
          choose(words.theirs, () => {
            dirty.delete(c.field);
            forget([c.field]);
            if (input && "value" in input && !(input instanceof RadioNodeList)) { input.value = c.stored; state("saved"); } else location.reload();
          }));
        (form.querySelector(`[id="${form.id}.${c.field}"]`)?.closest(".field") || form).append(box);
        box.focus();
      }
    };

    const fail = (names, why, seconds) => {
      names.forEach((name) => dirty.add(name));
      state("kept");
      later(why, seconds);
    };

    async function save() {
      clearTimeout(timer); timer = 0;
      if (flying || stopped || trouble || !dirty.size) return;
      const names = [...dirty];
      dirty.clear(); flying = true; state("saving");
      try {
        const reply = await fetch(form.action, { method: "POST", body: body(names), headers: { Accept: "application/json" } });
        const model = await reply.json();
        if (reply.status === 409 && model.conflicts) {
          const stale = new Set(model.conflicts.map((c) => c.field));
          names.forEach((name) => { if (!stale.has(name)) bases[name] = model.revision; });
          forget(names.filter((name) => !stale.has(name)));
          stopped = true; state("stale"); compare(model.conflicts, model.revision);
        } else if (reply.ok) {
          names.forEach((name) => { bases[name] = model.revision; });
          forget(names);
          state("saved", model.saved);
          wait = 2000;
          form.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true, detail: model }));
        } else if (reply.status === 401 || model.error?.code === "web/csrf") {
          fail(names, "signin", 1);
        } else if (reply.status >= 500 || reply.status === 429) {
          fail(names, "busy", Number(reply.headers.get("Retry-After")));
        } else {
          names.forEach((name) => dirty.add(name));
          stopped = true; out.textContent = model.error.text; out.dataset.state = "refused";
        }
      } catch { fail(names, "offline"); }
      flying = false;
      if (dirty.size && !timer && !stopped && !trouble) timer = setTimeout(save, 1500);
    }

    /* What an earlier page left behind: back into the inputs, or shown to be copied where it cannot be saved. */
    const restore = (left) => {
      let count = 0;
      for (const [name, was] of Object.entries(left.fields)) {
        if (JSON.stringify(entries(name)) === JSON.stringify(was)) continue;
        const rest = [...was];
        for (const input of form.elements) {
          if (!input.name || field(input.name) !== name) continue;
          const ticks = input.type === "checkbox" || input.type === "radio";
          const at = rest.findIndex(([n, value]) => n === input.name && (!ticks || value === input.value));
          if (ticks) input.checked = at >= 0;
          else input.value = at >= 0 ? rest[at][1] : "";
          if (at >= 0) rest.splice(at, 1);
        }
        bases[name] = left.bases[name];
        dirty.add(name);
        note(name);
        count += 1;
      }
      journal.write(key, book);
      return count;
    };

    const edited = (name) => {
      if (!name || name === "csrf") return;
      dirty.add(field(name));
      note(field(name));
      if (trouble) state("kept");
      if (!timer && !flying) timer = setTimeout(save, 1500);
    };
    if (out) {
      form.addEventListener("input", (event) => edited(event.target.name));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        for (const el of form.elements) if (el.name && el.name !== "csrf" && el.name !== "base") dirty.add(field(el.name));
        if (trouble) again(); else save();
      });
    }
    return { form, key, out, save, restore, unsaved: () => dirty.size > 0 || flying, left: journal.read(key) };
  }

  journal.sweep();
  for (const form of document.querySelectorAll("form[data-draft]")) drafts.push(open(form));
  addEventListener("beforeunload", (event) => { if (drafts.some((draft) => draft.unsaved())) event.preventDefault(); });

  const left = drafts.filter((draft) => draft.left);
  if (left.length && left[0].out) {
    const at = Math.max(...left.map((draft) => draft.left.at));
    const n = left.reduce((sum, draft) => sum + draft.restore(draft.left), 0);
    if (n) {
      panel.hidden = false;
      panel.replaceChildren(make("p", fill(words.restored, { n, t: new Date(at).toLocaleString(document.documentElement.lang) })));
      left.forEach((draft) => draft.save());
    }
  } else if (left.length) {
    panel.hidden = false;
    panel.replaceChildren(make("p", words.unsent));
    for (const draft of left)
      for (const was of Object.values(draft.left.fields))
        panel.append(make("pre", was.map(([, value]) => value).join("\n"), { className: "digest" }));
  }
})();
