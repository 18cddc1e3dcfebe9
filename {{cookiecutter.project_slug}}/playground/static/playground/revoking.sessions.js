// Each login is a session, and its tokens end with it.

import { forgetSessions, startSessions } from "./sessions.js";

export const REPLAY = {
  title: "Use a spent token",
  status: 401,
  answer: "the session ends",
};
export const LAST_STEPS = [
  {
    name: "sessions",
    title: "End a session",
    ask: "which one",
    status: 204,
    answer: "its tokens die",
  },
  {
    name: "log-out",
    title: "Log out",
    ask: "refresh token",
    status: 200,
    answer: "the session ends",
  },
];
export const LOG_OUT_PATH = "token/blacklist/";

/**
 * What became of a spent token: what to say, what the diagram says, and whether all is over.
 *
 * @param {boolean} isSame whether the present refresh token came again
 */
export const answered = (isSame) =>
  isSame
    ? [
        "Forgiven: it was spent just now. It gets the same successor again, so nothing forks.",
        "the same successor",
      ]
    : ["It was answered.", "new tokens"];

export const refused = (access, refresh) =>
  access.isRefused || refresh.isRefused
    ? ["Refused: the session has ended already.", "401, ended already"]
    : [
        "Reuse was noticed, and the session has ended for everybody. Call or refresh: both are refused.",
        REPLAY.answer,
        true,
      ];

export function afterLogOut(access, refresh) {
  const isKnown = access.text !== null;
  access.refuse();
  refresh.refuse();
  return isKnown
    ? "Logged out. The session has ended, and with it both tokens."
    : "Logged out, if there was a login: the answer is 200 either way.";
}

export const reset = forgetSessions;
export const start = startSessions;
