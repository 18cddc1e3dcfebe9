// The refresh token is in JSON, and this page keeps it in memory.

/** @type {RequestCredentials | undefined} */
export const CREDENTIALS = undefined;
export const HEADERS = {};
export const CURL = [];

export const NONE = "none yet";
export const LOG_IN_ANSWER = "both tokens";
export const ROTATED =
  "200. Both tokens are new; what has changed in them is marked. The old refresh token is spent.";
export const REFUSED = "The refresh token is not believed.";

/** @param {import("./card.js").Card} refresh */
export const bodyWith = (refresh) => ({ refresh: refresh.text });

/** @param {import("./card.js").Card} refresh */
export const canRefresh = (refresh) => refresh.text !== null;

/** Take over what an answer brought. */
export function received(refresh, answer, times) {
  if (answer.refresh) refresh.show(answer.refresh, times(answer.refresh));
}

export function forgetTokens(access, refresh) {
  access.clear();
  refresh.clear();
  return "Forgotten, by this page. Whoever has a copy can still use it.";
}

export function start() {}
