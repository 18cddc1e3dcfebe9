// Refresh tokens that were used or logged out are on a list.

export const REPLAY = {
  title: "Reuse",
  status: 401,
  response: "401, refused",
};
export const LAST_STEPS = [
  {
    name: "log-out",
    title: "Log out",
    request: "refresh token",
    status: 200,
    response: "it is revoked",
  },
];
export const LOG_OUT_PATH = "token/blacklist/";

/** What a response to a used token means: the outcome, and the text in the diagram. */
export const accepted = () => ["It was accepted.", "new tokens"];

export const refused = (_access, refresh) => [
  refresh.isRefused
    ? "Refused: it was already used, and its successor is not valid either."
    : "Refused: it was already used. Its successors stay valid.",
  REPLAY.response,
];

export function afterLogOut(access, refresh) {
  refresh.refuse();
  return access.text === null
    ? "Logged out. The response is 200, with or without a login."
    : "Logged out. The refresh token is revoked; the access token is valid until it expires.";
}

export function reset() {}
export function start() {}
