"use strict";
// Text of pages gets into the document by textContent alone: it can never be markup.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const dark = matchMedia("(prefers-color-scheme: dark)");

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text !== undefined && text !== null) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// Hues a golden angle apart: neighbours in the ranking never look alike; outlets beyond the last share a grey.
function colourOf(site) {
  const place = data.outlets.indexOf(site);
  if (place >= data.colours) return dark.matches ? "#7d7a73" : "#9b978e";
  return hsl((place * 137.508 + 18) % 360, 0.58, dark.matches ? 0.62 : 0.44);
}

function hsl(hue, saturation, light) {
  const a = saturation * Math.min(light, 1 - light);
  const channel = (n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (light - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)))).toString(16).padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

function webLink(url, text) {
  return /^https?:\/\//i.test(url) ? make("a", text, { href: url, rel: "noreferrer noopener", target: "_blank" }) : make("span", text);
}

const incoming = data.stories.map(() => []);
const outgoing = data.stories.map(() => []);
data.edges.forEach(([from, to, kind]) => { incoming[to].push([from, kind]); outgoing[from].push([to, kind]); });

function showDetails(number) {
  const story = data.stories[number];
  const panel = byId("details");
  panel.replaceChildren(make("h3", story.title), make("p", [story.site, (story.date || "undated").slice(0, 16).replace("T", " "), story.language, story.authors.join(", ")].filter(Boolean).join(" · "), { class: "note" }));
  panel.append(make("p", story.text + "…"));
  panel.append(webLink(story.url, "Open the page"));
  list(panel, "Offered by", incoming[number].map(([other, kind]) => storyLink(other, kind)));
  list(panel, "Offers", outgoing[number].map(([other, kind]) => storyLink(other, kind)));
  list(panel, "Copies", story.copies.map((copy) => make("li", `${copy.site}: ${copy.title} (${copy.method}, ${Math.round(copy.similarity * 100)} %${copy.origin ? ", probably the first" : ""})`)));
  list(panel, "Earlier versions", story.earlier.map((before) => { const item = make("li"); item.append(...difference(before.title + " " + before.text, story.title + " " + story.text)); return item; }));
  const reasons = Object.entries(story.unfollowed).map(([reason, n]) => `${reason} ${n}`).join(", ");
  if (reasons) list(panel, `Links not followed: ${reasons}`, story.examples.map(([title, reason]) => make("li", `${title} (${reason})`)));
}

function list(panel, title, items) {
  if (!items.length) return;
  panel.append(make("h4", title));
  const box = make("ul");
  box.append(...items.slice(0, 30));
  if (items.length > 30) box.append(make("li", `and ${items.length - 30} more`));
  panel.append(box);
}

function storyLink(number, kind) {
  const item = make("li");
  const button = make("button", data.stories[number].title, { type: "button", class: "link" });
  button.addEventListener("click", () => choose(number));
  item.append(button, ` ${data.stories[number].site}${data.kinds[kind] === "related" ? "" : ` (${data.kinds[kind]})`}`);
  return item;
}

// Width, case, and traditional or simplified characters make no difference.
function folded(word) {
  return data.simplified[word] || word.normalize("NFKC").toLowerCase();
}

// The words of one text that the other lacks are marked: longest common subsequence, texts are a few hundred words at most.
function difference(text, against) {
  const cut = (value) => value.match(/[\p{L}\p{N}]+(?<![\u3400-\u9fff\u3040-\u30ff])|./gsu) || [];
  const words = cut(text).slice(0, 600), a = words.map(folded), b = cut(against).slice(0, 600).map(folded);
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  const out = [];
  const add = (word, differs) => {
    const last = out[out.length - 1];
    if (last && last.differs === differs) last.textContent += word;
    else out.push(Object.assign(make(differs ? "mark" : "span", word), { differs }));
  };
  for (let i = 0, j = 0; i < a.length; i++) {
    while (j < b.length && a[i] !== b[j] && table[i][j + 1] >= table[i + 1][j]) j++;
    if (j < b.length && a[i] === b[j]) { add(words[i], false); j++; } else add(words[i], true);
  }
  return out;
}

// Marked once a reader opens them: to compare all copies of a large crawl would hold up the page.
function markDifferences(within = document) {
  for (const cell of within.querySelectorAll(".differs:not(.marked)")) {
    if (cell.closest("details:not([open])")) continue;
    const text = cell.textContent;
    cell.classList.add("marked");
    if (text !== cell.dataset.against) cell.replaceChildren(...difference(text, cell.dataset.against));
  }
}

// A day of room on each side, so that no bar is cut, and a week at least: of one day alone uPlot makes an axis of years.
function aroundDays(days) {
  const day = 86400, first = days[0], last = days[days.length - 1], room = Math.max(1, (6 - (last - first) / day) / 2);
  return [first - room * day, last + room * day];
}

function drawDays() {
  const days = new Map();
  const add = (date, column) => {
    if (!date || date.length < 10) return;
    const day = Date.parse(date.slice(0, 10) + "T00:00:00Z") / 1000;
    if (!Number.isFinite(day)) return;
    if (!days.has(day)) days.set(day, [0, 0]);
    days.get(day)[column]++;
  };
  for (const story of data.stories) { add(story.date, 0); story.copies.forEach((copy) => add(copy.date, 1)); }
  const box = byId("days");
  if (!days.size) { box.append(make("p", "No story is dated.", { class: "note" })); return; }
  const order = [...days.keys()].sort((x, y) => x - y);
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--soft").trim(), grid = { stroke: style.getPropertyValue("--line").trim() };
  const bars = uPlot.paths.bars({ size: [0.6, 24] });
  const size = () => ({ width: box.clientWidth - 20, height: 220 });
  const plot = new uPlot({
    ...size(), tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    series: [{ label: "day", value: "{YYYY}-{MM}-{DD}" },
      { label: "stories", fill: hsl(18, 0.6, 0.5), stroke: hsl(18, 0.6, 0.5), paths: bars, points: { show: false } },
      { label: "copies", stroke: ink, points: { show: true, size: 6, fill: ink }, width: 0 }],
    axes: [{ stroke: ink, grid, incrs: [1, 2, 7, 14, 30, 91, 182, 365, 1825, 3650].map((n) => n * 86400), space: 90, values: (_, ticks) => ticks.map((s) => new Date(s * 1000).toISOString().slice(0, 10)) }, { stroke: ink, grid, size: 44 }], scales: { x: { range: () => aroundDays(order) }, y: { range: (_, low, high) => [0, Math.max(1, high * 1.1)] } },
  }, [order, order.map((day) => days.get(day)[0]), order.map((day) => days.get(day)[1] || null)], box);
  addEventListener("resize", () => plot.setSize(size()));
}
