// Nothing is kept, so nothing can be revoked.

export const SPENT = "new tokens, again";
export const LAST_STEPS = [];
export const LOG_OUT_PATH = null;
export const LOGGED_OUT =
  "Forgotten, by this page. Whoever has a copy can still use it.";
export const REUSE_ENDS_ALL = false;

/** @param {boolean} isAnswered */
export function afterReplay(isAnswered) {
  return isAnswered
    ? "It still works: nothing remembers that it was used. A thief has it until it expires."
    : "Refused.";
}

export function afterLogOut(access, refresh) {
  access.clear();
  refresh.clear();
}

export function start() {}
