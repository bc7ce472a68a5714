// The search page: asks the index that the build has made and shows what it finds.
// All words, and where the index is, stand in the page as attributes. Nothing is remembered but in
// the address. Without this script the page is the index A–Ö.

const AT_ONCE = 10;
const PAUSE = 400; // milliseconds after the last key: results and their count come once, not per key
// Tuned on the pairs of tests/test_search_browser.py: titles lead, and long pages lose nothing.
const RANKING = {
  metaWeights: { title: 0.5, description: 0, day: 0 },
  pageLength: 0,
  termFrequency: 0.5,
  termSaturation: 1.8,
  termSimilarity: 6,
};

const place = document.getElementById("s-search");
const form = document.querySelector(".search-form");
const field = form.elements.q;
const index = document.getElementById("s-index");
const said = place.querySelector("[role=status]");
const did = place.querySelector(".search-did");
const narrow = place.querySelector(".narrow");
const clear = narrow.querySelector("button");
const words = place.dataset;
const bundles = new URL(words.src, document.baseURI);
const own = list(place.querySelector(".search-hits"), words.language);
const also = words.also ? list(place.querySelector(".search-also"), words.also) : null;
const engines = new Map();
let asked = 0;

/** Where results of one language stand, and how to show the next of them. */
function list(part, language) {
  const rows = part.querySelector(":scope > .rows");
  const more = part.querySelector(":scope > p > button");
  const shown = { part, language, rows, more, results: [], query: "" };
  more.addEventListener("click", async () => {
    const first = await show(shown, shown.rows.children.length + AT_ONCE);
    first?.querySelector("a").focus();
    remember();
  });
  return shown;
}

/** The search of a language, loaded when it is first asked. */
function engine(language) {
  if (!engines.has(language)) {
    const bundle = new URL(`${language}/`, bundles);
    const loading = import(new URL("pagefind.js", bundle).href).then(async (loaded) => {
      const baseUrl = new URL("../", bundles).pathname;
      await loaded.options({ baseUrl, ranking: RANKING });
      await loaded.init();
      return loaded;
    });
    engines.set(language, loading);
  }
  return engines.get(language);
}

/** The boxes that are checked, by filter. */
function chosen() {
  const filters = {};
  for (const box of narrow.querySelectorAll("input:checked")) {
    const name = box.closest("fieldset").dataset.filter;
    (filters[name] ??= []).push(box.value);
  }
  return filters;
}

/** Search for what stands in the field, and show it unless something else was asked since. */
async function search(counts = { own: AT_ONCE, also: AT_ONCE }) {
  const query = field.value.trim();
  const number = ++asked;
  if (!query) {
    place.hidden = true;
    index.hidden = false;
    remember();
    return;
  }
  const chosenNow = chosen();
  const filters = {};
  for (const [name, values] of Object.entries(chosenNow)) filters[name] = { any: values };
  place.hidden = false;
  if (!said.textContent) said.textContent = words.busy;
  const lists = also ? [own, also] : [own];
  let found;
  try {
    found = await Promise.all(
      lists.map(async (each) => (await engine(each.language)).search(query, { filters })),
    );
  } catch {
    said.textContent = words.broken;
    index.hidden = false;
    return;
  }
  if (number !== asked) return;
  const total = found.reduce((sum, each) => sum + each.results.length, 0);
  for (const [place_, each] of lists.entries()) {
    each.results = found[place_].results;
    each.query = query;
    each.rows.replaceChildren();
    await show(each, each === own ? counts.own : counts.also);
  }
  if (number !== asked) return;
  filter(found.map((each) => each.totalFilters), chosenNow);
  tell(query, total);
  index.hidden = total > 0;
  remember();
  did.hidden = true;
  if (!total && !Object.keys(chosenNow).length) await suggest(query, number);
}

/** Say how many were found, once: a screen reader reads it when the list is there. */
function tell(query, total) {
  const put = (text, n) => text.replace("{n}", n).replace("{query}", query);
  const n = own.results.length;
  if (!total) said.textContent = put(words.none, 0);
  else if (n === 1) said.textContent = put(words.one, n);
  else said.textContent = put(words.many, n);
  if (also) {
    const m = also.results.length;
    const text = put(m === 1 ? words.alsoOne : words.alsoMany, m);
    also.part.hidden = !m;
    also.part.querySelector(".note").textContent = text;
    if (m) said.textContent += `. ${text}.`;
  }
}

/** Show results up to a number; gives the first that is new. */
async function show(each, upTo) {
  const start = each.rows.children.length;
  const data = await Promise.all(each.results.slice(start, upTo).map((found) => found.data()));
  const rows = data.map((page) => row(page, each.query));
  each.rows.append(...rows);
  each.more.hidden = each.rows.children.length >= each.results.length;
  return rows[0];
}

function row(page, query) {
  const { title, description, day } = page.meta;
  const kind = narrow.querySelector(`[data-filter=kind] [value="${page.filters.kind}"]`);
  const hit = matcher(page, query);
  const link = element("a", marked(title, hit));
  link.href = page.url;
  const body = element("div", [element("h3", [link], "row-title")]);
  if (description) body.append(element("p", marked(description, hit)));
  if (day) body.append(element("p", [day], "meta"));
  return element("li", [element("p", [kind?.closest("label").dataset.word ?? ""], "work-sort"), body], "work");
}

/** Whether a word of a title or summary is one that was sought: as it stands there, or begins so. */
function matcher(page, query) {
  const content = page.raw_content.split(/[\s\u200b]+/);
  const sought = query.toLowerCase().split(/\s+/).filter((word) => word.length > 2);
  const found = new Set(page.locations.map((at) => bare(content[at] ?? "")));
  return (word) => {
    const lower = bare(word);
    return found.has(lower) || sought.some((each) => lower.startsWith(each));
  };
}

function bare(word) {
  return word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

function marked(text, hit) {
  return text.split(/([\p{L}\p{N}]+)/u).map((part, number) => (number % 2 && hit(part) ? element("mark", [part]) : part));
}

function element(name, children, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Show the boxes that would leave something, each with how many pages of the query are such. */
function filter(totals, now) {
  const years = narrow.querySelector("[data-filter=year]");
  const counts = {};
  for (const total of totals) {
    for (const [name, values] of Object.entries(total ?? {})) {
      counts[name] ??= {};
      for (const [value, n] of Object.entries(values)) counts[name][value] = (counts[name][value] ?? 0) + n;
    }
  }
  const wanted = new Set([...Object.keys(counts.year ?? {}), ...(now.year ?? [])]);
  const kept = new Set([...years.querySelectorAll("input")].map((box) => box.value));
  for (const year of wanted) if (!kept.has(year)) years.append(yearBox(year));
  const newestFirst = [...years.querySelectorAll("label")].sort((one, other) => other.textContent.localeCompare(one.textContent));
  for (const label of newestFirst) years.append(label);
  for (const group of narrow.querySelectorAll("fieldset")) {
    for (const box of group.querySelectorAll("input")) {
      const n = counts[group.dataset.filter]?.[box.value] ?? 0;
      const label = box.closest("label");
      label.hidden = !n && !box.checked;
      label.querySelector("small")?.remove();
      label.append(element("small", [` ${n}`]));
    }
    group.hidden = !group.querySelector("label:not([hidden])");
  }
  const on = narrow.querySelectorAll("input:checked").length;
  clear.hidden = !on;
  narrow.querySelector(".narrow-on").textContent = on ? ` (${on})` : "";
  narrow.hidden = !narrow.querySelector("fieldset:not([hidden])");
}

function yearBox(year) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.value = year;
  return element("label", [box, element("span", [year])]);
}

/** Keep query, filters and how many are shown in the address and its state: back leads here again. */
function remember() {
  const url = new URL(location.href);
  url.search = "";
  url.hash = field.value.trim() ? "" : url.hash;
  if (field.value.trim()) url.searchParams.set("q", field.value.trim());
  for (const [name, values] of Object.entries(chosen())) {
    for (const value of values) url.searchParams.append(name, value);
  }
  const shown = { own: own.rows.children.length, also: also?.rows.children.length ?? 0 };
  history.replaceState(shown, "", url);
}

/** Fill field and boxes from the address. */
function recall() {
  const asked_ = new URLSearchParams(location.search);
  field.value = asked_.get("q") ?? "";
  const years = narrow.querySelector("[data-filter=year]");
  for (const year of asked_.getAll("year")) {
    if (/^\d{4}$/.test(year) && !years.querySelector(`[value="${year}"]`)) years.append(yearBox(year));
  }
  for (const box of narrow.querySelectorAll("input")) {
    box.checked = asked_.getAll(box.closest("fieldset").dataset.filter).includes(box.value);
  }
}

/** Offer the nearest of the words that the site has, if one is near. */
async function suggest(query, number) {
  const answer = await fetch(new URL(`${words.also || words.language}/words.txt`, bundles)).catch(() => null);
  if (!answer?.ok) return;
  const known = (await answer.text()).split("\n");
  const near = query.toLowerCase().split(/\s+/).map((word) => nearest(word, known));
  if (number !== asked || near.some((word) => !word)) return;
  const word = near.join(" ");
  const button = element("button", [words.did.replace("{word}", word)], "link-button");
  button.type = "button";
  button.addEventListener("click", () => {
    field.value = word;
    field.focus();
    search();
  });
  did.replaceChildren(button);
  did.hidden = false;
}

/** The word of a list that differs least from a word, by at most a letter in four; "" if none. */
function nearest(word, known) {
  let best = "";
  let least = Math.floor(word.length / 4) + 1;
  for (const each of known) {
    if (Math.abs(each.length - word.length) >= least) continue;
    const far = distance(word, each);
    if (far < least) [best, least] = [each, far];
  }
  return best;
}

/** How many letters must be added, left out or changed between two words (Levenshtein). */
function distance(one, other) {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const current = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = above[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      current.push(Math.min(changed, above[j] + 1, current[j - 1] + 1));
    }
    above = current;
  }
  return above[other.length];
}

let waiting;
function later(pause) {
  clearTimeout(waiting);
  waiting = setTimeout(search, pause);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
field.addEventListener("input", () => later(PAUSE));
narrow.addEventListener("change", () => later(0));
clear.addEventListener("click", () => {
  for (const box of narrow.querySelectorAll("input:checked")) box.checked = false;
  narrow.querySelector("summary").focus();
  search();
});
addEventListener("popstate", (event) => {
  recall();
  search(event.state ?? undefined);
});

narrow.open = matchMedia("(min-width: 60rem)").matches;
recall();
if (field.value) search(history.state ?? undefined);
