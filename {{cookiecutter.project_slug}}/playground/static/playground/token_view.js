// A token, part by part, with a word for each claim.

import { asText, box, dataOf, element, foreign, unseen } from "./dom.js";
import { changes, decode, lengthOf } from "./tokens.js";
import { asDate } from "./time.js";

const { known, other } = dataOf("words");
const MOMENTS = new Set(["exp", "iat", "nbf"]);
const PARTS = ["header", "payload", "signature"];
const LONG = 160; // letters

/** @param {string} text @param {string | null} before what it is compared with */
export function tokenView(text, before = null) {
  const token = decode(text);
  const old = before && before !== text ? decode(before) : null;
  const header = claims(token.header, old?.header);
  return [
    folded("raw", raw(token.parts.map(inShort)), element("p", {}, ...raw(token.parts))),
    folded("part", ["Header"], header, Boolean(header.querySelector(".changed"))),
    folded("part", ["Payload"], claims(token.payload, old?.payload), true),
    folded("part", ["Signature"], signature(token)),
  ];
}

function folded(className, title, content, open = false) {
  const summary = element("summary", {}, ...title);
  return element("details", { className, open }, summary, content);
}

const inShort = (part) => (part.length > 14 ? `${part.slice(0, 8)}…` : part);

function raw(parts) {
  const spans = parts.map((text, index) =>
    element("span", { className: PARTS[index] }, text),
  );
  return spans.flatMap((span, index) => (index ? [".", span] : [span]));
}

function signature({ parts, header }) {
  const key = header.kid
    ? ["the key ", foreign(header.kid)]
    : ["a key it does not name"];
  return element(
    "p",
    { className: "word" },
    `${lengthOf(parts[2])} bytes, made from the two parts above with `,
    ...key,
    ". Change one letter of them, and it no longer fits.",
  );
}

function claims(values, old = values) {
  const changed = changes(old, values);
  const gone = Object.keys(old).filter((name) => !Object.hasOwn(values, name));
  const rows = [...Object.keys(values), ...gone].map((name) =>
    claim(name, values[name], changed.has(name) ? [old[name]] : null),
  );
  return element("dl", {}, ...rows);
}

/** @param {[unknown] | null} was what it was before, if that has changed */
function claim(name, value, was) {
  const parts = [];
  if (was && was[0] !== undefined)
    parts.push(unseen("was "), marked("del", was[0]), " ");
  if (was) parts.push(unseen("now "));
  if (value === undefined) parts.push("gone");
  else parts.push(marked(was ? "ins" : "span", value));
  const date = MOMENTS.has(name) && asDate(value);
  const isLong = value !== undefined && asText(value).length > LONG;
  const word = Object.hasOwn(known, name) ? known[name] : other;
  return element(
    "div",
    { className: was ? "claim changed" : "claim" },
    element("dt", {}, foreign(name)),
    (isLong ? box : element)("dd", { className: "value" }, ...parts),
    element("dd", { className: "word" }, date ? `${word}: ${date}` : word),
  );
}

const marked = (tag, value) => element(tag, {}, foreign(value));
