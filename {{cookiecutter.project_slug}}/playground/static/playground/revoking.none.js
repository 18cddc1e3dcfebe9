// Nothing is stored, so that tokens cannot be revoked.

import { forgetTokens } from "./transport.js";

export const REPLAY = {
  title: "Reuse",
  status: 200,
  response: "new tokens, again",
};
export const LAST_STEPS = [];
export const LOG_OUT_PATH = null;

/** What a response to a used token means: the outcome, and the text in the diagram. */
export const accepted = () => [
  "It is still valid: its use was not recorded. An attacker can use it until it expires.",
  REPLAY.response,
];

export const refused = () => ["Refused.", "401, refused"];

export const afterLogOut = forgetTokens;

export function reset() {}
export function start() {}
