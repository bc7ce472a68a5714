// The search page: asks the index that the build has made and shows what it finds.
// All words, and where the index is, stand in the page as attributes. Nothing is remembered but in
// the address. Without this script the page is the index A–Ö.

const AT_ONCE = 10;
const LIKE = 0.6; // this share of a word's letters must stand in what was found, or it may be misspelt
const ALIKE = 0.75; // so much of a word must begin another for this to be marked as one of its forms
const SHORTEST = 4;
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
const lists = also ? [own, also] : [own];
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

/** The search of a language and the facets of its pages, loaded when it is first asked. */
function engine(language) {
  if (!engines.has(language)) {
    const bundle = new URL(`${language}/`, bundles);
    const loading = import(new URL("pagefind.js", bundle).href).then(async (pagefind) => {
      await pagefind.options({ baseUrl: new URL("../", bundles).pathname, ranking: RANKING });
      await pagefind.init();
      const facets = await (await fetch(new URL("facets.json", bundle))).json();
      return { pagefind, facets };
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
    (filters[name] ??= new Set()).add(box.value);
  }
  return filters;
}

/** What an index has for a query; of several words that no page has together, pages with some. */
async function ask(language, query) {
  const { pagefind, facets } = await engine(language);
  const faceted = (result) => {
    const [kind, topic, year] = facets[result.id];
    return { ...result, facets: { kind: [kind], topic, year: year.map(String) } };
  };
  const whole = await pagefind.search(query);
  const apart = query.split(/\s+/);
  if (whole.results.length || apart.length < 2) {
    return { results: whole.results.map(faceted), isWhole: true };
  }
  const found = new Map();
  for (const word of apart) {
    for (const result of (await pagefind.search(word)).results) {
      const { count = 0, sum = 0 } = found.get(result.id) ?? {};
      found.set(result.id, { ...faceted(result), count: count + 1, sum: sum + result.score });
    }
  }
  const byWords = (one, other) => other.count - one.count || other.sum - one.sum;
  return { results: [...found.values()].sort(byWords), isWhole: false };
}

/** Whether a result has a checked value of every filter; `but` is left out of account. */
function passes(result, filters, but) {
  return Object.entries(filters).every(
    ([name, values]) => name === but || result.facets[name].some((value) => values.has(value)),
  );
}

/** Search for what stands in the field, and show it unless something else was asked since. */
async function search(shown = {}) {
  const query = field.value.trim();
  const number = ++asked;
  did.hidden = true;
  if (!query) {
    place.hidden = true;
    index.hidden = false;
    remember();
    return;
  }
  place.hidden = false;
  said.textContent ||= words.busy;
  let found;
  try {
    found = await Promise.all(lists.map((each) => ask(each.language, query)));
  } catch {
    said.textContent = words.broken;
    index.hidden = false;
    return;
  }
  if (number !== asked) return;
  const filters = chosen();
  for (const [at, each] of lists.entries()) {
    each.results = found[at].results.filter((result) => passes(result, filters));
    each.query = query;
    each.rows.replaceChildren();
  }
  const firsts = lists.map((each) => show(each, shown[each.language] ?? AT_ONCE));
  await Promise.all(firsts);
  if (number !== asked) return;
  offer(found.flatMap((each) => each.results), filters);
  tell(query, found[0].isWhole);
  index.hidden = lists.some((each) => each.results.length);
  remember();
  if (!Object.keys(filters).length && !lists.some((each) => each.isLike)) {
    await suggest(query, number);
  }
}

/** Say how many were found, once: a screen reader reads it when the list is there. */
function tell(query, isWhole) {
  const put = (text, n) => text.replace("{n}", n).replace("{query}", query);
  const [n, m] = [own.results.length, also?.results.length ?? 0];
  let text = put(n === 1 ? words.one : words.many, n);
  if (!isWhole && n) text = put(words.some, n);
  if (!n && !m) text = put(words.none, n);
  if (also) {
    const more = put(m === 1 ? words.alsoOne : words.alsoMany, m);
    also.part.hidden = !m;
    also.part.querySelector(".note").textContent = more;
    if (m) text += `. ${more}.`;
  }
  said.textContent = text;
}

/** Show results up to a number; gives the first that is new. */
async function show(each, upTo) {
  const { query } = each;
  const start = each.rows.children.length;
  const next = each.results.slice(start, upTo);
  const pages = await Promise.all(next.map((result) => result.data()));
  if (query !== each.query || start !== each.rows.children.length) return null;
  const rows = pages.map((page, at) => row(page, next[at].facets, query));
  if (!start) each.isLike = pages.some((page) => isLike(page, query));
  each.rows.append(...rows);
  each.more.hidden = each.rows.children.length >= each.results.length;
  return rows[0];
}

function row(page, facets, query) {
  const { title, description, day } = page.meta;
  const kind = narrow.querySelector(`[data-filter=kind] [value="${facets.kind}"]`);
  const hit = matcher(page, query);
  const link = element("a", marked(title, hit));
  link.href = page.url;
  const body = element("div", [element("h3", [link], "row-title")]);
  if (description) body.append(element("p", marked(description, hit)));
  if (day) body.append(element("p", [day], "meta"));
  const word = kind?.closest("label").dataset.word ?? "";
  return element("li", [element("p", [word], "work-sort"), body], "work");
}

/** Whether what was found on a page resembles the query: the index shortens a word it lacks. */
function isLike(page, query) {
  const found = foundOn(page);
  return query.toLowerCase().split(/\s+/).every((word) => {
    const start = word.slice(0, Math.ceil(word.length * LIKE));
    return [...found].some((each) => each.startsWith(start) || plain(each).startsWith(plain(start)));
  });
}

/** A word without its dots and accents, as the index takes it. */
function plain(word) {
  return word.normalize("NFD").replace(/\p{M}/gu, "");
}

function foundOn(page) {
  const content = page.raw_content.split(/[\s\u200b]+/);
  return new Set(page.locations.map((at) => bare(content[at] ?? "")));
}

/** Whether a word of a title or summary is one that was found or sought, or begins much as it. */
function matcher(page, query) {
  const sought = query.toLowerCase().split(/\s+/).filter((word) => word.length >= SHORTEST);
  const wanted = [...foundOn(page), ...sought];
  return (word) => wanted.some((each) => begins(bare(word), each));
}

function begins(word, sought) {
  if (word === sought) return true;
  let same = 0;
  while (same < word.length && word[same] === sought[same]) same++;
  return same >= Math.max(SHORTEST, sought.length * ALIKE);
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

/** Show the boxes that would leave something, each with how many; years newest first. */
function offer(results, filters) {
  const years = narrow.querySelector("[data-filter=year]");
  const there = new Set([...years.querySelectorAll("input")].map((box) => box.value));
  for (const year of new Set(results.flatMap((result) => result.facets.year))) {
    if (!there.has(year)) years.append(yearBox(year));
  }
  const boxes = [...years.querySelectorAll("label")];
  years.append(...boxes.sort((one, other) => other.control.value - one.control.value));
  for (const group of narrow.querySelectorAll("fieldset")) {
    const name = group.dataset.filter;
    const left = results.filter((result) => passes(result, filters, name));
    for (const box of group.querySelectorAll("input")) {
      const n = left.filter((result) => result.facets[name].includes(box.value)).length;
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
  const shown = lists.map((each) => [each.language, each.rows.children.length]);
  history.replaceState(Object.fromEntries(shown), "", url);
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
  const texts = lists.map(async (each) => {
    const answer = await fetch(new URL(`${each.language}/words.txt`, bundles));
    return answer.ok ? answer.text() : "";
  });
  const known = (await Promise.all(texts)).join("\n").split("\n");
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
  waiting = setTimeout(() => search(), pause);
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
