// Requests and responses: the latest beside its step, or below it in a narrow window.

import { asText, byId, copyable, element, scrollable, shortened } from "./dom.js";
import { asCurl } from "./requests.js";

const KEPT = 8;
const HIDDEN = "••••••";
const WIDE = matchMedia("(min-width: 64rem)");

const latest = byId("latest");
const column = latest.parentElement;
let currentStep = null;

WIDE.addEventListener("change", place);

/** @param {import("./requests.js").Exchange} exchange @param {string} step */
export function showExchange(exchange, step) {
  archive();
  latest.replaceChildren(line("h3", exchange), ...content(exchange));
  latest.exchange = exchange;
  currentStep = document.querySelector(`[data-steps~="${step}"]`);
  place();
  for (const node of [latest.firstElementChild, currentStep.querySelector("h3")]) {
    node.scrollIntoView({ block: "nearest" });
  }
}

function place() {
  if (WIDE.matches || !currentStep) column.prepend(latest);
  else currentStep.insertBefore(latest, currentStep.querySelector(":scope > ul"));
}

/** Move the latest exchange to the earlier ones. */
function archive() {
  if (!latest.exchange) return;
  const list = byId("exchanges");
  const details = element("details", {}, line("summary", latest.exchange));
  details.append(...content(latest.exchange));
  list.prepend(element("li", { className: "panel" }, details));
  while (list.children.length >= KEPT) list.lastElementChild.remove();
  byId("earlier").hidden = false;
}

function line(tag, { request, status, title, milliseconds }) {
  const kind = status >= 200 && status < 300 ? "good" : "bad";
  return element(
    tag,
    { className: "line" },
    element("code", {}, `${request.method} ${request.path}`),
    element("span", { className: `status ${kind}` }, `${status || "–"} ${title}`),
    element("span", { className: "hint" }, `${milliseconds} ms`),
  );
}

function content({ request, headers, body }) {
  const sent = request.body && { ...request.body };
  if (sent?.password !== undefined) sent.password = HIDDEN;
  return [
    element(
      "div",
      { className: "pair" },
      message("Request", Object.entries(request.headers), sent),
      message("Response", headers, body),
    ),
    element(
      "details",
      {},
      element("summary", {}, "As a command"),
      copyable(asCurl(request)),
    ),
  ];
}

function message(title, headers, body) {
  const lines = headers.map(([name, value]) => `${capitalized(name)}: ${value}\n`);
  const text = body ? asText(body, 2) : "no body";
  const head = element("span", { className: "headers" }, shortened(lines.join("")));
  return element(
    "div",
    {},
    element("h4", {}, title),
    scrollable("pre", {}, head, shortened(text)),
  );
}

const capitalized = (name) =>
  name.replace("www", "WWW").replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
