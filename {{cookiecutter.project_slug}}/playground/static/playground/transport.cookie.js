// The refresh token is in a cookie that this page cannot read.

import { byId, copyable } from "./dom.js";
import { now } from "./time.js";

/** @type {RequestCredentials | undefined} */
export const CREDENTIALS = "same-origin";
export const HEADERS = { "X-Requested-With": "fetch" };
export const CURL = ["-b cookies.txt -c cookies.txt"];

export const NO_TOKEN = "unknown";
export const LOG_IN_RESPONSE = "token and cookie";
export const ROTATED =
  "200. The access token is new; its changes are marked. The cookie has a new refresh token.";
export const REFUSED =
  "The browser has no refresh cookie, or its token is not valid.";

/** The browser adds the cookie. */
export const refreshBody = () => ({});

/** This page cannot know whether there is a cookie. */
export const canRefresh = () => true;

/** The browser has stored the cookie; its expiry follows from the settings. */
export function store(refresh, body, { rotates, refreshLifetime: lifetime }) {
  if (body.user || rotates) refresh.set({ expires: now() + lifetime, lifetime });
}

export function forgetTokens(access) {
  access.clear();
  return (
    "This page has forgotten the access token. The cookie is still there, and Refresh works: only the " +
    "service can remove it, or you in the browser's settings."
  );
}

/** Show how a copied cookie is used twice, which this page cannot do. */
export function start(facts) {
  const commands = [
    "refresh() {",
    '  curl -b "$1" -c "$1" -H \'X-Requested-With: curl\' \\',
    "    -H 'Content-Type: application/json' -d '{}' \\",
    `    '${location.origin}${facts.api}token/refresh/'`,
    "}",
    '# After the login by the command under "Requests and responses":',
    "cp cookies.txt stolen.txt",
    "refresh cookies.txt",
    "refresh cookies.txt",
    "refresh stolen.txt",
  ];
  byId("replay-commands")?.append(copyable(commands.join("\n")));
}
