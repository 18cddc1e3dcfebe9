// Decodes tokens. It does not verify them: that requires the key.

import { asDate } from "./time.js";

/**
 * @typedef {object} Decoded
 * @property {[string, string, string]} parts encoded
 * @property {Record<string, unknown>} header
 * @property {Record<string, unknown>} payload
 */

/** @param {string} text @returns {Decoded} Throws an Error with the reason. */
export function decode(text) {
  const parts = text.trim().split(".");
  if (parts.length !== 3) {
    throw new Error(`A JWT has three parts separated by dots; this has ${parts.length}.`);
  }
  const [header, payload] = parts;
  return { parts, header: parse("header", header), payload: parse("payload", payload) };
}

function parse(name, part) {
  let value;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes(part));
    value = JSON.parse(text, exactly);
  } catch {
    throw new Error(`The ${name} is not JSON in base64url.`);
  }
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  if (!isObject || JSON.isRawJSON?.(value)) {
    throw new Error(`The ${name} is not a JSON object.`);
  }
  return value;
}

/** Keep the digits of large numbers, which JavaScript would round. */
function exactly(_name, value, context) {
  const isRounded =
    typeof value === "number" && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER);
  return isRounded && context?.source && JSON.rawJSON
    ? JSON.rawJSON(context.source)
    : value;
}

/** @param {string} part base64url (RFC 4648, section 5) */
function bytes(part) {
  if (!/^[\w-]*$/.test(part)) throw new Error("not base64url");
  return Uint8Array.from(
    atob(part.replaceAll("-", "+").replaceAll("_", "/")),
    (letter) => letter.charCodeAt(0),
  );
}

/** The `exp` of a token, in seconds since 1970; null if it is not a time. */
export function expiryOf(text) {
  const { exp } = decode(text).payload;
  return asDate(exp) === null ? null : exp;
}

/** Compare the `jti`: ECDSA makes a new signature, and another text, each time. */
export const isSameToken = (one, other) =>
  decode(one).payload.jti === decode(other).payload.jti;
