// The steps, as the diagram tells them.

import * as revoking from "./revoking.js";
import * as transport from "./transport.js";

/** @returns {import("./diagram.js").Step[]} */
export function stepsOf(facts) {
  const steps = [
    {
      name: "log-in",
      title: "Log in",
      ask: "name, password",
      status: 200,
      answer: transport.LOG_IN_ANSWER,
    },
    {
      name: "call",
      title: "Call",
      ask: "access token",
      status: 200,
      answer: "the data",
    },
    {
      name: "expired",
      title: "Call too late",
      ask: "expired token",
      status: 401,
      answer: "401, expired",
    },
    {
      name: "refresh",
      title: "Refresh",
      ask: "refresh token",
      status: 200,
      answer: facts.rotates ? "two new tokens" : "new access token",
    },
    { name: "replay", ask: "spent token", ...revoking.REPLAY },
    ...revoking.LAST_STEPS,
  ];
  return steps.filter(({ name }) => facts.rotates || name !== "replay");
}
