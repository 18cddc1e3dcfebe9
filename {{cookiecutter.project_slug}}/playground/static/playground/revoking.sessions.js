// Each login is a session, and its tokens end with it.

import { startSessions } from "./sessions.js";

export const SPENT = "the session ends";
export const LAST_STEPS = [
  {
    name: "sessions",
    title: "end a session",
    ask: "which one",
    answer: "its tokens are dead",
  },
  {
    name: "log-out",
    title: "log out",
    ask: "refresh token",
    answer: "the session ends",
  },
];
export const LOG_OUT_PATH = "token/blacklist/";
export const LOGGED_OUT = "Logged out. The session has ended, and with it both tokens.";

/** Whether a reused token takes the present ones with it. */
export const REUSE_ENDS_ALL = true;

/** @param {boolean} isAnswered @param {boolean} isSame whether the present refresh token came again */
export function afterReplay(isAnswered, isSame) {
  if (!isAnswered) {
    return "Reuse was noticed, and the session has ended for everybody. Call or refresh: both are refused.";
  }
  return isSame
    ? "Forgiven: it was spent just now. The answer is the very same refresh token as before, so nothing forks."
    : "It was answered.";
}

export function afterLogOut(access, refresh) {
  access.refuse();
  refresh.refuse();
}

export const start = startSessions;
