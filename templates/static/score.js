/* score.js: the score form by single keys; radios, arrows and buttons do the same without it.
   A digit in a criterion gives its score (0 is 10) and moves on to the next without one; N leads to the next
   application to score.  Keys count only while a choice of the form has the focus, so nothing that is typed is taken. */
(() => {
  "use strict";
  const form = document.getElementById("review");
  if (!form) return;
  const sets = [...form.querySelectorAll("fieldset[data-keys]")];
  const radios = (set) => [...set.querySelectorAll("input[type=radio]")];
  const given = (set) => radios(set).some((one) => one.checked);
  const enter = (set) => { const all = radios(set); (all.find((one) => one.checked) || all[0])?.focus(); };
  const next = document.querySelector("a[data-next]");

  const count = form.querySelector("[data-given]");
  const show = () => {
    const n = sets.filter((set) => set.classList.contains("criterion") && given(set)).length;
    count.textContent = count.dataset.given.replace("{n}", n).replace("{of}", count.dataset.of);
  };
  form.addEventListener("input", show);

  /* The scale's own value; where there is none, the place in the list. */
  const choice = (set, key) => {
    const all = radios(set), value = (text) => all.find((one) => one.value === text);
    return value(key) || (key === "0" ? value("10") : all[key - 1]);
  };
  const give = (set, key) => {
    const radio = choice(set, key), at = sets.indexOf(set);
    if (!radio) return;
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    const rest = [...sets.slice(at + 1), ...sets.slice(0, at)].find((one) => !given(one));
    if (rest) enter(rest);
  };
  form.addEventListener("keydown", (event) => {
    const set = event.target.closest("fieldset[data-keys]");
    if (!set || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (/^[0-9]$/.test(event.key)) { event.preventDefault(); give(set, event.key); }
    else if (event.key.toLowerCase() === "n" && next) { event.preventDefault(); next.click(); }
  });

  /* After the browser itself has gone to the address's fragment, which takes the focus away. */
  addEventListener("load", () => {
    if (document.querySelector(".errors")) return;                          /* they have the focus */
    if (document.querySelector(".note.good a[data-next]")) next.focus();    /* submitted: Enter goes on */
    else if (location.hash === "#score-h") enter(sets.find((set) => !given(set)) || sets[0]);
  });
})();
