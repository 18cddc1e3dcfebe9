// The same request as a command.

import * as transport from "./transport.js";

// A password belongs into no history. This asks at the terminal itself, so that nothing which
// is pasted after it is taken for the answer, and makes JSON of whatever is typed.
const ASKS =
  "import getpass, json, sys; " +
  'print(json.dumps({**json.loads(sys.argv[1]), "password": getpass.getpass()}))';

/** @param {import("./requests.js").Ask} ask */
export function asCurl(ask) {
  const { method, path, headers, body } = ask;
  const words = ["curl", quoted(location.origin + path)];
  if (method !== (body ? "POST" : "GET")) words.push("-X", method);
  if (ask.credentials) words.push(...transport.CURL);
  for (const [name, value] of Object.entries(headers)) {
    words.push("\\\n  -H", quoted(`${name}: ${value}`));
  }
  if (!body) return words.join(" ");
  const { password, ...rest } = body;
  const json = quoted(JSON.stringify(rest));
  if (password === undefined) return [...words, "\\\n  -d", json].join(" ");
  return `python3 -c ${quoted(ASKS)} ${json} |\n  ${words.join(" ")} \\\n  -d @-`;
}

/** Nothing in single quotes means anything to a shell. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
