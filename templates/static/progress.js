/* progress.js: what a save of draft.js says of the whole application, shown without loading the page again: the mark of
   each section, the percentage, what is still missing, and at each field what is wrong with it. */
(() => {
  "use strict";
  const side = document.querySelector("[data-progress]");
  if (!side) return;
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const at = (path) => document.getElementById(path);
  const tones = { missing: "bad", warning: "warn", complete: "good", optional: "" };
  const words = { missing: "lacks", warning: "look", complete: "complete", optional: "optional" };

  const marks = (sections) => {
    for (const { key, mark } of sections) {
      const el = document.querySelector(`[data-mark="${key}"]`);
      const word = Object.keys(tones).find((name) => mark[name]);
      el.className = `mark ${tones[word]}`;
      el.textContent = fill(side.dataset[words[word]], mark);
    }
  };

  const list = (missing) => {
    const details = side.querySelector("details");
    details.hidden = !missing.length;
    details.querySelector("ul").replaceChildren(...missing.map((p) => {
      const li = document.createElement("li"), a = document.createElement("a");
      li.className = "bad"; a.href = `#${p.path}`;
      a.textContent = (p.place ? p.place + side.dataset.colon : "") + p.text;
      li.append(a);
      return li;
    }));
  };

  /* At its field; what was never answered waits in the list until the page is loaded again. */
  const put = (p) => {
    const input = at(p.path);
    if (!input || at(`${p.path}-err`) || p.code === "required" || p.code === "must-tick") return "";
    const el = document.createElement("p");
    el.className = "err"; el.id = `${p.path}-err`; el.textContent = p.text;
    (input.closest(".field, td") || input).prepend(el);
    if ("value" in input) {
      if (p.severity === "error") input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", `${(input.getAttribute("aria-describedby") || "").replace(el.id, "")} ${el.id}`.trim());
    }
    return p.text;
  };

  const fields = (problems) => {
    const now = new Map(problems.map((p) => [`${p.path}-err`, p.text]));
    for (const el of document.querySelectorAll("[data-draft] .err")) {
      if (now.get(el.id) === el.textContent) continue;
      const input = at(el.id.slice(0, -4));
      if (input) input.removeAttribute("aria-invalid");
      el.closest(".field")?.classList.remove("bad-field");
      el.remove();
    }
    return problems.map(put).filter(Boolean);
  };

  addEventListener("draft:saved", ({ detail }) => {
    if (!detail.sections) return;
    marks(detail.sections);
    side.querySelector("progress").value = detail.percent;
    side.querySelector("p").textContent = fill(side.dataset.progress, detail);
    list(detail.missing);
    const whole = [...detail.problems, ...detail.missing.map((p) => ({ ...p, severity: "error" })), ...detail.warnings];
    const told = fields(whole);
    const status = at("say");
    if (told.length && status) status.textContent = told.join(" ");
  });
})();
