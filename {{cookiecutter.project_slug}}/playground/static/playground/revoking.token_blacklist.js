// Refresh tokens that are spent or logged out are on a list.

export const REPLAY = {
  title: "Use a spent token",
  status: 401,
  answer: "401, refused",
};
export const LAST_STEPS = [
  {
    name: "log-out",
    title: "Log out",
    ask: "refresh token",
    status: 200,
    answer: "it is dead",
  },
];
export const LOG_OUT_PATH = "token/blacklist/";

/** What became of a spent token: what to say, and what the diagram says. */
export const answered = () => ["It was answered.", "new tokens"];

export const refused = (_access, refresh) => [
  refresh.isRefused
    ? "Refused: it was spent, and the one that came after it is dead as well."
    : "Refused: it was spent. The tokens that came after it go on working.",
  REPLAY.answer,
];

export function afterLogOut(access, refresh) {
  refresh.refuse();
  return access.text === null
    ? "Logged out, if there was a login: the answer is 200 either way."
    : "Logged out. The refresh token is dead; the access token lives on until it expires.";
}

export function reset() {}
export function start() {}
