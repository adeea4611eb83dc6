/* draft.js: saves each section of an application by itself; the buttons do the same without it.
   A save goes out at most two seconds after the first unsaved keystroke and carries the changed fields with the
   revisions they were read at; at a stale field both texts are shown.  Until the server has said yes an edit is also in
   journal.js: it survives a lost network, an ended session and a closed tab. */
(() => {
  "use strict";
  const panel = document.getElementById("draft");
  if (!panel) return;
  const words = panel.dataset, me = words.me;
  const SOON = 1500, FIRST = 2000, MOST = 30000; /* ms: until a save; from the first to the longest wait for another try */
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, key) => values[key]);
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const button = (label, act) => make("button", label, { type: "button", className: "btn small", onclick: act });
  const field = (name) => name.split(".")[0];   /* a cell belongs to its table */
  const inBody = (body) => [...new URLSearchParams(body).keys()].filter((n) => n.startsWith("base.")).map((n) => n.slice(5));
  const drafts = [];

  /* ---- what the panel says */
  const show = (...content) => { panel.hidden = !content.length; panel.replaceChildren(...content); };

  /* What cannot be saved (any more): to be copied, or kept as a file. */
  const stuck = (why) => {
    const edits = drafts.flatMap((draft) => draft.texts());
    const file = new Blob(edits.map(([label, text]) => `${label}\n${text}\n\n`), { type: "text/plain" });
    show(...[why, words.unsent].filter(Boolean).map((text) => make("p", text)),
      ...edits.flatMap(([label, text]) => [make("p", label, { className: "name" }), make("pre", text, { className: "digest" })]),
      make("a", words.export, { className: "btn small", download: words.exportName, href: URL.createObjectURL(file) }), " ",
      button(words.discard, () => { drafts.forEach((draft) => draft.discard()); show(); }));
  };

  /* ---- the connection, one for all sections */
  let wait = FIRST, retry = 0, trouble = "";
  const tell = (why) => {
    trouble = why;
    if (!why) return show();
    const text = make("p", words[why] + " ");
    if (why === "signin" || why === "other")
      text.append(make("a", words.signinLink, { href: "/sign-in", target: "_blank", rel: "opener" }));
    show(text);
  };
  const later = (why, seconds) => {
    tell(why);
    clearTimeout(retry);
    retry = setTimeout(again, seconds ? seconds * 1000 : wait * (0.75 + Math.random() / 2)); /* not all at once */
    wait = Math.min(wait * 2, MOST);
  };
  /* Signed in again in another tab: the token is another one, the person must be the same. */
  async function renew() {
    const reply = await fetch(location.pathname, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (reply.status === 401) return "signin";
    if (reply.status === 429 || reply.status >= 500) return "busy";
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
    const out = form.querySelector("output"), id = form.getAttribute("id");
    const book = journal.open(me, form.getAttribute("action"));
    const read = form.elements.base.value;         /* revision the page was made from */
    const bases = {};                              /* field → revision known since */
    const dirty = new Set();                       /* fields edited since they were last sent */
    const held = new Map();                        /* field → the box that waits for a choice */
    const unread = new Set();                      /* fields the server could not read */
    let sent = "", since = 0, timer = 0, flying = false, stopped = false;

    const base = (name) => bases[name] ?? read;
    const place = (name) => document.getElementById("plain" in form.dataset ? name : `${id}.${name}`);
    const spot = (name) => place(name)?.closest(".field");
    const state = (word, t = "") => { if (out) { out.textContent = fill(words[word], { t }); out.dataset.state = word; } };
    const entries = (name, from = form) =>
      [...new FormData(from)].filter(([n]) => field(n) === name && n !== "csrf" && n !== "base");
    const note = (name) => book.note(name, base(name), entries(name));
    const ready = () => [...dirty].filter((name) => !held.has(name));

    /* Below the last row of a table another one, as the server would show it after a save. */
    const grow = (name) => {
      const table = spot(name)?.querySelector("table.inputs"), last = table?.tBodies[0].lastElementChild;
      if (!last || last.querySelector("th") || table.rows.length > Number(table.dataset.most || 200)) return false;
      const row = last.cloneNode(true);
      row.querySelectorAll(".err").forEach((el) => el.remove());
      for (const el of row.querySelectorAll("[name]")) {
        el.name = el.name.replace(/^([^.]+\.)(\d+)/, (_, table, n) => table + (+n + 1));
        if (el.id) el.id = el.id.replace(/^([^.]+\.[^.]+\.)(\d+)/, (_, table, n) => table + (+n + 1));
        if (el.type === "checkbox") el.checked = false;
        else if (el.type !== "hidden") el.value = "";
        for (const key of ["aria-invalid", "aria-describedby"]) el.removeAttribute(key);
      }
      last.after(row);
      return true;
    };

    /* Puts what was typed, here or elsewhere, into the inputs of a field. */
    const put = (name, typed) => {
      const rest = [...typed];
      while (rest.some(([n, value]) => value && !form.elements.namedItem(n)) && grow(name));
      for (const input of form.elements) {
        if (!input.name || field(input.name) !== name) continue;
        const ticks = input.type === "checkbox" || input.type === "radio";
        const at = rest.findIndex(([n, value]) => n === input.name && (!ticks || value === input.value));
        if (ticks) input.checked = at >= 0;
        else input.value = at >= 0 ? rest[at][1] : "";
        if (at >= 0) rest.splice(at, 1);
        input.dispatchEvent(new Event("input")); /* counters listen at the input, the section does not */
      }
    };

    /* ---- a field that two have changed: the stored text beside the one in the field, marked where it differs */
    const settle = (name, revision) => {
      held.get(name).remove();
      held.delete(name);
      bases[name] = revision;
      (place(name) || form).focus();
    };
    const mine = (name, revision) => { settle(name, revision); dirty.add(name); note(name); save(); };
    const theirs = async (name) => {
      try {
        const reply = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" });
        const there = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById(id);
        if (!there) return later(reply.status >= 500 ? "busy" : "signin");
        put(name, entries(name, there));
        settle(name, there.elements.base.value);
        dirty.delete(name);
        book.forget(name);
        if (!held.size) state("saved");
        save();
      } catch { later("offline"); }
    };
    const ask = (c, revision) => {
      held.get(c.field)?.remove();
      const box = make("div", "", { className: "note warn", tabIndex: -1, role: "group", ariaLabel: words.stale });
      const text = make("p", "", { className: "diff" });
      for (const part of c.parts) if (!part.gone) text.append(part.same ? part.text : make("ins", part.text));
      box.append(make("p", words.legend, { className: "help" }), text,
        button(words.mine, () => mine(c.field, revision)), " ", button(words.theirs, () => theirs(c.field)));
      held.set(c.field, box);
      (spot(c.field) || form).append(box);
      if (!document.activeElement?.matches("input, textarea, select")) box.focus(); /* nobody is typing */
    };

    /* ---- saving: what is sent and not answered yet is sent again as it was, before anything newer.  Had it
       arrived the server finds it stored; the newer text alone would look like another person's. */
    const body = (names) => {
      const data = new URLSearchParams();
      for (const name of names) {
        for (const [n, value] of entries(name)) data.append(n, value);
        data.append(`base.${name}`, base(name));
      }
      return String(data);
    };
    const schedule = () => {
      if (!timer && !flying && !stopped && !trouble && (sent || ready().length))
        timer = setTimeout(save, Math.max(0, since + SOON - Date.now()));
    };
    const take = (names, model) => {
      const stale = new Map((model.conflicts || []).map((c) => [c.field, c]));
      for (const name of names) {
        if (stale.has(name)) dirty.add(name);
        else if (model.refused.includes(name)) unread.add(name);
        else {
          bases[name] = model.revision;
          if (dirty.has(name)) book.rebase(name, model.revision); else book.forget(name);
        }
      }
      stale.forEach((c) => ask(c, model.revision));
      wait = FIRST;
      state(held.size ? "stale" : unread.size ? "unread" : "saved", model.saved);
      if (model.sections) form.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true, detail: model }));
    };
    const wrong = (reply, model) => {
      if (reply.status === 401 || model.error?.code === "web/csrf") return later("signin", 1);
      if (reply.status === 429 || reply.status >= 500) return later("busy", Number(reply.headers.get("Retry-After")));
      inBody(sent).forEach((name) => dirty.add(name));
      sent = ""; stopped = true;
      out.textContent = model.error.text; out.dataset.state = "refused";
      stuck(model.error.text);
    };
    async function save() {
      clearTimeout(timer); timer = 0;
      if (flying || stopped || trouble) return;
      if (!sent && ready().length) {
        const names = ready();
        sent = body(names);
        names.forEach((name) => { dirty.delete(name); unread.delete(name); });
        book.send(sent);
      }
      if (!sent) return;
      flying = true; state("saving");
      try {
        const data = new URLSearchParams(sent);
        data.append("csrf", form.elements.csrf.value);
        const reply = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { Accept: "application/json" } });
        const model = await reply.json();
        if (reply.ok || (reply.status === 409 && model.conflicts)) {
          const names = inBody(sent);
          sent = "";
          take(names, model);
          book.send("");
        } else wrong(reply, model);
      } catch { later("offline"); }
      flying = false;
      if (!sent && !ready().length) leave();
      if (trouble) state(book.kept ? "kept" : "unkept");
      schedule();
    }

    /* A button that does more than save: the form goes as it is once the server has what was typed before, with
       the revisions known by then.  What can no longer be saved here gets its answer there. */
    let leaving = null;
    const through = (event) => {
      if (stopped || (!sent && !dirty.size && !flying && !trouble)) {
        for (const name in bases) form.append(make("input", "", { type: "hidden", name: `base.${name}`, value: bases[name] }));
        return;
      }
      event.preventDefault();
      leaving = event.submitter;
      since = 0;
      if (trouble) again(); else save();
    };
    const leave = () => { if (leaving && !trouble && !held.size) form.requestSubmit(leaving); leaving = null; };

    const edited = (input) => {
      const name = field(input.name || "");
      if (!name || name === "csrf") return;
      if (!ready().length) since = Date.now();
      dirty.add(name);
      note(name);
      if (input.closest("tr") && !input.closest("tr").nextElementSibling) grow(name);
      if (trouble) state(book.kept ? "kept" : "unkept");
      schedule();
    };

    /* What a closed tab left, into the inputs; fields that are being edited here wait for another time. */
    const restore = (left) => {
      const rest = {};
      let count = 0;
      for (const [name, was] of Object.entries(left.fields)) {
        if (dirty.has(name) || inBody(sent).includes(name)) { rest[name] = was; continue; }
        if (JSON.stringify(entries(name)) === JSON.stringify(was.typed)) continue;
        put(name, was.typed);
        bases[name] = was.base;
        dirty.add(name);
        note(name);
        count += 1;
      }
      if (count && left.sent && !sent) { sent = left.sent; book.send(sent); }
      since = 0;
      schedule();
      return [count, rest];
    };
    const texts = (fields = book.fields) => Object.entries(fields).map(([name, was]) => [
      spot(name)?.querySelector(".name, label")?.textContent || name,
      was.typed.filter(([n, value]) => value && !n.endsWith(".there")).map(([, value]) => value).join("\n")]);

    if (out) {
      form.addEventListener("input", (event) => edited(event.target));
      form.addEventListener("submit", (event) => {
        if (event.submitter?.value === "submit") return through(event);
        event.preventDefault();
        for (const el of form.elements) if (el.name && el.name !== "csrf" && el.name !== "base") dirty.add(field(el.name));
        since = 0;
        if (trouble) again(); else save();
      });
    }
    let found = {};                                /* on a page that can only be read */
    return {
      save,
      texts: () => texts({ ...found, ...book.fields }),
      discard() { book.discard(); found = {}; },
      unsaved: () => dirty.size > 0 || unread.size > 0 || sent !== "",
      collect(told) {
        book.left((left) => {
          if (!out) { found = { ...left.fields, ...found }; told(0, left.at); return left.fields; }
          const [count, rest] = restore(left);
          if (count) told(count, left.at);
          return rest;
        });
      },
    };
  }

  for (const form of document.querySelectorAll("form[data-draft]")) drafts.push(open(form));
  addEventListener("beforeunload", (event) => { if (drafts.some((draft) => draft.unsaved())) event.preventDefault(); });

  let count = 0, at = 0;
  const told = (more, time) => {
    if (!more) return stuck("");
    count += more;
    at = Math.max(at, time);
    show(make("p", fill(words.restored, { n: count, t: new Date(at).toLocaleString(document.documentElement.lang) })));
  };
  drafts.forEach((draft) => draft.collect(told));
})();
