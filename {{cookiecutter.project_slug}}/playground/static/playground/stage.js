// What stays in view: the diagram, what has happened, and how long the tokens live.

import { byId } from "./dom.js";

const LONG = 400; // milliseconds

/** Say what has happened, to eyes and ears. @param {string | (Node | string)[]} said */
export function say(said, isBad = false) {
  byId("outcome").replaceChildren(...[said].flat());
  byId("outcome").classList.toggle("bad", isBad);
}

/** Show that an answer is due, and say so if it takes long. */
export async function waiting(answer) {
  const page = document.querySelector("main");
  page.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => say("Sent. The answer is not there yet."), LONG);
  try {
    return await answer;
  } finally {
    clearTimeout(slow);
    page.removeAttribute("aria-busy");
  }
}

/** Tell the style sheet how much of the window it takes, so that nothing hides behind it. */
export function startStage() {
  const stage = byId("stage");
  const measure = () => {
    const stays = getComputedStyle(stage).position === "sticky";
    const height = stays ? stage.offsetHeight : 0;
    document.documentElement.style.setProperty("--stage", `${height}px`);
  };
  new ResizeObserver(measure).observe(stage);
  addEventListener("resize", measure);
}
