// Refresh tokens that are spent or logged out are on a list.

export const SPENT = "refused";
export const LAST_STEPS = [
  {
    name: "log-out",
    title: "log out",
    ask: "refresh token",
    answer: "refresh token is dead",
  },
];
export const LOG_OUT_PATH = "token/blacklist/";
export const LOGGED_OUT =
  "Logged out. The refresh token is dead; the access token lives on until it expires.";
export const REUSE_ENDS_ALL = false;

/** @param {boolean} isAnswered */
export function afterReplay(isAnswered) {
  return isAnswered
    ? "It was answered."
    : "Refused: it was spent. The tokens that came after it go on working.";
}

export function afterLogOut(_access, refresh) {
  refresh.refuse();
}

export function start() {}
