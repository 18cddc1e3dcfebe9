// Reading tokens. Nothing is verified here: that takes the key, and is the service's business.

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

function read(name, part) {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(part)));
  } catch {
    throw new Error(`The ${name} cannot be read: it is not JSON in base64url.`);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new Error(`The ${name} is not a JSON object.`);
  }
  return value;
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

/** When a token ends, in seconds since 1970; null if it does not say. */
export function expiryOf(text) {
  const { exp } = decode(text).payload;
  return typeof exp === "number" ? exp : null;
}

/** The names whose values differ between two tokens. */
export function changes(before, after) {
  const same = (name) => JSON.stringify(before[name]) === JSON.stringify(after[name]);
  return new Set(
    [...Object.keys(before), ...Object.keys(after)].filter((name) => !same(name)),
  );
}
