// The refresh token is in a cookie that this page cannot read.

import { byId, copyable } from "./dom.js";
import { now } from "./time.js";

/** @type {RequestCredentials | undefined} */
export const CREDENTIALS = "same-origin";
export const HEADERS = { "X-Requested-With": "fetch" };
export const CURL = ["-b cookies.txt -c cookies.txt"];

export const NONE = "unknown";
export const LOG_IN_ANSWER = "token and cookie";
export const ROTATED =
  "200. The access token is new; its changes are marked. A new refresh token came in the cookie, unseen.";
export const REFUSED =
  "The browser has no refresh cookie, or one that is not believed.";

/** The browser adds it. */
export const bodyWith = () => ({});

/** Nobody but the browser knows whether there is one. */
export const canRefresh = () => true;

/** Take over what an answer brought: the cookie came with it, unseen. */
export function received(refresh, answer, times, facts) {
  if (answer.user || facts.rotates) {
    refresh.set({
      expires: now() + facts.refreshLifetime,
      lifetime: facts.refreshLifetime,
    });
  }
}

/** A page cannot remove what it cannot see. */
export function forgetTokens(access) {
  access.clear();
  return (
    "The access token is forgotten. The cookie is still there, and Refresh still works: it is " +
    "HttpOnly, so only the service can remove it, or you in the browser's settings."
  );
}

/** How a cookie is stolen and used twice, since this page cannot. */
export function start(facts) {
  const commands = [
    "refresh() {",
    '  curl -b "$1" -c "$1" -H \'X-Requested-With: curl\' \\',
    "    -H 'Content-Type: application/json' -d '{}' \\",
    `    '${location.origin}${facts.api}token/refresh/'`,
    "}",
    '# After logging in with the command under "On the wire":',
    "cp cookies.txt stolen.txt",
    "refresh cookies.txt",
    "refresh cookies.txt",
    "refresh stolen.txt",
  ];
  byId("replay-commands")?.append(copyable(commands.join("\n")));
}
