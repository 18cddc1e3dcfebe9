// Shows the parts of a token, with a description of each claim.

import { asText, byId, dataOf, element, isolated, scrollable, visuallyHidden } from "./dom.js";
import { asDate, inWords, now } from "./time.js";
import { decode, expiryOf } from "./tokens.js";

const { known, other } = dataOf("glossary");
const TIMES = new Set(["auth_time", "exp", "iat", "max_exp", "nbf"]);
const PARTS = ["header", "payload", "signature"];
const LONG = 160; // characters

/** @param {string} text @param {string | null} before the token that it replaces */
export function tokenView(text, before = null) {
  const token = decode(text);
  const old = before && before !== text ? decode(before) : null;
  const header = claims(token.header, old?.header);
  const short = token.parts.map((part) =>
    part.length > 14 ? `${part.slice(0, 8)}…` : part,
  );
  return [
    details("raw", raw(short), element("p", {}, ...raw(token.parts))),
    details("part", ["Header"], header, Boolean(header.querySelector(".changed"))),
    details("part", ["Payload"], claims(token.payload, old?.payload), true),
    details("part", ["Signature"], signature(token)),
  ];
}

/** Show the token that is pasted into the form. */
export function startReader() {
  byId("pasted").addEventListener("input", ({ target }) => {
    const text = withoutContext(target.value);
    const [shown, result] = [byId("read"), byId("reading")];
    shown.hidden = true;
    result.textContent = "";
    if (!text) return;
    try {
      shown.replaceChildren(...tokenView(text));
      shown.hidden = false;
      result.textContent = expiry(text);
    } catch (error) {
      result.textContent = error.message;
    }
  });
}

/** Tokens are copied from headers, JSON, and terminals that break lines. */
const withoutContext = (text) =>
  text.replace(/^\W*(authorization:\s*)?bearer\s+/i, "").replace(/["'`,;\s]/g, "");

function expiry(text) {
  if (!Object.hasOwn(decode(text).payload, "exp")) return "It has no expiry.";
  const expires = expiryOf(text);
  if (expires === null) return "Its exp is not a time.";
  const left = expires - now();
  return left > 0 ? `Expires in ${inWords(left)}.` : `Expired ${inWords(-left)} ago.`;
}

function details(className, title, content, open = false) {
  const summary = element("summary", {}, ...title);
  return element("details", { className, open }, summary, content);
}

function raw(parts) {
  const spans = parts.map((text, index) =>
    element("span", { className: PARTS[index] }, text),
  );
  return spans.flatMap((span, index) => (index ? [".", span] : [span]));
}

function signature({ parts, header }) {
  const key = header.kid ? ["the key ", isolated(header.kid)] : ["an unnamed key"];
  return element(
    "p",
    { className: "description" },
    `${Math.floor((parts[2].length * 3) / 4)} bytes, made of the two parts above with `,
    ...key,
    ". If a letter of them changes, the signature is no longer valid.",
  );
}

function claims(values, old = values) {
  const removed = Object.keys(old).filter((name) => !Object.hasOwn(values, name));
  const rows = [...Object.keys(values), ...removed].map((name) =>
    claim(name, values[name], old[name]),
  );
  return element("dl", {}, ...rows);
}

function claim(name, value, old) {
  const isChanged = JSON.stringify(value) !== JSON.stringify(old);
  const parts = [];
  if (isChanged && old !== undefined)
    parts.push(visuallyHidden("was "), element("del", {}, isolated(old)), " ");
  if (isChanged) parts.push(visuallyHidden("now "));
  parts.push(
    value === undefined
      ? "removed"
      : element(isChanged ? "ins" : "span", {}, isolated(value)),
  );
  const isLong = value !== undefined && asText(value).length > LONG;
  const date = TIMES.has(name) && asDate(value);
  const description = Object.hasOwn(known, name) ? known[name] : other;
  return element(
    "div",
    { className: isChanged ? "claim changed" : "claim" },
    element("dt", {}, isolated(name)),
    (isLong ? scrollable : element)("dd", { className: "value" }, ...parts),
    element(
      "dd",
      { className: "description" },
      date ? `${description}: ${date}` : description,
    ),
  );
}
