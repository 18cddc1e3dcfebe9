// What all steps share: the service's facts, the two tokens, and how a step is taken.

import { Card } from "./card.js";
import { Diagram } from "./diagram.js";
import { byId, dataOf } from "./dom.js";
import { showExchange } from "./exchanges.js";
import { JSON_BODY, send } from "./requests.js";
import { say, waiting } from "./stage.js";
import { stepsOf } from "./steps.js";
import { setClock } from "./time.js";
import { decode, expiryOf } from "./tokens.js";
import * as transport from "./transport.js";

export const facts = dataOf("facts");
export const access = new Card(byId("access"), byId("access-life"));
export const refresh = new Card(
  byId("refresh-token"),
  byId("refresh-life"),
  transport.NONE,
);

const diagram = new Diagram(byId("diagram"), stepsOf(facts));

/**
 * Take a step: light it up, send, show, and complain if the answer is a refusal.
 *
 * @param {object} [more]
 * @param {string} [more.at] the step to show it at, if it is another
 * @param {(exchange: object) => string | undefined} [more.inShort] what the answer came to,
 *   where its status does not tell
 */
export async function take(step, ask, { at = step, inShort = () => undefined } = {}) {
  diagram.ask(step);
  const exchange = await waiting(send(ask));
  const { status, body } = exchange;
  const isGood = status >= 200 && status < 300;
  const isForeign = isGood && typeof body === "string" && body !== "";
  showExchange(exchange, at);
  const words = isForeign ? `${status}, no JSON` : inShort(exchange);
  diagram.answer(step, exchange, isGood && !isForeign, words);
  if (isForeign) throw new Error("not JSON");
  if (!isGood) say(complaint(status, body), true);
  return exchange;
}

function complaint(status, body) {
  if (!status) return "The service does not answer. Does it run?";
  return `${status}. ${body?.detail ?? "The service refused."}`;
}

export const post = (path, body) => ({
  method: "POST",
  path: facts.api + path,
  headers: { ...JSON_BODY, ...transport.HEADERS },
  credentials: transport.CREDENTIALS,
  body,
});

/** Take over the tokens of an answer. */
export function receive(answer) {
  setClock(decode(answer.access).payload.iat);
  const times = (text, lifetime) => ({ expires: expiryOf(text), lifetime });
  access.show(answer.access, times(answer.access, facts.accessLifetime));
  refresh.believe();
  transport.received(
    refresh,
    answer,
    (text) => times(text, facts.refreshLifetime),
    facts,
  );
}
