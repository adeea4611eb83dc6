/* upload.js: sends a file in parts, one after another, so that a lost network costs a part and not the file.  What
   has arrived stays at the server: the same file chosen again, after a reload or elsewhere, goes on where it was.
   Without it the forms send files at once. */
(() => {
  "use strict";
  const room = document.getElementById("attachments");
  if (!room || !room.dataset.begin) return;
  const words = room.dataset, part = Number(words.part), most = Number(words.most);
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, key) => values[key]);
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  const token = () => document.querySelector("input[name=csrf]").value;
  let queue = Promise.resolve(), waiting = 0;

  const refusal = (text, code) => Object.assign(new Error(text), { refused: true, code });
  const event = (name, stop, ms) => new Promise((go) => {
    if (ms) setTimeout(go, ms);
    addEventListener(name, go, { once: true });
    stop.addEventListener("abort", go, { once: true });
  });

  /* Tries until the server has said yes or no.  A session that ended is renewed where draft.js says how. */
  async function ask(line, path, fields) {
    const stop = line.stop.signal;
    for (let wait = 1000; ; wait = Math.min(wait * 2, 30000)) {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.append(name, value);
      let why = "offline", seconds = 0;
      try {
        const reply = await fetch(path, { method: "POST", body: data, signal: stop,
          headers: { Accept: "application/json", "X-CSRF-Token": token() } });
        const model = await reply.json();
        if (reply.ok) return model;
        seconds = Number(reply.headers.get("Retry-After"));
        if (reply.status === 401 || model.error.code === "web/csrf") why = "signin";
        else if (reply.status >= 500 || reply.status === 429) why = "busy";
        else throw refusal((model.error.problems[0] || model.error).text, model.error.code);
      } catch (error) {
        if (error.refused || stop.aborted) throw error;
      }
      line.say(words[why]);
      if (why === "signin") {
        dispatchEvent(new CustomEvent("draft:trouble", { detail: why }));
        await event("draft:again", stop);
      } else await event("online", stop, seconds * 1000 || wait);
    }
  }

  /* A page over plain http has no hashes: there a file is gone on with until the page is left. */
  async function hash(file) {
    if (!globalThis.crypto?.subtle || file.size > most) return "";
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function send(line, slot, file) {
    let sha256, told = -1, anew = 0;
    const read = (from) => from.arrayBuffer().catch(() => { throw refusal(words.unreadable); });
    const begin = () => ask(line, words.begin, { slot, name: file.name, size: file.size, sha256 });
    line.say(words.hashing);
    sha256 = await hash(file).catch(() => { throw refusal(words.unreadable); });
    let at = line.transfer = await begin();
    for (const row of room.querySelectorAll("[data-transfer]")) if (row.dataset.transfer === at.href) row.remove();
    while (at.arrived < at.size) {
      line.bar.value = at.arrived / at.size;
      const quarter = Math.floor(4 * at.arrived / at.size);   /* said aloud four times, not at every part */
      if (quarter !== told || line.troubled) line.say(fill(words.sending, { p: Math.floor(100 * at.arrived / at.size) }));
      told = quarter; line.troubled = false;
      const bytes = await read(file.slice(at.arrived, at.arrived + part));
      try {
        at = await ask(line, at.href, { offset: at.arrived, file: new Blob([bytes]) });
      } catch (error) {
        if (error.code !== "transfer/gone" || (anew += 1) > 3) throw error;
        at = line.transfer = await begin();
      }
    }
    line.bar.value = 1;
    await ask(line, at.finish, {});
  }

  /* The list of files, and what the screening says now, from the page as the server makes it; asked for again while
     the pages of a PDF are being counted. */
  async function refresh(box, again = 4) {
    const reply = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.getElementById(box.id);
    box.querySelector("ul").replaceWith(fresh.querySelector("ul"));
    if (!fresh.querySelector("[data-slot]")) box.querySelector("[data-slot]")?.remove();
    for (const place of ["[data-progress]", ".bar"]) {
      const old = document.querySelector(place), now = page.querySelector(place);
      if (old && now) old.replaceChildren(...now.childNodes);
    }
    if (again && box.querySelector("[data-counting]")) setTimeout(() => refresh(box, again - 1).catch(() => {}), 1500);
  }

  function open(box, slot, file) {
    const row = make("div", { className: "stack" }), out = make("output", { className: "small" });
    const bar = make("progress", { max: 1, value: 0, ariaLabel: file.name });
    const button = make("button", { type: "button", className: "btn small", textContent: words.cancel });
    const line = { row, bar, stop: new AbortController(), transfer: null, troubled: false,
      say(text) { line.troubled = text === words.offline || text === words.busy || text === words.signin; out.textContent = text; } };
    button.append(make("span", { className: "sr", textContent: file.name }));
    button.onclick = async () => {
      line.stop.abort();
      row.remove();
      box.querySelector("input[type=file]")?.focus();
      if (line.transfer)
        fetch(line.transfer.cancel, { method: "POST", headers: { Accept: "application/json", "X-CSRF-Token": token() } }).catch(() => {});
    };
    const last = make("div", { className: "row" });
    last.append(out, button);
    row.append(make("p", { className: "small", textContent: file.name }), bar, last);
    line.say(words.queued);
    box.append(row);
    waiting += 1;
    queue = queue.then(async () => {
      try {
        if (!line.stop.signal.aborted) {
          await send(line, slot, file);
          await refresh(box).catch(() => {});
          row.replaceChildren(out);
          line.say(fill(words.done, { n: file.name }));
        }
      } catch (error) {
        if (!line.stop.signal.aborted) row.replaceChildren(make("p", { className: "err", role: "alert", textContent: `${file.name}: ${error.message}` }));
      }
      waiting -= 1;
    });
  }

  for (const form of room.querySelectorAll("form[data-slot]")) {
    const box = form.parentElement, input = form.elements.file, slot = form.dataset.slot;
    input.multiple = form.hasAttribute("data-many");
    form.addEventListener("submit", (what) => {
      if (!input.files.length) return;
      what.preventDefault();
      for (const file of input.files) open(box, slot, file);
      input.value = "";
    });
    box.addEventListener("dragover", (what) => what.preventDefault());
    box.addEventListener("drop", (what) => {
      what.preventDefault();
      for (const file of what.dataTransfer.files) open(box, slot, file);
    });
  }
  addEventListener("beforeunload", (what) => { if (waiting) what.preventDefault(); });
})();
