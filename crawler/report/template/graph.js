"use strict";
// The picture of the graph; null where the browser draws no WebGL: then the table tells the same.
let picture = null;

function drawGraph(isShown, kindShown, isWhole) {
  const scale = Math.min(1, Math.max(0.28, 12 / Math.sqrt(data.stories.length)));  // dots of a large graph must leave room for its lines
  const graph = new graphology.MultiDirectedGraph();
  data.stories.forEach((story, number) => graph.addNode(number, { x: story.x, y: story.y, size: scale * Math.min(14, 3 + Math.sqrt(story.offered) * 1.8), color: colourOf(story.site), label: story.title }));
  data.edges.forEach(([from, to, kind]) => graph.addEdge(from, to, { kind, size: 0.6 }));
  const box = byId("canvas");
  const settings = () => ({
    labelColor: { color: dark.matches ? "#ece9e2" : "#1c1b19" }, labelSize: 13, labelRenderedSizeThreshold: 8, labelDensity: 0.4,
    defaultEdgeColor: dark.matches ? "#46423b" : "#d5d0c4", hideEdgesOnMove: graph.size > 8000, allowInvalidContainer: true, zIndex: true,
    defaultDrawNodeHover: drawHover,
    // A reducer is called for each node and edge at each change; it is given a copy, and gives it back as it is where nothing was asked for.
    nodeReducer: (node, attributes) => {
      if (isPlain()) return attributes;
      if (!isShown(Number(node))) attributes.hidden = true;
      else if (near(node)) Object.assign(attributes, { zIndex: 2, forceLabel: picture?.chosen === node });
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
  const near = (node) => picture === null || picture.chosen === null || picture.chosen === node || picture.neighbours.has(node);
  try {
    picture = { chosen: null, neighbours: new Set(), sigma: null };
    picture.sigma = new Sigma(graph, box, settings());
  } catch (error) {
    picture = null;
    box.replaceChildren(make("p", "This browser draws no WebGL. The table below holds every story, and choosing one shows its links.", { class: "note" }));
    return;
  }
  picture.graph = graph;
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

function drawHover(context, node, settings) {
  const text = node.label || "";
  context.font = `600 ${settings.labelSize}px system-ui, sans-serif`;
  const width = context.measureText(text).width + 14;
  context.fillStyle = dark.matches ? "#2b2925" : "#ffffff";
  context.strokeStyle = node.color;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(node.x + node.size + 3, node.y - 13, width, 26, 6);
  context.fill();
  context.stroke();
  context.beginPath();
  context.arc(node.x, node.y, node.size + 2, 0, Math.PI * 2);
  context.stroke();
  context.fillStyle = settings.labelColor.color;
  context.fillText(text, node.x + node.size + 10, node.y + settings.labelSize / 3);
}

function pointAt(number) {
  if (picture === null) return;
  picture.chosen = String(number);
  picture.neighbours = new Set(picture.graph.neighbors(picture.chosen));
  picture.sigma.refresh();
}
