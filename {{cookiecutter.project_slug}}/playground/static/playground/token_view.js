// A token, part by part, with a word for each claim.

import { dataOf, element } from "./dom.js";
import { changes, decode, lengthOf } from "./tokens.js";
import { asDate } from "./time.js";

const { known, other } = dataOf("words");
const MOMENTS = new Set(["exp", "iat", "nbf"]);
const PARTS = ["header", "payload", "signature"];

/** @param {string} text @param {string | null} before what it is compared with */
export function tokenView(text, before = null) {
  const token = decode(text);
  const old = before && before !== text ? decode(before) : null;
  return [
    element("p", { className: "raw" }, ...raw(token.parts)),
    part("Header", "header", claims(token.header, old?.header)),
    part("Payload", "payload", claims(token.payload, old?.payload)),
    part("Signature", "signature", signature(token)),
  ];
}

function raw(parts) {
  const spans = parts.map((text, index) =>
    element("span", { className: PARTS[index] }, text),
  );
  return spans.flatMap((span, index) => (index ? [".", span] : [span]));
}

function part(title, name, content) {
  return element(
    "section",
    { className: `part ${name}` },
    element("h4", {}, title),
    content,
  );
}

function signature({ parts, header }) {
  const key = header.kid ? `the key ${header.kid}` : "a key it does not name";
  return element(
    "p",
    { className: "word" },
    `${lengthOf(parts[2])} bytes, made from the two parts above with ${key}. ` +
      "Change one letter of them, and it no longer fits.",
  );
}

function claims(values, old) {
  const changed = old ? changes(old, values) : new Set();
  const rows = Object.entries(values).map(([name, value]) =>
    claim(name, value, changed.has(name) ? [old[name]] : null),
  );
  return element("dl", {}, ...rows);
}

/** @param {[unknown] | null} was what it was before, if that has changed */
function claim(name, value, was) {
  const shown = element("dd", { className: "value" });
  if (was) shown.append(element("del", {}, asText(was[0])), " ");
  shown.append(element(was ? "ins" : "span", {}, asText(value)));
  if (MOMENTS.has(name))
    shown.append(element("span", { className: "date" }, ` ${asDate(value)}`));
  const word = Object.hasOwn(known, name) ? known[name] : other;
  return element(
    "div",
    { className: was ? "claim changed" : "claim" },
    element("dt", {}, name),
    shown,
    element("dd", { className: "word" }, word),
  );
}

function asText(value) {
  if (value === undefined) return "not there";
  return typeof value === "string" ? value : JSON.stringify(value);
}
