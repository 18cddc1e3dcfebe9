// Nothing is kept, so nothing can be revoked.

import { forgetTokens } from "./transport.js";

export const REPLAY = {
  title: "Use an old token",
  status: 200,
  answer: "new tokens, again",
};
export const LAST_STEPS = [];
export const LOG_OUT_PATH = null;

/** What became of an old token: what to say, and what the diagram says. */
export const answered = () => [
  "It still works: nothing remembers that it was used. A thief has it until it expires.",
  REPLAY.answer,
];

export const refused = () => ["Refused.", "401, refused"];

export const afterLogOut = forgetTokens;

export function reset() {}
export function start() {}
