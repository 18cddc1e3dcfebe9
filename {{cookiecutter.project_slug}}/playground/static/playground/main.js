// The page: what its buttons do.

import { Card } from "./card.js";
import { draw, light } from "./diagram.js";
import { byId, dataOf } from "./dom.js";
import { showExchange } from "./exchanges.js";
import { startReader } from "./reader.js";
import { bearer, JSON_BODY, send } from "./requests.js";
import * as revoking from "./revoking.js";
import { stepsOf } from "./steps.js";
import { expiryOf } from "./tokens.js";
import * as transport from "./transport.js";

const facts = dataOf("facts");
const access = new Card(byId("access"));
const refresh = new Card(byId("refresh-token"));

/** Refresh tokens that were exchanged for others, the last one last. */
let spent = [];

/** Say what has happened, to eyes and ears. */
function say(text, isBad = false) {
  byId("outcome").textContent = text;
  byId("outcome").classList.toggle("bad", isBad);
}

/** Take a step: light it up, send, show, and complain if the answer is a refusal. */
async function take(step, ask) {
  light(byId("diagram"), step);
  const exchange = await send(ask);
  showExchange(exchange);
  const { status, body } = exchange;
  if (status < 200 || status >= 300) say(complaint(status, body), true);
  return exchange;
}

function complaint(status, body) {
  if (!status) return "The service does not answer. Does it run?";
  return `${status}. ${body?.detail ?? "The service refused."}`;
}

const post = (path, body) => ({
  method: "POST",
  path: facts.api + path,
  headers: { ...JSON_BODY, ...transport.HEADERS },
  credentials: transport.CREDENTIALS,
  body,
});

function receive(answer) {
  const accessTimes = {
    expires: expiryOf(answer.access),
    lifetime: facts.accessLifetime,
  };
  access.show(answer.access, accessTimes);
  const refreshTimes = (text) => ({
    expires: expiryOf(text),
    lifetime: facts.refreshLifetime,
  });
  transport.received(refresh, answer, refreshTimes, facts);
}

/** Offer what can be done with the tokens there are. */
function offer() {
  for (const id of ["call", "list", "log-out"]) {
    if (byId(id)) byId(id).disabled = access.text === null;
  }
  byId("refresh").disabled = !transport.canRefresh(refresh);
  for (const button of document.querySelectorAll("[data-replay]")) {
    button.disabled = spent.length < (button.dataset.replay === "last" ? 1 : 2);
  }
}

async function logIn(form) {
  const { status, body } = await take(
    "log-in",
    post("token/", Object.fromEntries(new FormData(form))),
  );
  form.elements.password.value = "";
  if (status !== 200) {
    form.elements.password.focus();
    return;
  }
  spent = [];
  access.clear();
  refresh.clear();
  receive(body);
  say(`Logged in as ${body.user[facts.loginField]}.`);
}

async function call() {
  const ask = {
    method: "GET",
    path: `${facts.api}users/me/`,
    headers: bearer(access.text),
  };
  const { isExpired } = access;
  const { status } = await take(isExpired ? "expired" : "call", ask);
  if (status === 200) {
    say("200. The access token was enough: no password, no refresh token.");
  } else if (status === 401 && isExpired) {
    say("401. The access token has expired. This is the moment to refresh.", true);
  } else if (status === 401) {
    access.refuse();
    say("401. The access token is not believed any more.", true);
  }
}

async function exchangeTokens() {
  const before = refresh.text;
  const { status, body } = await take(
    "refresh",
    post("token/refresh/", transport.bodyWith(refresh)),
  );
  if (status === 200) {
    receive(body);
    if (before !== null && before !== refresh.text) spent.push(before);
    say(
      facts.rotates
        ? "200. Both tokens are new; what has changed in them is marked. The old refresh token is spent."
        : "200. The access token is new; what has changed in it is marked.",
    );
  } else if (status === 401) {
    refresh.refuse();
    say("401. The refresh token is not believed. Log in again.", true);
  }
}

async function replay(which) {
  const token = which === "last" ? spent.at(-1) : spent[0];
  const { status, body } = await take(
    "replay",
    post("token/refresh/", { refresh: token }),
  );
  if (status !== 200 && status !== 401) return;
  if (status === 401 && revoking.REUSE_ENDS_ALL) refuseAll();
  say(
    revoking.afterReplay(status === 200, body.refresh === refresh.text),
    status === 401,
  );
}

async function logOut() {
  if (revoking.LOG_OUT_PATH) {
    const ask = post(revoking.LOG_OUT_PATH, transport.bodyWith(refresh));
    const { status } = await take("log-out", ask);
    if (status !== 200) return;
  }
  revoking.afterLogOut(access, refresh);
  say(revoking.LOGGED_OUT);
}

function refuseAll() {
  access.refuse();
  refresh.refuse();
}

let turn = Promise.resolve();

/** Do one thing after the other, and then offer what can be done next. */
function inTurn(act) {
  turn = turn
    .catch(() => {})
    .then(act)
    .then(offer);
}

draw(byId("diagram"), stepsOf(facts));
startReader();
transport.start(facts);
revoking.start({ facts, access, take, say, refuseAll, inTurn });
byId("log-in").addEventListener("submit", (event) => {
  event.preventDefault();
  inTurn(() => logIn(event.target));
});
byId("call").addEventListener("click", () => inTurn(call));
byId("refresh").addEventListener("click", () => inTurn(exchangeTokens));
byId("log-out").addEventListener("click", () => inTurn(logOut));
for (const button of document.querySelectorAll("[data-replay]")) {
  button.addEventListener("click", () => inTurn(() => replay(button.dataset.replay)));
}
setInterval(() => [access, refresh].forEach((card) => card.tick()), 500);
offer();
