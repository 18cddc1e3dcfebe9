// The refresh token is in JSON, and this page keeps it in memory.

/** @type {RequestCredentials | undefined} */
export const CREDENTIALS = undefined;
export const HEADERS = {};
export const CURL = [];

export const LOG_IN_ANSWER = "access, refresh token";

/** @param {import("./card.js").Card} refresh */
export const bodyWith = (refresh) => ({ refresh: refresh.text });

/** @param {import("./card.js").Card} refresh */
export const canRefresh = (refresh) => refresh.text !== null;

/** Take over what an answer brought. */
export function received(refresh, answer, times) {
  if (answer.refresh) refresh.show(answer.refresh, times(answer.refresh));
}

export function start() {}
