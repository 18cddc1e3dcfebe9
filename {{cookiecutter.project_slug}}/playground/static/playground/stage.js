// What stays visible: the diagram of requests and responses, and the outcome of a step.

import { byId, element, visuallyHidden } from "./dom.js";
import * as logIn from "./log_in.js";
import * as revoking from "./revoking.js";

const SLOW = 400; // milliseconds

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {string} request what this page sends
 * @property {number} status of the response in the diagram
 * @property {string} response
 */

/** @returns {Step[]} */
function stepsOf({ rotates }) {
  const steps = [
    ...logIn.STEPS,
    {
      name: "call",
      title: "Call",
      request: "access token",
      status: 200,
      response: "the data",
    },
    {
      name: "expired",
      title: "Call too late",
      request: "expired token",
      status: 401,
      response: "401, expired",
    },
    {
      name: "refresh",
      title: "Refresh",
      request: "refresh token",
      status: 200,
      response: rotates ? "two new tokens" : "new access token",
    },
    { name: "replay", request: "used token", ...revoking.REPLAY },
    ...revoking.LAST_STEPS,
  ];
  return steps.filter(({ name }) => rotates || name !== "replay");
}

export class Diagram {
  /** @param {object} facts */
  constructor(facts) {
    const steps = stepsOf(facts);
    this.steps = new Map(steps.map((step) => [step.name, step]));
    this.nodes = new Map(steps.map((step) => [step.name, drawn(step)]));
    byId("diagram").append(...this.nodes.values());
  }

  /** Highlight the request of a step. */
  send(name) {
    for (const node of this.nodes.values()) node.removeAttribute("aria-current");
    this.nodes.get(name).setAttribute("aria-current", "step");
    this.set(name, "sent", this.steps.get(name).response);
  }

  /** Highlight the response. @param {string} [words] what it means, if that is not drawn */
  receive(name, { status, title }, isSuccess, words) {
    const { status: expected, response } = this.steps.get(name);
    const text =
      words ?? (status === expected ? response : `${status || ""} ${title}`.trim());
    this.set(name, isSuccess || text === response ? "answered" : "refused", text);
  }

  set(name, state, text) {
    const node = this.nodes.get(name);
    node.dataset.state = state;
    node.querySelector(".response .words").textContent = text;
  }
}

function drawn({ name, title, request, response }) {
  const node = element(
    "li",
    {},
    element("span", { className: "title" }, title),
    message("request", "This page sends: ", request),
    message("response", "The service answers: ", response),
  );
  node.dataset.step = name;
  return node;
}

function message(className, sender, text) {
  const words = element("span", { className: "words" }, text);
  const arrow = element("span", { className: "arrow" });
  return element("span", { className }, visuallyHidden(sender), words, arrow);
}

/** Show and announce an outcome. @param {string | (Node | string)[]} text */
export function say(text, isBad = false) {
  byId("outcome").replaceChildren(...[text].flat());
  byId("outcome").classList.toggle("bad", isBad);
}

/** Mark the page as busy while a response is pending. */
export async function waiting(response) {
  const page = document.querySelector("main");
  page.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => say("Sent. There is no response yet."), SLOW);
  try {
    return await response;
  } finally {
    clearTimeout(slow);
    page.removeAttribute("aria-busy");
  }
}

/** Set --stage to the height that the sticky stage covers. */
export function startStage() {
  const stage = byId("stage");
  const measure = () => {
    const isSticky = getComputedStyle(stage).position === "sticky";
    const height = isSticky ? stage.offsetHeight : 0;
    document.documentElement.style.setProperty("--stage", `${height}px`);
  };
  new ResizeObserver(measure).observe(stage);
  addEventListener("resize", measure);
}
