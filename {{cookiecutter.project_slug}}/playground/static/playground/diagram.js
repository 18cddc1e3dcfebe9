// Who says what to whom. The step that is taken lights up: first what is asked, then what came.

import { element, unseen } from "./dom.js";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {string} ask what this page sends
 * @property {number} status of the answer that is drawn
 * @property {string} answer
 */

export class Diagram {
  /** @param {HTMLElement} list @param {Step[]} steps */
  constructor(list, steps) {
    this.steps = new Map(steps.map((step) => [step.name, step]));
    this.nodes = new Map(steps.map((step) => [step.name, drawn(step)]));
    list.append(...this.nodes.values());
  }

  /** This page has asked. */
  ask(name) {
    for (const node of this.nodes.values()) node.removeAttribute("aria-current");
    const node = this.nodes.get(name);
    node.setAttribute("aria-current", "step");
    node.dataset.state = "asked";
    say(node, this.steps.get(name).answer);
  }

  /** The service has answered; other words than those that are drawn are what came instead. */
  answer(name, { status, title }, isGood, words) {
    const step = this.steps.get(name);
    const isDrawn = status === step.status;
    const said = words ?? (isDrawn ? step.answer : `${status || ""} ${title}`.trim());
    const node = this.nodes.get(name);
    node.dataset.state = isGood || said === step.answer ? "answered" : "refused";
    say(node, said);
  }
}

function drawn({ name, title, ask, answer }) {
  const node = element(
    "li",
    {},
    element("span", { className: "title" }, title),
    says("ask", "This page sends: ", ask),
    says("answer", "The service answers: ", answer),
  );
  node.dataset.step = name;
  return node;
}

function says(className, who, what) {
  const words = element("span", { className: "words" }, what);
  const arrow = element("span", { className: "arrow" });
  return element("span", { className }, unseen(who), words, arrow);
}

function say(node, text) {
  node.querySelector(".answer .words").textContent = text;
}
