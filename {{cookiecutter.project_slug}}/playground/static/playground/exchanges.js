// What was sent and answered: the latest beside its step, or under it where there is less room.

import { asCurl } from "./curl.js";
import { asText, box, byId, copyable, element, shortened } from "./dom.js";

const KEPT = 8;
const HIDDEN = "••••••";
const WIDE = matchMedia("(min-width: 64rem)");

const latest = byId("latest");
const place = latest.parentElement;
let taken = null;

WIDE.addEventListener("change", settle);

/** @param {import("./requests.js").Exchange} exchange @param {string} step */
export function showExchange(exchange, step) {
  putAside();
  latest.replaceChildren(line("h3", exchange), ...content(exchange));
  latest.exchange = exchange;
  taken = document.querySelector(`[data-steps~="${step}"]`);
  settle();
  for (const seen of [latest.firstElementChild, taken.querySelector("h3")]) {
    seen.scrollIntoView({ block: "nearest" });
  }
}

function settle() {
  if (WIDE.matches || !taken) place.prepend(latest);
  else taken.insertBefore(latest, taken.querySelector(":scope > ul"));
}

/** Put the one before among the earlier ones. */
function putAside() {
  if (!latest.exchange) return;
  const list = byId("exchanges");
  const details = element("details", {}, line("summary", latest.exchange));
  details.append(...content(latest.exchange));
  list.prepend(element("li", { className: "panel" }, details));
  while (list.children.length >= KEPT) list.lastElementChild.remove();
  byId("earlier").hidden = false;
}

function line(tag, { ask, status, title, milliseconds }) {
  const kind = status >= 200 && status < 300 ? "good" : "bad";
  return element(
    tag,
    { className: "line" },
    element("code", {}, `${ask.method} ${ask.path}`),
    element("span", { className: `status ${kind}` }, `${status || "–"} ${title}`),
    element("span", { className: "took" }, `${milliseconds} ms`),
  );
}

function content(exchange) {
  const { ask } = exchange;
  const sent = ask.body?.password === undefined ? {} : { password: HIDDEN };
  const request = side(
    "Request",
    Object.entries(ask.headers),
    ask.body && { ...ask.body, ...sent },
  );
  const answer = side("Answer", exchange.headers, exchange.body);
  return [
    element("div", { className: "pair" }, request, answer),
    element(
      "details",
      { className: "command" },
      element("summary", {}, "As a command"),
      copyable(asCurl(ask)),
    ),
  ];
}

function side(title, headers, body) {
  const lines = headers.map(([name, value]) => `${capitalised(name)}: ${value}\n`);
  const text = body ? asText(body, 2) : "no body";
  return element(
    "div",
    {},
    element("h4", {}, title),
    box(
      "pre",
      {},
      element("span", { className: "headers" }, shortened(lines.join(""))),
      shortened(text),
    ),
  );
}

const capitalised = (name) =>
  name.replace("www", "WWW").replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
