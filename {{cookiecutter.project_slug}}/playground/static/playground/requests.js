// Sends requests, and writes them as curl commands.

import * as transport from "./transport.js";

const SHOWN_HEADERS = [
  "content-type",
  "www-authenticate",
  "retry-after",
  "cache-control",
];

/**
 * @typedef {object} ApiRequest
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {object} [body]
 * @property {RequestCredentials} [credentials] whether cookies are sent
 *
 * @typedef {object} Exchange
 * @property {ApiRequest} request
 * @property {number} status 0 without a response
 * @property {string} title
 * @property {[string, string][]} headers
 * @property {any} body
 * @property {number} milliseconds
 */

/** @param {ApiRequest} request @returns {Promise<Exchange>} */
export async function send(request) {
  const started = performance.now();
  const { path, body, credentials = "omit", ...options } = request;
  const failure = { title: "no response", headers: [], body: null, milliseconds: 0 };
  try {
    const response = await fetch(path, {
      ...options,
      body: body && JSON.stringify(body),
      credentials,
      cache: "no-store",
      redirect: "error",
    });
    return {
      request,
      status: response.status,
      title: response.statusText,
      headers: [...response.headers].filter(([name]) => SHOWN_HEADERS.includes(name)),
      body: parsed(await response.text()),
      milliseconds: Math.round(performance.now() - started),
    };
  } catch {
    return { request, status: 0, ...failure };
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {string} access */
export const bearer = (access) => ({ Authorization: `Bearer ${access}` });

// A password in a command would stay in the shell's history. Python asks for it on the
// terminal, so that text pasted after the command is not read as the password.
const ASK =
  "import getpass, json, sys; " +
  'print(json.dumps({**json.loads(sys.argv[1]), "password": getpass.getpass()}))';

/** @param {ApiRequest} request */
export function asCurl({ method, path, headers, body, credentials }) {
  const words = ["curl", quoted(location.origin + path)];
  if (method !== (body ? "POST" : "GET")) words.push("-X", method);
  if (credentials) words.push(...transport.CURL);
  for (const [name, value] of Object.entries(headers)) {
    words.push("\\\n  -H", quoted(`${name}: ${value}`));
  }
  if (!body) return words.join(" ");
  const { password, ...rest } = body;
  const json = quoted(JSON.stringify(rest));
  if (password === undefined) return [...words, "\\\n  -d", json].join(" ");
  return `python3 -c ${quoted(ASK)} ${json} |\n  ${words.join(" ")} \\\n  -d @-`;
}

/** Quote a text for a POSIX shell. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
