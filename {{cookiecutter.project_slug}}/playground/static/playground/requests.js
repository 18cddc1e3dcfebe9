// Requests, and what is worth seeing of them.

const ANSWER_HEADERS = [
  "content-type",
  "www-authenticate",
  "retry-after",
  "cache-control",
];

/**
 * @typedef {object} Ask
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {object} [body]
 * @property {RequestCredentials} [credentials] whether cookies go along
 *
 * @typedef {object} Exchange
 * @property {Ask} ask
 * @property {number} status 0 if there was no answer
 * @property {string} title
 * @property {[string, string][]} headers
 * @property {any} body
 * @property {number} milliseconds
 */

/** @param {Ask} ask @returns {Promise<Exchange>} */
export async function send(ask) {
  const began = performance.now();
  const { method, path, headers, body, credentials = "omit" } = ask;
  const options = { method, headers, credentials, body: body && JSON.stringify(body) };
  try {
    const answer = await fetch(path, {
      ...options,
      cache: "no-store",
      redirect: "error",
    });
    return {
      ask,
      status: answer.status,
      title: answer.statusText,
      headers: [...answer.headers].filter(([name]) => ANSWER_HEADERS.includes(name)),
      body: parsed(await answer.text()),
      milliseconds: Math.round(performance.now() - began),
    };
  } catch {
    return {
      ask,
      status: 0,
      title: "no answer",
      headers: [],
      body: null,
      milliseconds: 0,
    };
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

export const JSON_BODY = { "Content-Type": "application/json" };
