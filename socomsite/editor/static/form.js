"use strict";
/* The form of an entry, a little nicer: tools for text, what is typed is kept, names are looked up.
   Everything works without it. */
(() => {
  const form = document.getElementById("form");
  if (!form) return;
  const word = form.dataset;

  /* Text goes in as if it were typed, so that undo takes it back. */
  const put = (area, start, end, text) => {
    area.focus();
    area.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, start, end, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const lines = (area) => {
    const text = area.value;
    const start = text.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const next = text.indexOf("\n", area.selectionEnd);
    return [start, next < 0 ? text.length : next];
  };
  /* A block stands between blank lines. */
  const block = (area, text, from, length) => {
    const [start, end] = lines(area);
    const is_empty = !area.value.slice(start, end).trim();
    const at = is_empty ? start : end;
    const before = area.value.slice(0, at).replace(/\s+$/, "") ? (is_empty && /\n\n$/.test(area.value.slice(0, at)) ? "" : "\n\n") : "";
    const after = /^\n\n/.test(area.value.slice(end)) || !area.value.slice(end).trim() ? "\n" : "\n\n";
    put(area, at, end, before + text + after);
    area.setSelectionRange(at + before.length + from, at + before.length + from + length);
  };
  const around = (area, left, right, sample) => {
    const { selectionStart: start, selectionEnd: end } = area;
    const chosen = area.value.slice(start, end) || sample;
    put(area, start, end, left + chosen + right);
    area.setSelectionRange(start + left.length, start + left.length + chosen.length);
  };
  const prefixed = (area, prefix, sample) => {
    const [start, end] = lines(area);
    const chosen = area.value.slice(start, end) || sample;
    const made = chosen.split("\n").map((line) => prefix + line.replace(/^(#+|[-*]) +/, "")).join("\n");
    put(area, start, end, made);
    area.setSelectionRange(start + prefix.length, start + made.length);
  };
  const tools = {
    heading: (area) => prefixed(area, "## ", word.heading),
    bold: (area) => around(area, "**", "**", word.text),
    list: (area) => prefixed(area, "- ", word.item),
    link: (area) => {
      const { selectionStart: start, selectionEnd: end } = area;
      const chosen = area.value.slice(start, end) || word.link;
      put(area, start, end, `[${chosen}](https://)`);
      area.setSelectionRange(start + chosen.length + 3, start + chosen.length + 11);
    },
    picture: (area) => block(area, `![${word.picture}](${word.file})`, 2, word.picture.length),
    table: (area) => block(area, `| ${word.head} 1 | ${word.head} 2 |\n| --- | --- |\n| ${word.cell} | ${word.cell} |`, 2, word.head.length + 2),
    note: (area) => {
      let number = 1;
      while (area.value.includes(`[^${number}]`)) number += 1;
      const at = area.selectionEnd;
      const end = area.value.length;
      const text = `[^${number}]${area.value.slice(at).replace(/\s+$/, "")}\n\n[^${number}]: ${word.note}`;
      put(area, at, end, text);
      area.setSelectionRange(at + text.length - word.note.length, at + text.length);
    },
  };
  for (const bar of form.querySelectorAll(".toolbar")) {
    const area = document.getElementById(bar.getAttribute("aria-controls"));
    const buttons = [...bar.querySelectorAll("button")];
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) tools[button.dataset.tool](area);
    });
    /* One stop for the tabulator; arrows go from tool to tool. */
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const now = buttons.indexOf(document.activeElement);
      if (!step || now < 0) return;
      const next = buttons[(now + step + buttons.length) % buttons.length];
      for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
      next.focus();
      event.preventDefault();
    });
    area.addEventListener("keydown", (event) => {
      const tool = { b: "bold", k: "link" }[event.key.toLowerCase()];
      if (!tool || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      tools[tool](area);
    });
  }

  /* A name that is in no list is told of before anything is sent. */
  for (const input of form.querySelectorAll("input[list]")) {
    const told = document.createElement("p");
    told.className = "hint";
    told.setAttribute("role", "status");
    input.after(told);
    input.addEventListener("change", () => {
      const names = [...input.list.options].map((option) => option.value.toLowerCase());
      const said = input.value.trim();
      const is_known = !said || names.includes(said.toLowerCase());
      told.textContent = is_known ? "" : word.none.replace("…", said);
    });
  }

  /* What is typed is kept every few seconds, so that no crash takes it. */
  let kept = null;
  const typed = () => {
    const data = new URLSearchParams(new FormData(form));
    data.set("do", "keep");
    return data;
  };
  const first = typed().toString();
  const keep = () => {
    const data = typed();
    const text = data.toString();
    if (text === (kept ?? first)) return;
    kept = text;
    fetch(form.dataset.keep, { method: "POST", body: data, credentials: "same-origin" }).catch(() => { kept = null; });
  };
  const ticking = setInterval(keep, 4000);
  let is_sent = false;
  form.addEventListener("submit", (event) => {
    const is_elsewhere = event.submitter && event.submitter.formTarget;
    if (!is_elsewhere) { is_sent = true; clearInterval(ticking); }
  });
  addEventListener("pagehide", () => {
    if (is_sent || typed().toString() === (kept ?? first)) return;
    navigator.sendBeacon(form.dataset.keep, typed());
    sessionStorage.setItem(form.dataset.keep, "late");
  });
  /* Loaded again at once, the page was made before that came: it is asked for once more. */
  if (sessionStorage.getItem(form.dataset.keep)) {
    sessionStorage.removeItem(form.dataset.keep);
    if (!document.getElementById("rescued")) location.replace(form.dataset.keep);
  }
})();
