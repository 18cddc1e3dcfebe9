// The steps, as the diagram tells them.

import * as revoking from "./revoking.js";
import * as transport from "./transport.js";

/** @returns {import("./diagram.js").Step[]} */
export function stepsOf(facts) {
  const steps = [
    {
      name: "log-in",
      title: "log in",
      ask: "name, password",
      answer: transport.LOG_IN_ANSWER,
    },
    { name: "call", title: "call", ask: "access token", answer: "200, the data" },
    {
      name: "expired",
      title: "call too late",
      ask: "expired access token",
      answer: "401",
    },
    {
      name: "refresh",
      title: facts.rotates ? "refresh, rotate" : "refresh",
      ask: "refresh token",
      answer: facts.rotates ? "two new tokens" : "new access token",
    },
    {
      name: "replay",
      title: "reuse",
      ask: "spent refresh token",
      answer: revoking.SPENT,
    },
    ...revoking.LAST_STEPS,
  ];
  return steps.filter(({ name }) => facts.rotates || name !== "replay");
}
