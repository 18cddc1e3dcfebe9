// The page: its two tokens, its buttons, and how a step is taken.

import { byId, dataOf, isolated } from "./dom.js";
import { showExchange } from "./exchanges.js";
import * as logIn from "./log_in.js";
import { bearer, send } from "./requests.js";
import * as revoking from "./revoking.js";
import { Diagram, say, startStage, waiting } from "./stage.js";
import { now, setClock } from "./time.js";
import { TokenCard } from "./token_card.js";
import { startReader } from "./token_view.js";
import { decode, expiryOf, isSameToken } from "./tokens.js";
import * as transport from "./transport.js";

const facts = dataOf("facts");
const access = new TokenCard(byId("access"), byId("access-lifetime"));
const refresh = new TokenCard(
  byId("refresh-token"),
  byId("refresh-lifetime"),
  transport.NO_TOKEN,
);
const diagram = new Diagram(facts);

/** Refresh tokens that were already used, the last one last. */
let used = [];

/**
 * Take a step: highlight it, send the request, show the exchange and a refusal.
 *
 * @param {object} [options]
 * @param {string} [options.at] the step beside which the exchange is shown
 * @param {(exchange: object) => string | undefined} [options.inShort] what the response
 *   means, if its status does not say so
 */
async function take(step, request, { at = step, inShort = () => undefined } = {}) {
  diagram.send(step);
  const exchange = await waiting(send(request));
  const { status, body } = exchange;
  const isSuccess = status >= 200 && status < 300;
  const isJson = !isSuccess || typeof body !== "string" || body === "";
  showExchange(exchange, at);
  const words = isJson ? inShort(exchange) : `${status}, no JSON`;
  diagram.receive(step, exchange, isSuccess && isJson, words);
  if (!isJson) throw new Error("not JSON");
  if (!status) say("The service does not respond. Is it running?", true);
  else if (!isSuccess) say(`${status}. ${body?.detail ?? "Refused."}`, true);
  return exchange;
}

const post = (path, body) => ({
  method: "POST",
  path: facts.api + path,
  headers: { "Content-Type": "application/json", ...transport.HEADERS },
  credentials: transport.CREDENTIALS,
  body,
});

function storeAccess(text) {
  setClock(decode(text).payload.iat);
  access.show(text, { expires: expiryOf(text), lifetime: facts.accessLifetime });
}

/** Store the tokens of a response. */
function store(body) {
  storeAccess(body.access);
  refresh.accept();
  transport.store(refresh, body, facts);
}

/** Begin with the response to a login. */
function begin(body) {
  forget();
  access.clear();
  refresh.clear();
  store(body);
  say(["Logged in as ", isolated(body.user[facts.loginField]), "."]);
}

async function call() {
  const { isExpired } = access;
  const { status } = await take(isExpired ? "expired" : "call", {
    method: "GET",
    path: `${facts.api}users/me/`,
    headers: bearer(access.text),
  });
  if (status === 200) {
    access.accept();
    say(
      isExpired
        ? "200. It has expired by the clock of this device, but not by that of the service."
        : "200. The access token is sufficient: no password, no refresh token.",
    );
  } else if (status === 401 && isExpired) {
    say("401. The access token has expired. Refresh now.", true);
  } else if (status === 401) {
    access.refuse();
    say("401. The access token is no longer valid.", true);
  }
}

async function refreshTokens() {
  const before = refresh.text;
  const { status, body } = await take(
    "refresh",
    post("token/refresh/", transport.refreshBody(refresh)),
  );
  if (status === 200) {
    store(body);
    if (before !== null && before !== refresh.text) used.push(before);
    say(
      facts.rotates
        ? transport.ROTATED
        : "200. The access token is new; its changes are marked.",
    );
  } else if (status === 401) {
    const reason = refresh.isExpired
      ? "The refresh token has expired."
      : transport.REFUSED;
    refresh.refuse();
    say(`401. ${reason} Log in again.`, true);
  }
}

/** Send a used token as an attacker would; the page keeps its own tokens. */
async function replay(which) {
  const token = which === "last" ? used.at(-1) : used[0];
  const outcome = ({ status, body }) => {
    if (status === 200)
      return revoking.accepted(isSameToken(body.refresh, refresh.text));
    if (status !== 401) return null;
    if (expiryOf(token) <= now()) return ["Refused: it has expired.", "401, expired"];
    return revoking.refused(access, refresh);
  };
  const exchange = await take("replay", post("token/refresh/", { refresh: token }), {
    inShort: (one) => outcome(one)?.[1],
  });
  const [text, , isRevoked] = outcome(exchange) ?? [];
  if (!text) return;
  if (isRevoked) refuseAll();
  say(text, exchange.status === 401);
}

async function logOut() {
  if (revoking.LOG_OUT_PATH) {
    const request = post(revoking.LOG_OUT_PATH, transport.refreshBody(refresh));
    const { status } = await take("log-out", request);
    if (status !== 200) return;
  }
  forget();
  say(revoking.afterLogOut(access, refresh));
}

/** Forget what belongs to the login before. */
function forget() {
  used = [];
  logIn.reset();
  revoking.reset();
}

function refuseAll() {
  access.refuse();
  refresh.refuse();
  revoking.reset();
}

/** Enable the buttons whose tokens are there. */
function enableButtons() {
  for (const control of document.querySelectorAll("[data-access]")) {
    control.disabled = access.text === null;
  }
  byId("refresh").disabled = !transport.canRefresh(refresh);
  byId("log-out").disabled = revoking.LOG_OUT_PATH
    ? !transport.canRefresh(refresh)
    : access.text === null;
  for (const button of document.querySelectorAll("[data-replay]")) {
    button.disabled = used.length < (button.dataset.replay === "last" ? 1 : 2);
  }
}

let queue = Promise.resolve();

/** Take one step at a time. */
function inTurn(step) {
  queue = queue
    .then(step)
    .catch(() => say("The response has an unexpected format.", true))
    .then(enableButtons);
}

startStage();
startReader();
transport.start(facts);
logIn.start({
  facts,
  access,
  refresh,
  diagram,
  take,
  post,
  say,
  inTurn,
  begin,
  storeAccess,
});
revoking.start({ facts, access, take, say, inTurn, refuseAll, forget });
byId("call").addEventListener("click", () => inTurn(call));
byId("refresh").addEventListener("click", () => inTurn(refreshTokens));
byId("log-out").addEventListener("click", () => inTurn(logOut));
for (const button of document.querySelectorAll("[data-replay]")) {
  button.addEventListener("click", () => inTurn(() => replay(button.dataset.replay)));
}
setInterval(() => [access, refresh].forEach((card) => card.tick()), 500);
enableButtons();
