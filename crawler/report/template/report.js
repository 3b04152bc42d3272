"use strict";
const texts = data.stories.map((story) => `${story.title}\n${story.site}\n${story.text}\n${story.authors.join(" ")}`.toLowerCase());
const search = byId("search"), outlet = byId("outlet"), from = byId("from"), to = byId("to");
const kinds = [...document.querySelectorAll('input[name="kind"]')];
const PAGE = 100;
let shown = new Array(data.stories.length).fill(true);
let order = data.stories.map((_, number) => number);
let whole = true;
let rows = PAGE;
let sorting = { key: "offered", down: true };

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  shown = data.stories.map((story, number) => {
    const day = (story.date || "").slice(0, 10);
    return words.every((word) => texts[number].includes(word)) && (!outlet.value || story.site === outlet.value)
      && (!from.value || (day && day >= from.value)) && (!to.value || (day && day <= to.value));
  });
  const count = shown.filter(Boolean).length;
  whole = count === shown.length;
  byId("matches").textContent = `${count.toLocaleString("en")} of ${data.stories.length.toLocaleString("en")} stories`;
  rows = PAGE;
  fill();
}

function valueOf(story, key) {
  if (key === "copies") return story.copies.length;
  return story[key] ?? (key === "offered" || key === "relevance" ? -1 : "");
}

function sort() {
  const { key, down } = sorting;
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
  order = data.stories.map((_, number) => number).sort((a, b) => (down ? -1 : 1) * compare(valueOf(data.stories[a], key), valueOf(data.stories[b], key)) || a - b);
  for (const button of document.querySelectorAll("#table thead button")) button.parentElement.setAttribute("aria-sort", button.dataset.key === key ? (down ? "descending" : "ascending") : "none");
}

function fill() {
  const wanted = order.filter((number) => shown[number]);
  byId("table").tBodies[0].replaceChildren(...wanted.slice(0, rows).map(row));
  byId("more").hidden = wanted.length <= rows;
}

function row(number) {
  const story = data.stories[number];
  const line = make("tr");
  const title = make("td");
  const button = make("button", story.title, { type: "button" });
  button.addEventListener("click", () => { choose(number); byId("details").focus({ preventScroll: true }); byId("graph").scrollIntoView(); });
  title.append(button);
  const relevance = story.relevance === null ? "" : story.relevance.toFixed(2);
  line.append(title, ...[story.site, (story.date || "").slice(0, 10), story.language, story.offered, story.copies.length, relevance].map((value) => make("td", value)));
  return line;
}

function choose(number) {
  showDetails(number);
  pointAt(number);
}

for (const [number, site] of data.outlets.slice(0, data.colours).entries()) {
  const item = make("li", site);
  item.prepend(Object.assign(make("i"), { style: `background:${colourOf(site)}` }));
  byId("legend").append(item);
  if (number >= 11 && matchMedia("(max-width: 820px)").matches) break;
}
byId("filters").addEventListener("submit", (event) => event.preventDefault());
for (const input of [search, outlet, from, to, ...kinds]) input.addEventListener("input", () => { filter(); picture?.sigma.refresh(); });
for (const button of document.querySelectorAll("#table thead button")) {
  button.addEventListener("click", () => {
    const key = button.dataset.key;
    sorting = { key, down: sorting.key === key ? !sorting.down : ["offered", "copies", "relevance", "date"].includes(key) };
    sort();
    fill();
  });
}
byId("more").addEventListener("click", () => { rows += PAGE; fill(); });
sort();
filter();
drawGraph((number) => shown[number], (kind) => kinds[kind].checked, () => whole && kinds.every((kind) => kind.checked));
drawDays();
for (const box of document.querySelectorAll("#copies details")) box.addEventListener("toggle", () => markDifferences(box));
markDifferences();
document.documentElement.dataset.ready = "true";
