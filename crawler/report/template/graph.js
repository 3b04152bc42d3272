"use strict";
// The picture of the graph; null where the browser draws no WebGL: then the table tells the same.
let picture = null;
const WIDEST = 320;  // pixels of a title in the picture

// Edges are plain lines: in the place of Sigma's arrows, whose shaders would be compiled all the same.
class NoArrows {
  reallocate() {}
  process() {}
  render() {}
  kill() {}
}

function drawGraph(isShown, kindShown, isWhole) {
  const scale = Math.min(1, Math.max(0.28, 12 / Math.sqrt(data.stories.length)));  // dots of a large graph must leave room for its lines
  const graph = new graphology.MultiDirectedGraph();
  data.stories.forEach((story, number) => graph.addNode(number, { x: story.x, y: story.y, size: scale * Math.min(14, 3 + Math.sqrt(story.offered) * 1.8), color: colourOf(story.site), label: story.title }));
  data.edges.forEach(([from, to, kind]) => graph.addEdge(from, to, { kind, size: 0.6 }));
  const box = byId("canvas");
  const settings = () => ({
    labelColor: { color: dark.matches ? "#ece9e2" : "#1c1b19" }, labelSize: 13, labelRenderedSizeThreshold: 8, labelDensity: 0.4,
    defaultEdgeColor: dark.matches ? "#46423b" : "#d5d0c4", hideEdgesOnMove: graph.size > 8000, allowInvalidContainer: true, zIndex: true,
    edgeProgramClasses: { arrow: NoArrows },
    defaultDrawNodeLabel: drawLabel, defaultDrawNodeHover: drawHover,
    // A reducer is called for each node and edge at each change; it is given a copy, and gives it back as it is where nothing was asked for.
    nodeReducer: (node, attributes) => {
      if (isPlain()) return attributes;
      if (!isShown(Number(node))) attributes.hidden = true;
      else if (near(node)) Object.assign(attributes, { zIndex: 2, highlighted: picture?.chosen === node });
      else Object.assign(attributes, { color: dark.matches ? "#3a3732" : "#dedad0", label: "" });
      return attributes;
    },
    edgeReducer: (edge, attributes) => {
      if (isPlain()) return attributes;
      const [from, to] = graph.extremities(edge);
      attributes.hidden = !kindShown(attributes.kind) || !isShown(Number(from)) || !isShown(Number(to));
      const chosen = picture?.chosen ?? null;
      if (chosen === null) return attributes;
      const own = from === chosen || to === chosen;
      attributes.hidden ||= !own;
      return Object.assign(attributes, { color: graph.getNodeAttribute(own && from === chosen ? to : from, "color"), size: 1.2 });
    },
  });
  const isPlain = () => isWhole() && (picture === null || picture.chosen === null);
  const joins = (edge, attributes) => kindShown(attributes.kind);
  const near = (node) => picture === null || picture.chosen === null || picture.chosen === node
    || graph.someEdge(node, picture.chosen, joins) || graph.someEdge(picture.chosen, node, joins);
  try {
    picture = { chosen: null, sigma: null, labels: null };
    picture.sigma = new Sigma(graph, box, settings());
  } catch (error) {
    picture = null;
    box.replaceChildren(make("p", "This browser draws no WebGL. The table below holds every story, and choosing one shows its links.", { class: "note" }));
    return;
  }
  picture.graph = graph;
  picture.sigma.on("beforeRender", () => { picture.labels = null; });
  picture.sigma.on("clickNode", ({ node }) => choose(Number(node)));
  picture.sigma.on("clickStage", () => { picture.chosen = null; picture.sigma.refresh(); });
  const camera = picture.sigma.getCamera();
  byId("in").addEventListener("click", () => camera.animatedZoom({ duration: 200 }));
  byId("out").addEventListener("click", () => camera.animatedUnzoom({ duration: 200 }));
  byId("whole").addEventListener("click", () => camera.animatedReset({ duration: 200 }));
  dark.addEventListener("change", () => {
    graph.updateEachNodeAttributes((node, attributes) => ({ ...attributes, color: colourOf(data.stories[node].site) }));
    picture.sigma.setSettings(settings());
  });
}

// A title beside its dot: on the dot's left where there is no room on its right, nowhere where it has none.
function drawLabel(context, node, settings) {
  context.font = `${settings.labelSize}px system-ui, sans-serif`;
  const text = shortened(context, node.label || "");
  const width = context.measureText(text).width;
  const left = leftOf(node, width, 4);
  const place = { left, right: left + width, top: node.y - settings.labelSize, bottom: node.y + settings.labelSize };
  const meets = (other) => place.left < other.right && other.left < place.right && place.top < other.bottom && other.top < place.bottom;
  picture.labels ??= takenPlaces();
  const hangsOver = place.left < 0 || place.right > byId("canvas").clientWidth;
  if (!text || hangsOver || picture.labels.some(meets)) return;
  picture.labels.push(place);
  context.fillStyle = settings.labelColor.color;
  context.fillText(text, left, node.y + settings.labelSize / 3);
}

// The title of the chosen story, and of the one under the pointer: in a box above its dot, over all others.
function drawHover(context, node, settings) {
  const { text, left, right, top } = boxOf(context, node, settings);
  context.fillStyle = dark.matches ? "#2b2925" : "#ffffff";
  context.strokeStyle = node.color;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(left, top, right - left, 26, 6);
  context.fill();
  context.stroke();
  context.beginPath();
  context.arc(node.x, node.y, node.size + 2, 0, Math.PI * 2);
  context.stroke();
  context.fillStyle = settings.labelColor.color;
  context.fillText(text, left + 7, top + 13 + settings.labelSize / 3);
}

function boxOf(context, node, settings) {
  context.font = `600 ${settings.labelSize}px system-ui, sans-serif`;
  const text = shortened(context, node.label || "");
  const width = context.measureText(text).width + 14;
  const left = Math.max(4, Math.min(node.x - width / 2, byId("canvas").clientWidth - width - 4));
  const top = node.y - node.size - 34;
  return { text, left, right: left + width, top, bottom: top + 26 };
}

// The place of the chosen story's box, which other titles leave free.
function takenPlaces() {
  if (picture.chosen === null) return [];
  const { sigma } = picture, settings = sigma.getSettings(), shown = sigma.getNodeDisplayData(picture.chosen);
  const node = { ...sigma.framedGraphToViewport(shown), size: sigma.scaleSize(shown.size), label: shown.label };
  return [boxOf(sigma.getCanvases().labels.getContext("2d"), node, settings)];
}

// The title as far as there is room for it.
function shortened(context, title) {
  const room = Math.min(WIDEST, byId("canvas").clientWidth - 24), signs = [...title];
  if (context.measureText(title).width <= room) return title;
  while (signs.length && context.measureText(`${signs.join("")}…`).width > room) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}

function leftOf(node, width, gap) {
  const right = node.x + node.size + gap, left = node.x - node.size - gap - width;
  return right + width > byId("canvas").clientWidth && left > 0 ? left : right;
}

function pointAt(number) {
  if (picture === null) return;
  picture.chosen = String(number);
  picture.sigma.refresh();
}
