// What was sent and answered, the latest first.

import { asCurl } from "./curl.js";
import { byId, copyable, element, shortened } from "./dom.js";

const KEPT = 8;
const HIDDEN = "••••••";

/** @param {import("./requests.js").Exchange} exchange */
export function showExchange(exchange) {
  const list = byId("exchanges");
  for (const open of list.querySelectorAll("details[open]")) open.open = false;
  list.prepend(element("li", {}, view(exchange)));
  while (list.children.length > KEPT) list.lastElementChild.remove();
  byId("quiet").hidden = true;
}

function view(exchange) {
  const { ask, status, title, milliseconds } = exchange;
  const summary = element(
    "summary",
    {},
    element("span", { className: "line" }, `${ask.method} ${ask.path}`),
    element(
      "span",
      { className: `status ${kindOf(status)}` },
      `${status || "–"} ${title}`,
    ),
    element("span", { className: "took" }, `${milliseconds} ms`),
  );
  const pair = element("div", { className: "pair" }, request(ask), answer(exchange));
  const command = element(
    "div",
    {},
    element("h4", {}, "As a command"),
    copyable(asCurl(ask)),
  );
  return element("details", { open: true }, summary, pair, command);
}

function request({ headers, body }) {
  const sent = body?.password === undefined ? body : { ...body, password: HIDDEN };
  return side("Request", Object.entries(headers), sent);
}

function answer({ headers, body, status }) {
  return side(
    "Answer",
    headers,
    status ? body : "The service does not answer. Does it run?",
  );
}

function side(title, headers, body) {
  const lines = headers.map(([name, value]) => `${capitalised(name)}: ${value}`);
  return element(
    "div",
    {},
    element("h4", {}, title),
    element(
      "pre",
      { className: "headers" },
      shortened(lines.join("\n")) || "no headers worth a look",
    ),
    element("pre", {}, shortened(asText(body))),
  );
}

const capitalised = (name) =>
  name.replace("www", "WWW").replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());

function asText(body) {
  if (!body) return "no body";
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
}

/** @param {number} status */
function kindOf(status) {
  return status >= 200 && status < 300 ? "good" : "bad";
}
