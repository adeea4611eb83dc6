/* journal.js: edits the server has not taken yet, kept in this browser under their person until it has.
   A tab writes books of its own, one a section, so that two tabs never write over each other; what a closed tab left
   goes to one tab that has the same section open.  Nobody else's books are ever read. */
"use strict";
/* A book: {at, sent, fields: {field: {base, typed: [[name, value]…]}}}; sent: the body that was not answered yet. */
const journal = (() => {
  const KEPT = 14 * 86400e3, START = "draft ";
  const tab = Math.random().toString(36).slice(2);
  const keys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(START)); } catch { return []; } };
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const write = (key, book) => {
    try {
      if (book.sent || Object.keys(book.fields).length) localStorage.setItem(key, JSON.stringify(book));
      else localStorage.removeItem(key);
      return true;
    } catch { return false; } /* full or forbidden */
  };

  for (const key of keys()) if (!(Date.now() - read(key)?.at < KEPT)) localStorage.removeItem(key);
  /* Held as long as this tab lives: whoever is granted it knows that the tab is gone. */
  const lock = (owner, act) => navigator.locks?.request(START + owner, act);
  lock(tab, () => new Promise(() => {}));

  return {
    open(person, place) {
      const start = `${START}${person} ${place} `;
      const book = { at: 0, sent: "", fields: {} };
      let kept = true;
      const save = () => { book.at = Date.now(); kept = write(start + tab, book); };
      return {
        get kept() { return kept; },
        get fields() { return book.fields; },
        note(field, base, typed) { book.fields[field] = { base, typed }; save(); },
        rebase(field, base) { if (book.fields[field]) book.fields[field].base = base; save(); },
        forget(field) { delete book.fields[field]; save(); },
        send(body) { book.sent = body; save(); },
        /* act(book) takes over what it can and answers with the fields it could not: they stay for later. */
        left(act) {
          const books = keys().filter((key) => key.startsWith(start) && key !== start + tab);
          for (const key of books.sort((a, b) => read(b).at - read(a).at)) {
            const hand = () => { const one = read(key); if (one) write(key, { at: one.at, sent: "", fields: act(one) }); };
            if (!lock(key.slice(start.length), hand)) hand();
          }
        },
        discard() { for (const key of keys()) if (key.startsWith(start)) localStorage.removeItem(key); book.fields = {}; book.sent = ""; },
      };
    },
  };
})();
