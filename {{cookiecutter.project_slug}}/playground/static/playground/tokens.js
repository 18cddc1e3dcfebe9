// Reading tokens. Nothing is verified here: that takes the key, and is the service's business.

import { asDate } from "./time.js";

/**
 * @typedef {object} Decoded
 * @property {[string, string, string]} parts as they travel
 * @property {Record<string, unknown>} header
 * @property {Record<string, unknown>} payload
 */

/** @param {string} text @returns {Decoded} Throws an Error that says what is wrong. */
export function decode(text) {
  const parts = text.trim().split(".");
  if (parts.length !== 3) {
    throw new Error(
      `A JWT has three parts with dots between; this has ${parts.length}.`,
    );
  }
  const [header, payload] = parts;
  return { parts, header: read("header", header), payload: read("payload", payload) };
}

/** Tokens are copied out of headers, of JSON and of terminals that break lines. */
export const withoutWrapping = (text) =>
  text.replace(/^\W*(authorization:\s*)?bearer\s+/i, "").replace(/["'`,;\s]/g, "");

function read(name, part) {
  let value;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes(part));
    value = JSON.parse(text, exactly);
  } catch {
    throw new Error(`The ${name} cannot be read: it is not JSON in base64url.`);
  }
  const isNone = value === null || typeof value !== "object" || Array.isArray(value);
  if (isNone || JSON.isRawJSON?.(value)) {
    throw new Error(`The ${name} is not a JSON object.`);
  }
  return value;
}

/** Keep the digits of numbers that JavaScript would round, where the browser tells them. */
function exactly(_name, value, context) {
  const isRounded =
    typeof value === "number" && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER);
  return isRounded && context?.source && JSON.rawJSON
    ? JSON.rawJSON(context.source)
    : value;
}

/** @param {string} part base64url (RFC 4648, 5) */
function bytes(part) {
  if (!/^[\w-]*$/.test(part)) throw new Error("not base64url");
  return Uint8Array.from(
    atob(part.replaceAll("-", "+").replaceAll("_", "/")),
    (letter) => letter.charCodeAt(0),
  );
}

/** The length of a part, in bytes. */
export const lengthOf = (part) => Math.floor((part.length * 3) / 4);

/** When a token ends, in seconds since 1970; null if it names no moment. */
export function expiryOf(text) {
  const { exp } = decode(text).payload;
  return asDate(exp) === null ? null : exp;
}

/** Whether two tokens are the same one: some algorithms sign anew each time. */
export const isSameToken = (one, other) =>
  decode(one).payload.jti === decode(other).payload.jti;

/** The names whose values differ between two tokens, those that are gone among them. */
export function changes(before, after) {
  const same = (name) => JSON.stringify(before[name]) === JSON.stringify(after[name]);
  return new Set(
    [...Object.keys(after), ...Object.keys(before)].filter((name) => !same(name)),
  );
}
