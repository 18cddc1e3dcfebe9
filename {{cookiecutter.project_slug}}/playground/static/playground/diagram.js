// Two lines and what goes between them; the step that is taken lights up.

const SVG = "http://www.w3.org/2000/svg";
const WIDE = matchMedia("(min-width: 72rem)");

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {string} ask what this page sends
 * @property {string} answer
 */

function shape(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** Draw it from left to right where there is room, else from top to bottom. */
export function draw(svg, steps) {
  const redraw = () => {
    const states = new Map(
      [...groups(svg)].map(({ dataset }) => [dataset.step, dataset.state]),
    );
    svg.replaceChildren();
    (WIDE.matches ? drawWide : drawTall)(svg, steps);
    for (const group of groups(svg)) {
      const state = states.get(group.dataset.step);
      if (state) group.dataset.state = state;
    }
  };
  WIDE.addEventListener("change", redraw);
  redraw();
}

const groups = (svg) => svg.querySelectorAll("[data-step]");

/** @param {SVGElement} svg @param {string} name */
export function light(svg, name) {
  for (const { dataset } of groups(svg)) {
    const state = dataset.step === name ? "now" : dataset.state && "done";
    if (state) dataset.state = state;
  }
}

function drawWide(svg, steps) {
  const [column, left, page, service, height] = [174, 88, 44, 128, 140];
  const width = left + steps.length * column;
  const words = (text, x, y, kind) =>
    shape("text", { x, y, class: kind, "text-anchor": "middle" }, text);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.append(
    shape("text", { x: 4, y: page + 4, class: "end" }, "this page"),
    shape("text", { x: 4, y: service + 4, class: "end" }, "the service"),
    shape("path", {
      d: `M${left} ${page}H${width}M${left} ${service}H${width}`,
      class: "life",
    }),
    ...steps.map(({ name, title, ask, answer }, index) =>
      shape(
        "g",
        { "data-step": name, transform: `translate(${left + index * column} 0)` },
        shape("rect", {
          x: 3,
          y: 8,
          width: column - 6,
          height: height - 12,
          rx: 8,
          class: "band",
        }),
        words(title, column / 2, 29, "title"),
        words(ask, column / 2, 78, "ask"),
        words(answer, column / 2, 104, "answer"),
        arrow(
          `M10 ${page}V${service}`,
          `M6 ${service - 7}L10 ${service}L14 ${service - 7}`,
          "ask",
        ),
        arrow(
          `M${column - 10} ${service}V${page}`,
          `M${column - 14} ${page + 7}L${column - 10} ${page}L${column - 6} ${page + 7}`,
          "answer",
        ),
      ),
    ),
  );
}

function drawTall(svg, steps) {
  const [width, top, row, page] = [340, 44, 64, 24];
  const service = width - page;
  const height = top + steps.length * row;
  const words = (text, y, kind) =>
    shape("text", { x: width / 2, y, class: kind, "text-anchor": "middle" }, text);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.append(
    shape("text", { x: 4, y: 18, class: "end" }, "this page"),
    shape(
      "text",
      { x: width - 4, y: 18, class: "end", "text-anchor": "end" },
      "the service",
    ),
    shape("path", {
      d: `M${page} 28V${height}M${service} 28V${height}`,
      class: "life",
    }),
    ...steps.map(({ name, title, ask, answer }, index) =>
      shape(
        "g",
        { "data-step": name, transform: `translate(0 ${top + index * row - 8})` },
        shape("rect", {
          x: 2,
          y: 2,
          width: width - 4,
          height: row - 6,
          rx: 8,
          class: "band",
        }),
        words(`${title}: ${ask}`, 20, "ask"),
        words(answer, 44, "answer"),
        arrow(
          `M${page} 26H${service}`,
          `M${service - 7} 22L${service} 26L${service - 7} 30`,
          "ask",
        ),
        arrow(
          `M${service} 50H${page}`,
          `M${page + 7} 46L${page} 50L${page + 7} 54`,
          "answer",
        ),
      ),
    ),
  );
}

/** @param {string} line @param {string} tip @param {"ask" | "answer"} kind */
function arrow(line, tip, kind) {
  return shape(
    "g",
    { class: `arrow ${kind}` },
    shape("path", { d: line, class: "shaft" }),
    shape("path", { d: tip }),
  );
}
