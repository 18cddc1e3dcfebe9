// The refresh token is in the response's JSON, and this page keeps it in memory.

import { expiryOf } from "./tokens.js";

/** @type {RequestCredentials | undefined} */
export const CREDENTIALS = undefined;
export const HEADERS = {};
export const CURL = [];

export const NO_TOKEN = "none yet";
export const LOG_IN_RESPONSE = "both tokens";
export const ROTATED = "200. Both tokens are new; their changes are marked.";
export const REFUSED = "The refresh token is not valid.";

export const refreshBody = (refresh) => ({ refresh: refresh.text });

export const canRefresh = (refresh) => refresh.text !== null;

/** Store the refresh token of a response, if there is one. */
export function store(refresh, body, { refreshLifetime: lifetime }) {
  if (!body.refresh) return;
  refresh.show(body.refresh, { expires: expiryOf(body.refresh), lifetime });
}

export function forgetTokens(access, refresh) {
  access.clear();
  refresh.clear();
  return "This page has forgotten them. A copy is still valid.";
}

export function start() {}
