// The same request as a command.

import * as transport from "./transport.js";

/** @param {import("./requests.js").Ask} ask */
export function asCurl(ask) {
  const { method, path, headers, body } = ask;
  const words = ["curl", quoted(location.origin + path)];
  if (method !== (body ? "POST" : "GET")) words.push("-X", method);
  if (ask.credentials) words.push(...transport.CURL);
  for (const [name, value] of Object.entries(headers)) {
    words.push("\\\n  -H", quoted(`${name}: ${value}`));
  }
  if (body) words.push("\\\n  -d", quotedBody(body));
  const command = words.join(" ");
  return body?.password === undefined ? command : `read -rs PASSWORD\n${command}`;
}

/** Nothing in single quotes means anything to a shell. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A password belongs into no history: the shell asks for it. */
function quotedBody(body) {
  if (body.password === undefined) return quoted(JSON.stringify(body));
  const marked = quoted(JSON.stringify({ ...body, password: "PASSWORD" }));
  return marked.replace(/"PASSWORD"}'$/, `"'"$PASSWORD"'"}'`);
}
